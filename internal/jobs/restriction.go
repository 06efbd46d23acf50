package jobs

import (
	"context"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
	"groundswell/internal/mail"
	"groundswell/views"
)

// restrictionMail tells somebody what was restricted and why, or that it is lifted.
// Nobody gets a letter of what was taken back before it left.
func (r *Runner) restrictionMail(ctx context.Context, job domain.Job, p domain.SendRestriction) (*mail.Message, error) {
	told, err := r.store.Reader().Restriction(ctx, p.Restriction)
	if err != nil || !p.Answered && p.Lifted == told.Lifted.IsZero() || p.Answered && told.Objection.Outcome == "" {
		return nil, err
	}
	m, err := r.store.Reader().Member(ctx, told.Whom.ID)
	if err != nil || m.Email == "" {
		return nil, err
	}
	token, err := r.app.NewObjectionToken(ctx, told.ID)
	if err != nil {
		return nil, err
	}
	link := r.baseURL + views.ObjectionURL(token)
	return r.mailTo(ctx, job, addressee{m.Email, m.Language, m.Created}, func(l *i18n.Language, community string) views.Mail {
		if p.Lifted {
			return views.Mail{
				Title: l.T("mail.lifted.title"), Text: l.T("mail.lifted.text", "What", l.T("restricted."+string(told.What))),
				Link: link, Button: l.T("mail.restriction.button"), Why: l.T("mail.why_account", "Community", community),
			}
		}
		if p.Answered {
			m := views.Mail{
				Title: l.T("mail.objection.title"), Text: l.T("mail.objection." + string(told.Objection.Outcome)),
				Link: link, Button: l.T("mail.objection.button"), Why: l.T("mail.why_account", "Community", community),
			}
			if told.Objection.Answer != "" {
				m.Lines = []string{l.T("restriction.note", "Note", told.Objection.Answer)}
			}
			return m
		}
		title := string(told.What)
		if told.Part == domain.PartRemoval {
			title = "everything"
		}
		return views.Mail{
			Title: l.T("mail.restriction.title."+title, "Community", community),
			Text:  l.T("ground." + views.GroundName(told.Ground)), Lines: views.StatementLines(l, &told),
			Link: link, Button: l.T("mail.restriction.button"), Why: l.T("mail.why_account", "Community", community),
		}
	})
}
