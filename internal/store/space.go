package store

import (
	"context"
	"database/sql"
	"time"

	"groundswell/internal/domain"
)

const spaceQuery = `SELECT s.id, s.slug, s.name, s.description, s.visibility, COALESCE(f.value, 0), s.first_posts, s.version,
	COALESCE(m.id, 0), COALESCE(m.name, ''), COALESCE(m.role, ''), COALESCE(q.id, 0), COALESCE(q.slug, ''), COALESCE(q.name, ''),
	COALESCE(l.accent, ''), COALESCE(l.dark, ''), COALESCE(l.logo_key, ''), COALESCE(l.logo_width, 0), COALESCE(l.logo_height, 0)
	FROM spaces s LEFT JOIN members m ON m.id = s.responsible_id
	LEFT JOIN queue_covers c ON c.kind = 'space' AND c.object_id = s.id
	LEFT JOIN queues q ON q.id = c.queue_id
	LEFT JOIN faces l ON l.space_id = s.id
	LEFT JOIN figures f ON f.key = 'space:' || CAST(s.id AS TEXT) `

func scanSpace(rows *sql.Rows) (domain.Space, error) {
	var s domain.Space
	err := rows.Scan(&s.ID, &s.Slug, &s.Name, &s.Description, &s.Visibility, &s.Ideas, &s.FirstPosts, &s.Version,
		&s.Responsible.ID, &s.Responsible.Name, &s.Responsible.Role, &s.Queue.ID, &s.Queue.Slug, &s.Queue.Name,
		&s.Face.Accent, &s.Face.Dark, &s.Face.Logo.Key, &s.Face.Logo.Width, &s.Face.Logo.Height)
	s.Face.Space = s.ID
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

// SpaceVisibility tells who may read a space.
func (r reads) SpaceVisibility(ctx context.Context, id int64) (v domain.Visibility, err error) {
	return v, r.get(ctx, "SELECT visibility FROM spaces WHERE id = $1", []any{id}, &v)
}

// ImportSpace finds the space that a row of an import names, or the installation's first
// where it names none; ID 0 where there is none yet.
func (r reads) ImportSpace(ctx context.Context, name string) (s domain.Space, err error) {
	if name == "" {
		s.ID, err = r.FirstSpace(ctx)
	} else {
		s.ID, err = r.namedOrAt(ctx, spaceKind, name)
	}
	if err != nil || s.ID == 0 {
		return s, err
	}
	s.Visibility, err = r.SpaceVisibility(ctx, s.ID)
	return s, err
}

// CreateSpace adds a space and returns its id. Its address is s.Slug, or made of its
// name.
func (q *Tx) CreateSpace(ctx context.Context, s domain.Space, now time.Time) (int64, error) {
	id, err := q.add(ctx, addressed{
		kind: spaceKind, slug: s.Slug, words: s.Name, name: s.Name,
		insert: `INSERT INTO spaces (slug, name_key, name, description, visibility, responsible_id, created_at, first_posts)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		args: []any{s.Name, s.Description, domain.Public, orNoID(s.Responsible.ID), millis(now), s.FirstPosts},
	})
	return id, spaceKind.refused(err)
}

// EnsureSpace returns the id of the space with that name or else that word in its
// address, creating it if there is none.
func (q *Tx) EnsureSpace(ctx context.Context, name string, now time.Time) (id int64, created bool, err error) {
	if id, err = q.namedOrAt(ctx, spaceKind, name); err != nil || id != 0 {
		return id, false, err
	}
	id, err = q.CreateSpace(ctx, domain.Space{Name: name}, now)
	if err == refusals[spaceKind].name { // somebody else created it just now
		id, err = q.named(ctx, spaceKind, name)
		return id, false, err
	}
	return id, err == nil, err
}

// SetSpace changes a space if it still is at s.Version; domain.ErrNotFound
// otherwise. Where s.Slug is empty the address follows the name.
func (q *Tx) SetSpace(ctx context.Context, s domain.Space) error {
	now, err := q.rename(ctx, spaceKind, s.ID, s.Slug, s.Name)
	if err == nil {
		err = q.changeOne(ctx, `UPDATE spaces SET slug = $2, name_key = $3, name = $4, description = $5, responsible_id = $6, first_posts = $8,
			version = version + 1
			WHERE id = $1 AND version = $7`, s.ID, now.slug, now.key, s.Name, s.Description, orNoID(s.Responsible.ID), s.Version, s.FirstPosts)
	}
	return spaceKind.refused(err)
}

// AddModerators reads whom each of some spaces names as moderators.
func (r reads) AddModerators(ctx context.Context, spaces []domain.Space) error {
	ids, at := make([]int64, len(spaces)), make(map[int64]*domain.Space, len(spaces))
	for i := range spaces {
		ids[i], at[spaces[i].ID] = spaces[i].ID, &spaces[i]
	}
	return eachOf(ctx, r.handle, `SELECT s.space_id, m.id, m.name, m.role FROM space_moderators s
		JOIN members m ON m.id = s.member_id AND m.suspended_at = 0 WHERE s.space_id IN`, nil, ids, func(rows *sql.Rows) error {
		var space int64
		var m domain.MemberRef
		if err := rows.Scan(&space, &m.ID, &m.Name, &m.Role); err != nil {
			return err
		}
		at[space].Moderators = append(at[space].Moderators, m)
		return nil
	})
}

// SetModerators makes some members those whom a space names. Suspended ones are shown to
// nobody and stay.
func (q *Tx) SetModerators(ctx context.Context, space int64, moderators []domain.MemberRef) error {
	if _, err := q.exec(ctx, `DELETE FROM space_moderators WHERE space_id = $1
		AND member_id IN (SELECT id FROM members WHERE suspended_at = 0)`, space); err != nil {
		return err
	}
	var rows [][]any
	for _, m := range moderators {
		rows = append(rows, []any{space, m.ID})
	}
	return q.insertRows(ctx, "INSERT INTO space_moderators (space_id, member_id)", "ON CONFLICT DO NOTHING", rows)
}

// LockSpace takes a public space's row for the rest of the transaction;
// domain.ErrNotFound when there is none.
func (q *Tx) LockSpace(ctx context.Context, id int64) error {
	return q.changeOne(ctx, "UPDATE spaces SET version = version WHERE id = $1 AND visibility = 'public'", id)
}
