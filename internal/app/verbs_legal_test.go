package app_test

import (
	"context"
	"maps"

	"groundswell/internal/app"
	"groundswell/internal/domain"
)

func init() { maps.Copy(verbs, legalVerbs) }

// legalVerbs are the rows of verbs that are about legal pages.
var legalVerbs = map[string]verb{
	"SaveLegal": {domain.Admin, func(w *rights, _ domain.Actor) attempt {
		version, text := w.imprint(), w.name("We are number")
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.SaveLegal(ctx, who, domain.Imprint, version, map[string]string{"en": text, "de": text}, false)
		}
	}},
	"AgreeTerms": {domain.Customer, func(w *rights, who domain.Actor) attempt {
		version := w.saveTerms(w.name("These are the terms, number"), false)
		return func(ctx context.Context, a *app.App, who domain.Actor) error { return a.AgreeTerms(ctx, who, version) }
	}},
}

// imprint is the version that holds.
func (w *rights) imprint() int64 {
	w.t.Helper()
	now, err := w.db.Reader().LegalVersions(w.t.Context(), domain.Imprint, "en", 0, 1)
	w.must(err)
	if len(now) == 0 {
		return 0
	}
	return now[0].Version
}

// saveTerms makes a text the terms and returns their version.
func (w *world) saveTerms(text string, asks bool) int64 {
	w.t.Helper()
	now, err := w.db.Reader().TermsNow(w.t.Context())
	w.must(err)
	w.must(w.free.SaveLegal(w.t.Context(), domain.System, domain.Terms, now.Version, map[string]string{"en": text, "de": text}, asks))
	return now.Version + 1
}
