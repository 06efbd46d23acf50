package app

import (
	"context"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// Object says why a restriction is wrong. Another person than whoever restricted decides.
func (a *App) Object(ctx context.Context, who domain.Actor, restriction int64, words string) error {
	words, err := objection(words)
	if err != nil {
		return err
	}
	return a.act(ctx, who, domain.OwnAccount, func(q *store.Tx, who domain.Actor) error {
		return a.object(ctx, q, who, restriction, words)
	})
}

// ObjectByLink is Object for whoever has the link of the letter, and may be unable to sign
// in.
func (a *App) ObjectByLink(ctx context.Context, token, words string) error {
	words, err := objection(words)
	if err != nil {
		return err
	}
	told, err := a.store.Reader().RestrictionByToken(ctx, HashToken(token))
	if err != nil {
		return err
	}
	return a.store.Tx(ctx, func(q *store.Tx) error {
		if _, err := q.HoldMember(ctx, told.Whom.ID); err != nil {
			return err
		}
		return a.object(ctx, q, domain.Actor{ID: told.Whom.ID}, told.ID, words)
	})
}

func objection(words string) (string, error) {
	words = text.Body(words)
	var p domain.Problems
	domain.CheckObjection(&p, words)
	return words, p.Err()
}

// object keeps an objection of somebody whose account's row is held.
func (a *App) object(ctx context.Context, q *store.Tx, who domain.Actor, restriction int64, words string) error {
	told, err := q.Restriction(ctx, restriction)
	if err != nil {
		return err
	}
	if err := domain.CheckObjects(who, &told, a.now()); err != nil {
		return err
	}
	if err := q.CreateObjection(ctx, restriction, who.ID, words, a.now()); err != nil {
		return err
	}
	space, err := a.spaceOf(ctx, q, told)
	if err != nil {
		return err
	}
	_, err = q.OpenDeskRow(ctx, domain.DeskRow{Kind: domain.DeskObjection, Part: domain.PartRestriction, Subject: restriction, Space: space,
		Harm: domain.DeskHarm(domain.DeskObjection, 0), Created: a.now()})
	return err
}

// spaceOf is the space of what a restriction is about; ID 0 for none.
func (a *App) spaceOf(ctx context.Context, q *store.Tx, told domain.Restriction) (domain.Space, error) {
	key := domain.PostKey{Part: told.Part, ID: told.Subject}
	posts, err := q.Posts(ctx, key)
	return posts[key].Space, err
}

// NewObjectionToken makes the link in the letter about a restriction, when the letter is
// written.
func (a *App) NewObjectionToken(ctx context.Context, restriction int64) (string, error) {
	token, hash := newToken()
	return token, a.store.Tx(ctx, func(q *store.Tx) error { return q.SetRestrictionToken(ctx, restriction, hash) })
}

// holdRestricted holds what the restriction of a row restricts.
func (a *App) holdRestricted(ctx context.Context, q *store.Tx, row domain.DeskRow) error {
	told, err := q.Restriction(ctx, row.Subject)
	if err != nil {
		return err
	}
	switch told.Part {
	case domain.PartMember:
		_, err = q.HoldMember(ctx, told.Subject)
	case domain.PartRemoval:
		_, err = q.HoldRemoval(ctx, told.Subject)
	case domain.PartHeld:
		_, err = q.LockHeld(ctx, told.Subject)
	default:
		_, err = a.holdPost(ctx, q, domain.System, told.Part, told.Subject)
	}
	return err
}

// decideObjection lifts a restriction that somebody objects to, or lets it stand. It is
// another person who decides, or one who is alone a day later.
func (a *App) decideObjection(ctx context.Context, q *store.Tx, who domain.Actor, d Deskwork) error {
	told, err := q.Restriction(ctx, d.Row.Subject)
	if err != nil {
		return err
	}
	if err := a.checkObjectionDecider(ctx, q, who, told); err != nil {
		return err
	}
	outcome := domain.ObjectionUpheld
	if d.Do == domain.RestoreIt {
		outcome = domain.ObjectionRestored
		if err := a.release(ctx, q, who, told, d); err != nil {
			return err
		}
	}
	if err := q.DecideObjection(ctx, told.ID, who.ID, outcome, d.Words, a.now()); err != nil {
		return err
	}
	if !a.past {
		letter := domain.SendRestriction{Restriction: told.ID, Answered: true}
		if err := q.Promise(ctx, letter, a.now().Add(domain.DeskUndo)); err != nil {
			return err
		}
	}
	return a.record(ctx, q, who, string(d.Do)+" objected", "restriction", told.ID, "")
}

func (a *App) checkObjectionDecider(ctx context.Context, q *store.Tx, who domain.Actor, told domain.Restriction) error {
	others, err := q.OtherModerators(ctx, who.ID, told.Whom.ID)
	if err != nil {
		return err
	}
	return domain.CheckObjectionDecider(who, &told, others, a.now())
}

// release lifts a restriction, whatever it restricts. A post is back then: what else keeps
// it out of sight, such as the rule that hid it before a person did, is lifted with it.
func (a *App) release(ctx context.Context, q *store.Tx, who domain.Actor, told domain.Restriction, d Deskwork) error {
	if !told.Lifted.IsZero() {
		return nil
	}
	switch told.Part {
	case domain.PartMember:
		return a.releaseMember(ctx, q, who, told)
	case domain.PartRemoval:
		return a.releaseRemoved(ctx, q, who, told)
	case domain.PartHeld:
		return a.releaseHeld(ctx, q, who, told, d.Ready)
	}
	p, err := a.holdPost(ctx, q, domain.System, told.Part, told.Subject)
	if err != nil {
		return err
	}
	all, err := q.RestrictionsOn(ctx, told.Part, told.Subject)
	if err != nil {
		return err
	}
	for _, r := range all { // the answer to the objection is the letter of it
		if err := q.LiftRestriction(ctx, r.ID, who.ID, d.At); err != nil {
			return err
		}
	}
	if err := a.reconsiderAll(ctx, q, told.Part, told.Subject); err != nil {
		return err
	}
	return a.settlePost(ctx, q, p)
}

// undoObjection lets an objection wait again; what was lifted is in force again.
func (a *App) undoObjection(ctx context.Context, q *store.Tx, who domain.Actor, d Deskwork) error {
	told, err := q.Restriction(ctx, d.Row.Subject)
	if err != nil {
		return err
	}
	if err := a.checkObjectionDecider(ctx, q, who, told); err != nil {
		return err
	}
	if told.Part == domain.PartHeld && d.Row.Decision == domain.RestoreIt {
		return domain.Refuse(domain.Conflict, "error.desk_undo") // it is public since
	}
	if (told.Part == domain.PartMember || told.Part == domain.PartRemoval) && d.Row.Decision == domain.RestoreIt {
		return domain.Refuse(domain.Conflict, "error.undo_member")
	}
	if d.Row.Decision == domain.RestoreIt {
		p, err := a.holdPost(ctx, q, domain.System, told.Part, told.Subject)
		if err != nil {
			return err
		}
		if err := q.ReviveRestrictions(ctx, told.Part, told.Subject, d.Row.ClosedBy.ID, d.Row.Closed); err != nil {
			return err
		}
		if err := a.settlePost(ctx, q, p); err != nil {
			return err
		}
	}
	if err := q.DecideObjection(ctx, told.ID, 0, "", "", time.Time{}); err != nil {
		return err
	}
	return a.record(ctx, q, who, "undo "+string(d.Do)+" objected", "restriction", told.ID, "")
}
