package app

import (
	"context"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
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

// SetRole gives somebody a role. The last admin keeps the role.
func (a *App) SetRole(ctx context.Context, who domain.Actor, member int64, role domain.Role) error {
	if err := domain.Allow(who, domain.ManagePeople); err != nil {
		return err
	}
	if role, ok := domain.ParseRole(string(role)); !ok {
		return domain.BadField("role", "error.role", domain.Args{"Role": string(role)})
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
		return a.record(ctx, q, who, "set role", "member", member, string(role))
	})
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

// Suspend ends a member's sessions and keeps the member from signing in. Staff
// can be suspended by an admin only, and nobody suspends themselves.
func (a *App) Suspend(ctx context.Context, who domain.Actor, member int64) error {
	return a.setSuspended(ctx, who, member, a.now())
}

// Reinstate lets a suspended member sign in again.
func (a *App) Reinstate(ctx context.Context, who domain.Actor, member int64) error {
	return a.setSuspended(ctx, who, member, time.Time{})
}

func (a *App) setSuspended(ctx context.Context, who domain.Actor, member int64, at time.Time) error {
	if err := domain.Allow(who, domain.Suspend); err != nil {
		return err
	}
	rule, err := a.rule(ctx)
	if err != nil {
		return err
	}
	return a.act(ctx, who, domain.Suspend, func(q *store.Tx, who domain.Actor) error {
		m, err := q.HoldMember(ctx, member)
		switch {
		case err != nil:
			return err
		case m.ID == who.ID:
			return domain.Refuse(domain.Conflict, "error.suspend_self")
		case m.Role.Staff() && who.Role != domain.Admin:
			return domain.Refuse(domain.Forbidden, "error.suspend_staff")
		case m.Suspended.IsZero() == at.IsZero():
			return nil
		}
		if err := a.keepAnAdmin(ctx, q, m); err != nil && !at.IsZero() {
			return err
		}
		if err := q.SetSuspended(ctx, member, at); err != nil {
			return err
		}
		verb, cause := "suspend", domain.CauseSuspension
		if at.IsZero() {
			verb, cause = "reinstate", domain.CauseReinstating
		}
		if err := a.flagRatings(ctx, q, rule, who, member, cause, func(f *domain.Flags) { f.Suspended = !at.IsZero() }); err != nil {
			return err
		}
		return a.record(ctx, q, who, verb, "member", member, "")
	})
}
