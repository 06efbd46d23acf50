package store

import (
	"context"
	"database/sql"
	"time"

	"groundswell/internal/domain"
)

// Settings reads what admins have set.
func (r reads) Settings(ctx context.Context) (domain.Settings, error) {
	values := domain.Settings{}
	err := r.each(ctx, "SELECT key, value FROM settings", nil, func(rows *sql.Rows) error {
		var key, value string
		if err := rows.Scan(&key, &value); err != nil {
			return err
		}
		values[key] = value
		return nil
	})
	return values, err
}

// SetSetting keeps a checked value.
func (q *Tx) SetSetting(ctx context.Context, key, value string, now time.Time) error {
	_, err := q.exec(ctx, `INSERT INTO settings (key, value, changed_at) VALUES ($1, $2, $3)
		ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at`, key, value, millis(now))
	return err
}
