package web

import (
	"net/http"

	"groundswell/internal/domain"
	"groundswell/views"
)

// vote sets the member's vote. HTMX gets the box alone; without it the browser
// goes back to where it was.
func (s *Server) vote(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	v, err := domain.ParseVote(r.field("value"))
	if err != nil {
		return err
	}
	idea, err := s.app.Vote(r.ctx(), r.who, id, v)
	if err != nil {
		return err
	}
	if !r.htmx() {
		return r.redirect(r.cameFrom(idea.Path()))
	}
	size := ""
	if r.field("size") == "vote-l" {
		size = "vote-l"
	}
	return r.render(http.StatusOK, views.VoteBox(r.page(""), &idea, size))
}
