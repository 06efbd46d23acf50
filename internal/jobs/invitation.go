package jobs

import (
	"context"
	"errors"
	"net/url"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
	"groundswell/internal/mail"
	"groundswell/views"
)

// invitationMail asks somebody to join, with a link that is made now; none when the
// invitation was taken back, accepted, or made by somebody who may no longer invite.
func (r *Runner) invitationMail(ctx context.Context, job domain.Job, p domain.SendInvitation) (*mail.Message, error) {
	i, err := r.store.Reader().Invitation(ctx, p.Invitation)
	var by domain.Member
	var token string
	if err == nil {
		by, err = r.store.Reader().Member(ctx, i.By.ID)
	}
	if err == nil && !i.Holds(by) {
		return nil, nil
	}
	if err == nil {
		token, err = r.app.NewInvitationLink(ctx, i.ID)
	}
	if errors.Is(err, domain.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	to := addressee{i.Email, i.Language, i.Created}
	return r.mailTo(ctx, job, to, func(l *i18n.Language, community string) views.Mail {
		return views.Mail{
			Title: l.T("mail.invite.title", "Community", community),
			Text: l.T("mail.invite.text", "Name", by.Name, "Community", community, "Role", l.T("role."+string(i.Role)),
				"Days", views.InvitationDays),
			Link:   r.baseURL + views.InvitationURL + "?token=" + url.QueryEscape(token),
			Button: l.T("mail.invite.button"), Why: l.T("mail.why_invited", "Community", community),
		}
	})
}
