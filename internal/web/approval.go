package web

import (
	"groundswell/internal/domain"
	"groundswell/views"
)

// addApprovals reads the posts of the cases of a page of the desk.
func (s *Server) addApprovals(r *request, cases []*views.DeskCase) error {
	ids := make([]int64, len(cases))
	for i, c := range cases {
		ids[i] = c.Subject
	}
	found, err := s.read.Cases(r.ctx(), ids)
	for _, c := range cases {
		if k := found[c.Subject]; k != nil {
			c.Approval = *k
		}
	}
	return err
}

// letPostIn lets one post of a case in before the others are decided.
func (s *Server) letPostIn(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	if err := s.app.LetPostIn(r.ctx(), r.who, id); err != nil {
		if domain.KindOf(err) == domain.NotFound {
			return err
		}
		return r.again(err, "bulk", s.showDesk)
	}
	v := r.deskView()
	return r.done("done.let_in", views.DeskURL(v, v.After))
}
