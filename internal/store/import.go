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

// ProductOfKey finds the product that a file means by a key: the one that this
// source, or else another one, has called so before; otherwise the one with that
// name or that word in its address. domain.ErrNotFound when there is none.
func (r reads) ProductOfKey(ctx context.Context, source, key string) (domain.Product, error) {
	id, err := r.firstID(ctx, `SELECT product_id FROM product_keys WHERE name_key = $1
		ORDER BY CASE WHEN source = $2 THEN 0 ELSE 1 END, product_id LIMIT 1`, nameKey(key), source)
	if err != nil {
		return domain.Product{}, err
	}
	if id != 0 {
		return r.ProductByID(ctx, id)
	}
	p, err := r.ProductNamed(ctx, key)
	if err == errNoRow {
		p, err = r.Product(ctx, nameKey(key))
	}
	return p, err
}

// SetProductKey remembers which product a source means by a key.
func (q *Tx) SetProductKey(ctx context.Context, source, key string, id int64) error {
	_, err := q.exec(ctx, `INSERT INTO product_keys (name_key, source, product_id) VALUES ($1, $2, $3)
		ON CONFLICT (name_key, source) DO UPDATE SET product_id = excluded.product_id`, nameKey(key), source, id)
	return err
}
