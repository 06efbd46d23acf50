package app

import (
	"context"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// heldMail is what the list of given-up jobs says of a mail that came with a backup.
const heldMail = "it came with a restore and may have been sent before: try again to send it"

// SettleRestored makes a community fit to be served that came from a backup or an
// archive: every session and link has ended, and mails that were about to go out when
// it was made are held among the jobs given up, where an admin can let one go. It
// returns how many these are.
func (a *App) SettleRestored(ctx context.Context) (held int64, err error) {
	err = a.store.Tx(ctx, func(q *store.Tx) error {
		if err := q.EndAllAccess(ctx); err != nil {
			return err
		}
		if held, err = q.HoldMails(ctx, heldMail, a.now()); err != nil {
			return err
		}
		return a.record(ctx, q, domain.System, "restore", "community", 0, "")
	})
	return held, err
}
