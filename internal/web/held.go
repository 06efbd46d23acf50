package web

import "groundswell/views"

// addVotes reads the groups of accounts of a page of the desk.
func (s *Server) addVotes(r *request, cases []*views.DeskCase) error {
	ids := make([]int64, len(cases))
	for i, c := range cases {
		ids[i] = c.Subject
	}
	found, err := s.read.VoteGroups(r.ctx(), ids)
	for _, c := range cases {
		c.Votes = found[c.Subject]
	}
	return err
}
