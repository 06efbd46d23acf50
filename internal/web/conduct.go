package web

import (
	"net/http"

	"groundswell/internal/domain"
	"groundswell/views"
)

// conduct shows moderators what somebody did here.
func (s *Server) conduct(r *request) error { return s.showConduct(r, http.StatusOK, views.Form{}) }

func (s *Server) showConduct(r *request, status int, form views.Form) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	m, err := s.read.Member(r.ctx(), id)
	if err != nil {
		return err
	}
	if m.Former() {
		return domain.ErrNotFound
	}
	page := views.ConductPage{
		MemberPage: views.MemberPage{Page: r.page(r.lang.T("conduct.title", "Name", m.Name)), Member: m, Form: form, FromDesk: true},
		Part:       domain.ParseConductPart(r.Request().URL.Query().Get("part")), After: r.after().String(),
	}
	if err := s.addMemberDesk(r.ctx(), &page.MemberPage); err != nil {
		return err
	}
	if page.Conduct, err = s.read.Conduct(r.ctx(), id, page.Part, r.after()); err != nil {
		return err
	}
	return r.render(status, views.Conduct(page))
}

// noteMember keeps a note about the account for the staff.
func (s *Server) noteMember(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	err = s.app.NoteMember(r.ctx(), r.who, id, r.field("body"))
	return r.answer(err, "done.saved", r.here()+"#notes", "body", keyed(views.MemberNoteForm, s.showConduct))
}

// sanction is how long somebody chose, and why.
func (r *request) sanction() domain.Sanction {
	return domain.Sanction{Reason: r.field("reason"), Days: r.count("days")}
}

// silence keeps the member from writing.
func (s *Server) silence(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	err = s.app.Silence(r.ctx(), r.who, id, r.sanction())
	return r.answer(err, "done.silenced", r.here(), "reason", keyed(views.SilenceForm, s.showConduct))
}

// unsilence lets the member write again.
func (s *Server) unsilence(r *request) error {
	return r.act(s.app.Unsilence, "done.unsilenced", r.here())
}

// removeEverything removes all that the member wrote.
func (s *Server) removeEverything(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	d := domain.RemovalDraft{Ground: domain.Ground(r.field("ground")), Reason: r.field("reason")}
	err = s.app.RemoveEverything(r.ctx(), r.who, id, d)
	return r.answer(err, "done.removing", r.here()+"#removals", "reason", keyed(views.RemovalForm, s.showConduct))
}

// undoRemoval brings back what a removal of the member removed.
func (s *Server) undoRemoval(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	if err := s.app.UndoRemoval(r.ctx(), r.who, id, r.number("removal")); err != nil {
		return err
	}
	return r.done("done.removal_undone", r.here()+"#removals")
}
