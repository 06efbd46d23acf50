package app

import (
	"context"
	"errors"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/mail"
	"groundswell/internal/store"
)

// Origin is where a request comes from: the network that limits count by, the
// browser that the list of sessions shows, and the page of ours that was wanted, to
// which the link of a mail leads back; "" for none.
type Origin struct {
	Network   string
	UserAgent string
	ReturnTo  string
}

// networkUse counts what a network asks about accounts.
func networkUse(from Origin) use {
	return use{key("signin network", from.Network), time.Minute, domain.LimitSignInNetwork}
}

func (a *App) mailUse(email string) use {
	return use{key("mail", email), time.Hour, domain.LimitMailHour}
}

// SetUp creates the first admin for the holder of the setup link and signs it
// in.
func (a *App) SetUp(ctx context.Context, from Origin, token string, m domain.Member, password string) (session string, err error) {
	if err := a.CheckLink(ctx, domain.SetupLink, token); err != nil {
		return "", err
	}
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
		if err := a.record(ctx, q, domain.System, "set up", "member", m.ID, string(m.Role)); err != nil {
			return err
		}
		return a.openSession(ctx, q, m.ID, from, hash)
	})
	return session, err
}

// openSession signs a member in whom the transaction itself has let in.
func (a *App) openSession(ctx context.Context, q *store.Tx, member int64, from Origin, hash []byte) error {
	m, err := q.Member(ctx, member)
	if err != nil {
		return err
	}
	return a.enter(ctx, q, m, from, hash)
}

// enter opens a session of a member and notes the network that it is opened from.
func (a *App) enter(ctx context.Context, q *store.Tx, m domain.Member, from Origin, hash []byte) error {
	if err := q.CreateSession(ctx, hash, m, from.UserAgent, a.now()); err != nil {
		return err
	}
	return q.SeeNetwork(ctx, m.ID, from.Network, a.now())
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
		before, err := q.HoldMember(ctx, l.Member)
		if err != nil {
			return err
		}
		if err := q.SetEmail(ctx, l.Member, l.Email); err != nil {
			return err
		}
		if err := q.DeleteApplicantsOf(ctx, l.Email); err != nil {
			return err
		}
		if err := a.recordOwn(ctx, q, l.Member, "change address"); err != nil {
			return err
		}
		return q.Promise(ctx, domain.SendNotice{Member: l.Member, Email: before.Email, Notice: domain.NoticeEmailChanged}, a.now())
	})
}

// SignIn opens a session for whoever knows the password. Who knows that of an
// applicant gets the link to confirm the address once more.
func (a *App) SignIn(ctx context.Context, from Origin, email, password string) (session string, err error) {
	email = mail.NormalAddress(email)
	var p domain.Problems
	if domain.CheckEmail(&p, "email", email); p.Err() != nil {
		return "", p.Err()
	}
	if err := a.spend(ctx, append([]use{networkUse(from)}, signInUses(email)...)...); err != nil {
		return "", err
	}
	m, applicant, err := a.whoKnows(ctx, email, password)
	if err != nil {
		return "", err
	}
	if m.ID == 0 && applicant.ID == 0 {
		return "", a.wrongPassword(ctx, email, "password")
	}
	if err := a.refuseLocked(ctx, email); err != nil {
		return "", err
	}
	switch {
	case applicant.ID != 0:
		return "", a.confirmAgain(ctx, from, applicant)
	case !m.Suspended.IsZero():
		return "", domain.BadField("email", "error.suspended", nil)
	}
	session, hash := newToken()
	err = a.store.Tx(ctx, func(q *store.Tx) error { return a.enter(ctx, q, m, from, hash) })
	if errors.Is(err, domain.ErrNotFound) { // the password was changed meanwhile, or the account suspended
		err = errWrongPassword("password")
	}
	return session, err
}

// whoKnows finds the account, or who waits for one, that a password opens; neither
// when it opens none. An address without either takes as long as one with one.
func (a *App) whoKnows(ctx context.Context, email, password string) (domain.Member, domain.Applicant, error) {
	m, err := a.store.Reader().MemberByEmail(ctx, email)
	if err != nil && !errors.Is(err, domain.ErrNotFound) {
		return m, domain.Applicant{}, err
	}
	var waiting []domain.Applicant
	if m.Confirmed.IsZero() {
		if waiting, err = a.store.Reader().Applicants(ctx, email); err != nil {
			return m, domain.Applicant{}, err
		}
	}
	for _, applicant := range waiting {
		if ok, err := a.passwords.match(ctx, password, applicant.Password); err != nil || ok {
			return domain.Member{}, applicant, err
		}
	}
	if len(waiting) > 0 {
		return domain.Member{}, domain.Applicant{}, nil
	}
	ok, err := a.passwords.match(ctx, password, m.Password)
	if err != nil || !ok || m.Confirmed.IsZero() {
		return domain.Member{}, domain.Applicant{}, err
	}
	return m, domain.Applicant{}, nil
}

