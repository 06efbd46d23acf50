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
	ctx := r.ctx()
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
	if page.Mail, page.Bounces, err = s.read.MailWish(ctx, r.who.ID); err != nil {
		return err
	}
	if page.Outcomes, err = s.read.VotesLedTo(ctx, r.who.ID); err != nil {
		return err
	}
	if page.Drafts, err = s.read.CountDrafts(ctx, r.who.ID); err != nil {
		return err
	}
	return r.render(status, views.Account(page))
}

func (s *Server) changeName(r *request) error {
	err := s.app.ChangeName(r.ctx(), r.who, r.field("name"))
	return r.answer(err, "done.saved", r.here(), "name", s.showAccount)
}

func (s *Server) changeEmail(r *request) error {
	err := s.app.AskEmail(r.ctx(), r.who, r.field("email"), r.field("email_password"))
	return r.answer(err, "done.email_asked", r.here(), "email", s.showAccount)
}

// changePassword ends every session and gives this browser a new one.
func (s *Server) changePassword(r *request) error {
	token, err := s.app.ChangePassword(r.ctx(), r.who, r.origin(), r.field("current"), r.field("password"))
	if err == nil {
		err = s.sessions.open(r, token)
	}
	return r.answer(err, "done.password", r.here(), "password", s.showAccount)
}

func (s *Server) changePreferences(r *request) error {
	err := s.app.SetPreferences(r.ctx(), r.who, r.field("language"), domain.ParseTheme(r.field("theme")), r.field("single_keys") == "1")
	return r.answer(err, "done.saved", r.here(), "language", s.showAccount)
}

func (s *Server) changeMail(r *request) error {
	wish := domain.MailWish{Level: domain.MailLevel(r.field("mail_level")), Weekly: r.field("mail_weekly") == "1",
		Ratings: r.field("mail_ratings") == "1"}
	return r.answer(s.app.SetMail(r.ctx(), r.who, wish), "done.saved", r.here()+"#mail", "mail_level", s.showAccount)
}

// endSession signs out one browser; this one goes to the feed.
func (s *Server) endSession(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	if err := s.app.RevokeSession(r.ctx(), r.who, id); err != nil {
		return err
	}
	if id == r.who.SessionID {
		r.forgetHere()
		return errors.Join(s.sessions.end(r), r.done("done.signed_out", "/"))
	}
	return r.done("done.saved", r.here())
}

func (s *Server) endOtherSessions(r *request) error {
	err := s.app.RevokeOtherSessions(r.ctx(), r.who)
	return r.answer(err, "done.saved", r.here(), "name", s.showAccount)
}
