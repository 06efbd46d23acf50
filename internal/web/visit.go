package web

import "net/http"

// noteVisit keeps what the member has seen of an idea. It comes from a form, which the
// script of the page sends by itself, for a page that is read writes nothing; whoever
// presses its button has read what was new.
func (s *Server) noteVisit(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	if err := s.app.NoteVisit(r.ctx(), r.who, id, r.number("newest"), !r.htmx()); err != nil {
		return err
	}
	if r.htmx() {
		return r.NoContent(http.StatusOK) // the form goes
	}
	return r.redirect(r.here() + "#comments")
}
