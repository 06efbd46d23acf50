package store

import (
	"context"
	"database/sql"

	"groundswell/internal/mail"
)

// normalAddresses is the migration since which accounts are found by the normal form
// of their address.
const normalAddresses = 5

// normalAddresses brings the addresses of before into that form. One whose normal
// form is another account's stays: the two are one mailbox, and the other is found.
func (db *DB) normalAddresses(ctx context.Context, tx *sql.Tx) error {
	inside := handle{engine: db.engine, run: tx, group: ctx}
	type account struct {
		id    int64
		email string
	}
	odd, err := list(ctx, inside, "SELECT id, email FROM members WHERE email IS NOT NULL ORDER BY id", nil,
		func(rows *sql.Rows) (account, error) {
			var a account
			return a, rows.Scan(&a.id, &a.email)
		})
	if err != nil {
		return err
	}
	for _, a := range odd {
		normal := mail.NormalAddress(a.email)
		if normal == a.email {
			continue
		}
		if _, err := inside.exec(ctx,
			"UPDATE members SET email = $2 WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM members other WHERE other.email = $2)",
			a.id, normal); err != nil {
			return err
		}
	}
	return nil
}
