package app

import (
	"context"
	"slices"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// Exclude leaves the ratings of a window out of n and sum from now on; they
// stay readable and are marked. Excluding the same window again changes nothing.
func (a *App) Exclude(ctx context.Context, who domain.Actor, slug string, e domain.Exclusion) error {
	e.Reason, e.At = text.Body(e.Reason), a.now()
	var p domain.Problems
	if domain.CheckExclusion(&p, e, a.now()); p.Err() != nil {
		return p.Err()
	}
	c := change{cause: domain.CauseExclusion, reason: e.Reason}
	return a.decideProduct(ctx, who, domain.ExcludeRatings, slug, c, func(q *store.Tx, who domain.Actor, p *domain.Product) error {
		if err := a.leaveOut(ctx, q, who, p, e); err != nil {
			return err
		}
		return q.DeleteDraft(ctx, who.ID, domain.FormOf("products", p.ID, "exclusions"))
	})
}

// leaveOut leaves a window of a product whose row is held out, and settles what the desk
// proposes within it.
func (a *App) leaveOut(ctx context.Context, q *store.Tx, who domain.Actor, p *domain.Product, e domain.Exclusion) error {
	e.By = domain.MemberRef{ID: who.ID, Role: who.Role}
	have, err := q.Exclusions(ctx, p.ID)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(have, e.Same) {
		return errAsWanted
	}
	if _, err := q.CreateExclusion(ctx, p, e); err != nil {
		return err
	}
	bombs, err := q.BombsIn(ctx, p.ID, domain.Day(e.From), e.LastDay())
	if err != nil {
		return err
	}
	for _, id := range bombs {
		if err := q.CloseDeskRow(ctx, domain.DeskBomb, domain.PartBomb, id, who.ID, domain.LeaveOut, a.now()); err != nil {
			return err
		}
	}
	return nil
}

// UndoExclusion counts the ratings of a window again.
func (a *App) UndoExclusion(ctx context.Context, who domain.Actor, slug string, id int64) error {
	return a.decideProduct(ctx, who, domain.ExcludeRatings, slug, change{cause: domain.CauseUndo},
		func(q *store.Tx, _ domain.Actor, p *domain.Product) error {
			have, err := q.Exclusions(ctx, p.ID)
			if err != nil {
				return err
			}
			i := slices.IndexFunc(have, func(e domain.Exclusion) bool { return e.ID == id })
			switch {
			case i < 0:
				return domain.ErrNotFound
			case !have[i].Undone.IsZero():
				return errAsWanted
			}
			return q.UndoExclusion(ctx, p, id, a.now())
		})
}
