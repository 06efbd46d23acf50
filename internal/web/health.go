package web

import (
	"net/http"

	"groundswell/views"
)

// CallIt names the version of the program, for those who run it.
func (s *Server) CallIt(version string) { s.program = version }

func (s *Server) adminStatus(r *request) error {
	health, err := s.read.Health(r.ctx(), s.now())
	if err != nil {
		return err
	}
	return r.render(http.StatusOK, views.AdminStatus(views.HealthPage{
		Page: r.page(r.lang.T("admin.status")), Health: health, Program: s.program,
	}))
}
