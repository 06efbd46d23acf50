package app

import (
	"context"
	"errors"

	"groundswell/internal/domain"
	"groundswell/internal/mail"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// actOwn is act for what members do to their own account.
func (a *App) actOwn(ctx context.Context, who domain.Actor, do func(q *store.Tx) error) error {
	return a.act(ctx, who, domain.OwnAccount, func(q *store.Tx, _ domain.Actor) error { return do(q) })
}

// SignOut ends the actor's session.
func (a *App) SignOut(ctx context.Context, who domain.Actor) error {
	return a.actOwn(ctx, who, func(q *store.Tx) error { return q.DeleteSession(ctx, who.ID, who.SessionID) })
}

// RevokeSession ends one of the actor's sessions, and with one elsewhere every link
// that was sent to the actor.
func (a *App) RevokeSession(ctx context.Context, who domain.Actor, id int64) error {
	if id == who.SessionID {
		return a.SignOut(ctx, who)
	}
	return a.actOwn(ctx, who, func(q *store.Tx) error { return q.DeleteSessionElsewhere(ctx, who.ID, id) })
}

// RevokeOtherSessions ends all of the actor's sessions but the one in use, and
// every link that was sent to the actor.
func (a *App) RevokeOtherSessions(ctx context.Context, who domain.Actor) error {
	return a.actOwn(ctx, who, func(q *store.Tx) error { return q.DeleteOtherSessions(ctx, who.ID, who.SessionID) })
}

// TouchSession notes that a member is here, and that the session is in use.
func (a *App) TouchSession(ctx context.Context, member, session int64) error {
	return a.store.Tx(ctx, func(q *store.Tx) error { return q.TouchSession(ctx, member, session, a.now()) })
}

// ChangeName changes the actor's display name.
func (a *App) ChangeName(ctx context.Context, who domain.Actor, name string) error {
	name = text.Line(name)
	var p domain.Problems
	if domain.CheckName(&p, "name", name); p.Err() != nil {
		return p.Err()
	}
	settings, err := a.settings(ctx)
	if err != nil {
		return err
	}
	return a.act(ctx, who, domain.OwnAccount, func(q *store.Tx, who domain.Actor) error {
		if !who.Role.Staff() {
			if err := a.refusePretender(ctx, q, settings, name); err != nil {
				return err
			}
		}
		return q.SetName(ctx, who.ID, name)
	})
}

// AskEmail promises a mail to a new address; the account keeps the old one
// until the link in it is used.
func (a *App) AskEmail(ctx context.Context, who domain.Actor, email, password string) error {
	email = mail.NormalAddress(email)
	var p domain.Problems
	if domain.CheckEmail(&p, "email", email); p.Err() != nil {
		return p.Err()
	}
	m, err := a.proveOwner(ctx, who, "email_password", password)
	if err != nil {
		return err
	}
	if err := a.spend(ctx, a.mailUse(email)); err != nil {
		return err
	}
	return a.actOwn(ctx, who, func(q *store.Tx) error {
		if err := q.SetNewEmail(ctx, who.ID, email); err != nil {
			return err
		}
		known, err := q.MemberByEmail(ctx, email)
		if err == nil { // its owner hears of it; the asker learns nothing
			notice := domain.SendNotice{Member: known.ID, Email: known.Email, Notice: domain.NoticeAlreadyMember}
			return q.Promise(ctx, notice, a.now())
		}
		if !errors.Is(err, domain.ErrNotFound) {
			return err
		}
		return a.promiseLink(ctx, q, m, domain.SendLink{Link: domain.EmailLink, Email: email})
	})
}

// proveOwner asks for the current password again before something that could
// take the account away. Guesses count like those of whoever signs in.
func (a *App) proveOwner(ctx context.Context, who domain.Actor, field, password string) (domain.Member, error) {
	if err := domain.Allow(who, domain.OwnAccount); err != nil {
		return domain.Member{}, err
	}
	m, err := a.store.Reader().Member(ctx, who.ID)
	if err != nil {
		return m, err
	}
	if err := a.spend(ctx, signInUses(m.Email)...); err != nil {
		return m, err
	}
	ok, err := a.passwords.match(ctx, password, m.Password)
	if err != nil {
		return m, err
	}
	if !ok {
		return m, a.wrongPassword(ctx, m.Email, field)
	}
	return m, a.refuseLocked(ctx, m.Email)
}

// ChangePassword chooses a new password and signs this browser in anew; every
// other session ends.
func (a *App) ChangePassword(ctx context.Context, who domain.Actor, from Origin, current, wanted string) (session string, err error) {
	m, err := a.proveOwner(ctx, who, "current", current)
	if err != nil {
		return "", err
	}
	var p domain.Problems
	if domain.CheckPassword(&p, "password", composed(wanted), m.Name, m.Email); p.Err() != nil {
		return "", p.Err()
	}
	hash, err := a.passwords.hash(ctx, wanted)
	if err != nil {
		return "", err
	}
	session, token := newToken()
	err = a.actOwn(ctx, who, func(q *store.Tx) error {
		if err := a.setPassword(ctx, q, m, hash); err != nil {
			return err
		}
		return a.openSession(ctx, q, m.ID, from, token)
	})
	return session, err
}

// SetPreferences changes the actor's language, theme and single keys.
func (a *App) SetPreferences(ctx context.Context, who domain.Actor, language string, theme domain.ColorTheme, singleKeys bool) error {
	if language != "" && language != "en" && language != "de" {
		return domain.BadField("language", "error.language", nil)
	}
	return a.actOwn(ctx, who, func(q *store.Tx) error { return q.SetPreferences(ctx, who.ID, language, theme, singleKeys) })
}
