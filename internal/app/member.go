package app

import (
	"context"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// AddMember creates a confirmed account with a password, for the command line
// and the demo.
func (a *App) AddMember(ctx context.Context, who domain.Actor, m domain.Member, password string) (int64, error) {
	if err := domain.Allow(who, domain.ManagePeople); err != nil {
		return 0, err
	}
	m, err := checkMember(m, password)
	if err != nil {
		return 0, err
	}
	if m.Password, err = a.passwords.hash(ctx, password); err != nil {
		return 0, err
	}
	return a.addMember(ctx, who, m)
}

func (a *App) addMember(ctx context.Context, who domain.Actor, m domain.Member) (id int64, err error) {
	m.SingleKeys, m.Created, m.Confirmed = true, a.now(), a.now()
	err = a.act(ctx, who, domain.ManagePeople, func(q *store.Tx, who domain.Actor) (err error) {
		if id, err = q.CreateMember(ctx, m); err != nil {
			return err
		}
		return a.record(ctx, q, who, "add member", "member", id, string(m.Role))
	})
	return id, err
}

// SetRole gives somebody a role, for a reason that staff can read. The last admin
// keeps the role.
func (a *App) SetRole(ctx context.Context, who domain.Actor, member int64, role domain.Role, reason string) error {
	if err := domain.Allow(who, domain.ManagePeople); err != nil {
		return err
	}
	reason = text.Body(reason)
	var p domain.Problems
	if role, ok := domain.ParseRole(string(role)); !ok {
		p.Add("role", "error.role", domain.Args{"Role": string(role)})
	}
	if domain.CheckReason(&p, reason); p.Err() != nil {
		return p.Err()
	}
	rule, err := a.rule(ctx)
	if err != nil {
		return err
	}
	return a.act(ctx, who, domain.ManagePeople, func(q *store.Tx, who domain.Actor) error {
		m, err := q.HoldMember(ctx, member)
		if err != nil || m.Role == role {
			return err
		}
		if m.Email == "" {
			return domain.Refuse(domain.Conflict, "error.imported_member")
		}
		if err := a.keepAnAdmin(ctx, q, m); err != nil {
			return err
		}
		if err := q.SetRole(ctx, member, role); err != nil {
			return err
		}
		if m.Role.Staff() != role.Staff() { // what staff rate is not counted
			if err := a.flagRatings(ctx, q, rule, who, member, domain.CauseRole, func(f *domain.Flags) { f.Staff = role.Staff() }); err != nil {
				return err
			}
		}
		if err := q.DeleteDraft(ctx, who.ID, domain.FormOf("members", member, "role")); err != nil {
			return err
		}
		if err := a.decideMember(ctx, q, who, member, domain.MemberDecision{Act: domain.GiveRole, Given: role, Reason: reason}); err != nil {
			return err
		}
		return a.record(ctx, q, who, "set role", "member", member, string(role))
	})
}

// decideMember keeps what somebody decides about a member now.
func (a *App) decideMember(ctx context.Context, q *store.Tx, who domain.Actor, member int64, d domain.MemberDecision) error {
	d.By, d.At = domain.MemberRef{ID: who.ID, Role: who.Role}, a.now()
	return q.CreateMemberDecision(ctx, member, d)
}

func (a *App) keepAnAdmin(ctx context.Context, q *store.Tx, m domain.Member) error {
	if m.Role != domain.Admin {
		return nil
	}
	others, err := q.OtherAdmins(ctx, m.ID)
	if err == nil && others == 0 {
		err = domain.Refuse(domain.Conflict, "error.last_admin")
	}
	return err
}

// Suspend ends a member's sessions and keeps the member from signing in, for a
// reason that staff can read, until somebody ends it or its days are over. Staff can be
// suspended by an admin only, and nobody suspends themselves.
func (a *App) Suspend(ctx context.Context, who domain.Actor, member int64, s domain.Sanction) error {
	if err := domain.Allow(who, domain.Suspend); err != nil {
		return err
	}
	s.Reason = text.Body(s.Reason)
	var p domain.Problems
	if domain.CheckSanction(&p, s); p.Err() != nil {
		return p.Err()
	}
	return a.setSuspended(ctx, who, member, a.now(), s)
}

// Reinstate lets a suspended member sign in again.
func (a *App) Reinstate(ctx context.Context, who domain.Actor, member int64) error {
	return a.setSuspended(ctx, who, member, time.Time{}, domain.Sanction{})
}

// setSuspended suspends at a time for a reason, or reinstates with the zero time.
func (a *App) setSuspended(ctx context.Context, who domain.Actor, member int64, at time.Time, s domain.Sanction) error {
	if err := domain.Allow(who, domain.Suspend); err != nil {
		return err
	}
	rule, err := a.rule(ctx)
	if err != nil {
		return err
	}
	return a.actOn(ctx, who, member, func(q *store.Tx, who domain.Actor, m domain.Member) error {
		if m.Suspended.IsZero() == at.IsZero() {
			return nil
		}
		if err := a.keepAnAdmin(ctx, q, m); err != nil && !at.IsZero() {
			return err
		}
		return a.suspendOrNot(ctx, q, rule, who, m, at, s)
	})
}

// suspendOrNot suspends a member whose row is held at a time, or reinstates with the zero
// time.
func (a *App) suspendOrNot(ctx context.Context, q *store.Tx, rule domain.Rule, who domain.Actor, m domain.Member, at time.Time,
	s domain.Sanction) error {
	if err := q.SetSuspended(ctx, m.ID, at); err != nil {
		return err
	}
	if err := q.DeleteDraft(ctx, who.ID, domain.FormOf("members", m.ID, "suspend")); err != nil {
		return err
	}
	verb, cause, act := "suspend", domain.CauseSuspension, domain.SuspendMember
	if at.IsZero() {
		verb, cause, act = "reinstate", domain.CauseReinstating, domain.ReinstateMember
	}
	if err := a.decideMember(ctx, q, who, m.ID, domain.MemberDecision{Act: act, Reason: s.Reason}); err != nil {
		return err
	}
	if err := a.stateSuspension(ctx, q, who, m, !at.IsZero(), s); err != nil {
		return err
	}
	if err := a.flagRatings(ctx, q, rule, who, m.ID, cause, func(f *domain.Flags) { f.Suspended = !at.IsZero() }); err != nil {
		return err
	}
	return a.record(ctx, q, who, verb, "member", m.ID, "")
}

// stateSuspension tells a member of a suspension and how to object, or lifts those there
// are.
func (a *App) stateSuspension(ctx context.Context, q *store.Tx, who domain.Actor, m domain.Member, suspended bool,
	s domain.Sanction) error {
	if suspended {
		_, err := a.restrict(ctx, q, domain.Restriction{Whom: domain.MemberRef{ID: m.ID}, Part: domain.PartMember, Subject: m.ID,
			What: domain.Suspended, Ground: domain.RuleOther, Note: s.Reason, By: domain.MemberRef{ID: who.ID, Role: who.Role},
			Ends: s.Ends(a.now())})
		return err
	}
	told, err := q.RestrictionsOn(ctx, domain.PartMember, m.ID)
	if err != nil {
		return err
	}
	for _, r := range told {
		if r.What == domain.Suspended {
			if err := a.lift(ctx, q, r, who.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// releaseMember lifts what restricts a member: of a suspension the member can sign in
// again.
func (a *App) releaseMember(ctx context.Context, q *store.Tx, who domain.Actor, told domain.Restriction) error {
	m, err := q.HoldMember(ctx, told.Subject)
	if err != nil {
		return err
	}
	if err := domain.CheckSuspend(who, m); err != nil {
		return err
	}
	if told.What != domain.Suspended || m.Suspended.IsZero() {
		return q.LiftRestriction(ctx, told.ID, who.ID, a.now())
	}
	rule, err := a.rule(ctx)
	if err != nil {
		return err
	}
	return a.suspendOrNot(ctx, q, rule, who, m, time.Time{}, domain.Sanction{})
}
