package app

import (
	"context"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// takeIn brings something into a queue. It returns ID 0 when it was brought in before:
// nothing is routed twice. A new idea comes to be under review.
func (a *App) takeIn(ctx context.Context, q *store.Tx, queue domain.Queue, i domain.Item) (domain.Item, error) {
	now := a.now().Truncate(time.Millisecond)
	i.Queue, i.Routed, i.Entered = queue.Ref(), now, now
	if i.Source == domain.SourceIdea {
		i.Status = i.Idea.Status
	} else {
		i.Status = domain.StatusUnderReview
	}
	if err := measure(ctx, q, &i); err != nil {
		return i, err
	}
	var err error
	if i.ID, err = q.CreateItem(ctx, i); err != nil || i.ID == 0 {
		return i, err
	}
	if i.Status == domain.StatusNew {
		if err := a.setStatus(ctx, q, i.Idea, domain.StatusUnderReview, routedBy(i), ""); err != nil {
			return i, err
		}
		i.Status, i.Idea.Status = domain.StatusUnderReview, domain.StatusUnderReview
	}
	if i.Status == domain.StatusUnderReview {
		i.Deadline = domain.NewDeadline(now, queue.Days, queue.Zone())
	}
	i = i.Placed(queue.Weights)
	if err := q.SetItem(ctx, i); err != nil {
		return i, err
	}
	return i, q.CreateItemEvent(ctx, i.ID, domain.ItemEvent{Act: domain.ActRouted, To: i.Status, By: i.By, Words: i.Rule.Name, At: now})
}

// routedBy is who changed the status of an idea that was brought in.
func routedBy(i domain.Item) domain.Actor { return domain.Actor{ID: i.By.ID, Role: i.By.Role} }

// holdItem takes an item's rows and reads its queue, ID 0 for none.
func (a *App) holdItem(ctx context.Context, q *store.Tx, id int64) (domain.Item, domain.Queue, error) {
	i, err := q.LockItem(ctx, id)
	if err != nil || i.Queue.ID == 0 {
		return i, domain.Queue{Days: domain.DefaultQueueDays, Weights: domain.PlainWeights}, err
	}
	queue, err := q.QueueByID(ctx, i.Queue.ID)
	return i, queue, err
}

// became writes what follows from a decision about an item whose rows are held. Who
// accepts what nobody answers for answers for it.
func (a *App) became(ctx context.Context, q *store.Tx, i domain.Item, queue domain.Queue, to domain.Status,
	by domain.MemberRef, reason string) error {
	now := a.now().Truncate(time.Millisecond)
	from := i.Status
	if to == domain.StatusAccepted && i.Engineer.ID == 0 {
		i.Engineer = by
	}
	i = i.Became(to, queue, now)
	if err := q.SetItem(ctx, i); err != nil {
		return err
	}
	return q.CreateItemEvent(ctx, i.ID, domain.ItemEvent{Act: domain.ActDecided, From: from, To: to, By: by, Words: reason, At: now})
}

// inItem is how people change an item: allowed, for the queue's own engineers, and
// only while it still is as they saw it.
func (a *App) inItem(ctx context.Context, who domain.Actor, id, version int64,
	do func(q *store.Tx, who domain.Actor, i *domain.Item, queue domain.Queue) error) error {
	return a.act(ctx, who, domain.WorkQueue, func(q *store.Tx, who domain.Actor) error {
		i, queue, err := a.holdItem(ctx, q, id)
		if err != nil {
			return err
		}
		if err := domain.CheckDecides(who, queue); err != nil {
			return err
		}
		if i.Version != version {
			return domain.Refuse(domain.Conflict, "error.item_changed")
		}
		return do(q, who, &i, queue)
	})
}

// keepItem writes a changed item with its clock and place as they follow, and what
// was done to it.
func (a *App) keepItem(ctx context.Context, q *store.Tx, who domain.Actor, i domain.Item, queue domain.Queue,
	act domain.ItemAct, words string) error {
	now := a.now().Truncate(time.Millisecond)
	i = i.Ticked(now, queue.Zone()).Placed(queue.Weights)
	if err := q.SetItem(ctx, i); err != nil {
		return err
	}
	by := domain.MemberRef{ID: who.ID, Role: who.Role}
	if err := q.CreateItemEvent(ctx, i.ID, domain.ItemEvent{Act: act, By: by, Words: words, At: now}); err != nil {
		return err
	}
	if by.ID == 0 {
		return nil
	}
	return a.record(ctx, q, who, string(act)+" item", "item", i.ID, "")
}
