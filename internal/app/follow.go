package app

import (
	"context"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// Follow makes whether the actor follows something the wanted value: an idea, a space, a
// product, or somebody who speaks for the company. Not to follow what one would follow by
// default is remembered.
func (a *App) Follow(ctx context.Context, who domain.Actor, what domain.Subject, wanted bool) error {
	return a.act(ctx, who, domain.Follow, func(q *store.Tx, who domain.Actor) error {
		if err := a.checkFollowed(ctx, q, who, what); err != nil {
			return err
		}
		return q.SetFollow(ctx, what, who.ID, wanted, a.now())
	})
}

// checkFollowed refuses what the actor may not know of.
func (a *App) checkFollowed(ctx context.Context, q *store.Tx, who domain.Actor, what domain.Subject) error {
	switch what.Part {
	case domain.PartIdea:
		idea, err := q.IdeaFor(ctx, who, what.ID, domain.Day(a.now()))
		if err == nil && idea.Removed {
			err = domain.ErrNotFound // for its author and staff too, as with a vote
		}
		return err
	case domain.PartSpace:
		_, err := q.Space(ctx, what.ID)
		return err
	case domain.PartProduct:
		_, err := q.ProductByID(ctx, what.ID)
		return err
	}
	m, err := q.Member(ctx, what.ID)
	if err != nil {
		return err
	}
	return domain.CheckFollowed(who, m)
}
