package store

import (
	"context"
	"time"

	"groundswell/internal/domain"
)

// Limit is at most Most uses of a key per window. The longest window is
// LimitWindowMax.
type Limit struct {
	Key    string
	Most   int64
	Window time.Duration
}

// LimitWindowMax is the longest window of a limit.
const LimitWindowMax = 24 * time.Hour

// UseLimit counts one use of a limit's key, or tells that the window that runs
// now is full and when it ends: a full one is not written to, for windows do
// not move and one use more would change nothing. A window starts with the
// first use after the last one ended. One that ends later than a whole window
// from now was begun by a clock that was wrong, and counts as over.
func (q *Tx) UseLimit(ctx context.Context, l Limit, now time.Time) (full bool, ends time.Time, err error) {
	used, err := q.exec(ctx, `INSERT INTO limits (key, used, expires_at) VALUES ($1, 1, $2)
		ON CONFLICT (key) DO UPDATE SET
			used = CASE WHEN limits.expires_at <= $3 OR limits.expires_at > $5 THEN 1 ELSE limits.used + 1 END,
			expires_at = CASE WHEN limits.expires_at <= $3 OR limits.expires_at > $5 THEN excluded.expires_at ELSE limits.expires_at END
		WHERE limits.used < $4 OR limits.expires_at <= $3 OR limits.expires_at > $5`,
		l.Key, millis(now.Add(l.Window)), millis(now), l.Most, millis(domain.FurthestHonest(now, l.Window)))
	if err != nil || used > 0 {
		return false, time.Time{}, err
	}
	return q.LimitFull(ctx, l, now)
}

// LimitFull tells whether the window of a limit that runs now has no use left,
// and when it ends.
func (r reads) LimitFull(ctx context.Context, l Limit, now time.Time) (full bool, ends time.Time, err error) {
	var expires int64
	err = r.get(ctx, "SELECT expires_at FROM limits WHERE key = $1 AND used >= $2 AND expires_at > $3 AND expires_at <= $4",
		[]any{l.Key, l.Most, millis(now), millis(domain.FurthestHonest(now, l.Window))}, &expires)
	if err == errNoRow {
		return false, time.Time{}, nil
	}
	return err == nil, moment(expires), err
}

// ForgetLimit starts a window afresh.
func (q *Tx) ForgetLimit(ctx context.Context, key string) error {
	_, err := q.exec(ctx, "DELETE FROM limits WHERE key = $1", key)
	return err
}

// DeleteLimitsExpired forgets windows that have ended, and those that a clock
// ahead of its time began: behind the newest time there may be.
func (q *Tx) DeleteLimitsExpired(ctx context.Context, until, newest time.Time) error {
	_, err := q.exec(ctx, "DELETE FROM limits WHERE expires_at <= $1 OR expires_at > $2", millis(until),
		millis(domain.FurthestHonest(newest, LimitWindowMax)))
	return err
}
