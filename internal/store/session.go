package store

import (
	"context"
	"database/sql"
	"time"

	"groundswell/internal/domain"
)

// SessionActor finds who is signed in with a token: the hash of what the cookie
// carries. Sessions of a suspended account or from before its stamp was raised
// are not found; whether one is too old is domain.SessionAlive's to say.
func (r reads) SessionActor(ctx context.Context, tokenHash []byte) (who domain.Actor, created, seen time.Time, err error) {
	var joined, createdAt, seenAt int64
	err = r.get(ctx, `SELECT m.id, m.name, m.role, m.language, m.theme, m.single_keys, m.created_at, s.id, s.created_at, s.seen_at
		FROM sessions s JOIN members m ON m.id = s.member_id AND m.stamp = s.stamp
		WHERE s.token_hash = $1 AND m.suspended_at = 0`, []any{tokenHash},
		&who.ID, &who.Name, &who.Role, &who.Language, &who.Theme, &who.SingleKeys, &joined, &who.SessionID, &createdAt, &seenAt)
	who.Created = moment(joined)
	return who, moment(createdAt), moment(seenAt), err
}

// Sessions lists where a member is signed in, newest first, at most 50.
func (r reads) Sessions(ctx context.Context, member int64) ([]domain.Session, error) {
	return list(ctx, r.handle, `SELECT s.id, s.created_at, s.seen_at, s.user_agent
		FROM sessions s JOIN members m ON m.id = s.member_id AND m.stamp = s.stamp
		WHERE s.member_id = $1 ORDER BY s.id DESC LIMIT 50`, []any{member}, func(rows *sql.Rows) (domain.Session, error) {
		var s domain.Session
		var created, seen int64
		err := rows.Scan(&s.ID, &created, &seen, &s.UserAgent)
		s.Created, s.Seen = moment(created), moment(seen)
		return s, err
	})
}

// CreateSession signs a member in.
func (q *Tx) CreateSession(ctx context.Context, tokenHash []byte, member int64, userAgent string, now time.Time) error {
	return q.changeOne(ctx, `INSERT INTO sessions (token_hash, member_id, stamp, created_at, seen_at, user_agent)
		SELECT $1, id, stamp, $3, $3, $4 FROM members WHERE id = $2`, tokenHash, member, millis(now), userAgent)
}

// TouchSession notes a visit.
func (q *Tx) TouchSession(ctx context.Context, id int64, now time.Time) error {
	_, err := q.exec(ctx, "UPDATE sessions SET seen_at = $2 WHERE id = $1 AND seen_at < $2", id, millis(now))
	return err
}

// DeleteSession ends one of a member's sessions; it is no error when it has
// ended already.
func (q *Tx) DeleteSession(ctx context.Context, member, id int64) error {
	_, err := q.exec(ctx, "DELETE FROM sessions WHERE id = $1 AND member_id = $2", id, member)
	return err
}

// DeleteOtherSessions ends all of a member's sessions but one.
func (q *Tx) DeleteOtherSessions(ctx context.Context, member, keep int64) error {
	_, err := q.exec(ctx, "DELETE FROM sessions WHERE member_id = $1 AND id <> $2", member, keep)
	return err
}

// DeleteSessionsUnseen ends the sessions nobody used since a time, and those that
// were used behind the newest time there may be.
func (q *Tx) DeleteSessionsUnseen(ctx context.Context, since, newest time.Time) error {
	_, err := q.exec(ctx, "DELETE FROM sessions WHERE seen_at < $1 OR seen_at > $2", millis(since), millis(domain.NewestHonest(newest)))
	return err
}
