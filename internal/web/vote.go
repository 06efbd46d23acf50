package web

import (
	"net/http"

	"groundswell/internal/domain"
	"groundswell/views"
)

// vote sets the member's vote. HTMX gets the box, and what else shows the idea's numbers;
// without it the browser goes back to where it was, and in a list to the same row.
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
		to := r.cameFrom(idea.Path())
		if to != idea.Path() {
			to = views.InList(to, idea.ID)
		}
		return r.redirect(to)
	}
	size := ""
	if r.field("size") == "vote-l" {
		size = "vote-l"
	}
	if idea, err = s.read.IdeaFor(r.ctx(), r.who, id, r.today()); err != nil {
		return err
	}
	idea.Mine = v // pages of many readers leave it to each of them
	return r.render(http.StatusOK, views.Voted(r.page(""), &idea, size))
}
