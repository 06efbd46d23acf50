package web

import (
	"net/http"

	"groundswell/views"
)

// fairness shows the rules of moderation with their numbers, and how it went by them.
func (s *Server) fairness(r *request) error {
	page := views.FairnessPage{Page: r.page(r.lang.T("fair.title")), Settings: r.community.Settings}
	page.Description = r.lang.T("fair.hint")
	var err error
	if page.Counted, err = s.read.Fairness(r.ctx()); err != nil {
		return err
	}
	return r.render(http.StatusOK, views.Fairness(page))
}
