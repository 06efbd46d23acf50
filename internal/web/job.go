package web

import (
	"net/http"

	"groundswell/views"
)

// deadJobs is how many given-up jobs a page shows: a hundred drew as long as four pages
// of anything else.
const deadJobs = 25

func (s *Server) adminJobs(r *request) error {
	jobs, err := s.read.DeadJobs(r.ctx(), r.after(), deadJobs)
	if err != nil {
		return err
	}
	page := views.Jobs{Page: r.page(r.lang.T("admin.jobs")), Jobs: jobs.Items, After: r.after().String(), Next: jobs.Next.String()}
	return r.render(http.StatusOK, views.AdminJobs(page))
}

func (s *Server) reviveJob(r *request) error {
	return r.act(s.app.ReviveJob, "done.job_revived", r.here())
}
