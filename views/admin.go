package views

import (
	"context"
	"net/url"

	"groundswell/internal/domain"
)

// memberFacts is the line under a name in the list of accounts. Addresses are not
// in it: they never leave the account page.
func memberFacts(ctx context.Context, m domain.Member) string {
	facts := t(ctx, "member.since", "Date", date(ctx, m.Created))
	if m.Confirmed.IsZero() && m.Email != "" {
		facts += " · " + t(ctx, "admin.unconfirmed")
	}
	if !m.Suspended.IsZero() {
		facts += " · " + t(ctx, "member.suspended")
	}
	return facts
}

// spaceValues is what a space's form shows: what was typed there, or the space.
func spaceValues(p Spaces, s domain.Space) Form {
	if p.FormID == s.ID && p.Form.Typed != nil {
		return p.Form
	}
	return Form{Typed: url.Values{
		"name": {s.Name}, "slug": {s.Slug}, "description": {s.Description},
		"responsible": {id(s.Responsible.ID)}, "version": {id(s.Version)},
	}}
}
