package app

import (
	"context"
	"errors"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// ItemChange is what engineers say of an item besides deciding it.
type ItemChange struct {
	Engineer int64 // 0: nobody
	Effort   domain.Effort
	Target   time.Time
	Tracker  string
}

// ChangeItem sets engineer, effort, target date and link.
func (a *App) ChangeItem(ctx context.Context, who domain.Actor, id, version int64, c ItemChange) error {
	c.Tracker = text.Line(c.Tracker)
	var p domain.Problems
	domain.CheckTracker(&p, c.Tracker)
	domain.CheckTarget(&p, c.Target, a.now())
	if p.Err() != nil {
		return p.Err()
	}
	return a.inItem(ctx, who, id, version, func(q *store.Tx, who domain.Actor, i *domain.Item, queue domain.Queue) error {
		if c.Engineer != 0 && c.Engineer != i.Engineer.ID && !queue.Has(c.Engineer) {
			return domain.BadField("engineer", "error.engineer_unknown", nil)
		}
		if c.Engineer == i.Engineer.ID && c.Effort == i.Effort && c.Target.Equal(i.Target) && c.Tracker == i.Tracker {
			return nil
		}
		i.Engineer, i.Effort, i.Target, i.Tracker = domain.MemberRef{ID: c.Engineer}, c.Effort, c.Target, c.Tracker
		return a.keepItem(ctx, q, who, *i, queue, domain.ActChanged, "")
	})
}

// MoveItem moves an item into another queue, whose clock begins anew; 0 takes it out
// of every queue, and no rule brings it in again.
func (a *App) MoveItem(ctx context.Context, who domain.Actor, id, version, to int64) error {
	return a.inItem(ctx, who, id, version, func(q *store.Tx, who domain.Actor, i *domain.Item, from domain.Queue) error {
		if i.Queue.ID == to {
			return nil
		}
		queue, act := from, domain.ActReturned
		if to != 0 {
			var err error
			if queue, err = q.QueueByID(ctx, to); errors.Is(err, domain.ErrNotFound) {
				return domain.BadField("queue", "error.queue_unknown", nil)
			} else if err != nil {
				return err
			}
			act = domain.ActMoved
		}
		i.Queue = domain.QueueRef{ID: to}
		if i.Status == domain.StatusUnderReview && to != 0 {
			i.Entered, i.Deadline = a.now().Truncate(time.Millisecond),
				domain.NewDeadline(a.now().Truncate(time.Millisecond), queue.Days, queue.Zone())
		}
		return a.keepItem(ctx, q, who, *i, queue, act, queue.Name)
	})
}

// TakeUp brings an idea into a queue by hand. Engineers take into their own queues,
// admins into any.
func (a *App) TakeUp(ctx context.Context, who domain.Actor, idea, queue int64) error {
	return a.act(ctx, who, domain.WorkQueue, func(q *store.Tx, who domain.Actor) error {
		i, err := q.LockIdea(ctx, who, idea)
		if err != nil {
			return err
		}
		to, err := a.ownQueue(ctx, q, who, queue)
		if err != nil {
			return err
		}
		if i.Place.Queue == queue {
			return nil
		}
		if i.Removed {
			return domain.ErrNotFound // no queue would show it
		}
		if i.Place.Item != 0 || i.Status.Closed() {
			return domain.Refuse(domain.Conflict, "error.routed_before")
		}
		item := domain.Item{Source: domain.SourceIdea, Idea: i, Cause: domain.CausePerson, Then: i.Points(),
			By: domain.MemberRef{ID: who.ID, Role: who.Role}}
		if item, err = a.takeIn(ctx, q, to, item); err != nil {
			return err
		}
		return a.record(ctx, q, who, "take up idea", "item", item.ID, "")
	})
}

// ownQueue finds a queue that somebody may put work into.
func (a *App) ownQueue(ctx context.Context, q *store.Tx, who domain.Actor, id int64) (domain.Queue, error) {
	queue, err := q.QueueByID(ctx, id)
	if errors.Is(err, domain.ErrNotFound) {
		return queue, domain.BadField("queue", "error.queue_unknown", nil)
	}
	if err != nil {
		return queue, err
	}
	return queue, domain.CheckDecides(who, queue)
}

// sameWorkWindow is how long the same work written down by the same person in a queue
// is taken for one form that was sent twice.
const sameWorkWindow = 5 * time.Minute

// AddWork writes down work of a queue that nobody has asked for here. The same form
// sent twice adds it once.
func (a *App) AddWork(ctx context.Context, who domain.Actor, queue int64, title, note string) (int64, error) {
	title, note = text.Line(title), text.Body(note)
	var p domain.Problems
	if domain.CheckWork(&p, title, note); p.Err() != nil {
		return 0, p.Err()
	}
	var have int64
	id, err := a.putIn(ctx, who, queue, func(q *store.Tx) (_ domain.Item, err error) {
		i := domain.Item{Source: domain.SourceHand, Own: title, Note: note, Cause: domain.CauseHand}
		if who.ID == 0 {
			return i, nil // the installation sends no forms
		}
		if have, err = q.SameWork(ctx, queue, who.ID, title, a.now().Add(-sameWorkWindow)); err == nil && have != 0 {
			return i, errAsWanted
		} else if err != nil {
			return i, err
		}
		return i, q.DeleteDraft(ctx, who.ID, domain.FormOf("queues", queue, "items"))
	})
	if errors.Is(err, errAsWanted) {
		return have, nil
	}
	return id, err
}

// WorkOnTheme makes a theme of a product's reviews work of a queue. A theme that is
// worked on already stays where it is.
func (a *App) WorkOnTheme(ctx context.Context, who domain.Actor, slug string, theme, queue int64) (int64, error) {
	return a.putIn(ctx, who, queue, func(q *store.Tx) (domain.Item, error) {
		p, err := q.Product(ctx, slug)
		if err != nil {
			return domain.Item{}, err
		}
		t, err := q.Theme(ctx, p.ID, theme)
		return domain.Item{Source: domain.SourceTheme, Product: p, Theme: t, Cause: domain.CauseTheme}, err
	})
}

// putIn brings work into a queue in somebody's name.
func (a *App) putIn(ctx context.Context, who domain.Actor, queue int64, what func(*store.Tx) (domain.Item, error)) (id int64, err error) {
	err = a.act(ctx, who, domain.WorkQueue, func(q *store.Tx, who domain.Actor) error {
		to, err := a.ownQueue(ctx, q, who, queue)
		if err != nil {
			return err
		}
		i, err := what(q)
		if err != nil {
			return err
		}
		i.By = domain.MemberRef{ID: who.ID, Role: who.Role}
		if i, err = a.takeIn(ctx, q, to, i); err != nil || i.ID == 0 {
			return err
		}
		id = i.ID
		return a.record(ctx, q, who, "add item", "item", i.ID, string(i.Source))
	})
	return id, err
}
