package app

import (
	"context"
	"errors"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

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
		if err := a.keepItem(ctx, q, who, *i, queue, domain.ActParked, note); err != nil {
			return err
		}
		return q.DeleteDraft(ctx, who.ID, domain.FormOf("items", id, "park"))
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
		asked, err := q.CreateQuestion(ctx, id, question, who, a.now())
		if err != nil {
			return err
		}
		e := domain.Event{Kind: domain.EventQuestion, Idea: i.Idea.ID, Product: i.Product.ID, Object: asked, By: who.ID}
		if err := a.happened(ctx, q, e); err != nil {
			return err
		}
		i.AskedUntil = a.now().Truncate(time.Millisecond).Add(domain.AskFor)
		if err := a.keepItem(ctx, q, who, *i, queue, domain.ActAsked, question); err != nil {
			return err
		}
		return q.DeleteDraft(ctx, who.ID, domain.FormOf("items", id, "ask"))
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
		if err := a.keepItem(ctx, q, who, i, queue, domain.ActAnswered, answer); err != nil {
			return err
		}
		return q.DeleteDraft(ctx, who.ID, domain.FormOf("ideas", id, "answer"))
	})
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
