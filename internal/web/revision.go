package web

// releaseRevision starts a new revision.
func (s *Server) releaseRevision(r *request) error {
	err := s.app.ReleaseRevision(r.ctx(), r.who, r.Param("slug"), r.field("revision"), r.field("note"))
	return r.answer(err, "done.released", r.here(), "revision", s.showProduct)
}
