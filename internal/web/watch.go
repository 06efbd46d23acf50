package web

import "groundswell/internal/domain"

// releaseRevision starts a new revision.
func (s *Server) releaseRevision(r *request) error {
	err := s.app.ReleaseRevision(r.ctx(), r.who, r.Param("slug"), r.field("revision"), r.field("note"))
	return r.answer(err, "done.released", r.here(), "revision", s.showProduct)
}

// override keeps a product listed until the end of a day.
func (s *Server) override(r *request) error {
	day, ok := domain.ParseDay(r.field("until"))
	if !ok {
		return r.again(domain.BadField("until", "error.day", nil), "until", s.showProduct)
	}
	err := s.app.Override(r.ctx(), r.who, r.Param("slug"), day, r.field("reason"))
	return r.answer(err, "done.decided", r.here(), "until", s.showProduct)
}

// endOverride lets the rule decide again.
func (s *Server) endOverride(r *request) error {
	err := s.app.EndOverride(r.ctx(), r.who, r.Param("slug"))
	return r.answer(err, "done.decided", r.here(), "until", s.showProduct)
}
