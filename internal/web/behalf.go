package web

import (
	"strings"

	"groundswell/internal/domain"
)

// recordVote records what somebody said to staff: a member, named by the number or the
// address of their page, or a contact. It leads back to the page that the form was on.
func (s *Server) recordVote(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	said := r.field("said")
	if member := r.field("member"); strings.TrimSpace(member) != "" {
		err = s.app.VoteForMember(r.ctx(), r.who, id, memberNumber(member), said)
	} else {
		err = s.app.VoteForContact(r.ctx(), r.who, id, domain.Contact{Name: r.field("contact"), Company: r.field("company"), Said: said})
	}
	return r.answer(err, "done.recorded", r.cameFrom(r.here()), "said", s.showIdea)
}

// memberNumber is the number of a member in what was typed: alone, or at the end of
// the address of their page. 0 when there is none.
func memberNumber(typed string) int64 {
	typed = strings.TrimRight(strings.TrimSpace(typed), "/")
	return wholeNumber(typed[strings.LastIndex(typed, "/")+1:])
}

// withdrawRecorded takes back a contact's vote.
func (s *Server) withdrawRecorded(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	if err := s.app.WithdrawForContact(r.ctx(), r.who, id, r.number("vote")); err != nil {
		return err
	}
	return r.done("done.saved", r.here())
}
