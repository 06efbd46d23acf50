package app

import (
	"context"
	"errors"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/mail"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// SignUp asks for an account. The answer is the same whether or not the address
// has one already; the mail that follows tells its owner. Of several who ask with
// one address, whoever holds the mailbox chooses by the link that is used: a name
// and a password never count without it.
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
	return a.store.Tx(ctx, func(q *store.Tx) error {
		if err := a.refusePretender(ctx, q, settings, m.Name); err != nil {
			return err
		}
		return a.signUp(ctx, q, from, m)
	})
}

// refusePretender refuses a name that can be taken for that of somebody who speaks
// for the company, or for a role. Staff, and whomever an admin adds, are free.
func (a *App) refusePretender(ctx context.Context, q *store.Tx, settings domain.Settings, name string) error {
	staff, err := q.Staff(ctx)
	if err != nil {
		return err
	}
	names := make([]string, len(staff))
	for i, m := range staff {
		names[i] = m.Name
	}
	if text.Pretends(name, names, append([]string{settings.Value(domain.CommunityName)}, domain.ReservedNames...)) {
		return domain.BadField("name", "error.name_reserved", nil)
	}
	return nil
}

func (a *App) signUp(ctx context.Context, q *store.Tx, from Origin, m domain.Member) error {
	known, err := q.MemberByEmail(ctx, m.Email)
	if err != nil && !errors.Is(err, domain.ErrNotFound) {
		return err
	}
	if !known.Confirmed.IsZero() || !known.Suspended.IsZero() {
		notice := domain.SendNotice{Member: known.ID, Email: known.Email, Notice: domain.NoticeAlreadyMember}
		return q.Promise(ctx, notice, a.now())
	}
	applicant := domain.Applicant{Email: m.Email, Name: m.Name, Password: m.Password, Language: m.Language, Created: a.now()}
	terms, err := q.TermsNow(ctx)
	if err != nil {
		return err
	}
	applicant.Terms = terms.Version
	if applicant.ID, err = q.CreateApplicant(ctx, applicant); err != nil {
		return err
	}
	return a.promiseConfirmation(ctx, q, from, applicant)
}

func (a *App) promiseConfirmation(ctx context.Context, q *store.Tx, from Origin, applicant domain.Applicant) error {
	promise := domain.SendLink{
		Applicant: applicant.ID, Link: domain.ConfirmLink, Email: applicant.Email, ReturnTo: from.ReturnTo,
	}
	return q.Promise(ctx, promise, a.now())
}

func checkMember(m domain.Member, password string) (domain.Member, error) {
	m.Name = text.Line(m.Name)
	m.Email = mail.NormalAddress(m.Email)
	var p domain.Problems
	domain.CheckName(&p, "name", m.Name)
	domain.CheckEmail(&p, "email", m.Email)
	domain.CheckPassword(&p, "password", composed(password), m.Name, m.Email)
	return m, p.Err()
}

// ApplicantFor tells whose link to confirm an address this is, without using it:
// the owner of the address must see under which name somebody signed up with it.
func (a *App) ApplicantFor(ctx context.Context, token string) (domain.Applicant, error) {
	applicant, err := a.store.Reader().ApplicantByLink(ctx, HashToken(token), a.now())
	return applicant, linkError(err)
}

// Confirm makes the applicant whose link this is a member and signs the member in.
// All others who wait at the address are forgotten. Whose name has become that of
// somebody on the staff meanwhile has to sign up with another.
func (a *App) Confirm(ctx context.Context, from Origin, token string) (session string, err error) {
	settings, err := a.settings(ctx)
	if err != nil {
		return "", err
	}
	session, hash := newToken()
	err = a.store.Tx(ctx, func(q *store.Tx) error {
		applicant, err := q.TakeApplicant(ctx, HashToken(token), a.now())
		if err != nil {
			return linkError(err)
		}
		if err := a.refusePretender(ctx, q, settings, applicant.Name); err != nil {
			return err
		}
		member, err := a.admit(ctx, q, applicant)
		if err != nil {
			return err
		}
		if err := a.recordOwn(ctx, q, member, "confirm address"); err != nil {
			return err
		}
		return a.openSession(ctx, q, member, from, hash)
	})
	return session, err
}

// admit adds the applicant's account, who agrees to the terms that were shown. All others
// who wait at the address are forgotten, and whoever was invited there.
func (a *App) admit(ctx context.Context, q *store.Tx, applicant domain.Applicant) (int64, error) {
	member, err := a.confirm(ctx, q, applicant)
	if err != nil {
		return 0, err
	}
	if err := errors.Join(q.DeleteApplicantsOf(ctx, applicant.Email), q.DeleteInvitationOf(ctx, applicant.Email)); err != nil {
		return 0, err
	}
	if applicant.Terms > 0 {
		err = q.SetConsent(ctx, member, applicant.Terms, a.now())
	}
	return member, err
}

// confirm adds the applicant's account, or confirms one that waits at the address.
// An address that found its owner by another link is taken.
func (a *App) confirm(ctx context.Context, q *store.Tx, applicant domain.Applicant) (int64, error) {
	known, err := q.MemberByEmail(ctx, applicant.Email)
	if err == nil {
		return known.ID, linkError(q.SetApplicant(ctx, known.ID, applicant, a.now()))
	}
	if !errors.Is(err, domain.ErrNotFound) {
		return 0, err
	}
	id, err := q.CreateMember(ctx, domain.Member{
		Name: applicant.Name, Email: applicant.Email, Password: applicant.Password, Language: applicant.Language,
		Role: domain.Customer, SingleKeys: true, Created: a.now(), Confirmed: a.now(),
	})
	if domain.KindOf(err) == domain.Invalid { // by another link, at the same moment
		err = errLink
	}
	return id, err
}
