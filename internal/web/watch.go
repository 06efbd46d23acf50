package web

import "groundswell/internal/domain"

// releaseRevision starts a new revision.
func (s *Server) releaseRevision(r *request) error {
	err := s.app.ReleaseRevision(r.Request().Context(), r.who, r.Param("slug"), r.field("revision"), r.field("note"))
	return s.back(r, err, "revision", r.here("?done=released"))
}

// override keeps a product listed until the end of a day.
func (s *Server) override(r *request) error {
	day, ok := domain.ParseDay(r.field("until"))
	if !ok {
		return s.back(r, domain.BadField("until", "error.day", nil), "until", "")
	}
	err := s.app.Override(r.Request().Context(), r.who, r.Param("slug"), day, r.field("reason"))
	return s.back(r, err, "until", r.here("?done=decided"))
}

// endOverride lets the rule decide again.
func (s *Server) endOverride(r *request) error {
	err := s.app.EndOverride(r.Request().Context(), r.who, r.Param("slug"))
	return s.back(r, err, "until", r.here("?done=decided"))
}
