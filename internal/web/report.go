package web

import (
	"errors"
	"net/http"

	"groundswell/internal/domain"
	"groundswell/views"
)

// reportForm asks a guest what is against the law.
func (s *Server) reportForm(r *request) error { return s.showReport(r, http.StatusOK, views.Form{}) }

func (s *Server) showReport(r *request, status int, form views.Form) error {
	p, err := s.postFor(r)
	if err != nil {
		return err
	}
	return r.render(status, views.ReportForm(views.FlagPage{Page: r.page(r.lang.T("report.title")), Post: p, Form: form}))
}

// report keeps a report until its address is confirmed.
func (s *Server) report(r *request) error {
	p, err := s.postFor(r)
	if err != nil {
		return err
	}
	report := domain.Report{Part: p.Part, Subject: p.ID, Reason: domain.Ground(r.field("reason")), Words: r.field("words"),
		Name: r.field("name"), Email: r.field("email"), Language: r.lang.Code}
	if err := s.app.Report(r.ctx(), r.origin(), report); err != nil {
		return r.again(err, "email", s.showReport)
	}
	return r.render(http.StatusOK, views.Sentence(views.SentencePage{Page: r.page(r.lang.T("report.sent")),
		Text: r.lang.T("report.sent_text")}))
}

// confirmReportForm has the button of a report's letter: a link that is followed changes
// nothing.
func (s *Server) confirmReportForm(r *request) error {
	return r.render(http.StatusOK, views.Sentence(views.SentencePage{Page: r.page(r.lang.T("report.confirm")),
		Text: r.lang.T("report.confirm_text"),
		To:   views.ReportConfirmURL, Token: r.field("token"), Button: r.lang.T("report.confirm_now")}))
}

// confirmReport brings a report to the moderators.
func (s *Server) confirmReport(r *request) error {
	err := s.app.ConfirmReport(r.ctx(), r.field("token"))
	page := views.SentencePage{Page: r.page(r.lang.T("report.confirmed")), Text: r.lang.T("report.confirmed_text")}
	if errors.Is(err, domain.ErrNotFound) {
		page = views.SentencePage{Page: r.page(r.lang.T("report.used")), Text: r.lang.T("report.used_text")}
		return r.render(http.StatusNotFound, views.Sentence(page))
	}
	if err != nil {
		return err
	}
	return r.render(http.StatusOK, views.Sentence(page))
}
