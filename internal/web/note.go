package web

import "groundswell/views"

// addNote writes something about an idea to the staff who read notes.
func (s *Server) addNote(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	err = s.app.AddNote(r.ctx(), r.who, id, r.commentDraft())
	return r.answer(err, "done.noted", r.here()+"#staff", "body", keyed(views.NoteForm, s.showIdea))
}
