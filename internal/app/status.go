package app

import (
	"context"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// Decide changes an idea's status and writes the public ledger. From the moment
// it returns, a closed idea takes no vote.
func (a *App) Decide(ctx context.Context, who domain.Actor, id int64, to domain.Status, reason string) error {
	reason = text.Body(reason)
	return a.act(ctx, who, domain.SetStatus, func(q *store.Tx, who domain.Actor) error {
		if err := a.decide(ctx, q, who, id, to, reason); err != nil {
			return err
		}
		return q.DeleteDraft(ctx, who.ID, domain.FormOf("ideas", id, "status"))
	})
}

func (a *App) decide(ctx context.Context, q *store.Tx, who domain.Actor, id int64, to domain.Status, reason string) error {
	idea, err := q.LockIdea(ctx, who, id)
	if err != nil {
		return err
	}
	if idea.Place.Item == 0 {
		return a.decideIdea(ctx, q, who, idea, to, reason)
	}
	i, queue, err := a.holdItem(ctx, q, idea.Place.Item)
	if err != nil {
		return err
	}
	if err := domain.CheckDecides(who, queue); err != nil {
		return err
	}
	if err := a.decideIdea(ctx, q, who, idea, to, reason); err != nil || idea.Status == to {
		return err
	}
	return a.became(ctx, q, i, queue, to, domain.MemberRef{ID: who.ID, Role: who.Role}, reason)
}

// decideIdea changes the status of an idea whose row is held, as the rules of the
// ledger allow. What it already is changes nothing.
func (a *App) decideIdea(ctx context.Context, q *store.Tx, who domain.Actor, idea domain.Idea, to domain.Status, reason string) error {
	if err := domain.Allow(who, domain.DecisionAction(idea.Status, to)); err != nil {
		return err
	}
	if idea.Status == to {
		return nil // a repeated request
	}
	used, err := q.ReasonUses(ctx, idea.ID, reason)
	if err != nil {
		return err
	}
	if err := domain.CheckDecision(idea.Status, to, reason, used); err != nil {
		return err
	}
	if err := a.setStatus(ctx, q, idea, to, who, reason); err != nil {
		return err
	}
	return a.record(ctx, q, who, "decide idea", "idea", idea.ID, string(to))
}
