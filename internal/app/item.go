package app

import (
	"context"
	"errors"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/text"
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
		if err := q.SetStatus(ctx, i.Idea, domain.StatusUnderReview, routedBy(i), "", now); err != nil {
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

// Verdict is what somebody wants an item to become.
type Verdict struct {
	To     domain.Status
	Reason string    // what customers read: required where the law says so
	Target time.Time // with acceptance: a day that voters see; zero: none
}

// DecideItem decides about an item of a queue. About an idea it is Decide, with its
// ledger.
func (a *App) DecideItem(ctx context.Context, who domain.Actor, id, version int64, v Verdict) error {
	v.Reason = text.Body(v.Reason)
	var p domain.Problems
	if domain.CheckTarget(&p, v.Target, a.now()); p.Err() != nil {
		return p.Err()
	}
	return a.inItem(ctx, who, id, version, func(q *store.Tx, who domain.Actor, i *domain.Item, queue domain.Queue) error {
		if i.Status == v.To {
			return nil // a repeated request
		}
		if err := domain.CheckItemStep(*i, v.To); err != nil {
			return err
		}
		if !v.Target.IsZero() {
			i.Target = v.Target
		}
		if i.Source == domain.SourceIdea {
			idea, err := q.LockIdea(ctx, who, i.Idea.ID)
			if err != nil {
				return err
			}
			if err := a.decideIdea(ctx, q, who, idea, v.To, v.Reason); err != nil {
				return err
			}
		} else if err := a.decideWork(ctx, q, who, *i, v); err != nil {
			return err
		}
		return a.became(ctx, q, *i, queue, v.To, domain.MemberRef{ID: who.ID, Role: who.Role}, v.Reason)
	})
}

// decideWork checks and records a decision about an item that is no idea.
func (a *App) decideWork(ctx context.Context, q *store.Tx, who domain.Actor, i domain.Item, v Verdict) error {
	used, err := q.WorkReasonUses(ctx, i.ID, v.Reason)
	if err != nil {
		return err
	}
	if err := domain.CheckDecision(i.Status, v.To, v.Reason, used); err != nil {
		return err
	}
	return a.record(ctx, q, who, "decide item", "item", i.ID, string(v.To))
}

// UndoDecision takes back one's own last decision about an item, for domain.UndoFor.
// Its line stays in the ledger and says so.
func (a *App) UndoDecision(ctx context.Context, who domain.Actor, id, version int64) error {
	return a.inItem(ctx, who, id, version, func(q *store.Tx, who domain.Actor, i *domain.Item, queue domain.Queue) error {
		now := a.now().Truncate(time.Millisecond)
		last, err := q.LastDecision(ctx, id)
		if err != nil {
			return err
		}
		if !last.Undoable(who, *i, now) {
			return domain.Refuse(domain.Conflict, "error.undo_over")
		}
		if i.Source == domain.SourceIdea {
			if err := q.UndoStatus(ctx, i.Idea.ID, last.From, last.To, who.ID, now); err != nil {
				return err
			}
		}
		if err := q.UndoItemEvent(ctx, last.ID, now); err != nil {
			return err
		}
		return a.keepItem(ctx, q, who, i.Undone(last.From), queue, domain.ActUndone, "")
	})
}

// Park takes an item out of sight until a day, with a sentence that voters read; its
// clock stands until then, or until its points grew by half.
func (a *App) Park(ctx context.Context, who domain.Actor, id, version int64, until time.Time, note string) error {
	note = text.Body(note)
	var p domain.Problems
	if domain.CheckPark(&p, until, a.now(), note); p.Err() != nil {
		return p.Err()
	}
	return a.inItem(ctx, who, id, version, func(q *store.Tx, who domain.Actor, i *domain.Item, queue domain.Queue) error {
		if i.Status != domain.StatusUnderReview {
			return domain.Refuse(domain.Conflict, "error.not_under_review")
		}
		i.ParkedUntil, i.ParkNote = until, note
		i.ParkedPoints = max(i.Idea.Points(), 0)
		return a.keepItem(ctx, q, who, *i, queue, domain.ActParked, note)
	})
}

// Unpark takes a parked item up again before its day.
func (a *App) Unpark(ctx context.Context, who domain.Actor, id, version int64) error {
	return a.inItem(ctx, who, id, version, func(q *store.Tx, who domain.Actor, i *domain.Item, queue domain.Queue) error {
		if i.ParkedUntil.IsZero() {
			return nil
		}
		*i = i.Unparked()
		return a.keepItem(ctx, q, who, *i, queue, domain.ActBack, "")
	})
}

// Ask asks an idea's author something in public; the clock stands until the answer,
// domain.AskFor at most.
func (a *App) Ask(ctx context.Context, who domain.Actor, id, version int64, question string) error {
	question = text.Body(question)
	var p domain.Problems
	if domain.CheckQuestion(&p, "question", question, domain.QuestionMax); p.Err() != nil {
		return p.Err()
	}
	return a.inItem(ctx, who, id, version, func(q *store.Tx, who domain.Actor, i *domain.Item, queue domain.Queue) error {
		if i.Source != domain.SourceIdea || i.Status != domain.StatusUnderReview {
			return domain.Refuse(domain.Conflict, "error.not_under_review")
		}
		if !i.AskedUntil.IsZero() {
			return domain.BadField("question", "error.question_open", nil)
		}
		if err := q.CreateQuestion(ctx, id, question, who, a.now()); err != nil {
			return err
		}
		i.AskedUntil = a.now().Truncate(time.Millisecond).Add(domain.AskFor)
		return a.keepItem(ctx, q, who, *i, queue, domain.ActAsked, question)
	})
}

// AnswerQuestion is an author's answer to the open question about an idea.
func (a *App) AnswerQuestion(ctx context.Context, who domain.Actor, id int64, answer string) error {
	answer = text.Body(answer)
	var p domain.Problems
	if domain.CheckQuestion(&p, "answer", answer, domain.AnswerMax); p.Err() != nil {
		return p.Err()
	}
	return a.act(ctx, who, domain.EditIdea, func(q *store.Tx, who domain.Actor) error {
		idea, err := q.LockIdea(ctx, who, id)
		if err != nil {
			return err
		}
		if idea.Author.ID != who.ID {
			return domain.Refuse(domain.Forbidden, "error.not_yours")
		}
		if idea.Place.Item == 0 {
			return domain.Refuse(domain.Conflict, "error.question_closed")
		}
		i, queue, err := a.holdItem(ctx, q, idea.Place.Item)
		if err != nil {
			return err
		}
		if err := q.SetAnswer(ctx, i.ID, answer, a.now()); errors.Is(err, domain.ErrNotFound) {
			return domain.Refuse(domain.Conflict, "error.question_closed")
		} else if err != nil {
			return err
		}
		i.AskedUntil = time.Time{}
		return a.keepItem(ctx, q, who, i, queue, domain.ActAnswered, answer)
	})
}

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

// AddWork writes down work of a queue that nobody has asked for here.
func (a *App) AddWork(ctx context.Context, who domain.Actor, queue int64, title, note string) (int64, error) {
	title, note = text.Line(title), text.Body(note)
	var p domain.Problems
	if domain.CheckWork(&p, title, note); p.Err() != nil {
		return 0, p.Err()
	}
	return a.putIn(ctx, who, queue, func(*store.Tx) (domain.Item, error) {
		return domain.Item{Source: domain.SourceHand, Own: title, Note: note, Cause: domain.CauseHand}, nil
	})
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

// wakeBatch is how many items are looked up at a time.
const wakeBatch = 100

// WakeItems does what time brings about in the queues: items that are late now rise,
// parked ones come back on their day or when their points grew by half, questions
// that nobody answered are closed.
func (a *App) WakeItems(ctx context.Context) error {
	for {
		due, err := a.store.Reader().ItemsToWake(ctx, a.now(), wakeBatch)
		if err != nil {
			return err
		}
		grown, err := a.store.Reader().ParkedThatGrew(ctx, wakeBatch)
		if err != nil {
			return err
		}
		all := append(due, grown...)
		if len(all) == 0 {
			return nil
		}
		for _, id := range all {
			err := a.store.Tx(ctx, func(q *store.Tx) error { return a.wake(ctx, q, id) })
			if err != nil && !errors.Is(err, domain.ErrNotFound) {
				return err
			}
		}
	}
}

func (a *App) wake(ctx context.Context, q *store.Tx, id int64) error {
	i, queue, err := a.holdItem(ctx, q, id)
	if err != nil {
		return err
	}
	now := a.now().Truncate(time.Millisecond)
	act := domain.ItemAct("")
	if i.ParkingOver(now) {
		i, act = i.Unparked(), domain.ActBack
	}
	if i.AskingOver(now) {
		i.AskedUntil, act = time.Time{}, domain.ActBack
		if err := q.CloseQuestion(ctx, id, now); err != nil {
			return err
		}
	}
	if act != "" {
		return a.keepItem(ctx, q, domain.Actor{}, i, queue, act, "")
	}
	return q.SetItem(ctx, i.Ticked(now, queue.Zone()).Placed(queue.Weights))
}
