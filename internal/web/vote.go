package web

import (
	"net/http"
	"strings"

	"groundswell/internal/domain"
	"groundswell/internal/slug"
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
		idea.Words = slug.Of(idea.Title)
		to := r.cameFrom(idea.Path())
		if strings.HasPrefix(to, "/ideas/new") || r.field("nonce") != "" {
			to = idea.Path() // promoted instead of written once more
		}
		if to != idea.Path() {
			to = views.InList(to, idea.ID)
		}
		return r.redirect(to)
	}
	size := ""
	if r.field("size") == "vote-l" {
		size = "vote-l"
		whole, err := s.read.IdeaFor(r.ctx(), r.who, id, r.today())
		if err != nil {
			return err
		}
		idea.Reasons = whole.Reasons // the page of an idea asks why
	}
	return r.render(http.StatusOK, views.Voted(r.page(""), &idea, size))
}
