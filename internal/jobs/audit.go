package jobs

import (
	"context"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
	"groundswell/internal/mail"
	"groundswell/views"
)

// auditMail tells an admin the head of the audit log, what the staff did in the day before,
// and what waits for the moderators. One that comes a day late is none: the next has a newer
// head.
func (r *Runner) auditMail(ctx context.Context, job domain.Job, p domain.SendAudit) (*mail.Message, error) {
	read := r.store.Reader()
	m, err := read.Member(ctx, p.Member)
	if err != nil {
		return nil, err
	}
	admin := m.Role == domain.Admin && m.Suspended.IsZero() && m.Email != ""
	if day, _ := domain.AuditMail(r.now()); day != p.Day || !admin {
		return nil, nil
	}
	head, err := read.AuditHead(ctx)
	if err != nil {
		return nil, err
	}
	deeds, err := read.AuditDeeds(ctx, r.now().Add(-24*time.Hour))
	if err != nil {
		return nil, err
	}
	waiting, err := read.DeskCounts(ctx, nil)
	if err != nil {
		return nil, err
	}
	load, err := read.DeskLoad(ctx, r.now())
	if err != nil {
		return nil, err
	}
	to := addressee{m.Email, m.Language, m.Created}
	return r.mailTo(ctx, job, to, func(l *i18n.Language, community string) views.Mail {
		var news, waits int64
		lines := []string{"groundswell check --audit-head=" + head.String()}
		for n, d := range deeds {
			if news += d.N; n < domain.AuditMailDeeds {
				lines = append(lines, l.T("mail.audit.deed", "N", d.N, "Deed", views.Did(i18n.With(ctx, l), d.Action)))
			}
		}
		for _, c := range waiting {
			if waits += c.N; c.N > 0 {
				lines = append(lines, l.T("mail.audit.waits", "Kind", l.T("desk.kind."+string(c.Kind)), "N", c.N))
			}
		}
		return views.Mail{
			Title: l.T("mail.audit.title", "New", news, "Waiting", waits, "Late", load.Late),
			Text:  l.T("mail.audit.text", "N", head.Last), Lines: lines, Link: r.baseURL + views.AuditURL,
			Button: l.T("mail.audit.button"), Why: l.T("mail.audit.why", "Community", community),
		}
	})
}
