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

// reportMail writes to whoever reported a post: the link that confirms the address, the
// receipt, or what was decided, unless that was taken back before the letter left.
func (r *Runner) reportMail(ctx context.Context, job domain.Job, p domain.SendReport) (*mail.Message, error) {
	report, err := r.store.Reader().Report(ctx, p.Report)
	if errors.Is(err, domain.ErrNotFound) || err == nil && p.Mail == domain.ReportOutcome && report.Outcome == "" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	name := (&domain.Post{Part: report.Part, ID: report.Subject}).Name()
	link, text := "", "mail."+string(p.Mail)+".text"
	switch p.Mail {
	case domain.ReportConfirm:
		token, err := r.app.NewReportToken(ctx, report.ID)
		if errors.Is(err, domain.ErrNotFound) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		link = r.baseURL + views.ReportConfirmURL + "?token=" + url.QueryEscape(token)
	case domain.ReportOutcome:
		text += "." + string(report.Outcome)
	}
	to := addressee{report.Email, report.Language, report.At}
	return r.mailTo(ctx, job, to, func(l *i18n.Language, community string) views.Mail {
		m := views.Mail{
			Title: l.T("mail."+string(p.Mail)+".title", "Community", community), Text: l.T(text, "Post", name),
			Link: link, Why: l.T("mail.why_report", "Community", community),
		}
		if link != "" {
			m.Button = l.T("mail.report_confirm.button")
		}
		return m
	})
}
