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
		return r.redirect(returnTo(r.field("return_to")))
	}
	return s.showSignIn(r, http.StatusOK, nil)
}

func (s *Server) showSignIn(r *request, status int, fields []domain.FieldError) error {
	page := views.SignInPage{
		Page: r.page(r.lang.T("signin.title")), Form: r.typed(fields), ReturnTo: returnTo(r.field("return_to")),
		MaySignUp: r.community.Settings.Value(domain.SignUp) == "open",
	}
	return r.render(status, views.SignIn(page))
}

// signIn opens a session and goes where the person wanted to.
func (s *Server) signIn(r *request) error {
	token, err := s.app.SignIn(r.Request().Context(), r.origin(), r.field("email"), r.field("password"))
	if status, fields, ok := again(err, "password"); ok {
		return s.showSignIn(r, status, fields)
	}
	if err != nil {
		return err
	}
	if err := s.sessions.open(r, token); err != nil {
		return err
	}
	return r.redirect(returnTo(r.field("return_to")))
}

// signOut ends the session.
func (s *Server) signOut(r *request) error {
	if err := s.app.SignOut(r.Request().Context(), r.who); err != nil {
		return err
	}
	if err := s.sessions.end(r); err != nil {
		return err
	}
	r.forgetHere()
	return r.redirect("/?done=signed_out")
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
func (r *request) formPage(title string, fields []domain.FieldError) views.FormPage {
	return views.FormPage{Page: r.page(r.lang.T(title)), Form: r.typed(fields), Token: r.field("token")}
}

// signUpForm asks to join.
func (s *Server) signUpForm(r *request) error {
	if r.community.Settings.Value(domain.SignUp) != "open" {
		return domain.Refuse(domain.Forbidden, "error.signup_closed")
	}
	return r.render(http.StatusOK, views.SignUp(r.formPage("signup.title", nil)))
}

// signUp asks for an account; the page that follows is the same whether or not
// the address has one.
func (s *Server) signUp(r *request) error {
	m := domain.Member{Name: r.field("name"), Email: r.field("email"), Language: r.lang.Code}
	err := s.app.SignUp(r.Request().Context(), r.origin(), m, r.field("password"))
	if status, fields, ok := again(err, "email"); ok {
		return r.render(status, views.SignUp(r.formPage("signup.title", fields)))
	}
	if err != nil {
		return err
	}
	return r.render(http.StatusOK, views.CheckMail(r.page(r.lang.T("check_mail.title")), mail.NormalAddress(m.Email)))
}

// confirmForm shows the button that a link leads to, and whose account it is.
func (s *Server) confirmForm(r *request) error {
	r.hideAddress()
	ctx, kind := r.Request().Context(), linkKind(r)
	page := r.formPage("confirm."+string(kind)+".title", nil)
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
	ctx := r.Request().Context()
	if linkKind(r) == domain.EmailLink {
		if err := s.app.ConfirmEmail(ctx, r.field("token")); err != nil {
			return err
		}
		return r.redirect("/signin?done=email_changed")
	}
	token, err := s.app.Confirm(ctx, r.origin(), r.field("token"))
	if err != nil {
		return err
	}
	if err := s.sessions.open(r, token); err != nil {
		return err
	}
	return r.redirect("/?done=welcome")
}

// resetForm asks for an address, or with a link for a new password.
func (s *Server) resetForm(r *request) error {
	if token := r.field("token"); token != "" {
		r.hideAddress()
		if err := s.app.CheckLink(r.Request().Context(), domain.ResetLink, token); err != nil {
			return err
		}
	}
	return r.render(http.StatusOK, views.Reset(r.formPage("reset.title", nil)))
}

// reset sends the link, or chooses the new password and signs in.
func (s *Server) reset(r *request) error {
	if r.field("token") != "" {
		return s.choosePassword(r)
	}
	err := s.app.AskReset(r.Request().Context(), r.origin(), r.field("email"))
	if status, fields, ok := again(err, "email"); ok {
		return r.render(status, views.Reset(r.formPage("reset.title", fields)))
	}
	if err != nil {
		return err
	}
	return r.render(http.StatusOK, views.CheckMail(r.page(r.lang.T("check_mail.title")), mail.NormalAddress(r.field("email"))))
}

func (s *Server) choosePassword(r *request) error {
	token, err := s.app.Reset(r.Request().Context(), r.origin(), r.field("token"), r.field("password"))
	if status, fields, ok := again(err, "password"); ok {
		return r.render(status, views.Reset(r.formPage("reset.title", fields)))
	}
	if err != nil {
		return err
	}
	if err := s.sessions.open(r, token); err != nil {
		return err
	}
	return r.redirect("/?done=password")
}

// setUpForm creates the first admin, for the holder of the link printed at the
// start.
func (s *Server) setUpForm(r *request) error {
	r.hideAddress()
	if err := s.app.CheckLink(r.Request().Context(), domain.SetupLink, r.field("token")); err != nil {
		return err
	}
	return r.render(http.StatusOK, views.SetUp(r.formPage("setup.title", nil)))
}

func (s *Server) setUp(r *request) error {
	m := domain.Member{Name: r.field("name"), Email: r.field("email"), Language: r.lang.Code}
	token, err := s.app.SetUp(r.Request().Context(), r.origin(), r.field("token"), m, r.field("password"))
	if status, fields, ok := again(err, "email"); ok {
		return r.render(status, views.SetUp(r.formPage("setup.title", fields)))
	}
	if err != nil {
		return err
	}
	if err := s.sessions.open(r, token); err != nil {
		return err
	}
	return r.redirect("/admin/settings?done=welcome")
}
