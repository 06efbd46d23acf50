package app

import (
	"context"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// ArchiveStale archives, once a day, new ideas that nobody votes on any more: at most
// domain.ArchiveMost, the oldest first, each with the rule's numbers in the ledger. It
// believes the clock only as far as sweeps do, for a year that never was must not close
// what people vote on.
func (a *App) ArchiveStale(ctx context.Context) error {
	clock, err := a.store.Reader().Clock(ctx)
	if err != nil || clock.Swept.IsZero() {
		return err
	}
	first, now := false, clock.Swept
	err = a.store.Tx(ctx, func(q *store.Tx) (err error) {
		first, err = q.MarkDay(ctx, "archived", domain.Day(now))
		return err
	})
	if err != nil || !first {
		return err
	}
	ids, err := a.store.Reader().StaleIdeas(ctx, now, domain.ArchiveMost)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := a.archiveStale(ctx, id, now); err != nil {
			return err
		}
	}
	return nil
}

// archiveStale archives an idea if it still is as it was found.
func (a *App) archiveStale(ctx context.Context, id int64, now time.Time) error {
	return a.store.Tx(ctx, func(q *store.Tx) error {
		idea, err := q.LockIdea(ctx, domain.System, id)
		if err != nil || idea.Removed {
			return err
		}
		age, err := q.AgeOf(ctx, id)
		if err != nil || !age.Stale(idea.Status, now) {
			return err
		}
		idea.Wanted = age.Quiet(now)
		return a.setStatus(ctx, q, idea, domain.StatusArchived, domain.Actor{}, "")
	})
}

// ReopenIdea brings one's own archived idea back among the new ones, once.
func (a *App) ReopenIdea(ctx context.Context, who domain.Actor, id int64, reason string) error {
	reason = text.Body(reason)
	return a.act(ctx, who, domain.ReopenIdea, func(q *store.Tx, who domain.Actor) error {
		idea, err := q.LockIdea(ctx, who, id)
		if err != nil {
			return err
		}
		past, err := q.Decisions(ctx, id)
		if err != nil {
			return err
		}
		if err := domain.CheckReopen(who, &idea, past); err != nil {
			return err
		}
		used, err := q.ReasonUses(ctx, id, reason)
		if err != nil {
			return err
		}
		if err := domain.CheckDecision(idea.Status, domain.StatusNew, reason, used); err != nil {
			return err
		}
		return a.setStatus(ctx, q, idea, domain.StatusNew, who, reason)
	})
}
