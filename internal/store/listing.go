package store

import (
	"context"
	"time"
)

// SetRemoved takes an idea out of sight at a time, or puts it back with the
// zero time. The place of a hidden one says that it is. Its votes stay.
func (q *Tx) SetRemoved(ctx context.Context, id int64, at time.Time, hidden bool) error {
	if err := q.changeOne(ctx, "UPDATE ideas SET removed_at = $2, hidden = $3 WHERE id = $1", id, millis(at), hidden); err != nil {
		return err
	}
	if err := q.relist(ctx, id); err != nil {
		return err
	}
	if err := q.refile(ctx, id); err != nil {
		return err
	}
	return q.moveTalk(ctx, id)
}

// MoveIdea puts an idea whose row is held into another space. It is a new version of the
// idea, so that nobody's form of before puts it back.
func (q *Tx) MoveIdea(ctx context.Context, idea, space int64) error {
	err := q.changeOne(ctx, "UPDATE ideas SET space_id = $2, version = version + 1 WHERE id = $1", idea, space)
	if err != nil {
		return err
	}
	if err := q.changeOne(ctx, "UPDATE idea_counts SET space_id = $2 WHERE idea_id = $1", idea, space); err != nil {
		return err
	}
	if err := q.relist(ctx, idea); err != nil {
		return err
	}
	if err := q.refile(ctx, idea); err != nil {
		return err
	}
	return q.moveTalk(ctx, idea)
}

// relist decides anew whether lists may show an idea: it is not removed, and its
// space is public.
func (q *Tx) relist(ctx context.Context, id int64) error {
	var product int64
	err := q.recounting(ctx, id, func() error {
		return q.get(ctx, `UPDATE idea_counts SET listed = (SELECT i.removed_at = 0 AND s.visibility = 'public'
			FROM ideas i JOIN spaces s ON s.id = i.space_id WHERE i.id = idea_counts.idea_id)
			WHERE idea_id = $1 RETURNING product_id`, []any{id}, &product)
	})
	if err != nil {
		return err
	}
	if err := q.keepLedger(ctx, id); err != nil {
		return err
	}
	return q.CountIdeas(ctx, product)
}
