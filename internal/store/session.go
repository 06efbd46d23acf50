package store

import (
	"context"
	"database/sql"
	"time"

	"groundswell/internal/domain"
)

// SessionActor finds who is signed in with a token: the hash of what the cookie
// carries. Sessions of a suspended account or from before its stamp was raised
// are not found; whether one is too old is domain.SessionAlive's to say. The visit is
// the one that was noted last.
func (r reads) SessionActor(ctx context.Context, tokenHash []byte) (who domain.Actor, created, seen time.Time, err error) {
	var joined, createdAt, seenAt, bounced int64
	var v visit
	err = r.get(ctx, `SELECT m.id, m.name, m.role, m.language, m.theme, m.single_keys, m.created_at, s.id, s.created_at, s.seen_at,
		EXISTS (SELECT 1 FROM drafts d WHERE d.member_id = m.id), m.bounces, m.bounced_at, `+unseen+`, `+agreedTo("m.id")+`, `+visitColumns+`
		FROM sessions s JOIN members m ON m.id = s.member_id AND m.stamp = s.stamp
		WHERE s.token_hash = $1 AND m.suspended_at = 0`, []any{tokenHash},
		append([]any{&who.ID, &who.Name, &who.Role, &who.Language, &who.Theme, &who.SingleKeys, &joined,
			&who.SessionID, &createdAt, &seenAt, &who.Drafts, &who.Bounces.Score, &bounced, &who.Unseen, &who.Agreed}, v.fields()...)...)
	who.Bounces.Last = moment(bounced)
	who.Created, who.Visit = moment(joined), v.visit()
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

// HoldActor takes the row of the account behind an actor and returns the actor as
// of now: with today's role, or domain.Nobody where the session has ended or the
// account is suspended. What an account may do changes only with its row, so that
// a change waits for the write under way, or the write sees the change. The
// installation in its own name has no row.
func (q *Tx) HoldActor(ctx context.Context, who domain.Actor) (domain.Actor, error) {
	if who.System && who.ID == 0 {
		return who, nil
	}
	_, err := q.exec(ctx, "UPDATE members SET version = version WHERE id = $1", who.ID)
	if err != nil {
		return domain.Nobody, err
	}
	// Read in a statement of its own: what the one before saw of sessions may be
	// from before it waited for the row.
	var role domain.Role
	err = q.get(ctx, "SELECT "+roleNow("$1", "$2", "$3"), []any{who.ID, who.SessionID, who.System}, &role)
	return actorNow(who, role), err
}

// roleNow is an expression for the role that an actor has at this moment: none when
// the account is suspended, or no session of today's stamp stands behind it.
func roleNow(member, session, system string) string {
	return `COALESCE((SELECT m.role FROM members m WHERE m.id = ` + member + ` AND m.suspended_at = 0 AND (` + system + ` OR EXISTS (
		SELECT 1 FROM sessions s WHERE s.id = ` + session + ` AND s.member_id = m.id AND s.stamp = m.stamp))), '')`
}

func actorNow(who domain.Actor, role domain.Role) domain.Actor {
	if role == "" {
		return domain.Nobody
	}
	who.Role = role
	return who
}

// CreateSession signs in the member as whom m was read; domain.ErrNotFound when
// the account was suspended or its password, role or address changed since then.
func (q *Tx) CreateSession(ctx context.Context, tokenHash []byte, m domain.Member, userAgent string, now time.Time) error {
	if err := q.noteVisit(ctx, m.ID, now); err != nil {
		return err
	}
	return q.changeOne(ctx, `INSERT INTO sessions (token_hash, member_id, stamp, created_at, seen_at, user_agent)
		SELECT $1, id, stamp, $4, $4, $5 FROM members WHERE id = $2 AND stamp = $3 AND suspended_at = 0`,
		tokenHash, m.ID, m.Stamp, millis(now), userAgent)
}

// TouchSession notes that a member is here, in a session.
func (q *Tx) TouchSession(ctx context.Context, member, id int64, now time.Time) error {
	if err := q.noteVisit(ctx, member, now); err != nil {
		return err
	}
	_, err := q.exec(ctx, "UPDATE sessions SET seen_at = $2 WHERE id = $1 AND seen_at < $2", id, millis(now))
	return err
}

// DeleteSession ends the one session of a member in which the member signs out;
// it is no error when it has ended already.
func (q *Tx) DeleteSession(ctx context.Context, member, id int64) error {
	_, err := q.exec(ctx, "DELETE FROM sessions WHERE id = $1 AND member_id = $2", id, member)
	return err
}

// DeleteSessions ends all access to an account: its sessions and links.
func (q *Tx) DeleteSessions(ctx context.Context, member int64) error {
	return q.endAccess(ctx, member, "id <> $2", 0)
}

// EndAllAccess ends every session and every link of everybody.
func (q *Tx) EndAllAccess(ctx context.Context) error {
	return q.execAll(ctx, statement{"DELETE FROM sessions", nil}, statement{"DELETE FROM links", nil})
}

// DeleteOtherSessions ends all access to an account but for one session.
func (q *Tx) DeleteOtherSessions(ctx context.Context, member, keep int64) error {
	return q.endAccess(ctx, member, "id <> $2", keep)
}

// DeleteSessionElsewhere ends the access of somebody in another browser: that
// session, and links, for whoever sat there may have asked for one.
func (q *Tx) DeleteSessionElsewhere(ctx context.Context, member, id int64) error {
	return q.endAccess(ctx, member, "id = $2", id)
}

// endAccess is the one way in which sessions end that their owners do not end
// themselves. With them go all links of the account, sent or only promised: a
// promise holds for the stamp under which it was made. So does a new address that
// waits for its link. The sessions that stay move on to the new stamp.
func (q *Tx) endAccess(ctx context.Context, member int64, which string, session int64) error {
	var stamp int64
	if err := q.get(ctx, "UPDATE members SET stamp = stamp + 1, new_email = '' WHERE id = $1 RETURNING stamp",
		[]any{member}, &stamp); err != nil {
		return err
	}
	if _, err := q.exec(ctx, "DELETE FROM sessions WHERE member_id = $1 AND "+which, member, session); err != nil {
		return err
	}
	if _, err := q.exec(ctx, "UPDATE sessions SET stamp = $2 WHERE member_id = $1 AND stamp = $2 - 1", member, stamp); err != nil {
		return err
	}
	_, err := q.exec(ctx, "DELETE FROM links WHERE member_id = $1", member)
	return err
}

// DeleteSessionsUnseen ends the sessions nobody used since a time, and those that
// were used behind the newest time there may be.
func (q *Tx) DeleteSessionsUnseen(ctx context.Context, since, newest time.Time) error {
	_, err := q.exec(ctx, "DELETE FROM sessions WHERE seen_at < $1 OR seen_at > $2", millis(since), millis(domain.NewestHonest(newest)))
	return err
}
