package jobs

import (
	"context"
	"errors"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
	"groundswell/internal/mail"
	"groundswell/views"
)

// watchMail tells a member of staff what the two-star rule says of a product. Who
// has left the staff since it was promised is told nothing.
func (r *Runner) watchMail(ctx context.Context, job domain.Job, p domain.SendWatch) (*mail.Message, error) {
	m, err := r.store.Reader().Member(ctx, p.Member)
	if err != nil {
		return nil, err
	}
	if !m.Role.Staff() || !m.Suspended.IsZero() || m.Email == "" {
		return nil, nil
	}
	product, err := r.store.Reader().ProductByID(ctx, p.Product)
	if errors.Is(err, domain.ErrNotFound) || p.N == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	here, err := r.store.Reader().Community(ctx, r.now())
	if err != nil {
		return nil, err
	}
	rule := domain.RuleOf(here.Settings)
	return r.mailTo(ctx, job, addressee{m.Email, m.Language, m.Created}, func(l *i18n.Language, community string) views.Mail {
		mean, ends := l.Hundredths(rule.Hundredths(p.N, p.Sum)), time.UnixMilli(p.Ends).UTC()
		return views.Mail{
			Title: l.T("mail."+string(p.Notice)+".title", "Product", product.Name),
			Text:  l.T("mail."+string(p.Notice)+".text", "Product", product.Name, "Mean", mean, "Count", p.N, "Moment", l.Moment(ends)),
			Link:  r.baseURL + product.Path(), Button: l.T("mail.watch_button"), Why: l.T("mail.why_watch", "Community", community),
		}
	})
}
