package web

import (
	"net/http"

	"groundswell/internal/domain"
	"groundswell/internal/mail"
	"groundswell/views"
)

// signInForm asks for address and password.
func (s *Server) signInForm(r *request) error {
	if r.who.SignedIn() {
		return r.redirect(r.here())
	}
	return s.showSignIn(r, http.StatusOK, r.typed())
}

func (s *Server) showSignIn(r *request, status int, form views.Form) error {
	purpose, err := s.purpose(r)
	if err != nil {
		return err
	}
	page := r.formPage("signin.title", form)
	page.Purpose, page.MaySignUp = purpose, r.community.Settings.Value(domain.SignUp) == "open"
	return r.render(status, views.SignIn(page))
}

// signIn opens a session and goes where the person wanted to.
func (s *Server) signIn(r *request) error {
	token, err := s.app.SignIn(r.ctx(), r.origin(), r.field("email"), r.field("password"))
	if err == nil {
		err = s.sessions.open(r, token)
	}
	return r.answer(err, "", r.here(), "password", s.showSignIn)
}

// signOut ends the session.
func (s *Server) signOut(r *request) error {
	if err := s.app.SignOut(r.ctx(), r.who); err != nil {
		return err
	}
	if err := s.sessions.end(r); err != nil {
		return err
	}
	r.forgetDraft()
	r.forgetHere()
	return r.done("done.signed_out", "/")
}

// forgetHere asks the browser to forget what it keeps of this site, so that nobody
// finds pages of the member by going back. Cookies are not named: that would clear
// those of every neighbour on the same domain, and ours has just been taken away.
func (r *request) forgetHere() {
	r.Response().Header().Set("Clear-Site-Data", `"cache", "storage"`)
}

// hideAddress keeps the address of this page, which carries a link's token, out of
// the Referer of everything that is followed or loaded from it.
func (r *request) hideAddress() { r.Response().Header().Set("Referrer-Policy", "no-referrer") }

// formPage is a page of one form.
func (r *request) formPage(title string, form views.Form) views.FormPage {
	return views.FormPage{
		Page: r.page(r.lang.T(title)), Form: form, Token: r.field("token"), ReturnTo: r.here(), Waiting: r.draftWaits(),
	}
}

// signUpForm asks to join.
func (s *Server) signUpForm(r *request) error {
	if r.community.Settings.Value(domain.SignUp) != "open" {
		return domain.Refuse(domain.Forbidden, "error.signup_closed")
	}
	return s.showSignUp(r, http.StatusOK, r.typed())
}

func (s *Server) showSignUp(r *request, status int, form views.Form) error {
	purpose, err := s.purpose(r)
	if err != nil {
		return err
	}
	page := r.formPage("signup.title", form)
	page.Purpose = purpose
	return r.render(status, views.SignUp(page))
}

// signUp asks for an account; the page that follows is the same whether or not
// the address has one.
func (s *Server) signUp(r *request) error {
	m := domain.Member{Name: r.field("name"), Email: r.field("email"), Language: r.lang.Code}
	err := s.app.SignUp(r.ctx(), r.origin(), m, r.field("password"))
	if err != nil {
		return r.again(err, "email", s.showSignUp)
	}
	return r.checkMail(m.Email)
}

// checkMail says that a mail is on its way.
func (r *request) checkMail(email string) error {
	return r.render(http.StatusOK, views.CheckMail(r.formPage("check_mail.title", views.Form{}), mail.NormalAddress(email)))
}

// confirmForm shows the button that a link leads to, and whose account it is.
func (s *Server) confirmForm(r *request) error {
	r.hideAddress()
	ctx, kind := r.ctx(), linkKind(r)
	page := r.formPage("confirm."+string(kind)+".title", r.typed())
	page.Kind = kind
	if kind == domain.EmailLink {
		if err := s.app.CheckLink(ctx, kind, r.field("token")); err != nil {
			return err
		}
		return r.render(http.StatusOK, views.Confirm(page, domain.Applicant{}))
	}
	applicant, err := s.app.ApplicantFor(ctx, r.field("token"))
	if err != nil {
		return err
	}
	return r.render(http.StatusOK, views.Confirm(page, applicant))
}

func linkKind(r *request) domain.LinkKind {
	if r.field("kind") == string(domain.EmailLink) {
		return domain.EmailLink
	}
	return domain.ConfirmLink
}

// confirm uses the link up.
func (s *Server) confirm(r *request) error {
	ctx := r.ctx()
	if linkKind(r) == domain.EmailLink {
		if err := s.app.ConfirmEmail(ctx, r.field("token")); err != nil {
			return err
		}
		return r.done("done.email_changed", "/signin")
	}
	token, err := s.app.Confirm(ctx, r.origin(), r.field("token"))
	if err != nil {
		return err
	}
	if err := s.sessions.open(r, token); err != nil {
		return err
	}
	return r.done("done.welcome", r.here())
}

// resetForm asks for an address, or with a link for a new password.
func (s *Server) resetForm(r *request) error {
	if token := r.field("token"); token != "" {
		r.hideAddress()
		if err := s.app.CheckLink(r.ctx(), domain.ResetLink, token); err != nil {
			return err
		}
	}
	return s.showReset(r, http.StatusOK, r.typed())
}

func (s *Server) showReset(r *request, status int, form views.Form) error {
	return r.render(status, views.Reset(r.formPage("reset.title", form)))
}

// reset sends the link, or chooses the new password and signs in.
func (s *Server) reset(r *request) error {
	if r.field("token") != "" {
		return s.choosePassword(r)
	}
	err := s.app.AskReset(r.ctx(), r.origin(), r.field("email"))
	if err != nil {
		return r.again(err, "email", s.showReset)
	}
	return r.checkMail(r.field("email"))
}

func (s *Server) choosePassword(r *request) error {
	token, err := s.app.Reset(r.ctx(), r.origin(), r.field("token"), r.field("password"))
	if err == nil {
		err = s.sessions.open(r, token)
	}
	return r.answer(err, "done.password", r.here(), "password", s.showReset)
}

// setUpForm creates the first admin, for the holder of the link printed at the
// start.
func (s *Server) setUpForm(r *request) error {
	r.hideAddress()
	if err := s.app.CheckLink(r.ctx(), domain.SetupLink, r.field("token")); err != nil {
		return err
	}
	return s.showSetUp(r, http.StatusOK, r.typed())
}

func (s *Server) showSetUp(r *request, status int, form views.Form) error {
	return r.render(status, views.SetUp(r.formPage("setup.title", form)))
}

func (s *Server) setUp(r *request) error {
	m := domain.Member{Name: r.field("name"), Email: r.field("email"), Language: r.lang.Code}
	token, err := s.app.SetUp(r.ctx(), r.origin(), r.field("token"), m, r.field("password"))
	if err == nil {
		err = s.sessions.open(r, token)
	}
	return r.answer(err, "done.welcome", views.SetupURL(domain.SetupSteps[0]), "email", s.showSetUp)
}
