package store

import (
	"context"
	"time"
)

// UseLimit counts one use of key in its current window and returns how many
// there were with it, and when the window ends. A window starts with the first
// use after the last one ended.
func (q *Tx) UseLimit(ctx context.Context, key string, window time.Duration, now time.Time) (used int64, ends time.Time, err error) {
	var expires int64
	err = q.get(ctx, `INSERT INTO limits (key, used, expires_at) VALUES ($1, 1, $2)
		ON CONFLICT (key) DO UPDATE SET
			used = CASE WHEN limits.expires_at <= $3 THEN 1 ELSE limits.used + 1 END,
			expires_at = CASE WHEN limits.expires_at <= $3 THEN excluded.expires_at ELSE limits.expires_at END
		RETURNING used, expires_at`, []any{key, millis(now.Add(window)), millis(now)}, &used, &expires)
	return used, moment(expires), err
}

// ForgetLimit starts a window afresh.
func (q *Tx) ForgetLimit(ctx context.Context, key string) error {
	_, err := q.exec(ctx, "DELETE FROM limits WHERE key = $1", key)
	return err
}

// DeleteLimitsExpired forgets windows that have ended.
func (q *Tx) DeleteLimitsExpired(ctx context.Context, now time.Time) error {
	_, err := q.exec(ctx, "DELETE FROM limits WHERE expires_at <= $1", millis(now))
	return err
}

// LimitUsed tells how often a key was used in the window that runs now.
func (r reads) LimitUsed(ctx context.Context, key string, now time.Time) (used int64, ends time.Time, err error) {
	var expires int64
	err = r.get(ctx, "SELECT used, expires_at FROM limits WHERE key = $1 AND expires_at > $2", []any{key, millis(now)}, &used, &expires)
	if err == errNoRow {
		err = nil
	}
	return used, moment(expires), err
}
