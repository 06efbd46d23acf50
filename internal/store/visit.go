package store

import (
	"context"
	"time"

	"groundswell/internal/domain"
)

// SetVisit notes which comment was the newest of an idea when a member looked. What came
// since the visit before stays new to them as long as this one lasts: a conversation may
// have more pages.
func (q *Tx) SetVisit(ctx context.Context, idea, member, newest int64) error {
	_, err := q.exec(ctx, `INSERT INTO visits (idea_id, member_id, comment_id, before_id, visit_at)
		SELECT CAST($1 AS BIGINT), m.id, CAST($3 AS BIGINT), CAST($3 AS BIGINT), m.visit_at FROM members m WHERE m.id = $2
		ON CONFLICT (idea_id, member_id) DO UPDATE SET comment_id = excluded.comment_id, visit_at = excluded.visit_at,
		before_id = CASE WHEN visits.visit_at = excluded.visit_at THEN visits.before_id ELSE visits.comment_id END
		WHERE visits.comment_id < excluded.comment_id`, idea, member, newest)
	return err
}

// SetVisitRead notes that a member has read what they noted, so that nothing of it is new
// any more.
func (q *Tx) SetVisitRead(ctx context.Context, idea, member int64) error {
	_, err := q.exec(ctx, "UPDATE visits SET before_id = comment_id WHERE idea_id = $1 AND member_id = $2", idea, member)
	return err
}

// visitColumns are those of a member that visit scans.
const visitColumns = "visit_at, visit_seen_at, visit_before_at"

// visit is a member's visit as its columns have it, in unix milliseconds.
type visit struct{ began, seen, before int64 }

func (v *visit) fields() []any { return []any{&v.began, &v.seen, &v.before} }

func (v visit) visit() domain.Visit {
	return domain.Visit{Began: moment(v.began), Seen: moment(v.seen), Before: moment(v.before)}
}

// noteVisit notes that a member is here now. It takes the member's row, before any of
// the sessions, as everything does that ends them.
func (q *Tx) noteVisit(ctx context.Context, member int64, now time.Time) error {
	var v visit
	err := q.get(ctx, "UPDATE members SET version = version WHERE id = $1 RETURNING "+visitColumns, []any{member}, v.fields()...)
	if err != nil {
		return err
	}
	next := v.visit().On(now)
	_, err = q.exec(ctx, "UPDATE members SET visit_at = $2, visit_seen_at = $3, visit_before_at = $4 WHERE id = $1",
		member, millis(next.Began), millis(next.Seen), millis(next.Before))
	return err
}
