package app

import (
	"context"
	"errors"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// promiseLink promises a mail with a link for an account as it is now. The link is
// made when the mail is; see NewLink.
func (a *App) promiseLink(ctx context.Context, q *store.Tx, m domain.Member, promise domain.SendLink) error {
	promise.Member, promise.Stamp = m.ID, m.Stamp
	return q.Promise(ctx, promise, a.now())
}

// NewLink makes the link that a promised mail carries and returns its token;
// earlier links of the kind for the account stop working. domain.ErrNotFound when
// the promise holds no longer: nobody is there to get the mail, or what ends
// sessions happened since it was made.
func (a *App) NewLink(ctx context.Context, p domain.SendLink) (string, error) {
	token, hash := newToken()
	expires := a.now().Add(domain.LinkLife)
	err := a.store.Tx(ctx, func(q *store.Tx) error {
		if p.Link == domain.ConfirmLink {
			return q.SetApplicantLink(ctx, p.Applicant, hash, expires)
		}
		m, err := q.HoldMember(ctx, p.Member)
		if err != nil {
			return err
		}
		if m.Stamp != p.Stamp || !m.Suspended.IsZero() || p.Link == domain.EmailLink && m.NewEmail != p.Email {
			return domain.ErrNotFound
		}
		return q.SetLink(ctx, store.Link{Kind: p.Link, Member: p.Member, Email: p.Email}, hash, expires)
	})
	return token, err
}

// SetupLink makes the one-time link for the first admin, or returns "" when
// there is an admin.
func (a *App) SetupLink(ctx context.Context) (string, error) {
	if has, err := a.store.Reader().HasAdmin(ctx); err != nil || has {
		return "", err
	}
	token, hash := newToken()
	err := a.store.Tx(ctx, func(q *store.Tx) error {
		return q.SetLink(ctx, store.Link{Kind: domain.SetupLink}, hash, a.now().Add(domain.LinkLife))
	})
	return token, err
}

// errLink answers a link that is used, replaced, too old or invented.
var errLink = domain.Refuse(domain.NotFound, "error.link")

// linkError says of a link that was not found that it works no longer.
func linkError(err error) error {
	if errors.Is(err, domain.ErrNotFound) {
		return errLink
	}
	return err
}

func (a *App) takeLink(ctx context.Context, q *store.Tx, kind domain.LinkKind, token string) (store.Link, error) {
	l, err := q.TakeLink(ctx, kind, HashToken(token), a.now())
	return l, linkError(err)
}

// CheckLink tells whether a link still works, without using it.
func (a *App) CheckLink(ctx context.Context, kind domain.LinkKind, token string) error {
	_, err := a.store.Reader().Link(ctx, kind, HashToken(token), a.now())
	return linkError(err)
}
