package store

import (
	"context"

	"groundswell/internal/domain"
)

// Imported tells what is known of an imported row: the id of what it became, or
// 0, and the digest of the content it had.
func (r reads) Imported(ctx context.Context, kind, source, key string) (id int64, digest []byte, err error) {
	err = r.get(ctx, "SELECT object_id, digest FROM imports WHERE kind = $1 AND source = $2 AND key = $3", []any{kind, source, key}, &id, &digest)
	if err == errNoRow {
		err = nil
	}
	return id, digest, err
}

// SetImported remembers where an imported row went.
func (q *Tx) SetImported(ctx context.Context, kind, source, key string, id int64, digest []byte) error {
	_, err := q.exec(ctx, "INSERT INTO imports (kind, source, key, object_id, digest) VALUES ($1, $2, $3, $4, $5)", kind, source, key, id, digest)
	return err
}

// spaceID finds any space by slug, 0 when there is none.
func (r reads) spaceID(ctx context.Context, slug string) (int64, error) {
	found, err := list(ctx, r.handle, "SELECT id FROM spaces WHERE slug = $1", []any{slug}, scanID)
	if err != nil || len(found) == 0 {
		return 0, err
	}
	return found[0], nil
}

// EnsureSpace returns the id of the space with s.Slug, creating it if missing.
func (q *Tx) EnsureSpace(ctx context.Context, s domain.Space, now int64) (id int64, created bool, err error) {
	id, err = q.spaceID(ctx, s.Slug)
	if err != nil || id != 0 {
		return id, false, err
	}
	id, err = q.CreateSpace(ctx, s, moment(now))
	return id, err == nil, err
}
