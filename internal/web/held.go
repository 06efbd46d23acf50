package web

import "groundswell/views"

// addVotes reads the groups of accounts of a page of the desk, each with the record of what
// found it.
func (s *Server) addVotes(r *request, cases []*views.DeskCase) error {
	ids := make([]int64, len(cases))
	for i, c := range cases {
		ids[i] = c.Subject
	}
	found, err := s.read.VoteGroups(r.ctx(), ids)
	if err != nil {
		return err
	}
	records, err := s.read.VoteSignals(r.ctx())
	for _, c := range cases {
		c.Votes = found[c.Subject]
		c.Record = records[c.Votes.Ground]
	}
	return err
}
