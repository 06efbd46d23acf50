package app

import (
	"context"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// Verdict is what somebody wants an item to become.
type Verdict struct {
	To     domain.Status
	Reason string    // what customers read: required where the law says so
	Target time.Time // with acceptance: a day that voters see; zero: none
	// Revision is the name of the one that carries what is shipped: one of its product that
	// is out, or a new one, which is released with Reason as its description.
	Revision string
}

// DecideItem decides about an item of a queue. About an idea it is Decide, with its
// ledger.
func (a *App) DecideItem(ctx context.Context, who domain.Actor, id, version int64, v Verdict) error {
	v.Reason, v.Revision = text.Body(v.Reason), text.Line(v.Revision)
	var p domain.Problems
	if domain.CheckTarget(&p, v.Target, a.now()); p.Err() != nil {
		return p.Err()
	}
	rule, err := a.rule(ctx)
	if err != nil {
		return err
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
		if err := a.carry(ctx, q, who, rule, i, v); err != nil {
			return err
		}
		by := domain.MemberRef{ID: who.ID, Role: who.Role}
		if err := a.became(ctx, q, *i, queue, v.To, by, v.Reason); err != nil || v.Reason == "" {
			return err // a decision without words sends no draft
		}
		return q.DeleteDraft(ctx, who.ID, domain.FormOf("items", id, "decide"))
	})
}

// carry notes which revision carries an item that is shipped, and releases it where it
// is not out yet.
func (a *App) carry(ctx context.Context, q *store.Tx, who domain.Actor, rule domain.Rule, i *domain.Item, v Verdict) error {
	if err := domain.CheckCarried(*i, v.To, v.Revision); err != nil || !v.To.Ships() || v.Revision == "" {
		return err
	}
	out, err := q.RevisionNamed(ctx, i.Product.ID, v.Revision)
	if err != nil || out != 0 {
		i.ShippedIn = domain.Revision{ID: out, Name: v.Revision}
		return err
	}
	i.ShippedIn, err = a.releaseFrom(ctx, q, who, rule, i.Product.ID, v.Revision, v.Reason)
	return err
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
