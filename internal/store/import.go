package store

import (
	"context"
	"database/sql"
)

// Imported is what a row of a file became: the id of the thing, and the digest of
// the content that the row had; an empty digest where no row told of it.
type Imported struct {
	Key    string
	ID     int64
	Digest []byte
}

// Imported finds what rows of a source became, by key; what is not there was not
// imported.
func (r reads) Imported(ctx context.Context, kind, source string, keys []string) (map[string]Imported, error) {
	known := make(map[string]Imported, len(keys))
	err := eachOf(ctx, r.handle, "SELECT key, object_id, digest FROM imports WHERE kind = $1 AND source = $2 AND key IN",
		[]any{kind, source}, keys,
		func(rows *sql.Rows) error {
			var i Imported
			err := rows.Scan(&i.Key, &i.ID, &i.Digest)
			known[i.Key] = i
			return err
		})
	return known, err
}

// SetImported remembers what new rows of a source became.
func (q *Tx) SetImported(ctx context.Context, kind, source string, became []Imported) error {
	return q.insertRows(ctx, "INSERT INTO imports (kind, source, key, object_id, digest)", "", importedRows(kind, source, became))
}

// RenewImported is SetImported for rows that may be known already.
func (q *Tx) RenewImported(ctx context.Context, kind, source string, became []Imported) error {
	return q.insertRows(ctx, "INSERT INTO imports (kind, source, key, object_id, digest)",
		"ON CONFLICT (kind, source, key) DO UPDATE SET object_id = excluded.object_id, digest = excluded.digest",
		importedRows(kind, source, became))
}

func importedRows(kind, source string, became []Imported) [][]any {
	rows := make([][]any, len(became))
	for i, b := range became {
		rows[i] = []any{kind, source, b.Key, b.ID, append([]byte{}, b.Digest...)} // empty, never null
	}
	return rows
}

// ProductsByKey finds the products that a file means by its keys: those that this
// source, or else another one, has called so before; otherwise the ones with that
// name or that word in their address. What is not there is not in the map.
func (r reads) ProductsByKey(ctx context.Context, source string, keys []string) (map[string]int64, error) {
	called, own := map[string]int64{}, map[string]bool{} // by name key
	folded := make([]string, len(keys))
	for i, key := range keys {
		folded[i] = nameKey(key)
	}
	err := eachOf(ctx, r.handle, "SELECT name_key, product_id, source FROM product_keys WHERE name_key IN", nil, folded,
		func(rows *sql.Rows) error {
			var key, from string
			var id int64
			err := rows.Scan(&key, &id, &from)
			if have := called[key]; from == source || !own[key] && (have == 0 || id < have) {
				called[key], own[key] = id, from == source
			}
			return err
		})
	if err != nil {
		return nil, err
	}
	found := make(map[string]int64, len(keys))
	for i, key := range keys {
		id, known := called[folded[i]]
		if !known {
			if id, err = r.productCalled(ctx, key); err != nil {
				return nil, err
			}
			called[folded[i]] = id
		}
		if id != 0 {
			found[key] = id
		}
	}
	return found, nil
}

// productCalled finds a product by its name or the word in its address, 0 when there
// is none.
func (r reads) productCalled(ctx context.Context, key string) (int64, error) {
	p, err := r.ProductNamed(ctx, key)
	if err == errNoRow {
		p, err = r.Product(ctx, nameKey(key))
	}
	if err == errNoRow {
		return 0, nil
	}
	return p.ID, err
}

// SetProductKeys remembers which products a source means by its keys.
func (q *Tx) SetProductKeys(ctx context.Context, source string, became []Imported) error {
	rows, seen := make([][]any, 0, len(became)), map[string]bool{}
	for _, b := range became {
		if key := nameKey(b.Key); !seen[key] {
			seen[key] = true
			rows = append(rows, []any{key, source, b.ID})
		}
	}
	return q.insertRows(ctx, "INSERT INTO product_keys (name_key, source, product_id)",
		"ON CONFLICT (name_key, source) DO UPDATE SET product_id = excluded.product_id", rows)
}
