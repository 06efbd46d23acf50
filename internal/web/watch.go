package web

import (
	"groundswell/internal/domain"
	"groundswell/views"
)

// override keeps a product listed until the end of a day.
func (s *Server) override(r *request) error {
	day, ok := domain.ParseDay(r.field("until"))
	if !ok {
		return r.again(domain.BadField("until", "error.day", nil), "until", keyed(views.OverrideForm, s.showProduct))
	}
	err := s.app.Override(r.ctx(), r.who, r.Param("slug"), day, r.field("reason"))
	return r.answer(err, "done.decided", r.here(), "until", keyed(views.OverrideForm, s.showProduct))
}

// endOverride lets the rule decide again.
func (s *Server) endOverride(r *request) error {
	err := s.app.EndOverride(r.ctx(), r.who, r.Param("slug"))
	return r.answer(err, "done.decided", r.here(), "until", s.showProduct)
}
