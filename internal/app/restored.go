package app

import (
	"context"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// heldMail is what the list of given-up jobs says of a mail that came with a backup.
const heldMail = "it came with a restore and may have been sent before: try again to send it"

// Restored is what waited to be sent when a backup was made and may have left since.
type Restored struct {
	Mails   int64 // are held among the jobs given up, where an admin can let one go
	Letters int64 // are not sent any more: the site has the news in them
}

// SettleRestored makes a community fit to be served that came from a backup or an
// archive: every session and link has ended, and nothing is sent that was about to go
// out when it was made.
func (a *App) SettleRestored(ctx context.Context) (held Restored, err error) {
	err = a.store.Tx(ctx, func(q *store.Tx) error {
		if err := q.EndAllAccess(ctx); err != nil {
			return err
		}
		if held.Mails, err = q.HoldMails(ctx, heldMail, a.now()); err != nil {
			return err
		}
		if held.Letters, err = q.HoldLetters(ctx, a.now()); err != nil {
			return err
		}
		return a.record(ctx, q, domain.System, "restore", "community", 0, "")
	})
	return held, err
}
