package views

import (
	"net/url"

	"groundswell/internal/domain"
)

// spaceValues is what a space's form shows: what was typed there, or the space.
func spaceValues(p Spaces, s domain.Space) Form {
	f := p.Form.For(id(s.ID))
	if f.Typed == nil {
		f.Typed = url.Values{
			"name": {s.Name}, "slug": {s.Slug}, "description": {s.Description},
			"responsible": {id(s.Responsible.ID)}, "version": {id(s.Version)}, "first_posts": {id(s.FirstPosts)},
		}
		for _, m := range s.Moderators {
			f.Typed.Set("moderator-"+id(m.ID), "1")
		}
	}
	return f
}
