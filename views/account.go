package views

import (
	"context"

	"groundswell/internal/domain"
)

// emailHint says which address waits to be confirmed.
func emailHint(ctx context.Context, m domain.Member) string {
	if m.NewEmail != "" {
		return t(ctx, "account.email_waiting", "Email", m.NewEmail)
	}
	return t(ctx, "account.email_hint")
}

func suspendKey(m domain.Member) string {
	if m.Suspended.IsZero() {
		return ".suspend"
	}
	return ".reinstate"
}
