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

// browserName is what a browser is called in the list of sessions: what is known of it.
func browserName(ctx context.Context, agent string) string {
	browser, system := domain.Browser(agent)
	if browser == "" {
		browser = t(ctx, "account.session_unknown")
	}
	if system == "" {
		return browser
	}
	return t(ctx, "account.session_on", "Browser", browser, "System", system)
}
