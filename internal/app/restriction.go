package app

import (
	"context"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// restrict is the one way in which anything is hidden, removed, rejected, silenced or
// suspended: it states to whom it concerns what was done, about which words, on which
// ground and by whom, and how to object. A letter says so too; it leaves after
// domain.DeskUndo, and not at all if the restriction is lifted until then. By is nobody
// where a rule decides. What the restriction does is written by its caller.
func (a *App) restrict(ctx context.Context, q *store.Tx, r domain.Restriction) (int64, error) {
	r.At, r.Words = a.now(), text.Cut(r.Words, domain.RestrictedWordsMax)
	id, err := q.CreateRestriction(ctx, r)
	if err == nil && !r.Ends.IsZero() {
		err = q.Promise(ctx, domain.EndRestriction{Restriction: id}, r.Ends)
	}
	if err != nil || a.past {
		return id, err
	}
	return id, q.Promise(ctx, domain.SendRestriction{Restriction: id}, a.now().Add(domain.DeskUndo))
}

// lift ends a restriction and tells whom it concerned, if they were told of it. What it
// did is taken back by its caller.
func (a *App) lift(ctx context.Context, q *store.Tx, r domain.Restriction, by int64) error {
	return a.liftAt(ctx, q, r, by, a.now())
}

func (a *App) liftAt(ctx context.Context, q *store.Tx, r domain.Restriction, by int64, at time.Time) error {
	if err := q.LiftRestriction(ctx, r.ID, by, at); err != nil || a.past {
		return err
	}
	if at.Before(r.At.Add(domain.DeskUndo)) {
		return nil // no letter has left
	}
	return q.Promise(ctx, domain.SendRestriction{Restriction: r.ID, Lifted: true}, at)
}
