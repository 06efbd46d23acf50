package store

import (
	"context"
	"database/sql"

	"groundswell/internal/domain"
)

const familyQuery = "SELECT id, slug, name, shape, products, version FROM families "

func scanFamily(rows *sql.Rows) (domain.Family, error) {
	var f domain.Family
	return f, rows.Scan(&f.ID, &f.Slug, &f.Name, &f.Shape, &f.Products, &f.Version)
}

// familiesMax bounds the list of families: they are few, and pickers show them
// all.
const familiesMax = 500

// Families lists the families by name.
func (r reads) Families(ctx context.Context) ([]domain.Family, error) {
	return list(ctx, r.handle, familyQuery+"ORDER BY name, id LIMIT $1", []any{familiesMax}, scanFamily)
}

// CreateFamily adds a family and returns its id. Its address is f.Slug, or made of its
// name.
func (q *Tx) CreateFamily(ctx context.Context, f domain.Family) (int64, error) {
	id, err := q.add(ctx, addressed{
		kind: familyKind, slug: f.Slug, words: f.Name, name: f.Name,
		insert: "INSERT INTO families (slug, name_key, name, shape) VALUES ($1, $2, $3, $4)", args: []any{f.Name, f.Shape},
	})
	return id, familyKind.refused(err)
}

// SetFamily changes a family that still is at f.Version; domain.ErrNotFound
// otherwise. Where f.Slug is empty the address follows the name.
func (q *Tx) SetFamily(ctx context.Context, f domain.Family) error {
	now, err := q.rename(ctx, familyKind, f.ID, f.Slug, f.Name)
	if err == nil {
		err = q.changeOne(ctx, `UPDATE families SET slug = $3, name_key = $4, name = $5, shape = $6, version = version + 1
			WHERE id = $1 AND version = $2`, f.ID, f.Version, now.slug, now.key, f.Name, f.Shape)
	}
	return familyKind.refused(err)
}

// EnsureFamily returns the id of the family with that name or else that word in its
// address, creating it with a shape if there is none.
func (q *Tx) EnsureFamily(ctx context.Context, name, shape string) (int64, error) {
	id, err := q.namedOrAt(ctx, familyKind, name)
	if err != nil || id != 0 {
		return id, err
	}
	id, err = q.CreateFamily(ctx, domain.Family{Name: name, Shape: shape})
	if err == refusals[familyKind].name { // somebody else created it just now
		return q.named(ctx, familyKind, name)
	}
	return id, err
}
