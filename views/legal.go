package views

import (
	"context"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
	"groundswell/internal/legal"
)

// LegalView is a page that says who the company is or what holds here.
type LegalView struct {
	Page
	Text     domain.LegalText
	Settings domain.Settings
}

// html is the text with today's values in it.
func (p LegalView) html(ctx context.Context) string {
	return legal.Fill(p.Text.HTML, func(name string) (string, bool) { return settingNow(ctx, p.Settings, name) })
}

// settingNow is a setting as people read it.
func settingNow(ctx context.Context, settings domain.Settings, key string) (string, bool) {
	setting, known := domain.SettingFor(key)
	if !known {
		return "", false
	}
	l := i18n.From(ctx)
	switch setting.Kind {
	case domain.Number:
		return l.Number(settings.Number(key)), true
	case domain.Tenths:
		return l.Score(float64(settings.Tenths(key)) / 10), true
	case domain.Span:
		return l.Wait(settings.Duration(key)), true
	}
	return settings.Value(key), true
}

// LegalVersions is what a legal page said before.
type LegalVersions struct {
	Page
	Of   domain.LegalPage
	Now  domain.PastText
	Past []domain.PastText
	Next string // where the list goes on; "" at its end
}

// LegalAdmin is the admins' list of legal pages.
type LegalAdmin struct {
	Page
	Texts []domain.LegalText // the newest of every page in every language
}

// LegalForm is a legal page for its admins, in every language.
type LegalForm struct {
	Page
	Of    domain.LegalPage
	Texts []domain.LegalText
	Form  Form
}

// version is the number of what the form was opened with.
func (p LegalForm) version() int64 { return p.Texts[0].Version }
