package app

import (
	"context"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// AskErasure brings an author's wish to the desk that an idea be deleted on which others
// voted or commented. Asking again while it waits changes nothing.
func (a *App) AskErasure(ctx context.Context, who domain.Actor, id int64, words string) error {
	words = text.Body(words)
	var p domain.Problems
	if domain.CheckErasureWords(&p, words); p.Err() != nil {
		return p.Err()
	}
	return a.act(ctx, who, domain.DeleteIdea, func(q *store.Tx, who domain.Actor) error {
		idea, err := q.LockIdea(ctx, who, id)
		if err != nil {
			return err
		}
		if err := domain.CheckAskErasure(who, &idea); err != nil {
			return err
		}
		wish, err := q.CreateErasure(ctx, id, who.ID, words, a.now())
		if err != nil || wish == 0 {
			return err
		}
		_, err = q.OpenDeskRow(ctx, domain.DeskRow{Kind: domain.DeskErasure, Part: domain.PartErasure, Subject: wish, Space: idea.Space,
			Harm: domain.DeskHarm(domain.DeskErasure, idea.Promotes), Created: a.now()})
		return err
	})
}

// decideErasure deletes the idea, takes the author's name off, or keeps both. The author
// reads it in a letter, which leaves after domain.DeskUndo.
func (a *App) decideErasure(ctx context.Context, q *store.Tx, who domain.Actor, d Deskwork) error {
	e, idea, err := a.holdErasure(ctx, q, who, d)
	if err != nil {
		return err
	}
	outcome := domain.ErasureKept
	switch d.Do {
	case domain.DeleteIt:
		if e.NameOnlyGoes() {
			return &domain.Error{Kind: domain.Conflict, Key: "error.name_only", Args: domain.Args{"N": domain.NamelessFrom}}
		}
		outcome = domain.ErasureDeleted
		err = q.SetRemoved(ctx, idea.ID, a.now(), false)
	case domain.TakeNameOff:
		outcome = domain.ErasureNameless
		err = a.takeNameOff(ctx, q, idea.ID)
	}
	if err != nil {
		return err
	}
	if err := q.SetErasureOutcome(ctx, e.ID, outcome); err != nil {
		return err
	}
	if err := a.record(ctx, q, who, "decide deletion", "idea", idea.ID, string(outcome)); err != nil || a.past {
		return err
	}
	return q.Promise(ctx, domain.SendErasure{Row: d.Row.ID}, d.At.Add(domain.DeskUndo))
}

func (a *App) takeNameOff(ctx context.Context, q *store.Tx, idea int64) error {
	nobody, err := q.Nameless(ctx, a.now())
	if err != nil {
		return err
	}
	return q.SetAuthor(ctx, idea, nobody)
}

// undoErasure brings the idea, or its author's name, back, and tells an author who read
// that it was gone.
func (a *App) undoErasure(ctx context.Context, q *store.Tx, who domain.Actor, d Deskwork) error {
	e, idea, err := a.holdErasure(ctx, q, who, d)
	if err != nil {
		return err
	}
	switch e.Outcome {
	case domain.ErasureDeleted:
		err = q.SetRemoved(ctx, idea.ID, time.Time{}, false)
	case domain.ErasureNameless:
		err = q.SetAuthor(ctx, idea.ID, e.Author.ID)
	}
	if err != nil {
		return err
	}
	if err := q.SetErasureOutcome(ctx, e.ID, ""); err != nil {
		return err
	}
	err = a.record(ctx, q, who, "undo deletion", "idea", idea.ID, string(e.Outcome))
	if err != nil || a.past || a.now().Before(d.Row.Closed.Add(domain.DeskUndo)) {
		return err // no letter has left
	}
	return q.Promise(ctx, domain.SendErasure{Row: d.Row.ID, Undone: true}, a.now())
}

// holdErasure reads the wish of a row and holds its idea.
func (a *App) holdErasure(ctx context.Context, q *store.Tx, who domain.Actor, d Deskwork) (domain.Erasure, domain.Idea, error) {
	if err := domain.Allow(who, domain.RemoveIdea); err != nil {
		return domain.Erasure{}, domain.Idea{}, err
	}
	found, err := q.Erasures(ctx, []int64{d.Row.Subject})
	if err != nil {
		return domain.Erasure{}, domain.Idea{}, err
	}
	idea, err := q.LockIdea(ctx, who, found[d.Row.Subject].Idea.ID)
	if err != nil {
		return domain.Erasure{}, idea, err
	}
	// Read anew: what it decides on may have changed before the row was held.
	found, err = q.Erasures(ctx, []int64{d.Row.Subject})
	return found[d.Row.Subject], idea, err
}
