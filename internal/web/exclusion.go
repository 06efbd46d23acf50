package web

import (
	"net/http"

	"groundswell/internal/domain"
	"groundswell/views"
)

// windows shows a product's ratings over time and its excluded windows.
func (s *Server) windows(r *request) error { return s.showWindows(r, http.StatusOK, views.Form{}) }

func (s *Server) showWindows(r *request, status int, form views.Form) error {
	ctx := r.ctx()
	p, err := s.read.Product(ctx, r.Param("slug"))
	if err != nil {
		return err
	}
	page := views.WindowsPage{Page: r.page(r.lang.T("windows.title")), Product: p, Form: form}
	if page.Days, err = s.read.RatingDays(ctx, p.ID, r.today()-domain.EvidenceDays+1); err != nil {
		return err
	}
	if page.Exclusions, err = s.read.Exclusions(ctx, p.ID); err != nil {
		return err
	}
	return r.render(status, views.Windows(page))
}

// excludeWindow leaves the days of the form out, the last one included.
func (s *Server) excludeWindow(r *request) error {
	e := domain.Exclusion{Reason: r.field("reason")}
	e.From, _ = domain.ParseDay(r.field("from"))
	if to, ok := domain.ParseDay(r.field("to")); ok {
		e.To = to.AddDate(0, 0, 1)
	}
	err := s.app.ExcludeWindow(r.ctx(), r.who, r.Param("slug"), e)
	return r.answer(err, "done.decided", r.here(), "from", s.showWindows)
}

// undoExclusion counts the ratings of a window again.
func (s *Server) undoExclusion(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	err = s.app.UndoExclusion(r.ctx(), r.who, r.Param("slug"), id)
	return r.answer(err, "done.decided", r.here(), "from", s.showWindows)
}
