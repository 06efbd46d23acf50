package web

import (
	"net/http"

	"groundswell/internal/domain"
	"groundswell/views"
)

// restrictions shows somebody what was restricted and why.
func (s *Server) restrictions(r *request) error {
	return s.showRestrictions(r, http.StatusOK, views.Form{})
}

func (s *Server) showRestrictions(r *request, status int, form views.Form) error {
	after := domain.ParseCursor(r.Request().URL.Query().Get("after"))
	found, err := s.read.RestrictionsOf(r.ctx(), r.who.ID, after)
	if err != nil {
		return err
	}
	return r.render(status, views.Restrictions(views.RestrictionsPage{
		Page: r.page(r.lang.T("restrictions.title")), Restrictions: found.Items, After: after.String(), Next: found.Next.String(), Form: form,
	}))
}
