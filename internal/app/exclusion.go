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
		e.By = domain.MemberRef{ID: who.ID, Role: who.Role}
		have, err := q.Exclusions(ctx, p.ID)
		if err != nil {
			return err
		}
		same := func(h domain.Exclusion) bool {
			return h.Undone.IsZero() && h.From.Equal(e.From) && h.To.Equal(e.To)
		}
		if slices.ContainsFunc(have, same) {
			return errAsWanted
		}
		if _, err = q.CreateExclusion(ctx, p, e); err != nil {
			return err
		}
		return q.DeleteDraft(ctx, who.ID, domain.FormOf("products", p.ID, "exclusions"))
	})
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
