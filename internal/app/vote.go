package app

import (
	"context"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// Vote makes v the member's vote on an idea. It sets the wanted value, so that
// asking twice changes nothing. The idea returned has what the box and the places beside
// it show.
func (a *App) Vote(ctx context.Context, who domain.Actor, id int64, v domain.Vote) (domain.Idea, error) {
	if err := domain.Allow(who, domain.CastVote); err != nil {
		return domain.Idea{}, err
	}
	if err := a.underTerms(ctx, who, domain.CastVote); err != nil {
		return domain.Idea{}, err
	}
	community, err := a.store.Reader().Community(ctx, a.now())
	if err != nil {
		return domain.Idea{}, err
	}
	if err := a.spendVote(community.Settings, who); err != nil {
		return domain.Idea{}, err
	}
	var after domain.Idea
	err = a.store.TxOnIdea(ctx, id, func(q *store.Tx) error {
		// Not through act: what a vote reads anyway tells who votes.
		b, err := q.Ballot(ctx, who, id)
		if err != nil {
			return err
		}
		if err := domain.Allow(b.Voter, domain.CastVote); err != nil {
			return err
		}
		if err := domain.CheckVote(b.Voter, &b.Idea, v); err != nil {
			return err
		}
		if after, err = q.SetVote(ctx, b, v, a.now()); err != nil {
			return err
		}
		if b.Reasoned(v) {
			if err := a.weighAnew(ctx, q, b.Idea.Place.Item); err != nil {
				return err
			}
		}
		if !b.Counts() {
			return nil // nor does it bring an idea into a queue
		}
		return a.routeReached(ctx, q, community.Routes, after)
	})
	return after, err
}
