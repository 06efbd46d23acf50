package views

import (
	"net/url"

	"groundswell/internal/domain"
)

// themeValues is what a theme's form shows: what was typed there, or the theme.
func themeValues(p ThemesPage, th domain.Theme) Form {
	f := p.Form.For(id(th.ID))
	if f.Typed != nil {
		return f
	}
	idea := int64(0)
	if th.Idea != nil {
		idea = th.Idea.ID
	}
	f.Typed = url.Values{
		"name_en": {th.NameEN}, "name_de": {th.NameDE}, "words_en": {th.WordsEN}, "words_de": {th.WordsDE},
		"idea": {id(idea)}, "version": {id(th.Version)},
	}
	return f
}
