package app

import (
	"context"
	"errors"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// SaveQueue adds a queue (ID 0) or changes one that still is at n.Version. When its
// weights changed its items are put into their new order; products on watch that it
// now answers for become its items.
func (a *App) SaveQueue(ctx context.Context, who domain.Actor, n domain.Queue) (int64, error) {
	n.Name, n.DescriptionEN, n.DescriptionDE = text.Line(n.Name), text.Body(n.DescriptionEN), text.Body(n.DescriptionDE)
	var p domain.Problems
	if domain.CheckQueue(&p, n); p.Err() != nil {
		return 0, p.Err()
	}
	err := a.act(ctx, who, domain.ManageQueues, func(q *store.Tx, who domain.Actor) (err error) {
		if err := a.checkEngineers(ctx, q, n.Engineers); err != nil {
			return err
		}
		if err := a.checkCovers(ctx, q, n); err != nil {
			return err
		}
		verb := "change queue"
		if n.ID == 0 {
			verb = "add queue"
			n.ID, err = a.addQueue(ctx, q, n)
		} else {
			err = q.SetQueue(ctx, n)
		}
		if errors.Is(err, domain.ErrNotFound) {
			return domain.Refuse(domain.Conflict, "error.changed")
		}
		if err != nil {
			return err
		}
		if err := a.takeWatched(ctx, q, n); err != nil {
			return err
		}
		if !a.past {
			if err := q.Promise(ctx, domain.Rerank{Queue: n.ID}, a.now()); err != nil {
				return err
			}
		}
		return a.record(ctx, q, who, verb, "queue", n.ID, "")
	})
	a.store.CommunityChanged()
	return n.ID, err
}

func (a *App) addQueue(ctx context.Context, q *store.Tx, n domain.Queue) (int64, error) {
	have, err := q.Queues(ctx)
	if err != nil {
		return 0, err
	}
	if len(have) >= domain.QueuesMax {
		return 0, domain.BadField("name", "error.queues_full", domain.Args{"Max": domain.QueuesMax})
	}
	return q.CreateQueue(ctx, n, a.now())
}

// checkEngineers lets only engineers and admins be named as a queue's engineers.
func (a *App) checkEngineers(ctx context.Context, q *store.Tx, engineers []domain.MemberRef) error {
	for _, e := range engineers {
		m, err := q.Member(ctx, e.ID)
		if errors.Is(err, domain.ErrNotFound) || err == nil && !domain.May(m.Role, domain.WorkQueue) {
			return domain.BadField("engineers", "error.queue_engineer", nil)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// checkCovers refuses what another queue answers for, and names that queue.
func (a *App) checkCovers(ctx context.Context, q *store.Tx, n domain.Queue) error {
	taken, err := q.CoveredByOthers(ctx, n)
	if err != nil {
		return err
	}
	var p domain.Problems
	for _, c := range taken {
		p.Add(c.Field, "error.covered_by", domain.Args{"Name": c.Name, "Queue": c.Queue})
	}
	return p.Err()
}

// takeWatched makes the products on watch that a queue answers for its items, unless
// they are somebody's already.
func (a *App) takeWatched(ctx context.Context, q *store.Tx, n domain.Queue) error {
	for _, covered := range n.Covers.Products {
		p, err := q.LockProduct(ctx, covered.ID)
		if errors.Is(err, domain.ErrNotFound) {
			return domain.BadField("products", "error.cover_unknown", domain.Args{"Name": covered.Name})
		}
		if err == nil && p.State == domain.Watched {
			err = a.openRecovery(ctx, q, p)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// rerankBatch is how many items one job puts into order.
const rerankBatch = 100

// Rerank reads anew what the priorities of a queue's open items are made of, behind
// an id, and promises to go on behind the last one.
func (a *App) Rerank(ctx context.Context, t domain.Rerank) error {
	ids, err := a.store.Reader().OpenItems(ctx, t.Queue, t.After, rerankBatch)
	if err != nil {
		return err
	}
	for _, id := range ids {
		err := a.store.Tx(ctx, func(q *store.Tx) error { return a.rerank(ctx, q, id) })
		if err != nil && !errors.Is(err, domain.ErrNotFound) {
			return err
		}
	}
	if len(ids) < rerankBatch {
		return nil
	}
	t.After = ids[len(ids)-1]
	return a.store.Tx(ctx, func(q *store.Tx) error { return q.Promise(ctx, t, a.now()) })
}

func (a *App) rerank(ctx context.Context, q *store.Tx, id int64) error {
	i, err := q.LockItem(ctx, id)
	if err != nil || i.Queue.ID == 0 {
		return err
	}
	queue, err := q.QueueByID(ctx, i.Queue.ID)
	if err != nil {
		return err
	}
	before := i
	if err := measure(ctx, q, &i); err != nil {
		return err
	}
	if i = i.Placed(queue.Weights); i.Place == before.Place && i.Stars == before.Stars && i.Reach == before.Reach {
		return nil
	}
	return q.SetMeasure(ctx, i)
}

// measure reads what an item costs and whom it reaches today.
func measure(ctx context.Context, q *store.Tx, i *domain.Item) (err error) {
	switch i.Source {
	case domain.SourceIdea:
		if i.Idea.Reasons.Importances, err = q.Importances(ctx, i.Idea.ID); err != nil {
			return err
		}
		i.Stars, err = q.StarsLostToIdea(ctx, i.Idea.ID)
	case domain.SourceTheme:
		i.Stars, i.Reach, err = q.StarsLostToTheme(ctx, i.Theme.ID)
	case domain.SourceRecovery:
		if i.Product.N > 0 {
			i.Reach, i.Stars = i.Product.N, domain.StarsMax-float64(i.Product.Sum)/float64(i.Product.N)
		}
	}
	return err
}

// RerankAll promises to put every queue into order: hourly, for the stars that
// ratings take and give.
func (a *App) RerankAll(ctx context.Context) error {
	queues, err := a.store.Reader().Queues(ctx)
	if err != nil {
		return err
	}
	return a.store.Tx(ctx, func(q *store.Tx) error {
		for _, queue := range queues {
			if err := q.Promise(ctx, domain.Rerank{Queue: queue.ID}, a.now()); err != nil {
				return err
			}
		}
		return nil
	})
}

// SetDuty chooses which of its engineers has a queue's duty in the week of a day.
func (a *App) SetDuty(ctx context.Context, who domain.Actor, slug string, day time.Time, member int64) error {
	return a.act(ctx, who, domain.WorkQueue, func(q *store.Tx, who domain.Actor) error {
		queue, err := q.Queue(ctx, slug)
		if err != nil {
			return err
		}
		if err := domain.CheckDecides(who, queue); err != nil {
			return err
		}
		if !queue.Has(member) {
			return domain.BadField("member", "error.engineer_unknown", nil)
		}
		if err := q.SetDuty(ctx, queue.ID, domain.DutyWeek(day, queue.Zone()), member); err != nil {
			return err
		}
		return a.record(ctx, q, who, "set duty", "queue", queue.ID, "")
	})
}
