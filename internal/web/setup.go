package web

import (
	"context"
	"net/http"
	"slices"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
	"groundswell/views"
)

// OfferMailTrial lets admins send themselves a mail by send, which waits for the server.
func (s *Server) OfferMailTrial(send func(context.Context, domain.Member) error) { s.tryMail = send }

// admin lists what the installation still lacks.
func (s *Server) admin(r *request) error {
	steps, err := s.setupSteps(r)
	if err != nil {
		return err
	}
	return r.render(http.StatusOK, views.AdminSetup(views.SetupPage{Page: r.page(r.lang.T("setup.page")), Steps: steps}))
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
		{Name: "name", URL: views.SetupURL("name"), Done: c.Settings.Value(domain.CommunityName) != named.Default},
		{Name: "look", URL: "/admin/face#accent", Done: c.Face.Accent != "" || c.Face.Logo.Key != ""},
		{Name: "language", URL: views.SetupURL("language"), Done: c.Settings[domain.Language] != ""},
		{Name: "space", URL: views.SetupURL("space"), Done: described(c.Spaces)},
		{Name: "mail", URL: views.SetupURL("mail"), Done: !tried.IsZero()},
		{Name: "people", URL: views.SetupURL("people"), Done: len(c.Staff) > 1},
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

// setupStep is one step of the first run, which stays there for later.
func (s *Server) setupStep(r *request) error { return s.showStep(r, http.StatusOK, views.Form{}) }

func (s *Server) showStep(r *request, status int, form views.Form) error {
	return s.step(r, status, form, "")
}

// step shows a step with its form, and once the link of a new invitation.
func (s *Server) step(r *request, status int, form views.Form, link string) error {
	page, err := s.stepPage(r)
	if err != nil {
		return err
	}
	page.Form = form
	settings := r.community.Settings
	switch page.Step {
	case "name":
		page.Form = form.With(domain.CommunityName, settings[domain.CommunityName])
	case "language":
		page.Form = form.With(domain.Language, settings.Value(domain.Language))
	case "mail":
		page.Form, page.Sender, page.Mails = form.With(domain.MailFrom, settings.Value(domain.MailFrom)), s.config.MailFrom, s.config.SMTP != ""
	case "space":
		space, err := s.firstSpace(r)
		if err != nil {
			return err
		}
		page.Form = form.With("name", space.Name).With("description", space.Description).With("version", itoa(space.Version))
	case "people":
		if page.Inviting, err = s.inviting(r, form, link); err != nil {
			return err
		}
	}
	return r.render(status, views.Setup(page))
}

// stepPage finds the step of an address, and those before and behind it.
func (s *Server) stepPage(r *request) (views.StepPage, error) {
	step := r.Param("slug")
	n := slices.Index(domain.SetupSteps, step)
	if n < 0 {
		return views.StepPage{}, domain.ErrNotFound
	}
	page := views.StepPage{Page: r.page(r.lang.T("setup.step." + step)), Step: step, N: n + 1, Next: nextStep(n)}
	if n > 0 {
		page.Back = views.SetupURL(domain.SetupSteps[n-1])
	}
	return page, nil
}

// nextStep is where the way goes on behind the step at a place.
func nextStep(n int) string {
	if n+1 < len(domain.SetupSteps) {
		return views.SetupURL(domain.SetupSteps[n+1])
	}
	return "/admin"
}

// firstSpace is the space that was there first; an empty one where there is none.
func (s *Server) firstSpace(r *request) (domain.Space, error) {
	id, err := s.read.FirstSpace(r.ctx())
	if err != nil || id == 0 {
		return domain.Space{}, err
	}
	space, err := s.read.Space(r.ctx(), id)
	if err != nil {
		return space, err
	}
	all := []domain.Space{space}
	err = s.read.AddModerators(r.ctx(), all)
	return all[0], err
}

// saveSetupStep does what a step is for and leads to the next one.
func (s *Server) saveSetupStep(r *request) error {
	page, err := s.stepPage(r)
	if err != nil {
		return err
	}
	done, field := "done.saved", page.Step
	switch page.Step {
	case "name":
		err = s.saveSetting(r, domain.CommunityName)
	case "language":
		err = s.saveSetting(r, domain.Language)
	case "space":
		err, field = s.saveFirstSpace(r), "name"
	case "mail":
		err, done, field = s.trySender(r), "done.mail_tried", domain.MailFrom
	case "people":
		return s.inviteFrom(r, views.SetupURL(page.Step)+"#invite", s.step)
	}
	return r.answer(err, done, page.Next, field, s.showStep)
}

func (s *Server) saveSetting(r *request, key string) error {
	return s.app.SetSettings(r.ctx(), r.who, domain.Settings{key: r.field(key)})
}

// saveFirstSpace names and describes the first space; the word in its address follows its
// name.
func (s *Server) saveFirstSpace(r *request) error {
	space, err := s.firstSpace(r)
	if err != nil {
		return err
	}
	space.Name, space.Slug, space.Description, space.Version = r.field("name"), "", r.field("description"), r.number("version")
	_, err = s.app.SaveSpace(r.ctx(), r.who, space)
	return err
}

// trySender keeps the address that mails come from, unless the operator named one, and
// sends the admin a mail.
func (s *Server) trySender(r *request) error {
	if s.config.MailFrom == "" {
		if err := s.saveSetting(r, domain.MailFrom); err != nil {
			return err
		}
	}
	if s.tryMail == nil {
		return domain.Refuse(domain.Conflict, "error.mail_no_server")
	}
	return s.app.TryMail(r.ctx(), r.who, s.tryMail)
}
