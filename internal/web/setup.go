package web

import (
	"context"
	"net/http"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
	"groundswell/views"
)

// OfferMailTrial lets admins send themselves a mail by send, which waits for the server.
func (s *Server) OfferMailTrial(send func(context.Context, domain.Member) error) { s.tryMail = send }

// admin lists what the installation still lacks.
func (s *Server) admin(r *request) error { return s.showSetup(r, http.StatusOK, views.Form{}) }

func (s *Server) showSetup(r *request, status int, form views.Form) error {
	steps, err := s.setupSteps(r)
	if err != nil {
		return err
	}
	return r.render(status, views.AdminSetup(views.SetupPage{Page: r.page(r.lang.T("setup.page")), Steps: steps, Form: form}))
}

// setupSteps are what makes a community one, in the order in which one does it.
func (s *Server) setupSteps(r *request) ([]views.SetupStep, error) {
	tried, err := s.read.MailTried(r.ctx())
	if err != nil {
		return nil, err
	}
	saved, err := s.read.LegalNow(r.ctx())
	if err != nil {
		return nil, err
	}
	c := r.community
	named, _ := domain.SettingFor(domain.CommunityName)
	steps := []views.SetupStep{
		{Name: "name", URL: "/admin/face", Done: c.Settings.Value(domain.CommunityName) != named.Default},
		{Name: "look", URL: "/admin/face#accent", Done: c.Face.Accent != "" || c.Face.Logo.Key != ""},
		{Name: "language", URL: "/admin/settings#" + domain.Language, Done: c.Settings[domain.Language] != ""},
		{Name: "space", URL: "/admin/spaces", Done: described(c.Spaces)},
		{Name: "mail", URL: "/admin#mail", Done: !tried.IsZero()},
		{Name: "people", URL: "/admin/people", Done: len(c.Staff) > 1},
	}
	for _, page := range domain.LegalPages {
		if page != domain.Rules { // complete as it comes
			steps = append(steps, views.SetupStep{Name: string(page), URL: views.LegalAdminURL(page), Done: complete(saved, page)})
		}
	}
	return steps, nil
}

// described reports whether somebody made of the first space one of their own.
func described(spaces []domain.Space) bool {
	return len(spaces) > 1 || len(spaces) == 1 && spaces[0].Description != ""
}

// complete reports whether a page was saved without gaps in every language.
func complete(saved []domain.LegalText, page domain.LegalPage) bool {
	for _, code := range i18n.Codes {
		if text := newestOf(saved, page, code); text.Version == 0 || len(text.Blanks()) > 0 {
			return false
		}
	}
	return true
}

// mailOnTrial sends the admin a mail and says what the server said.
func (s *Server) mailOnTrial(r *request) error {
	if s.tryMail == nil {
		return domain.ErrNotFound
	}
	err := s.app.TryMail(r.ctx(), r.who, s.tryMail)
	return r.answer(err, "done.mail_tried", "/admin#mail", "mail", s.showSetup)
}
