package store

import (
	"context"
	"database/sql"
	"time"

	"groundswell/internal/domain"
)

const removalQuery = `SELECT r.id, r.member_id, r.ground, r.note, b.id, b.name, r.role, r.created_at, r.posts, r.done_at, r.undone_at,
	COALESCE(u.id, 0), COALESCE(u.name, ''), COALESCE(u.role, '')
	FROM removals r JOIN members b ON b.id = r.by_id LEFT JOIN members u ON u.id = r.undone_by WHERE `

func scanRemoval(rows *sql.Rows) (domain.Removal, error) {
	var r domain.Removal
	var at, done, undone int64
	err := rows.Scan(&r.ID, &r.Member, &r.Ground, &r.Note, &r.By.ID, &r.By.Name, &r.By.Role, &at, &r.Posts, &done, &undone,
		&r.Undid.ID, &r.Undid.Name, &r.Undid.Role)
	r.At, r.Done, r.Undone = moment(at), moment(done), moment(undone)
	return r, err
}

// Removals reads what was removed of an account as a whole, newest first, at most
// domain.ConductRemovals.
func (r reads) Removals(ctx context.Context, member int64) ([]domain.Removal, error) {
	return list(ctx, r.handle, removalQuery+"r.member_id = $1 ORDER BY r.id DESC LIMIT $2", []any{member, domain.ConductRemovals}, scanRemoval)
}

// Removal reads one of them.
func (r reads) Removal(ctx context.Context, id int64) (domain.Removal, error) {
	return one(ctx, r.handle, removalQuery+"r.id = $1", []any{id}, scanRemoval)
}

// HoldRemoval takes a removal's row and reads it as it now is.
func (q *Tx) HoldRemoval(ctx context.Context, id int64) (domain.Removal, error) {
	if err := q.changeOne(ctx, "UPDATE removals SET posts = posts WHERE id = $1", id); err != nil {
		return domain.Removal{}, err
	}
	return q.Removal(ctx, id)
}

// CreateRemoval keeps that everything of an account is removed and returns its id.
func (q *Tx) CreateRemoval(ctx context.Context, r domain.Removal) (id int64, err error) {
	err = q.get(ctx, "INSERT INTO removals (member_id, ground, note, by_id, role, created_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
		[]any{r.Member, r.Ground, r.Note, r.By.ID, r.By.Role, millis(r.At)}, &id)
	return id, err
}

// CountRemoved adds a post to those that a removal removed.
func (q *Tx) CountRemoved(ctx context.Context, id int64) error {
	return q.changeOne(ctx, "UPDATE removals SET posts = posts + 1 WHERE id = $1", id)
}

// SetRemovalDone notes that a removal has removed the last post.
func (q *Tx) SetRemovalDone(ctx context.Context, id int64, now time.Time) error {
	return q.changeOne(ctx, "UPDATE removals SET done_at = $2 WHERE id = $1", id, millis(now))
}

// SetRemovalUndone notes that somebody took a removal back.
func (q *Tx) SetRemovalUndone(ctx context.Context, id, by int64, now time.Time) error {
	return q.changeOne(ctx, "UPDATE removals SET undone_at = $3, undone_by = $2 WHERE id = $1 AND undone_at = 0", id, orNoID(by), millis(now))
}

// RemovedBy lists what a removal restricts still: restrictions behind an id, in their order.
func (r reads) RemovedBy(ctx context.Context, removal, after int64, limit int) ([]domain.Restriction, error) {
	return list(ctx, r.handle, restrictionQuery+"r.removal_id = $1 AND r.lifted_at = 0 AND r.id > $2 ORDER BY r.id LIMIT $3",
		[]any{removal, after, limit}, scanRestriction)
}

// standing are the posts of a member that are shown, hidden or wait to be let in, and were
// written until a moment: $1 the member, $2 the id behind which they stand, $3 the moment, $4 how many.
var standing = map[domain.Part]string{
	domain.PartIdea: `SELECT id FROM ideas WHERE author_id = $1 AND author_name = '' AND id > $2 AND created_at <= $3
		AND (removed_at = 0 OR hidden) ORDER BY id LIMIT $4`,
	domain.PartComment: `SELECT id FROM comments WHERE author_id = $1 AND author_name = '' AND id > $2 AND created_at <= $3
		AND gone IN ('', 'hidden') ORDER BY id LIMIT $4`,
	domain.PartReview: `SELECT r.id FROM ratings r JOIN reviews w ON w.rating_id = r.id WHERE r.member_id = $1 AND r.id > $2
		AND r.created_at <= $3 AND NOT r.removed AND w.gone IN ('', 'hidden') ORDER BY r.id LIMIT $4`,
	domain.PartHeld: `SELECT id FROM held_posts WHERE member_id = $1 AND id > $2 AND created_at <= $3 AND state = 'waiting'
		ORDER BY id LIMIT $4`,
}

// Standing lists posts of a part that a member wrote until a moment, shown, hidden or
// waiting, behind an id in their order.
func (r reads) Standing(ctx context.Context, member int64, part domain.Part, after int64, until time.Time, limit int) ([]int64, error) {
	return list(ctx, r.handle, standing[part], []any{member, after, millis(until), limit}, scanID)
}
