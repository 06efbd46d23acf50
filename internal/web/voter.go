package web

import (
	"net/http"

	"groundswell/internal/domain"
	"groundswell/views"
)

// voters shows staff who voted on an idea, which way, and on which days.
func (s *Server) voters(r *request) error {
	idea, err := s.ideaFor(r)
	if err != nil {
		return err
	}
	way, _ := domain.ParseVote(r.field("way")) // anything else: both
	after := r.after()
	page := views.VotersPage{
		Page: r.page(r.lang.T("voters.of", "Title", idea.Title)), Idea: idea, Way: way, After: after.String(),
	}
	if page.Members, err = s.read.Voters(r.ctx(), idea.ID, way, after); err != nil {
		return err
	}
	if after.Zero() {
		if page.Contacts, err = s.read.ContactVoters(r.ctx(), idea.ID, way); err != nil {
			return err
		}
	}
	if page.Days, err = s.read.VoteDays(r.ctx(), idea.ID); err != nil {
		return err
	}
	return r.render(http.StatusOK, views.Voters(page))
}
