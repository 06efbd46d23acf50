package store

import (
	"context"
	"database/sql"
	"time"

	"groundswell/internal/domain"
)

const spaceQuery = `SELECT s.id, s.slug, s.name, s.description, s.visibility, COALESCE(f.value, 0), s.version,
	COALESCE(m.id, 0), COALESCE(m.name, ''), COALESCE(m.role, '')
	FROM spaces s LEFT JOIN members m ON m.id = s.responsible_id
	LEFT JOIN figures f ON f.key = 'space:' || CAST(s.id AS TEXT) `

func scanSpace(rows *sql.Rows) (domain.Space, error) {
	var s domain.Space
	err := rows.Scan(&s.ID, &s.Slug, &s.Name, &s.Description, &s.Visibility, &s.Ideas, &s.Version,
		&s.Responsible.ID, &s.Responsible.Name, &s.Responsible.Role)
	return s, err
}

// spacesMax bounds the list of spaces: they are few, and pickers show them all.
const spacesMax = 500

// Spaces lists the public spaces by name.
func (r reads) Spaces(ctx context.Context) ([]domain.Space, error) {
	return list(ctx, r.handle, spaceQuery+"WHERE s.visibility = 'public' ORDER BY s.name, s.id LIMIT $1", []any{spacesMax}, scanSpace)
}

func (r reads) oneSpace(ctx context.Context, condition string, arg any) (domain.Space, error) {
	return one(ctx, r.handle, spaceQuery+"WHERE s.visibility = 'public' AND "+condition, []any{arg}, scanSpace)
}

// Space finds a public space by id.
func (r reads) Space(ctx context.Context, id int64) (domain.Space, error) {
	return r.oneSpace(ctx, "s.id = $1", id)
}

// FirstSpace returns the id of the oldest public space, 0 when there is none.
func (r reads) FirstSpace(ctx context.Context) (int64, error) {
	found, err := list(ctx, r.handle, "SELECT id FROM spaces WHERE visibility = 'public' ORDER BY id LIMIT 1", nil, scanID)
	if err != nil || len(found) == 0 {
		return 0, err
	}
	return found[0], nil
}

// CreateSpace adds a space and returns its id.
func (q *Tx) CreateSpace(ctx context.Context, s domain.Space, now time.Time) (int64, error) {
	var id int64
	err := q.get(ctx, `INSERT INTO spaces (slug, name, description, visibility, responsible_id, created_at)
		VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
		[]any{s.Slug, s.Name, s.Description, domain.Public, orNoID(s.Responsible.ID), millis(now)}, &id)
	if isDuplicate(err) {
		return 0, domain.BadField("slug", "error.slug_taken", nil)
	}
	return id, err
}

func orNoID(id int64) sql.NullInt64 { return sql.NullInt64{Int64: id, Valid: id != 0} }

// SetSpace changes a space if it still is at s.Version; domain.ErrNotFound
// otherwise.
func (q *Tx) SetSpace(ctx context.Context, s domain.Space) error {
	err := q.changeOne(ctx, `UPDATE spaces SET slug = $2, name = $3, description = $4, responsible_id = $5, version = version + 1
		WHERE id = $1 AND version = $6`, s.ID, s.Slug, s.Name, s.Description, orNoID(s.Responsible.ID), s.Version)
	if isDuplicate(err) {
		return domain.BadField("slug", "error.slug_taken", nil)
	}
	return err
}
