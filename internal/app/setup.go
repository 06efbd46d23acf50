package app

import (
	"context"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// TryMail sends the actor a mail now, by send, and notes when the server took one. It
// waits as long as send does.
func (a *App) TryMail(ctx context.Context, who domain.Actor, send func(context.Context, domain.Member) error) error {
	var to domain.Member
	err := a.act(ctx, who, domain.ManageSettings, func(q *store.Tx, who domain.Actor) (err error) {
		to, err = q.Member(ctx, who.ID)
		return err
	})
	if err != nil {
		return err
	}
	if err := a.spend(ctx, a.mailUse(to.Email)); err != nil {
		return err
	}
	if err := send(ctx, to); err != nil {
		return err
	}
	return a.act(ctx, who, domain.ManageSettings, func(q *store.Tx, who domain.Actor) error {
		if err := q.SetMailTried(ctx, a.now()); err != nil {
			return err
		}
		return a.record(ctx, q, who, "try mail", "member", who.ID, "")
	})
}
