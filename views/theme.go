package views

import (
	"net/url"

	"groundswell/internal/domain"
)

// themeValues is what a theme's form shows: what was typed there, or the theme.
func themeValues(p ThemesPage, th domain.Theme) Form {
	if p.FormID == th.ID && p.Form.Typed != nil {
		return p.Form
	}
	idea := int64(0)
	if th.Idea != nil {
		idea = th.Idea.ID
	}
	return Form{Typed: url.Values{
		"name_en": {th.NameEN}, "name_de": {th.NameDE}, "words_en": {th.WordsEN}, "words_de": {th.WordsDE}, "idea": {id(idea)}, "version": {id(th.Version)},
	}}
}
