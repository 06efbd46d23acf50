package app

import (
	"context"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// TellAdmins promises the daily mail with the head of the audit log to every admin, once a
// day.
func (a *App) TellAdmins(ctx context.Context) error {
	day, due := domain.AuditMail(a.now())
	if !due {
		return nil
	}
	staff, err := a.store.Reader().Staff(ctx)
	if err != nil {
		return err
	}
	return a.store.Tx(ctx, func(q *store.Tx) error {
		first, err := q.MarkDay(ctx, "audit", day)
		if err != nil || !first || a.past {
			return err
		}
		for _, m := range staff {
			if m.Role != domain.Admin {
				continue
			}
			if err := q.Promise(ctx, domain.SendAudit{Member: m.ID, Day: day}, a.now()); err != nil {
				return err
			}
		}
		return nil
	})
}
