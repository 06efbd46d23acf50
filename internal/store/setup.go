package store

import (
	"context"
	"time"
)

// triedMark is the mark that says when the mail server last took a mail on trial.
const triedMark = "mail_tried"

// MailTried is when the mail server last took a mail on trial; the zero time for never.
func (r reads) MailTried(ctx context.Context) (time.Time, error) {
	at, err := r.mark(ctx, triedMark)
	return moment(at), err
}

// SetMailTried notes that the mail server took a mail on trial.
func (q *Tx) SetMailTried(ctx context.Context, now time.Time) error {
	return q.SetMark(ctx, triedMark, now)
}
