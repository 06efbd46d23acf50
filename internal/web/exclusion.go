package web

import (
	"net/http"
	"slices"

	"groundswell/internal/domain"
	"groundswell/views"
)

// windows shows a product's ratings over time and its excluded windows, and what the
// days that the address chooses would change.
func (s *Server) exclusions(r *request) error {
	var p domain.Problems
	if e := r.typedExclusion(); !e.From.IsZero() && !e.To.IsZero() {
		domain.CheckExclusionDays(&p, e, s.now())
	}
	if err := p.Err(); err != nil {
		return r.again(err, "from", s.showExclusions)
	}
	form := r.typed()
	form.Sent = form.Value("reason") != "" // else what was typed before is shown
	return s.showExclusions(r, http.StatusOK, form)
}

// typedExclusion is the window of the form or the address, the last day included.
func (r *request) typedExclusion() domain.Exclusion {
	e := domain.Exclusion{Reason: r.field("reason")}
	e.From, _ = domain.ParseDay(r.field("from"))
	if to, ok := domain.ParseDay(r.field("to")); ok {
		e.To = to.AddDate(0, 0, 1)
	}
	return e
}

func (s *Server) showExclusions(r *request, status int, form views.Form) error {
	ctx := r.ctx()
	p, err := s.read.Product(ctx, r.Param("slug"))
	if err != nil {
		return err
	}
	page := views.ExclusionsPage{
		Page: r.page(r.lang.T("exclusions.title")), Product: p, Rule: domain.RuleOf(r.community.Settings), Chosen: r.typedExclusion(), Form: form,
	}
	if page.Days, err = s.read.RatingDays(ctx, p.ID, r.today()-domain.EvidenceDays+1); err != nil {
		return err
	}
	if page.Exclusions, err = s.read.Exclusions(ctx, p.ID); err != nil {
		return err
	}
	if err := s.foresee(r, &page); err != nil {
		return err
	}
	return r.render(status, views.Exclusions(page))
}

// foresee says where the product would stand without the chosen days, and with the
// window that the address names taken back.
func (s *Server) foresee(r *request, page *views.ExclusionsPage) error {
	var problems domain.Problems
	if domain.CheckExclusionDays(&problems, page.Chosen, s.now()); problems.Err() == nil {
		change, err := s.read.ExclusionChange(r.ctx(), page.Product, page.Chosen)
		if err != nil {
			return err
		}
		then := page.Rule.Foresee(page.Product, change, s.now())
		page.Then = &then
	}
	i := slices.IndexFunc(page.Exclusions, func(e domain.Exclusion) bool { return e.ID == r.number("undo") && e.Undone.IsZero() })
	if i < 0 {
		return nil
	}
	change, err := s.read.ExclusionChange(r.ctx(), page.Product, page.Exclusions[i])
	page.Undo, page.Undone = page.Exclusions[i].ID, page.Rule.Foresee(page.Product, change, s.now())
	return err
}

// exclude leaves the days of the form out.
func (s *Server) exclude(r *request) error {
	err := s.app.Exclude(r.ctx(), r.who, r.Param("slug"), r.typedExclusion())
	return r.answer(err, "done.excluded", r.here(), "from", s.showExclusions)
}

// undoExclusion counts the ratings of a window again.
func (s *Server) undoExclusion(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	err = s.app.UndoExclusion(r.ctx(), r.who, r.Param("slug"), id)
	return r.answer(err, "done.counted_again", views.RowURL(r.here(), "", "window", id), "from", s.showExclusions)
}
