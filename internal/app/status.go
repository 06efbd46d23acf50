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
		idea, err := q.LockIdea(ctx, who, id)
		if err != nil {
			return err
		}
		if err := domain.Allow(who, domain.DecisionAction(idea.Status, to)); err != nil {
			return err
		}
		if idea.Status == to {
			return nil // a repeated request
		}
		used, err := q.ReasonUses(ctx, id, reason)
		if err != nil {
			return err
		}
		if err := domain.CheckDecision(idea.Status, to, reason, used); err != nil {
			return err
		}
		if err := q.SetStatus(ctx, idea, to, who, reason, a.now()); err != nil {
			return err
		}
		return a.record(ctx, q, who, "decide idea", "idea", id, string(to))
	})
}
