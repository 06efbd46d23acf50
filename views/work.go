package views

import "context"

// upTo is a number that was counted up to a limit: beyond it, more than that.
func upTo(ctx context.Context, n, most int64) string {
	if n > most {
		return t(ctx, "work.more", "N", num(ctx, most))
	}
	return num(ctx, n)
}
