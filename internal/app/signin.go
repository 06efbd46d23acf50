package app

import (
	"context"
	"errors"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// Origin is where a request comes from: the network that limits count by, and
// the browser that the list of sessions shows.
type Origin struct {
	Network   string
	UserAgent string
}

// SignUp asks for an account. The answer is the same whether or not the address
// has one already; the mail that follows tells its owner.
func (a *App) SignUp(ctx context.Context, from Origin, m domain.Member, password string) error {
	settings, err := a.settings(ctx)
	if err != nil {
		return err
	}
	if settings.Value(domain.SignUp) != "open" {
		return domain.Refuse(domain.Forbidden, "error.signup_closed")
	}
	m, err = checkMember(m, password)
	if err != nil {
		return err
	}
	if err := a.spend(ctx, use{key("signup", from.Network), 24 * time.Hour, domain.LimitSignUpDay}, a.mailUse(m.Email)); err != nil {
		return err
	}
	m.Password, err = a.passwords.hash(ctx, password)
	if err != nil {
		return err
	}
	m.Role, m.SingleKeys, m.Created = domain.Customer, true, a.now()
	return a.store.Tx(ctx, func(q *store.Tx) error { return a.signUp(ctx, q, m) })
}

func (a *App) signUp(ctx context.Context, q *store.Tx, m domain.Member) error {
	known, err := q.MemberByEmail(ctx, m.Email)
	switch {
	case errors.Is(err, domain.ErrNotFound):
		if m.ID, err = q.CreateMember(ctx, m); err != nil {
			return err
		}
	case err != nil:
		return err
	case !known.Confirmed.IsZero():
		notice := domain.SendNotice{Member: known.ID, Email: known.Email, Notice: domain.NoticeAlreadyMember}
		return q.Promise(ctx, notice, a.now())
	default:
		m.ID = known.ID
		if err := q.RenewUnconfirmed(ctx, m.ID, m.Name, m.Password, m.Language); err != nil {
			return err
		}
	}
	return a.promiseLink(ctx, q, m.ID, domain.ConfirmLink, m.Email)
}

func checkMember(m domain.Member, password string) (domain.Member, error) {
	m.Name = text.Line(m.Name)
	m.Email = domain.NormalEmail(m.Email)
	var p domain.Problems
	domain.CheckName(&p, "name", m.Name)
	domain.CheckEmail(&p, "email", m.Email)
	domain.CheckPassword(&p, "password", password, m.Name, m.Email)
	return m, p.Err()
}

// networkUse counts what a network asks about accounts.
func networkUse(from Origin) use {
	return use{key("signin network", from.Network), time.Minute, domain.LimitSignInNetwork}
}

func (a *App) mailUse(email string) use {
	return use{key("mail", email), time.Hour, domain.LimitMailHour}
}

// promiseLink promises a mail with a link. The link is made when the mail is.
func (a *App) promiseLink(ctx context.Context, q *store.Tx, member int64, kind domain.LinkKind, email string) error {
	return q.Promise(ctx, domain.SendLink{Member: member, Link: kind, Email: email}, a.now())
}

// NewLink makes the link that a mail carries and returns its token; earlier
// links of the kind stop working.
func (a *App) NewLink(ctx context.Context, l store.Link) (string, error) {
	token, hash := newToken()
	err := a.store.Tx(ctx, func(q *store.Tx) error { return q.SetLink(ctx, l, hash, a.now().Add(domain.LinkLife)) })
	return token, err
}

// SetupLink makes the one-time link for the first admin, or returns "" when
// there is an admin.
func (a *App) SetupLink(ctx context.Context) (string, error) {
	if has, err := a.store.Reader().HasAdmin(ctx); err != nil || has {
		return "", err
	}
	return a.NewLink(ctx, store.Link{Kind: domain.SetupLink})
}

// SetUp creates the first admin for the holder of the setup link and signs it
// in.
func (a *App) SetUp(ctx context.Context, from Origin, token string, m domain.Member, password string) (session string, err error) {
	m, err = checkMember(m, password)
	if err != nil {
		return "", err
	}
	if m.Password, err = a.passwords.hash(ctx, password); err != nil {
		return "", err
	}
	m.Role, m.SingleKeys, m.Created, m.Confirmed = domain.Admin, true, a.now(), a.now()
	session, hash := newToken()
	err = a.store.Tx(ctx, func(q *store.Tx) error {
		if _, err := a.takeLink(ctx, q, domain.SetupLink, token); err != nil {
			return err
		}
		if has, err := q.HasAdmin(ctx); err != nil || has {
			return errors.Join(err, errLink)
		}
		if m.ID, err = q.CreateMember(ctx, m); err != nil {
			return err
		}
		if err := a.record(ctx, q, domain.Actor{}, "set up", "member", m.ID, string(m.Role)); err != nil {
			return err
		}
		return q.CreateSession(ctx, hash, m.ID, from.UserAgent, a.now())
	})
	return session, err
}

// errLink answers a link that is used, replaced, too old or invented.
var errLink = domain.Refuse(domain.NotFound, "error.link")

func (a *App) takeLink(ctx context.Context, q *store.Tx, kind domain.LinkKind, token string) (store.Link, error) {
	l, err := q.TakeLink(ctx, kind, HashToken(token), a.now())
	if errors.Is(err, domain.ErrNotFound) {
		err = errLink
	}
	return l, err
}

// CheckLink tells whether a link still works, without using it.
func (a *App) CheckLink(ctx context.Context, kind domain.LinkKind, token string) error {
	_, err := a.store.Reader().Link(ctx, kind, HashToken(token), a.now())
	if errors.Is(err, domain.ErrNotFound) {
		err = errLink
	}
	return err
}

// Confirm confirms the address of a new account and signs it in.
func (a *App) Confirm(ctx context.Context, from Origin, token string) (session string, err error) {
	session, hash := newToken()
	err = a.store.Tx(ctx, func(q *store.Tx) error {
		l, err := a.takeLink(ctx, q, domain.ConfirmLink, token)
		if err != nil {
			return err
		}
		if err := q.SetConfirmed(ctx, l.Member, a.now()); err != nil {
			return err
		}
		if err := a.recordOwn(ctx, q, l.Member, "confirm address"); err != nil {
			return err
		}
		return q.CreateSession(ctx, hash, l.Member, from.UserAgent, a.now())
	})
	return session, err
}

// recordOwn appends a security act of a member on the own account.
func (a *App) recordOwn(ctx context.Context, q *store.Tx, member int64, action string) error {
	return a.record(ctx, q, domain.Actor{ID: member}, action, "member", member, "")
}

// ConfirmEmail makes a changed address the account's own. Every session ends.
func (a *App) ConfirmEmail(ctx context.Context, token string) error {
	return a.store.Tx(ctx, func(q *store.Tx) error {
		l, err := a.takeLink(ctx, q, domain.EmailLink, token)
		if err != nil {
			return err
		}
		before, err := q.Member(ctx, l.Member)
		if err != nil {
			return err
		}
		if err := q.SetEmail(ctx, l.Member, l.Email); err != nil {
			return err
		}
		if err := a.recordOwn(ctx, q, l.Member, "change address"); err != nil {
			return err
		}
		return q.Promise(ctx, domain.SendNotice{Member: l.Member, Email: before.Email, Notice: domain.NoticeEmailChanged}, a.now())
	})
}

// SignIn opens a session for whoever knows the password.
func (a *App) SignIn(ctx context.Context, from Origin, email, password string) (session string, err error) {
	email = domain.NormalEmail(email)
	var p domain.Problems
	if domain.CheckEmail(&p, "email", email); p.Err() != nil {
		return "", p.Err()
	}
	if err := a.spend(ctx, networkUse(from),
		use{key("signin minute", email), time.Minute, domain.LimitSignInMinute},
		use{key("signin hour", email), time.Hour, domain.LimitSignInHour}); err != nil {
		return "", err
	}
	m, err := a.store.Reader().MemberByEmail(ctx, email)
	if err != nil && !errors.Is(err, domain.ErrNotFound) {
		return "", err
	}
	if len(password) > 4*domain.PasswordMax {
		password = ""
	}
	ok, err := a.passwords.match(ctx, password, m.Password)
	if err != nil {
		return "", err
	}
	if !ok {
		return "", a.wrongPassword(ctx, email)
	}
	if err := a.refuseLocked(ctx, email); err != nil {
		return "", err
	}
	switch {
	case !m.Suspended.IsZero():
		return "", domain.BadField("email", "error.suspended", nil)
	case m.Confirmed.IsZero():
		return "", a.confirmAgain(ctx, m)
	}
	session, hash := newToken()
	err = a.store.Tx(ctx, func(q *store.Tx) error {
		return q.CreateSession(ctx, hash, m.ID, from.UserAgent, a.now())
	})
	return session, err
}

// wrongPassword counts a wrong password; above the limit only the mail link
// helps, and the sentence says so.
func (a *App) wrongPassword(ctx context.Context, email string) error {
	if err := a.spend(ctx, wrongUse(email)); err != nil {
		return locked(err)
	}
	return domain.BadField("password", "error.wrong_password", nil)
}

// refuseLocked holds back even the right password after too many wrong ones:
// whoever guesses must not learn that a guess was right.
func (a *App) refuseLocked(ctx context.Context, email string) error {
	settings, err := a.settings(ctx)
	if err != nil || a.unlimited {
		return err
	}
	full, ends, err := a.store.Reader().LimitFull(ctx, wrongUse(email).limit(settings), a.now())
	return locked(a.spent(full, ends, err))
}

func wrongUse(email string) use {
	return use{key("wrong password", email), time.Hour, domain.LimitWrongPasswords}
}

func locked(err error) error {
	var e *domain.Error
	if errors.As(err, &e) && e.Kind == domain.TooMany {
		return &domain.Error{Kind: domain.TooMany, Key: "error.locked", RetryAfter: e.RetryAfter}
	}
	return err
}

// confirmAgain sends the link once more to somebody who knows the password of
// an account that was never confirmed.
func (a *App) confirmAgain(ctx context.Context, m domain.Member) error {
	if err := a.spend(ctx, a.mailUse(m.Email)); err != nil {
		return err
	}
	err := a.store.Tx(ctx, func(q *store.Tx) error { return a.promiseLink(ctx, q, m.ID, domain.ConfirmLink, m.Email) })
	if err != nil {
		return err
	}
	return domain.BadField("email", "error.unconfirmed", nil)
}

// AskReset promises a mail with a link to choose a new password, if the address
// has an account; the answer is the same if not.
func (a *App) AskReset(ctx context.Context, from Origin, email string) error {
	email = domain.NormalEmail(email)
	var p domain.Problems
	if domain.CheckEmail(&p, "email", email); p.Err() != nil {
		return p.Err()
	}
	if err := a.spend(ctx, networkUse(from), a.mailUse(email)); err != nil {
		return err
	}
	return a.store.Tx(ctx, func(q *store.Tx) error {
		m, err := q.MemberByEmail(ctx, email)
		if errors.Is(err, domain.ErrNotFound) || err == nil && !m.Suspended.IsZero() {
			return nil
		}
		if err != nil {
			return err
		}
		return a.promiseLink(ctx, q, m.ID, domain.ResetLink, email)
	})
}

// Reset chooses a new password for the holder of a reset link. Every session
// ends; the address counts as confirmed, for the link went there.
func (a *App) Reset(ctx context.Context, token, password string) error {
	if err := a.CheckLink(ctx, domain.ResetLink, token); err != nil {
		return err
	}
	var p domain.Problems
	if domain.CheckPassword(&p, "password", password); p.Err() != nil {
		return p.Err()
	}
	hash, err := a.passwords.hash(ctx, password)
	if err != nil {
		return err
	}
	return a.store.Tx(ctx, func(q *store.Tx) error {
		l, err := a.takeLink(ctx, q, domain.ResetLink, token)
		if err != nil {
			return err
		}
		m, err := q.Member(ctx, l.Member)
		if err != nil {
			return err
		}
		if m.Confirmed.IsZero() {
			if err := q.SetConfirmed(ctx, m.ID, a.now()); err != nil {
				return err
			}
		}
		if err := q.ForgetLimit(ctx, wrongUse(m.Email).key); err != nil {
			return err
		}
		return a.setPassword(ctx, q, m, hash)
	})
}

func (a *App) setPassword(ctx context.Context, q *store.Tx, m domain.Member, hash string) error {
	if err := q.SetPassword(ctx, m.ID, hash); err != nil {
		return err
	}
	if err := a.recordOwn(ctx, q, m.ID, "change password"); err != nil {
		return err
	}
	return q.Promise(ctx, domain.SendNotice{Member: m.ID, Email: m.Email, Notice: domain.NoticePasswordChanged}, a.now())
}
