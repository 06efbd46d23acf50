package app

import (
	"context"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// Vote makes v the member's vote on an idea. It sets the wanted value, so that
// asking twice changes nothing. The idea returned has what a vote box shows.
func (a *App) Vote(ctx context.Context, who domain.Actor, id int64, v domain.Vote) (domain.Idea, error) {
	if err := domain.Allow(who, domain.CastVote); err != nil {
		return domain.Idea{}, err
	}
	if err := a.spendVote(ctx, who); err != nil {
		return domain.Idea{}, err
	}
	var after domain.Idea
	err := a.store.Tx(ctx, func(q *store.Tx) error {
		// Not through act: the row that a vote takes anyway tells who votes.
		idea, who, err := q.IdeaForVote(ctx, who, id)
		if err != nil {
			return err
		}
		if err := domain.Allow(who, domain.CastVote); err != nil {
			return err
		}
		if err := domain.CheckVote(who, &idea, v); err != nil {
			return err
		}
		if after, err = q.SetVote(ctx, idea, who.ID, v, a.now()); err != nil {
			return err
		}
		return a.routeReached(ctx, q, after)
	})
	return after, err
}
