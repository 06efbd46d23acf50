package jobs

import (
	"context"
	"errors"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
	"groundswell/internal/mail"
	"groundswell/views"
)

// returnedMail tells whoever declined an idea that enough people still want it.
func (r *Runner) returnedMail(ctx context.Context, job domain.Job, p domain.SendReturned) (*mail.Message, error) {
	m, err := r.store.Reader().Member(ctx, p.Member)
	if err != nil {
		return nil, err
	}
	if !m.Role.Staff() || !m.Suspended.IsZero() || m.Email == "" {
		return nil, nil
	}
	reader := domain.Actor{ID: m.ID, Role: m.Role}
	idea, err := r.store.Reader().IdeaFor(ctx, reader, p.Idea, domain.Day(r.now()))
	if errors.Is(err, domain.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return r.mailTo(ctx, job, addressee{m.Email, m.Language, m.Created}, func(l *i18n.Language, community string) views.Mail {
		return views.Mail{
			Title: l.T("mail.returned.title", "Idea", idea.Title),
			Text:  l.T("mail.returned.text", "Wanted", p.Wanted, "Promotes", p.Promotes),
			Link:  r.baseURL + idea.Path(), Button: l.T("mail.returned.button"), Why: l.T("mail.why_watch", "Community", community),
		}
	})
}
