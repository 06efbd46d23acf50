package app

import (
	"context"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// openRecovery makes a product that came to be on watch work of the queue that
// answers for it. One that was not done with goes on with the new watch.
func (a *App) openRecovery(ctx context.Context, q *store.Tx, p domain.Product) error {
	queue, err := q.QueueOfProduct(ctx, p.ID)
	if err != nil || queue.ID == 0 {
		return err
	}
	have, err := q.RecoveryOf(ctx, p.ID)
	if err != nil {
		return err
	}
	if have.ID != 0 && !have.Status.Closed() {
		if have, err = q.LockItem(ctx, have.ID); err != nil {
			return err
		}
		have.Watch = p.BelowSince
		return q.SetItem(ctx, have)
	}
	_, err = a.takeIn(ctx, q, queue, domain.Item{Source: domain.SourceRecovery, Product: p, Watch: p.BelowSince, Cause: domain.CauseWatch})
	return err
}

// shipRecovery ships the work on a product that is listed again: the rule does, with
// the product's numbers in its log.
func (a *App) shipRecovery(ctx context.Context, q *store.Tx, p domain.Product) error {
	have, err := q.RecoveryOf(ctx, p.ID)
	if err != nil || have.ID == 0 || have.Status.Closed() {
		return err
	}
	i, queue, err := a.holdItem(ctx, q, have.ID)
	if err != nil {
		return err
	}
	i.Product = p
	i.ShippedIn = p.Revision
	if err := measure(ctx, q, &i); err != nil {
		return err
	}
	return a.became(ctx, q, i, queue, domain.StatusShipped, domain.MemberRef{}, "")
}