// signInUses are the tries to sign in with an address: every asking for its
// password counts as one.
func signInUses(email string) []use {
	return []use{
		{key("signin minute", email), time.Minute, domain.LimitSignInMinute},
		{key("signin hour", email), time.Hour, domain.LimitSignInHour},
	}
}

func errWrongPassword(field string) error {
	return domain.BadField(field, "error.wrong_password", nil)
}

// wrongPassword counts a wrong password, typed into a field; above the limit only
// the mail link helps, and the sentence says so.
func (a *App) wrongPassword(ctx context.Context, email, field string) error {
	if err := a.spend(ctx, wrongUse(email)); err != nil {
		return locked(err)
	}
	return errWrongPassword(field)
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

// confirmAgain sends the link once more to an applicant who knows the password.
func (a *App) confirmAgain(ctx context.Context, from Origin, applicant domain.Applicant) error {
	if err := a.spend(ctx, a.mailUse(applicant.Email)); err != nil {
		return err
	}
	err := a.store.Tx(ctx, func(q *store.Tx) error { return a.promiseConfirmation(ctx, q, from, applicant) })
	if err != nil {
		return err
	}
	return domain.BadField("email", "error.unconfirmed", nil)
}

// AskReset promises a mail with a link to choose a new password, if the address
// has an account. The answer is the same if not, and so is the work: the promise is
// made either way, and whoever keeps it finds nobody.
func (a *App) AskReset(ctx context.Context, from Origin, email string) error {
	email = mail.NormalAddress(email)
	var p domain.Problems
	if domain.CheckEmail(&p, "email", email); p.Err() != nil {
		return p.Err()
	}
	if err := a.spend(ctx, networkUse(from), a.mailUse(email)); err != nil {
		return err
	}
	return a.store.Tx(ctx, func(q *store.Tx) error {
		m, err := q.MemberByEmail(ctx, email)
		if err != nil && !errors.Is(err, domain.ErrNotFound) {
			return err
		}
		return a.promiseLink(ctx, q, m, domain.SendLink{Link: domain.ResetLink, Email: email, ReturnTo: from.ReturnTo})
	})
}

// Reset chooses a new password for the holder of a reset link and signs the holder
// in, so that however many wrong passwords others try, the owner of the mailbox
// gets in. Every other session ends; the address counts as confirmed, for the link
// went there.
func (a *App) Reset(ctx context.Context, from Origin, token, password string) (session string, err error) {
	m, err := a.resetting(ctx, token)
	if err != nil {
		return "", err
	}
	var p domain.Problems
	if domain.CheckPassword(&p, "password", composed(password), m.Name, m.Email); p.Err() != nil {
		return "", p.Err()
	}
	hash, err := a.passwords.hash(ctx, password)
	if err != nil {
		return "", err
	}
	session, tokenHash := newToken()
	err = a.store.Tx(ctx, func(q *store.Tx) error {
		l, err := a.takeLink(ctx, q, domain.ResetLink, token)
		if err != nil {
			return err
		}
		m, err := q.HoldMember(ctx, l.Member)
		if err != nil {
			return err
		}
		if m.Confirmed.IsZero() {
			if err := errors.Join(q.SetConfirmed(ctx, m.ID, a.now()), q.DeleteApplicantsOf(ctx, m.Email)); err != nil {
				return err
			}
		}
		if err := a.forgetTries(ctx, q, m.Email); err != nil {
			return err
		}
		if err := a.setPassword(ctx, q, m, hash); err != nil {
			return err
		}
		return a.openSession(ctx, q, m.ID, from, tokenHash)
	})
	return session, err
}

// resetting is the account whose reset link this is.
func (a *App) resetting(ctx context.Context, token string) (domain.Member, error) {
	l, err := a.store.Reader().Link(ctx, domain.ResetLink, HashToken(token), a.now())
	if err != nil {
		return domain.Member{}, linkError(err)
	}
	return a.store.Reader().Member(ctx, l.Member)
}

// forgetTries begins the counting of tries to sign in anew.
func (a *App) forgetTries(ctx context.Context, q *store.Tx, email string) error {
	for _, u := range append(signInUses(email), wrongUse(email)) {
		if err := q.ForgetLimit(ctx, u.key); err != nil {
			return err
		}
	}
	return nil
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
