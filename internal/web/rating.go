package web

import (
	"net/http"

	"groundswell/internal/domain"
	"groundswell/views"
)

// rate makes what the form says the member's rating.
func (s *Server) rate(r *request) error {
	err := s.app.Rate(r.ctx(), r.who, r.Param("slug"), domain.RatingDraft{
		Stars: r.number("stars"), Title: r.field("title"), Body: r.field("body"), Declared: r.field("declared") == "1",
		Revision: r.number("for_revision"),
	})
	if err == nil {
		r.forgetDraft()
	}
	return r.answer(err, "done.rated", r.here()+"#rate", "stars", s.showProduct)
}

// keepRating lets what somebody typed without being signed in wait in the browser; what
// is too long for that stays in the form.
func (s *Server) keepRating(r *request) error {
	if r.keepDraft() {
		return r.toSignIn()
	}
	return s.showProduct(r, http.StatusUnauthorized, r.typed(domain.FieldError{Field: "body", Key: "error.rate_signed_out"}))
}

// takeBackRating removes the member's rating.
func (s *Server) takeBackRating(r *request) error {
	err := s.app.TakeBackRating(r.ctx(), r.who, r.Param("slug"))
	return r.answer(err, "done.taken_back", r.here()+"#rate", "stars", s.showProduct)
}

// markHelpful sets whether the member found a rating helpful. HTMX gets the button
// alone.
func (s *Server) markHelpful(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	wanted := r.field("helpful") == "1"
	helpful, err := s.app.MarkHelpful(r.ctx(), r.who, id, wanted)
	if err != nil {
		return err
	}
	rating := domain.Rating{ID: id, Helpful: helpful, MineHelpful: wanted}
	if !r.htmx() {
		return r.redirect(r.cameFrom(r.here()))
	}
	return r.render(http.StatusOK, views.HelpfulButton(r.page(""), &rating))
}
