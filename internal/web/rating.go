package web

import (
	"net/http"
	"net/url"

	"groundswell/internal/domain"
	"groundswell/views"
)

// rate makes what the form says the member's rating.
func (s *Server) rate(r *request) error {
	sent, err := r.sending(r.field("nonce"))
	if err != nil {
		return err
	}
	err = s.app.Rate(r.ctx(), r.who, r.Param("slug"), domain.RatingDraft{
		Stars: r.number("stars"), Title: r.field("title"), Body: r.field("body"), Declared: r.field("declared") == "1",
		Revision: r.number("for_revision"), Sent: sent,
	})
	return r.answer(err, "done.rated", r.here()+"#rate", "stars", s.showProduct)
}

// starsAsked is the form with the stars that the address carries through signing in.
func (r *request) starsAsked() views.Form {
	if n := r.number("rate"); n >= 1 && n <= domain.StarsMax && r.who.SignedIn() {
		return views.Form{Typed: url.Values{"stars": {r.field("rate")}}, Waiting: true}
	}
	return views.Form{}
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
	rating := domain.Rating{ID: id, Helpful: helpful}
	if !r.htmx() {
		return r.redirect(r.cameFrom(r.here()))
	}
	return r.render(http.StatusOK, views.HelpfulButton(r.page(""), views.HelpfulReview(&rating, wanted)))
}
