package store

import (
	"context"
	"time"

	"groundswell/internal/domain"
)

// Link is a link that was sent: what it is for and whose.
type Link struct {
	Kind   domain.LinkKind
	Member int64
	Email  string
}

// SetLink makes tokenHash the one link of its kind that works for the member;
// an earlier one stops working.
func (q *Tx) SetLink(ctx context.Context, l Link, tokenHash []byte, expires time.Time) error {
	_, err := q.exec(ctx, `INSERT INTO links (kind, member_id, token_hash, email, expires_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (kind, member_id) DO UPDATE SET token_hash = excluded.token_hash, email = excluded.email, expires_at = excluded.expires_at`,
		l.Kind, l.Member, tokenHash, l.Email, millis(expires))
	return err
}

// Link finds a link that still works.
func (r reads) Link(ctx context.Context, kind domain.LinkKind, tokenHash []byte, now time.Time) (Link, error) {
	l := Link{Kind: kind}
	err := r.get(ctx, "SELECT member_id, email FROM links WHERE kind = $1 AND token_hash = $2 AND expires_at > $3 AND expires_at <= $4",
		[]any{kind, tokenHash, millis(now), millis(domain.FurthestHonest(now, domain.LinkLife))}, &l.Member, &l.Email)
	return l, err
}

// TakeLink uses a link up; domain.ErrNotFound when it is used, replaced or too
// old. Of two who press at once, one gets it.
func (q *Tx) TakeLink(ctx context.Context, kind domain.LinkKind, tokenHash []byte, now time.Time) (Link, error) {
	l := Link{Kind: kind}
	err := q.get(ctx,
		"DELETE FROM links WHERE kind = $1 AND token_hash = $2 AND expires_at > $3 AND expires_at <= $4 RETURNING member_id, email",
		[]any{kind, tokenHash, millis(now), millis(domain.FurthestHonest(now, domain.LinkLife))}, &l.Member, &l.Email)
	return l, err
}

// DeleteLinksExpired forgets links that ended before a time, and those that were
// made behind the newest time there may be.
func (q *Tx) DeleteLinksExpired(ctx context.Context, until, newest time.Time) error {
	_, err := q.exec(ctx, "DELETE FROM links WHERE expires_at <= $1 OR expires_at > $2", millis(until),
		millis(domain.FurthestHonest(newest, domain.LinkLife)))
	return err
}
