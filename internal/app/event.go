package app

import (
	"context"
	"errors"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// newsBatch is how many people one transaction tells: every other write waits for it.
const newsBatch = 200

// happened writes down that something happened of which people hear, and promises to tell
// them. Who that is is not this transaction's work. What happens in an invented past is
// told at its end.
func (a *App) happened(ctx context.Context, q *store.Tx, e domain.Event) error {
	e.At = a.now()
	id, err := q.CreateEvent(ctx, e)
	if err != nil || a.past {
		return err
	}
	return q.PromiseAt(ctx, domain.TellEvent{Event: id}, a.now().Add(domain.NewsAfter), a.now())
}

// setStatus changes the status of an idea whose row is held, with its line in the ledger
// and the news of it.
func (a *App) setStatus(ctx context.Context, q *store.Tx, idea domain.Idea, to domain.Status, by domain.Actor, reason string) error {
	id, err := q.SetStatus(ctx, idea, to, by, reason, a.now())
	if err != nil || !(domain.Decision{From: idea.Status, To: to}).Told() {
		return err
	}
	return a.happened(ctx, q, domain.Event{Kind: domain.EventDecision, Idea: idea.ID, Product: idea.Product.ID, Object: id, By: by.ID})
}

// Tell tells the next people of an event, and promises to go on behind the last one. The
// job ends in the same transaction, so that nobody is told twice however often it is begun.
func (a *App) Tell(ctx context.Context, job domain.Job, t domain.TellEvent) error {
	return a.store.Tx(ctx, func(q *store.Tx) error {
		if err := q.FinishJob(ctx, job); err != nil {
			return err
		}
		done, err := a.tell(ctx, q, t.Event)
		if err != nil || done {
			return err
		}
		return q.Promise(ctx, t, a.now())
	})
}

// TellPast tells everybody of what happened in an invented past since a time, by no mail.
// What happened before is told nobody.
func (a *App) TellPast(ctx context.Context, since time.Time) error {
	silent := a.Past(a.now)
	for last := int64(0); ; {
		ids, err := a.store.Reader().UntoldEvents(ctx, last, newsBatch)
		if err != nil || len(ids) == 0 {
			return err
		}
		for _, id := range ids {
			for done := false; !done; {
				err := a.store.Tx(ctx, func(q *store.Tx) (err error) {
					done, err = silent.tellSince(ctx, q, id, since)
					return err
				})
				if err != nil {
					return err
				}
			}
			last = id
		}
	}
}

// tellSince is tell for what happened since a time; what happened before is told already.
func (a *App) tellSince(ctx context.Context, q *store.Tx, id int64, since time.Time) (done bool, err error) {
	e, err := q.HoldEvent(ctx, id)
	if err == nil && e.At.Before(since) {
		e.Told = a.now()
		return true, q.SetEvent(ctx, e)
	}
	if err != nil {
		return true, err
	}
	return a.tell(ctx, q, id)
}

// tell tells the next people of an event, and reports whether these were the last.
func (a *App) tell(ctx context.Context, q *store.Tx, id int64) (done bool, err error) {
	e, err := q.HoldEvent(ctx, id)
	if err != nil || !e.Told.IsZero() {
		return true, err
	}
	if e.Stage == 0 && e.After == 0 {
		if stands, err := a.stands(ctx, q, e); err != nil || !stands {
			e.Told = a.now()
			return true, errors.Join(err, q.SetEvent(ctx, e))
		}
	}
	hear, last, err := q.Hearers(ctx, e, newsBatch)
	if err != nil {
		return false, err
	}
	news, err := q.CreateNotifications(ctx, e, hear)
	if err != nil {
		return false, err
	}
	if err := a.write(ctx, q, e, news); err != nil {
		return false, err
	}
	if e.After = last; last == 0 {
		if err := a.nextStage(ctx, q, &e); err != nil {
			return false, err
		}
	}
	return !e.Told.IsZero(), q.SetEvent(ctx, e)
}

// stands reports whether an event still is to be told. It waits for whoever takes back
// what they decided, for they hold the idea's row.
func (a *App) stands(ctx context.Context, q *store.Tx, e domain.Event) (bool, error) {
	if e.Idea != 0 {
		idea, err := q.LockIdea(ctx, domain.System, e.Idea)
		if errors.Is(err, domain.ErrNotFound) || err == nil && idea.Removed {
			return false, nil
		}
		if err != nil {
			return false, err
		}
	}
	return q.EventStands(ctx, e)
}

// nextStage goes on with those who followed an idea that was merged into the one that an
// event is about; behind the last one the event is told.
func (a *App) nextStage(ctx context.Context, q *store.Tx, e *domain.Event) (err error) {
	next := int64(0)
	if e.Idea != 0 && e.Kind != domain.EventQuestion && e.Kind != domain.EventIdea {
		if next, err = q.NextStage(ctx, e.Idea, e.Stage); err != nil {
			return err
		}
	}
	if e.Stage = next; next == 0 {
		e.Told = a.now()
	}
	return nil
}

// SeeNews notes that a member saw what they heard about some things, up to a
// notification.
func (a *App) SeeNews(ctx context.Context, member int64, about []domain.Subject, newest int64) error {
	return a.store.Tx(ctx, func(q *store.Tx) error {
		q.Quiet()
		return q.SetNewsSeen(ctx, member, about, newest)
	})
}
