package app

import (
	"context"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// Want makes a member's word that they still want a declined idea the wanted one.
// When enough say so, the rule takes it up again, once for each decision, and its
// decider is told.
func (a *App) Want(ctx context.Context, who domain.Actor, id int64, wanted bool) error {
	if err := domain.Allow(who, domain.CastVote); err != nil {
		return err
	}
	settings, err := a.settings(ctx)
	if err != nil {
		return err
	}
	if err := a.spendVote(settings, who); err != nil {
		return err
	}
	return a.act(ctx, who, domain.CastVote, func(q *store.Tx, who domain.Actor) error {
		idea, err := q.LockIdea(ctx, who, id)
		if err != nil {
			return err
		}
		if idea.Removed {
			return domain.ErrNotFound // for its author and staff too, as with a vote
		}
		if err := domain.CheckWant(&idea); err != nil {
			return err
		}
		refusal, err := q.Refusal(ctx, idea)
		if err != nil {
			return err
		}
		if idea.Wanted, err = q.SetWant(ctx, id, refusal.ID, who.ID, wanted, a.now()); err != nil {
			return err
		}
		if idea.Wanted < domain.WantsNeeded(refusal.Promotes) {
			return nil
		}
		return a.takeUpAgain(ctx, q, idea, refusal)
	})
}

// takeUpAgain brings a declined idea whose row is held back under review, by the rule
// and with its numbers in the ledger.
func (a *App) takeUpAgain(ctx context.Context, q *store.Tx, idea domain.Idea, refusal domain.Refusal) error {
	if err := a.setStatus(ctx, q, idea, domain.StatusUnderReview, domain.Actor{}, ""); err != nil {
		return err
	}
	if idea.Place.Item != 0 {
		i, queue, err := a.holdItem(ctx, q, idea.Place.Item)
		if err != nil {
			return err
		}
		if err := a.became(ctx, q, i, queue, domain.StatusUnderReview, domain.MemberRef{}, ""); err != nil {
			return err
		}
	}
	if refusal.By.ID == 0 || a.past {
		return nil
	}
	news := domain.SendReturned{Idea: idea.ID, Wanted: idea.Wanted, Promotes: refusal.Promotes, Member: refusal.By.ID}
	return q.Promise(ctx, news, a.now())
}
