package web

// want sets whether a member still wants what was declined.
func (s *Server) want(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	wanted := r.field("wanted") == "1"
	if err := s.app.Want(r.ctx(), r.who, id, wanted); err != nil {
		return err
	}
	if wanted {
		return r.done("done.wanted", r.here())
	}
	return r.done("done.unwanted", r.here())
}
