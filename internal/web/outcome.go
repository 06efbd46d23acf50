package web

import (
	"net/http"

	"groundswell/internal/domain"
	"groundswell/views"
)

// shipped shows what came of ideas: those that were shipped, newest first.
func (s *Server) shipped(r *request) error {
	after := domain.ParseCursor(r.field("after"))
	found, err := s.read.Shipped(r.ctx(), after, domain.ShippedPage)
	if err != nil {
		return err
	}
	page := views.ShippedPage{Page: r.page(r.lang.T("shipped.title")), Ideas: found.Items, After: after.String(), Next: found.Next.String()}
	page.Description, page.NoIndex = r.lang.T("shipped.hint"), page.After != ""
	return r.render(http.StatusOK, views.Shipped(page))
}
