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
