package app

import (
	"context"
	"errors"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// removalBatch is how many posts one job of a removal settles, each in a transaction of its
// own.
const removalBatch = 50

// RemoveEverything removes all that an account has written until now, as one decision with
// one statement of its reasons, which can be objected to and taken back as a whole. The
// posts go in the background. While a removal goes on, another one changes nothing.
func (a *App) RemoveEverything(ctx context.Context, who domain.Actor, member int64, d domain.RemovalDraft) error {
	d.Reason = text.Body(d.Reason)
	var p domain.Problems
	if domain.CheckRemovalDraft(&p, d); p.Err() != nil {
		return p.Err()
	}
	return a.actOn(ctx, who, member, func(q *store.Tx, who domain.Actor, _ domain.Member) error {
		before, err := q.Removals(ctx, member)
		if err != nil || len(before) > 0 && before[0].Stands() && before[0].Done.IsZero() {
			return err
		}
		if err := a.checkStanding(ctx, q, member); err != nil {
			return err
		}
		return a.removeEverything(ctx, q, who, member, d)
	})
}

// checkStanding refuses to remove everything where there is nothing.
func (a *App) checkStanding(ctx context.Context, q *store.Tx, member int64) error {
	for _, part := range domain.ConductParts {
		some, err := q.Standing(ctx, member, part, 0, a.now(), 1)
		if err != nil || len(some) > 0 {
			return err
		}
	}
	return domain.Refuse(domain.Conflict, "error.nothing_to_remove")
}

func (a *App) removeEverything(ctx context.Context, q *store.Tx, who domain.Actor, member int64, d domain.RemovalDraft) error {
	by := domain.MemberRef{ID: who.ID, Role: who.Role}
	id, err := q.CreateRemoval(ctx, domain.Removal{Member: member, Ground: d.Ground, Note: d.Reason, By: by, At: a.now()})
	if err != nil {
		return err
	}
	_, err = a.restrict(ctx, q, domain.Restriction{Whom: domain.MemberRef{ID: member}, Part: domain.PartRemoval, Subject: id,
		What: domain.TakenAway, Ground: d.Ground, Note: d.Reason, By: by})
	if err != nil {
		return err
	}
	if err := a.decideMember(ctx, q, who, member, domain.MemberDecision{Act: domain.RemovePosts, Reason: d.Reason}); err != nil {
		return err
	}
	if err := q.Promise(ctx, domain.SettleRemoval{Removal: id, Part: domain.ConductParts[0]}, a.now()); err != nil {
		return err
	}
	return a.record(ctx, q, who, "remove everything", "member", member, "")
}

// UndoRemoval brings back what a removal of a member removed, and nothing else: what was
// hidden before is hidden again, what somebody restored since stays as it is.
func (a *App) UndoRemoval(ctx context.Context, who domain.Actor, member, removal int64) error {
	return a.actOn(ctx, who, member, func(q *store.Tx, who domain.Actor, _ domain.Member) error {
		r, err := q.HoldRemoval(ctx, removal)
		switch {
		case err != nil:
			return err
		case r.Member != member:
			return domain.ErrNotFound
		case !r.Stands():
			return nil
		}
		told, err := q.RestrictionOf(ctx, domain.PartRemoval, removal, domain.TakenAway)
		if err != nil {
			return err
		}
		if err := a.lift(ctx, q, told, who.ID); err != nil {
			return err
		}
		return a.undoRemoval(ctx, q, who, r)
	})
}

// releaseRemoved takes a removal back to whose statement somebody objected with success.
func (a *App) releaseRemoved(ctx context.Context, q *store.Tx, who domain.Actor, told domain.Restriction) error {
	r, err := q.HoldRemoval(ctx, told.Subject)
	if err != nil || !r.Stands() {
		return err
	}
	if err := q.LiftRestriction(ctx, told.ID, who.ID, a.now()); err != nil { // the answer to the objection is the letter of it
		return err
	}
	return a.undoRemoval(ctx, q, who, r)
}

// undoRemoval takes a removal back that stands and whose statement is lifted.
func (a *App) undoRemoval(ctx context.Context, q *store.Tx, who domain.Actor, r domain.Removal) error {
	if err := q.SetRemovalUndone(ctx, r.ID, who.ID, a.now()); err != nil {
		return err
	}
	if err := a.decideMember(ctx, q, who, r.Member, domain.MemberDecision{Act: domain.RestorePosts}); err != nil {
		return err
	}
	if err := q.Promise(ctx, domain.SettleRemoval{Removal: r.ID}, a.now()); err != nil {
		return err
	}
	return a.record(ctx, q, who, "undo remove everything", "member", r.Member, "")
}

// SettleRemoval removes the next posts of a removal, or brings the next ones back when it
// was taken back, and promises to go on.
func (a *App) SettleRemoval(ctx context.Context, t domain.SettleRemoval) error {
	r, err := a.store.Reader().Removal(ctx, t.Removal)
	if err != nil {
		return err
	}
	if !r.Stands() {
		return a.returnRemoved(ctx, r, t)
	}
	ids, err := a.store.Reader().Standing(ctx, r.Member, t.Part, t.After, r.At, removalBatch)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := a.removeNext(ctx, r, t.Part, id); err != nil {
			return err
		}
		t.After = id
	}
	if len(ids) == 0 {
		if t.Part = nextPart(t.Part); t.Part == "" {
			return a.store.Tx(ctx, func(q *store.Tx) error { return q.SetRemovalDone(ctx, r.ID, a.now()) })
		}
		t.After = 0
	}
	return a.store.Tx(ctx, func(q *store.Tx) error { return q.Promise(ctx, t, a.now()) })
}

