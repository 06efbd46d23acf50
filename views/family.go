package views

import (
	"net/url"

	"groundswell/internal/domain"
)

// familyValues is what a family's form shows: what was typed there, or the family.
func familyValues(p FamiliesAdmin, family domain.Family) Form {
	f := p.Form.For(id(family.ID))
	if f.Typed == nil {
		f.Typed = url.Values{"name": {family.Name}, "slug": {family.Slug}, "shape": {family.Shape}, "version": {id(family.Version)}}
	}
	return f
}
