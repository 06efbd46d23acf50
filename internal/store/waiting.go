package store

import (
	"context"
	"database/sql"
	"time"

	"groundswell/internal/domain"
)

const heldQuery = `SELECT h.id, h.kind, h.weighed_id, m.id, m.name, m.role, COALESCE(s.id, 0), COALESCE(s.slug, ''), COALESCE(s.name, ''),
	h.about_id, COALESCE(i.title, p.name, ''), COALESCE(p.slug, ''), h.above_id, h.revision_id, h.stars, h.declared, h.product, h.tags,
	h.title, h.body, h.language, COALESCE(h.nonce, ''), h.held_for, h.state, h.posted_id, h.reason, h.version, h.created_at, h.decided_at
	FROM held_posts h JOIN members m ON m.id = h.member_id LEFT JOIN spaces s ON s.id = h.space_id
	LEFT JOIN ideas i ON h.kind = 'comment' AND i.id = h.about_id
	LEFT JOIN products p ON h.kind = 'review' AND p.id = h.about_id `

func scanHeld(rows *sql.Rows) (h domain.HeldPost, err error) {
	var tags string
	var sent, decided int64
	err = rows.Scan(&h.ID, &h.Kind, &h.Weighed, &h.By.ID, &h.By.Name, &h.By.Role, &h.Space.ID, &h.Space.Slug, &h.Space.Name,
		&h.About, &h.AboutIs, &h.Slug, &h.Above, &h.Revision, &h.Stars, &h.Declared, &h.Product, &tags,
		&h.Title, &h.Body, &h.Language, &h.Nonce, &h.For, &h.State, &h.Posted, &h.Reason, &h.Version, &sent, &decided)
	var kept domain.Problems
	h.Tags = domain.ParseTags(&kept, tags) // they were acceptable when they were kept
	h.Sent, h.Decided = moment(sent), moment(decided)
	return h, err
}

// Held reads a post that waits or waited; domain.ErrNotFound when there is none.
func (r reads) Held(ctx context.Context, id int64) (domain.HeldPost, error) {
	return one(ctx, r.handle, heldQuery+"WHERE h.id = $1", []any{id}, scanHeld)
}

// HeldByNonce finds the post that the author's form already sent, or 0.
func (r reads) HeldByNonce(ctx context.Context, author int64, nonce string) (int64, error) {
	found, err := list(ctx, r.handle, "SELECT id FROM held_posts WHERE nonce = $1 AND member_id = $2 AND state <> 'posted'",
		[]any{orNull(nonce), author}, scanID)
	if err != nil || len(found) == 0 {
		return 0, err
	}
	return found[0], nil
}

// heldShown is how many of a member's posts that wait or were rejected a page shows.
const heldShown = 50

// HeldOf lists the posts of a member that wait or were rejected, newest first.
func (r reads) HeldOf(ctx context.Context, member int64) ([]domain.HeldPost, error) {
	return list(ctx, r.handle, heldQuery+"WHERE h.member_id = $1 AND h.state IN ('waiting', 'rejected') ORDER BY h.id DESC LIMIT $2",
		[]any{member, heldShown}, scanHeld)
}

// CreateHeld keeps a post that waits and returns its number.
func (q *Tx) CreateHeld(ctx context.Context, h domain.HeldPost) (id int64, err error) {
	err = q.get(ctx, `INSERT INTO held_posts (kind, weighed_id, member_id, space_id, about_id, above_id, revision_id, stars, declared,
		product, tags, title, body, language, nonce, held_for, state, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 'waiting', $17) RETURNING id`,
		[]any{h.Kind, h.Weighed, h.By.ID, orNoID(h.Space.ID), h.About, h.Above, h.Revision, h.Stars, h.Declared,
			h.Product, domain.TagNames(h.Tags), h.Title, h.Body, h.Language, orNull(h.Nonce), h.For, millis(h.Sent)}, &id)
	return id, err
}

// LockHeld takes the row of a post that waits or waited and reads it.
func (q *Tx) LockHeld(ctx context.Context, id int64) (h domain.HeldPost, err error) {
	if err := q.changeOne(ctx, "UPDATE held_posts SET version = version WHERE id = $1", id); err != nil {
		return h, err
	}
	return q.Held(ctx, id)
}

// SetHeldWords keeps other words of a post, which waits again.
func (q *Tx) SetHeldWords(ctx context.Context, h domain.HeldPost, now time.Time) error {
	return q.changeOne(ctx, `UPDATE held_posts SET title = $3, body = $4, weighed_id = $5, state = 'waiting', created_at = $6, version = version + 1
		WHERE id = $1 AND version = $2`, h.ID, h.Version, h.Title, h.Body, h.Weighed, millis(now))
}

// SetHeldState says where a post has got to.
func (q *Tx) SetHeldState(ctx context.Context, id int64, state domain.HeldState, posted int64, reason string, now time.Time) error {
	return q.changeOne(ctx, "UPDATE held_posts SET state = $2, posted_id = $3, reason = $4, decided_at = $5, version = version + 1 WHERE id = $1",
		id, state, posted, reason, millis(now))
}

// FirstPosts reads how many first posts of a person wait in a space.
func (r reads) FirstPosts(ctx context.Context, space int64) (n int64, err error) {
	return n, r.get(ctx, "SELECT first_posts FROM spaces WHERE id = $1", []any{space}, &n)
}
