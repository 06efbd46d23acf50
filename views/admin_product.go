package views

import (
	"net/url"
	"time"

	"groundswell/internal/domain"
)

// ProductValues is what a product's form shows.
func ProductValues(p domain.Product) url.Values {
	launch := ""
	if !p.Launch.IsZero() {
		launch = p.Launch.Format(time.DateOnly)
	}
	return url.Values{
		"name": {p.Name}, "slug": {p.Slug}, "family": {id(p.Family.ID)}, "launch": {launch}, "description": {p.Description},
		"responsible": {id(p.Responsible.ID)}, "version": {id(p.Version)},
	}
}

// familyValues is what a family's form shows: what was typed there, or the family.
func familyValues(p FamiliesAdmin, family domain.Family) Form {
	f := p.Form.For(id(family.ID))
	if f.Typed == nil {
		f.Typed = url.Values{"name": {family.Name}, "slug": {family.Slug}, "shape": {family.Shape}, "version": {id(family.Version)}}
	}
	return f
}
