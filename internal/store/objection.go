package store

import (
	"context"
	"time"

	"groundswell/internal/domain"
)

// CreateObjection keeps what somebody says against a restriction.
func (q *Tx) CreateObjection(ctx context.Context, restriction, member int64, words string, now time.Time) error {
	_, err := q.exec(ctx, "INSERT INTO objections (restriction_id, member_id, words, created_at) VALUES ($1, $2, $3, $4)",
		restriction, member, words, millis(now))
	return err
}

// DecideObjection says how an objection ended; with nobody and "" it waits again.
func (q *Tx) DecideObjection(ctx context.Context, restriction, by int64, outcome domain.ObjectionOutcome, answer string,
	now time.Time) error {
	return q.changeOne(ctx, "UPDATE objections SET outcome = $3, answer = $4, decided_by = $2, decided_at = $5 WHERE restriction_id = $1",
		restriction, orNoID(by), outcome, answer, millis(now))
}

// RestrictionByToken finds the restriction that a letter's link is about.
func (r reads) RestrictionByToken(ctx context.Context, hash []byte) (domain.Restriction, error) {
	return one(ctx, r.handle, restrictionQuery+"r.token = $1", []any{hash}, scanRestriction)
}

// SetRestrictionToken keeps the hash of the link in the letter about a restriction.
func (q *Tx) SetRestrictionToken(ctx context.Context, id int64, hash []byte) error {
	return q.changeOne(ctx, "UPDATE restrictions SET token = $2 WHERE id = $1", id, hash)
}

// OtherModerators counts who could decide besides two people.
func (r reads) OtherModerators(ctx context.Context, who, whom int64) (n int64, err error) {
	err = r.get(ctx, `SELECT COUNT(*) FROM members WHERE role IN ('moderator', 'admin') AND suspended_at = 0 AND confirmed_at > 0
		AND id <> $1 AND id <> $2`, []any{who, whom}, &n)
	return n, err
}
