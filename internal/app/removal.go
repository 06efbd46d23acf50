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
	for _, part := range domain.RemovalParts {
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
	if err := q.Promise(ctx, domain.SettleRemoval{Removal: id, Part: domain.RemovalParts[0]}, a.now()); err != nil {
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
	for i, part := range domain.RemovalParts[1:] {
		if domain.RemovalParts[i] == p {
			return part
		}
	}
	return ""
}

// removeNext removes one post, unless the removal was taken back meanwhile. The statement
// about all of them is its author's letter; the one about it says which words it was.
func (a *App) removeNext(ctx context.Context, r domain.Removal, part domain.Part, id int64) error {
	return a.store.Tx(ctx, func(q *store.Tx) error {
		r, err := q.HoldRemoval(ctx, r.ID)
		if err != nil || !r.Stands() {
			return err
		}
		if part == domain.PartHeld {
			err = a.rejectHeld(ctx, q, r, id)
		} else {
			err = a.removeStanding(ctx, q, r, part, id)
		}
		if errors.Is(err, domain.ErrNotFound) {
			return nil // it is gone
		}
		return err
	})
}

// removeStanding takes a post away that is in sight or hidden, with what waits about it on the
// desk.
func (a *App) removeStanding(ctx context.Context, q *store.Tx, r domain.Removal, part domain.Part, id int64) error {
	p, err := a.holdPost(ctx, q, domain.System, part, id)
	if err != nil || p.ByAccount() != r.Member || p.State != domain.PostShown && p.State != domain.PostHidden {
		return err
	}
	row, err := a.settleFlagged(ctx, q, p)
	if err != nil {
		return err
	}
	err = a.restrictRemoved(ctx, q, r, domain.Restriction{Part: part, Subject: id, What: domain.TakenAway, Words: p.Words, Row: row})
	if err != nil {
		return err
	}
	if err := a.settlePost(ctx, q, p); err != nil {
		return err
	}
	weighed, err := q.WeighedOf(ctx, part, id, domain.Undecided)
	if err != nil {
		return err
	}
	for _, w := range weighed {
		if err := a.settleWeighed(ctx, q, w); err != nil {
			return err
		}
	}
	return q.CountRemoved(ctx, r.ID)
}

// restrictRemoved keeps the restriction of one post that a removal is about. No letter tells
// of it: that about everything does.
func (a *App) restrictRemoved(ctx context.Context, q *store.Tx, r domain.Removal, of domain.Restriction) error {
	of.Whom.ID, of.Ground, of.By, of.At, of.Removal = r.Member, r.Ground, r.By, a.now(), r.ID
	of.Words = text.Cut(of.Words, domain.RestrictedWordsMax)
	_, err := q.CreateRestriction(ctx, of)
	return err
}

// settleFlagged says that members and guests were right about a post that a removal takes
// away. It returns the row of the desk by which that is found again; 0 where none waits.
func (a *App) settleFlagged(ctx context.Context, q *store.Tx, p domain.Post) (row int64, err error) {
	if row, err = q.RowOnPost(ctx, p.Part, p.ID); err != nil || row == 0 {
		return 0, err
	}
	if err := q.DecideFlags(ctx, p.Part, p.ID, domain.FlagRight, row); err != nil {
		return 0, err
	}
	if err := a.answerReports(ctx, q, p, Deskwork{Row: domain.DeskRow{ID: row}, Do: domain.RemoveIt}); err != nil {
		return 0, err
	}
	for _, kind := range []domain.DeskKind{domain.DeskFlag, domain.DeskReport} {
		if err := q.CloseDeskRow(ctx, kind, p.Part, p.ID, 0, "", a.now()); err != nil {
			return 0, err
		}
	}
	return row, nil
}

// settleWeighed says that what was weighed is kept out, in no row of the desk: the removal
// is the decision. What nobody was asked about stays as it is.
func (a *App) settleWeighed(ctx context.Context, q *store.Tx, weighed int64) error {
	post, err := q.CasePost(ctx, weighed)
	if err != nil || post.Case == 0 || post.Verdict != domain.Undecided {
		return err
	}
	if err := q.SetVerdict(ctx, weighed, domain.SpamPost, 0); err != nil {
		return err
	}
	if err := recordSignals(ctx, q, &post, domain.SpamPost, 1); err != nil {
		return err
	}
	return a.raiseCase(ctx, q, post.Case)
}

// rejectHeld rejects a post that waits to be let in.
func (a *App) rejectHeld(ctx context.Context, q *store.Tx, r domain.Removal, id int64) error {
	h, err := q.LockHeld(ctx, id)
	if err != nil || h.By.ID != r.Member || h.State != domain.HeldWaiting {
		return err
	}
	if err := q.SetHeldState(ctx, id, domain.HeldRejected, 0, r.Note, a.now()); err != nil {
		return err
	}
	err = a.restrictRemoved(ctx, q, r, domain.Restriction{Part: domain.PartHeld, Subject: id, What: domain.Rejected,
		Words: h.Title + "\n" + h.Body})
	if err != nil {
		return err
	}
	if err := a.settleWeighed(ctx, q, h.Weighed); err != nil {
		return err
	}
	return q.CountRemoved(ctx, r.ID)
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

// returnPostRemoved brings one of them back, and to the desk what waited there about it.
func (a *App) returnPostRemoved(ctx context.Context, r domain.Removal, told domain.Restriction) error {
	return a.store.Tx(ctx, func(q *store.Tx) error {
		if told.Part == domain.PartHeld {
			return a.returnHeld(ctx, q, r, told)
		}
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
		if err := a.settlePost(ctx, q, p); err != nil {
			return err
		}
		if told.Row != 0 {
			if err := a.reopenOn(ctx, q, p, told.Row); err != nil {
				return err
			}
		}
		weighed, err := q.WeighedOf(ctx, p.Part, p.ID, domain.SpamPost)
		if err != nil {
			return err
		}
		for _, w := range weighed {
			if _, err := a.unsettleWeighed(ctx, q, w); err != nil {
				return err
			}
		}
		return nil
	})
}

// returnHeld lets a post wait again that a removal rejected, unless its author has sent
// other words meanwhile, or took it back.
func (a *App) returnHeld(ctx context.Context, q *store.Tx, r domain.Removal, told domain.Restriction) error {
	h, gone := q.LockHeld(ctx, told.Subject)
	if gone != nil && !errors.Is(gone, domain.ErrNotFound) {
		return gone
	}
	err := q.LiftRestriction(ctx, told.ID, r.Undid.ID, a.now())
	if errors.Is(err, domain.ErrNotFound) {
		return nil // somebody was faster
	}
	if err != nil || gone != nil || h.State != domain.HeldRejected {
		return err
	}
	if again, err := a.unsettleWeighed(ctx, q, h.Weighed); err != nil || !again {
		return err
	}
	return q.SetHeldState(ctx, h.ID, domain.HeldWaiting, 0, "", a.now())
}

// unsettleWeighed lets what settleWeighed decided wait again, and reports whether it had.
func (a *App) unsettleWeighed(ctx context.Context, q *store.Tx, weighed int64) (bool, error) {
	post, err := q.CasePost(ctx, weighed)
	if err != nil || post.Verdict != domain.SpamPost || post.Row != 0 {
		return false, err
	}
	if err := recordSignals(ctx, q, &post, domain.SpamPost, -1); err != nil {
		return false, err
	}
	if err := q.SetVerdict(ctx, weighed, domain.Undecided, 0); err != nil {
		return false, err
	}
	return true, a.raiseCase(ctx, q, post.Case)
}
