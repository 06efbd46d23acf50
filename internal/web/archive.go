package web

// reopenIdea brings one's own archived idea back; a reason that is none comes back with
// the form.
func (s *Server) reopenIdea(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	err = s.app.ReopenIdea(r.ctx(), r.who, id, r.field("reason"))
	return r.answer(err, "done.reopened", r.here(), "reason", keyed("reopen", s.showIdea))
}
