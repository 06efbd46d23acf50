package app

import (
	"context"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// ReviveJob lets a given-up job try again.
func (a *App) ReviveJob(ctx context.Context, who domain.Actor, id int64) error {
	return a.act(ctx, who, domain.WatchJobs, func(q *store.Tx, who domain.Actor) error {
		if err := q.ReviveJob(ctx, id, a.now()); err != nil {
			return err
		}
		return a.record(ctx, q, who, "revive job", "job", id, "")
	})
}

// CountFigures counts the community's numbers anew.
func (a *App) CountFigures(ctx context.Context) error {
	counted, err := a.store.Reader().CountFigures(ctx, domain.Day(a.now()))
	if err != nil {
		return err
	}
	err = a.store.Tx(ctx, func(q *store.Tx) error { return q.SetFigures(ctx, counted) })
	a.store.CommunityChanged()
	return err
}

// CountAnswers counts anew how ideas were answered.
func (a *App) CountAnswers(ctx context.Context) error {
	counted, err := a.store.Reader().CountAnswers(ctx, a.now())
	if err != nil {
		return err
	}
	return a.store.Tx(ctx, func(q *store.Tx) error { return q.SetAnswers(ctx, counted) })
}

// CountFairness counts anew how the community was moderated.
func (a *App) CountFairness(ctx context.Context) error {
	counted, err := a.store.Reader().CountFairness(ctx, a.now())
	if err != nil {
		return err
	}
	return a.store.Tx(ctx, func(q *store.Tx) error { return q.SetFairness(ctx, counted) })
}
