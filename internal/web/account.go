package web

import (
	"errors"
	"net/http"
	"net/url"

	"groundswell/internal/domain"
	"groundswell/views"
)

// account shows the account.
func (s *Server) account(r *request) error {
	return s.showAccount(r, http.StatusOK, views.Form{Typed: url.Values{}})
}

func (s *Server) showAccount(r *request, status int, form views.Form) error {
	ctx := r.Request().Context()
	m, err := s.read.Member(ctx, r.who.ID)
	if err != nil {
		return err
	}
	sessions, err := s.read.Sessions(ctx, r.who.ID)
	if err != nil {
		return err
	}
	for i := range sessions {
		sessions[i].Current = sessions[i].ID == r.who.SessionID
	}
	page := views.AccountPage{Page: r.page(r.lang.T("nav.account")), Member: m, Sessions: sessions, Form: form}
	return r.render(status, views.Account(page))
}

// settled answers a form of the account page: back to it with the word for what
// was done, or with what is wrong.
func (s *Server) settled(r *request, err error, done string) error {
	if status, fields, ok := again(err, "name"); ok {
		return s.showAccount(r, status, r.typed(fields))
	}
	if err != nil {
		return err
	}
	return r.redirect("/account?done=" + done)
}

func (s *Server) changeName(r *request) error {
	return s.settled(r, s.app.ChangeName(r.Request().Context(), r.who, r.field("name")), "saved")
}

func (s *Server) changeEmail(r *request) error {
	err := s.app.AskEmail(r.Request().Context(), r.who, r.field("email"), r.field("email_password"))
	return s.settled(r, err, "email_asked")
}

// changePassword ends every session and gives this browser a new one.
func (s *Server) changePassword(r *request) error {
	token, err := s.app.ChangePassword(r.Request().Context(), r.who, r.origin(), r.field("current"), r.field("password"))
	if err == nil {
		err = s.sessions.open(r, token)
	}
	return s.settled(r, err, "password")
}

func (s *Server) changePreferences(r *request) error {
	err := s.app.SetPreferences(r.Request().Context(), r.who, r.field("language"), domain.ParseTheme(r.field("theme")), r.field("single_keys") == "1")
	return s.settled(r, err, "saved")
}

// endSession signs out one browser; this one goes to the feed.
func (s *Server) endSession(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	if err := s.app.RevokeSession(r.Request().Context(), r.who, id); err != nil {
		return err
	}
	if id == r.who.SessionID {
		r.forgetHere()
		return errors.Join(s.sessions.end(r), r.redirect("/?done=signed_out"))
	}
	return r.redirect("/account?done=saved")
}

func (s *Server) endOtherSessions(r *request) error {
	return s.settled(r, s.app.RevokeOtherSessions(r.Request().Context(), r.who), "saved")
}
