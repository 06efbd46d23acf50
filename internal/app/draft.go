package app

import (
	"context"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// SaveDraft keeps what a member typed in a form until it is sent, in place of what was
// kept of that form before. The verb that a form is sent to forgets it, in its own
// transaction. It refuses with domain.TooMany what no typing needs.
func (a *App) SaveDraft(ctx context.Context, who domain.Actor, d domain.SavedDraft) error {
	if err := domain.CheckSavedDraft(d); err != nil {
		return err
	}
	settings, err := a.settings(ctx)
	if err != nil {
		return err
	}
	if !a.unlimited {
		if err := a.often.take("drafts", who.ID, settings.Number(domain.LimitDraftsMinute), time.Minute, a.now()); err != nil {
			return err
		}
	}
	return a.act(ctx, who, domain.OwnAccount, func(q *store.Tx, who domain.Actor) error {
		q.Quiet()
		return q.SetDraft(ctx, who.ID, d, a.now())
	})
}

// DiscardDraft forgets what a member typed in a form.
func (a *App) DiscardDraft(ctx context.Context, who domain.Actor, form domain.FormName) error {
	return a.act(ctx, who, domain.OwnAccount, func(q *store.Tx, who domain.Actor) error {
		q.Quiet()
		return q.DeleteDraft(ctx, who.ID, form)
	})
}
