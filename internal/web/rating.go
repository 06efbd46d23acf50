package web

import (
	"net/http"

	"groundswell/internal/domain"
	"groundswell/views"
)

// here is the page of the product in the address.
func (r *request) here(query string) string { return "/products/" + r.Param("slug") + query }

// back shows a product again with what was typed, or goes on to a page.
func (s *Server) back(r *request, err error, field, to string) error {
	if status, fields, ok := again(err, field); ok {
		return s.showProduct(r, status, r.typed(fields))
	}
	if err != nil {
		return err
	}
	return r.redirect(to)
}

// rate makes what the form says the member's rating.
func (s *Server) rate(r *request) error {
	err := s.app.Rate(r.Request().Context(), r.who, r.Param("slug"), domain.RatingDraft{
		Stars: r.number("stars"), Title: r.field("title"), Body: r.field("body"), Declared: r.field("declared") == "1", Revision: r.number("for_revision"),
	})
	return s.back(r, err, "stars", r.here("?done=rated#rate"))
}

// keepRating shows the form with what was typed to somebody who is not signed in.
func (s *Server) keepRating(r *request) error {
	return s.showProduct(r, http.StatusUnauthorized, r.typed([]domain.FieldError{{Field: "body", Key: "error.rate_signed_out"}}))
}

// takeBackRating removes the member's rating.
func (s *Server) takeBackRating(r *request) error {
	err := s.app.TakeBackRating(r.Request().Context(), r.who, r.Param("slug"))
	return s.back(r, err, "stars", r.here("?done=taken_back#rate"))
}

// claimProduct makes the member a verified owner by serial number.
func (s *Server) claimProduct(r *request) error {
	err := s.app.ClaimProduct(r.Request().Context(), r.who, r.Param("slug"), r.field("serial"))
	return s.back(r, err, "serial", r.here("?done=verified#rate"))
}

// markHelpful sets whether the member found a rating helpful. HTMX gets the button
// alone.
func (s *Server) markHelpful(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	wanted := r.field("helpful") == "1"
	helpful, err := s.app.MarkHelpful(r.Request().Context(), r.who, id, wanted)
	if err != nil {
		return err
	}
	rating := domain.Rating{ID: id, Helpful: helpful, MineHelpful: wanted}
	if !r.htmx() {
		return r.redirect(s.cameFrom(r, rating.Path()))
	}
	return r.render(http.StatusOK, views.HelpfulButton(r.page(""), &rating))
}