// nextPart is the part that a removal goes on with; "" behind the last one.
func nextPart(p domain.Part) domain.Part {
	for i, part := range domain.ConductParts[1:] {
		if domain.ConductParts[i] == p {
			return part
		}
	}
	return ""
}

// removeNext removes one post, unless it is out of sight already or the removal was taken
// back meanwhile. The statement about all of them is its author's letter; the one about it
// says which words it was.
func (a *App) removeNext(ctx context.Context, r domain.Removal, part domain.Part, id int64) error {
	return a.store.Tx(ctx, func(q *store.Tx) error {
		r, err := q.HoldRemoval(ctx, r.ID)
		if err != nil || !r.Stands() {
			return err
		}
		p, err := a.holdPost(ctx, q, domain.System, part, id)
		if errors.Is(err, domain.ErrNotFound) {
			return nil // it is gone
		}
		if err != nil || p.ByAccount() != r.Member || p.State != domain.PostShown && p.State != domain.PostHidden {
			return err
		}
		_, err = q.CreateRestriction(ctx, domain.Restriction{Whom: domain.MemberRef{ID: r.Member}, Part: part, Subject: id,
			What: domain.TakenAway, Ground: r.Ground, Words: text.Cut(p.Words, domain.RestrictedWordsMax), By: r.By, At: a.now(), Removal: r.ID})
		if err != nil {
			return err
		}
		if err := a.settlePost(ctx, q, p); err != nil {
			return err
		}
		return q.CountRemoved(ctx, r.ID)
	})
}

// returnRemoved lifts the next restrictions of a removal that was taken back.
func (a *App) returnRemoved(ctx context.Context, r domain.Removal, t domain.SettleRemoval) error {
	all, err := a.store.Reader().RemovedBy(ctx, r.ID, 0, removalBatch)
	if err != nil || len(all) == 0 {
		return err
	}
	for _, told := range all {
		if err := a.returnPostRemoved(ctx, r, told); err != nil {
			return err
		}
	}
	return a.store.Tx(ctx, func(q *store.Tx) error { return q.Promise(ctx, t, a.now()) })
}

func (a *App) returnPostRemoved(ctx context.Context, r domain.Removal, told domain.Restriction) error {
	return a.store.Tx(ctx, func(q *store.Tx) error {
		p, gone := a.holdPost(ctx, q, domain.System, told.Part, told.Subject)
		if gone != nil && !errors.Is(gone, domain.ErrNotFound) {
			return gone
		}
		err := q.LiftRestriction(ctx, told.ID, r.Undid.ID, a.now())
		if errors.Is(err, domain.ErrNotFound) {
			return nil // somebody was faster
		}
		if err != nil || gone != nil {
			return err
		}
		return a.settlePost(ctx, q, p)
	})
}
