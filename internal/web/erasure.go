package web

import "groundswell/views"

// addErasures reads the wishes of authors of a page of the desk.
func (s *Server) addErasures(r *request, cases []*views.DeskCase) error {
	ids := make([]int64, len(cases))
	for i, c := range cases {
		ids[i] = c.Subject
	}
	found, err := s.read.Erasures(r.ctx(), ids)
	for _, c := range cases {
		c.Erasure = found[c.Subject]
	}
	return err
}

// askErasure brings an author's wish to the moderators.
func (s *Server) askErasure(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	err = s.app.AskErasure(r.ctx(), r.who, id, r.field("words"))
	return r.answer(err, "done.erasure_asked", r.here(), "words", keyed("erasure", s.showIdea))
}
