package web

import (
	"net/http"

	"groundswell/internal/domain"
	"groundswell/views"
)

// work is what waits for whoever works here: the own queues, and all that the role may
// decide. Each number is the one of the page that it leads to.
func (s *Server) work(r *request) error {
	page := views.WorkPage{Page: r.page(r.lang.T("work.title"))}
	for _, add := range []func(*request, *views.WorkPage) error{s.addOwnQueues, s.addWaiting} {
		if err := add(r, &page); err != nil {
			return err
		}
	}
	return r.render(http.StatusOK, views.Work(page))
}

// addOwnQueues reads the queues that somebody is an engineer of, as the list of all has
// them.
func (s *Server) addOwnQueues(r *request, page *views.WorkPage) error {
	rows, err := s.queueRows(r, func(q domain.Queue) bool { return q.Has(r.who.ID) })
	page.Queues = rows
	return err
}

// addWaiting counts what waits outside of queues.
func (s *Server) addWaiting(r *request, page *views.WorkPage) (err error) {
	ctx := r.ctx()
	if page.Unanswered, err = s.read.CountUnanswered(ctx); err != nil {
		return err
	}
	watched, err := s.read.WatchedProducts(ctx, watchedMax)
	if err != nil {
		return err
	}
	page.Watched = int64(len(watched))
	if page.May(domain.Moderate) {
		if page.Desk, err = s.read.DeskCounts(ctx, nil); err != nil {
			return err
		}
	}
	if page.May(domain.WatchJobs) {
		page.GivenUp, err = s.read.CountDeadJobs(ctx)
	}
	return err
}
