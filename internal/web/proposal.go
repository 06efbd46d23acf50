package web

import "groundswell/views"

// addProposals reads the proposed merges of a page of the desk.
func (s *Server) addProposals(r *request, cases []*views.DeskCase) error {
	ids := make([]int64, len(cases))
	for i, c := range cases {
		ids[i] = c.Subject
	}
	found, err := s.read.ProposalsByID(r.ctx(), ids)
	for _, c := range cases {
		c.Proposal = found[c.Subject]
	}
	return err
}
