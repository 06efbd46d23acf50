package store

import (
	"bytes"
	"context"
	"database/sql"
	"slices"
	"strconv"

	"groundswell/internal/slug"
)

// namedRow is what makes the key of a row.
type namedRow struct {
	id           int64
	source, name string
}

func scanNamed(rows *sql.Rows) (namedRow, error) {
	var n namedRow
	return n, rows.Scan(&n.id, &n.name)
}

// fillNames gives rows from before migration 3 the keys of their names, and products
// the words they are found by now.
func (q *Tx) fillNames(ctx context.Context) error {
	for _, k := range []kind{tagKind, spaceKind, familyKind} {
		if err := q.fillUnique(ctx, k); err != nil {
			return err
		}
	}
	if err := q.fillProducts(ctx); err != nil {
		return err
	}
	return q.fillProductKeys(ctx)
}

// again stands in a key before the number of rows of one name from a time when
// names could repeat. No name has it, because keys have no two spaces in a row.
const again = "  "

func (q *Tx) fillUnique(ctx context.Context, k kind) error {
	rows, err := list(ctx, q.handle, "SELECT id, name FROM "+tables[k]+" ORDER BY id", nil, scanNamed)
	if err != nil {
		return err
	}
	seen := map[string]int{}
	for _, row := range rows {
		key := nameKey(row.name)
		if seen[key]++; seen[key] > 1 {
			key += again + strconv.Itoa(seen[key])
		}
		if _, err := q.exec(ctx, "UPDATE "+tables[k]+" SET name_key = $2 WHERE id = $1", row.id, key); err != nil {
			return err
		}
	}
	return nil
}

func (q *Tx) fillProducts(ctx context.Context) error {
	rows, err := list(ctx, q.handle, "SELECT id, name FROM products ORDER BY id", nil, scanNamed)
	if err != nil {
		return err
	}
	have := map[int64][][]byte{}
	err = q.each(ctx, "SELECT product_id, word FROM product_words", nil, func(rows *sql.Rows) error {
		var id int64
		var word []byte
		err := rows.Scan(&id, &word)
		have[id] = append(have[id], word)
		return err
	})
	if err != nil {
		return err
	}
	for _, row := range rows {
		if _, err := q.exec(ctx, "UPDATE products SET name_key = $2 WHERE id = $1", row.id, nameKey(row.name)); err != nil {
			return err
		}
		if sameWords(have[row.id], slug.Words(row.name)) {
			continue
		}
		if err := q.setWords(ctx, row.id, row.name); err != nil {
			return err
		}
	}
	return nil
}

func sameWords(have [][]byte, want []string) bool {
	unlike := func(word string) bool {
		return !slices.ContainsFunc(have, func(b []byte) bool { return bytes.Equal(b, []byte(word)) })
	}
	return len(have) == len(want) && !slices.ContainsFunc(want, unlike)
}

// fillProductKeys remembers the keys of products that were imported.
func (q *Tx) fillProductKeys(ctx context.Context) error {
	const query = "SELECT p.id, i.source, i.key FROM imports i JOIN products p ON p.id = i.object_id WHERE i.kind = 'product' ORDER BY p.id"
	rows, err := list(ctx, q.handle, query, nil, func(rows *sql.Rows) (namedRow, error) {
		var n namedRow
		return n, rows.Scan(&n.id, &n.source, &n.name)
	})
	if err != nil {
		return err
	}
	const insert = "INSERT INTO product_keys (name_key, source, product_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
	for _, row := range rows {
		if _, err := q.exec(ctx, insert, nameKey(row.name), row.source, row.id); err != nil {
			return err
		}
	}
	return nil
}
