package web

import (
	"net/http"
	"unicode/utf8"

	"groundswell/internal/domain"
	"groundswell/views"
)

// completeName lists members whose names begin with what is typed behind an @.
func (s *Server) completeName(r *request) error {
	typed := r.field("q")
	if utf8.RuneCountInString(typed) > domain.NameMax {
		return domain.ErrNotFound
	}
	if err := s.app.CountCompletion(r.ctx(), r.who.ID); err != nil {
		return err
	}
	if domain.Blank(typed) {
		return r.NoContent(http.StatusNoContent)
	}
	found, err := s.read.NamesLike(r.ctx(), typed)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return r.NoContent(http.StatusNoContent)
	}
	return r.render(http.StatusOK, views.Completions(found))
}
