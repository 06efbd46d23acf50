package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
	"groundswell/views"
)

// sendWatch tells a member of staff what the two-star rule says of a product. Who
// has left the staff since it was promised is told nothing.
func (r *Runner) sendWatch(ctx context.Context, job domain.Job) error {
	var p domain.SendWatch
	if err := json.Unmarshal(job.Payload, &p); err != nil {
		return err
	}
	m, err := r.store.Reader().Member(ctx, p.Member)
	if err != nil {
		return err
	}
	if !m.Role.Staff() || !m.Suspended.IsZero() || m.Email == "" {
		return nil
	}
	product, err := r.store.Reader().ProductByID(ctx, p.Product)
	if errors.Is(err, domain.ErrNotFound) || p.N == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	here, err := r.store.Reader().Community(ctx, r.now())
	if err != nil {
		return err
	}
	rule := domain.RuleOf(here.Settings)
	return r.send(ctx, job, m.ID, m.Email, func(l *i18n.Language, community string) views.Mail {
		mean, ends := l.Hundredths(rule.Hundredths(p.N, p.Sum)), time.UnixMilli(p.Ends).UTC()
		return views.Mail{
			Title: l.T("mail."+string(p.Notice)+".title", "Product", product.Name),
			Text:  l.T("mail."+string(p.Notice)+".text", "Product", product.Name, "Mean", mean, "Count", p.N, "Moment", l.Moment(ends)),
			Link:  r.baseURL + product.Path(), Button: l.T("mail.watch_button"), Why: l.T("mail.why_watch", "Community", community),
		}
	})
}
