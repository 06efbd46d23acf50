package app

import (
	"context"
	"errors"

	"groundswell/internal/domain"
	"groundswell/internal/mail"
	"groundswell/internal/store"
)

// Invite asks somebody at an address to join in a role. mailed promises a mail with the
// link; otherwise the link's token is returned, once, for the actor to hand on. One more
// invitation to the same address ends the one before.
func (a *App) Invite(ctx context.Context, who domain.Actor, i domain.Invitation, mailed bool) (token string, err error) {
	if err := domain.Allow(who, domain.ManagePeople); err != nil {
		return "", err
	}
	i.Email = mail.NormalAddress(i.Email)
	var p domain.Problems
	if domain.CheckInvitation(&p, i); p.Err() != nil {
		return "", p.Err()
	}
	if mailed {
		if err := a.spend(ctx, a.mailUse(i.Email)); err != nil {
			return "", err
		}
	}
	var hash []byte
	if !mailed {
		token, hash = newToken()
	}
	i.Created, i.Expires = a.now(), a.now().Add(domain.InvitationLife)
	return token, a.act(ctx, who, domain.ManagePeople, func(q *store.Tx, who domain.Actor) error {
		known, err := q.MemberByEmail(ctx, i.Email)
		if err != nil && !errors.Is(err, domain.ErrNotFound) {
			return err
		}
		if !known.Confirmed.IsZero() || !known.Suspended.IsZero() {
			return domain.BadField("email", "error.invited_member", nil)
		}
		i.By.ID = who.ID
		if i.ID, err = q.SetInvitation(ctx, i, hash); err != nil {
			return err
		}
		if mailed {
			if err := q.Promise(ctx, domain.SendInvitation{Invitation: i.ID}, a.now()); err != nil {
				return err
			}
		}
		return a.record(ctx, q, who, "invite", "invitation", i.ID, string(i.Role))
	})
}

// RevokeInvitation takes an invitation back; its link works no longer.
func (a *App) RevokeInvitation(ctx context.Context, who domain.Actor, id int64) error {
	return a.act(ctx, who, domain.ManagePeople, func(q *store.Tx, who domain.Actor) error {
		if err := q.DeleteInvitation(ctx, id); err != nil {
			return err
		}
		return a.record(ctx, q, who, "revoke invitation", "invitation", id, "")
	})
}

// NewInvitationLink makes the link that a promised mail carries and returns its token;
// domain.ErrNotFound when the invitation was taken back, or accepted.
func (a *App) NewInvitationLink(ctx context.Context, invitation int64) (string, error) {
	token, hash := newToken()
	err := a.store.Tx(ctx, func(q *store.Tx) error {
		return q.SetInvitationLink(ctx, invitation, hash, a.now().Add(domain.InvitationLife))
	})
	return token, err
}

// InvitationFor tells whose link this is, without using it.
func (a *App) InvitationFor(ctx context.Context, token string) (domain.Invitation, error) {
	i, err := a.store.Reader().InvitationByLink(ctx, HashToken(token), a.now())
	if err != nil {
		return i, linkError(err)
	}
	by, err := a.store.Reader().Member(ctx, i.By.ID)
	if err == nil && !i.Holds(by) {
		err = errLink
	}
	return i, err
}

// AcceptInvitation makes the holder of an invitation's link a member in its role, with the
// name and language in m, and signs the member in. An invitation of somebody who may no
// longer invite holds no longer.
func (a *App) AcceptInvitation(ctx context.Context, from Origin, token string, m domain.Member,
	password string) (session string, err error) {
	i, err := a.InvitationFor(ctx, token)
	if err != nil {
		return "", err
	}
	m.Email = i.Email
	if m, err = checkMember(m, password); err != nil {
		return "", err
	}
	settings, err := a.settings(ctx)
	if err != nil {
		return "", err
	}
	if m.Password, err = a.passwords.hash(ctx, password); err != nil {
		return "", err
	}
	session, hash := newToken()
	err = a.store.Tx(ctx, func(q *store.Tx) error {
		i, err := q.TakeInvitation(ctx, HashToken(token), a.now())
		if err != nil {
			return linkError(err)
		}
		by, err := q.HoldMember(ctx, i.By.ID)
		if err != nil {
			return err
		}
		if !i.Holds(by) {
			return errLink
		}
		if !i.Role.Staff() {
			if err := a.refusePretender(ctx, q, settings, m.Name); err != nil {
				return err
			}
		}
		return a.join(ctx, q, from, i, m, hash)
	})
	a.store.CommunityChanged()
	return session, err
}

// join adds the account of whoever was invited and opens its first session.
func (a *App) join(ctx context.Context, q *store.Tx, from Origin, i domain.Invitation, m domain.Member, session []byte) error {
	terms, err := q.TermsNow(ctx)
	if err != nil {
		return err
	}
	applicant := domain.Applicant{Email: i.Email, Name: m.Name, Password: m.Password, Language: m.Language, Terms: terms.Version}
	id, err := a.admit(ctx, q, applicant)
	if err != nil {
		return err
	}
	if i.Role != domain.Customer {
		if err := q.SetRole(ctx, id, i.Role); err != nil {
			return err
		}
	}
	if err := a.record(ctx, q, domain.Actor{ID: id}, "accept invitation", "member", id, string(i.Role)); err != nil {
		return err
	}
	return a.openSession(ctx, q, id, from, session)
}
