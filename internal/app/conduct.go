package app

import (
	"context"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// NoteMember keeps a note about an account for the staff.
func (a *App) NoteMember(ctx context.Context, who domain.Actor, member int64, body string) error {
	body = text.Body(body)
	var p domain.Problems
	if domain.CheckMemberNote(&p, body); p.Err() != nil {
		return p.Err()
	}
	return a.act(ctx, who, domain.Moderate, func(q *store.Tx, who domain.Actor) error {
		m, err := q.HoldMember(ctx, member)
		if err != nil {
			return err
		}
		if m.Former() {
			return domain.ErrNotFound
		}
		n := domain.MemberNote{By: domain.MemberRef{ID: who.ID, Role: who.Role}, Body: body, At: a.now()}
		if err := q.CreateMemberNote(ctx, member, n); err != nil {
			return err
		}
		return a.record(ctx, q, who, "note member", "member", member, "")
	})
}

// Silence keeps a member from writing, for a reason that the member is told, until
// somebody ends it or its days are over.
func (a *App) Silence(ctx context.Context, who domain.Actor, member int64, s domain.Sanction) error {
	s.Reason = text.Body(s.Reason)
	var p domain.Problems
	if domain.CheckSanction(&p, s); p.Err() != nil {
		return p.Err()
	}
	return a.actOn(ctx, who, member, func(q *store.Tx, who domain.Actor, _ domain.Member) error {
		have, err := q.RestrictionOf(ctx, domain.PartMember, member, domain.Silenced)
		if err != nil || have.ID != 0 && have.InForce(a.now()) {
			return err
		}
		_, err = a.restrict(ctx, q, domain.Restriction{Whom: domain.MemberRef{ID: member}, Part: domain.PartMember, Subject: member,
			What: domain.Silenced, Ground: domain.RuleOther, Note: s.Reason, By: domain.MemberRef{ID: who.ID, Role: who.Role},
			Ends: s.Ends(a.now())})
		if err != nil {
			return err
		}
		if err := a.decideMember(ctx, q, who, member, domain.MemberDecision{Act: domain.SilenceMember, Reason: s.Reason}); err != nil {
			return err
		}
		return a.record(ctx, q, who, "silence", "member", member, "")
	})
}

// Unsilence lets a silenced member write again, whoever or whatever silenced them.
func (a *App) Unsilence(ctx context.Context, who domain.Actor, member int64) error {
	return a.actOn(ctx, who, member, func(q *store.Tx, who domain.Actor, _ domain.Member) error {
		told, err := q.RestrictionsOn(ctx, domain.PartMember, member)
		if err != nil {
			return err
		}
		for _, r := range told {
			if r.What == domain.Silenced {
				if err := a.unsilence(ctx, q, who, r); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (a *App) unsilence(ctx context.Context, q *store.Tx, who domain.Actor, told domain.Restriction) error {
	if err := a.lift(ctx, q, told, who.ID); err != nil {
		return err
	}
	if err := a.decideMember(ctx, q, who, told.Whom.ID, domain.MemberDecision{Act: domain.UnsilenceMember}); err != nil {
		return err
	}
	return a.record(ctx, q, who, "unsilence", "member", told.Whom.ID, "")
}

// actOn is act on an account whose row is held, by whoever may suspend it.
func (a *App) actOn(ctx context.Context, who domain.Actor, member int64, do func(*store.Tx, domain.Actor, domain.Member) error) error {
	return a.act(ctx, who, domain.Suspend, func(q *store.Tx, who domain.Actor) error {
		m, err := q.HoldMember(ctx, member)
		if err != nil {
			return err
		}
		if err := domain.CheckSuspend(who, m); err != nil {
			return err
		}
		return do(q, who, m)
	})
}

// EndRestriction lets an account write or sign in again whose time has come.
func (a *App) EndRestriction(ctx context.Context, restriction int64) error {
	rule, err := a.rule(ctx)
	if err != nil {
		return err
	}
	told, err := a.store.Reader().Restriction(ctx, restriction)
	if err != nil {
		return err
	}
	return a.store.Tx(ctx, func(q *store.Tx) error {
		m, err := q.HoldMember(ctx, told.Whom.ID)
		if err != nil {
			return err
		}
		told, err := q.Restriction(ctx, restriction)
		if err != nil || !told.Lifted.IsZero() || told.InForce(a.now()) {
			return err
		}
		if told.What == domain.Suspended && !m.Suspended.IsZero() {
			return a.suspendOrNot(ctx, q, rule, domain.System, m, time.Time{}, domain.Sanction{})
		}
		return a.unsilence(ctx, q, domain.System, told)
	})
}
