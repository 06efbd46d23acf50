package web

import (
	"net/http"
	"net/url"

	"groundswell/internal/domain"
	"groundswell/views"
)

// invitationsPage is how many invitations a page shows.
const invitationsPage = 200

// inviting is the form of an invitation with those that are open; link is that of a new
// one where no mail brings it.
func (s *Server) inviting(r *request, form views.Form, link string) (views.Inviting, error) {
	open, err := s.read.Invitations(r.ctx(), s.now(), invitationsPage)
	return views.Inviting{Open: open, Form: form, Link: link, Mailed: s.config.SMTP != ""}, err
}

// invite asks somebody to join by mail; without a mail server the answer shows the link,
// once.
func (s *Server) invite(r *request) error {
	return s.inviteFrom(r, "/admin/people#invite", s.people)
}

// inviteFrom is invite on a page that show shows and that has an address.
func (s *Server) inviteFrom(r *request, page string, show func(*request, int, views.Form, string) error) error {
	i := domain.Invitation{Email: r.field("email"), Role: domain.Role(r.field("role")), Language: r.lang.Code}
	token, err := s.app.Invite(r.ctx(), r.who, i, s.config.SMTP != "")
	if err == nil && token != "" {
		link := s.config.BaseURL + views.InvitationURL + "?token=" + url.QueryEscape(token)
		return show(r, http.StatusOK, views.Form{}, link)
	}
	return r.answer(err, "done.invited", page, "email", func(r *request, status int, form views.Form) error {
		return show(r, status, form, "")
	})
}

func (s *Server) revokeInvitation(r *request) error {
	return r.act(s.app.RevokeInvitation, "done.revoked", r.here()+"#invited")
}

// invitationForm asks whoever was invited for a name and a password.
func (s *Server) invitationForm(r *request) error {
	return s.showInvitation(r, http.StatusOK, r.typed())
}

func (s *Server) showInvitation(r *request, status int, form views.Form) error {
	r.hideAddress()
	i, err := s.app.InvitationFor(r.ctx(), r.field("token"))
	if err != nil {
		return err
	}
	return r.render(status, views.Invitation(r.formPage("invite.title", form), i))
}

func (s *Server) acceptInvitation(r *request) error {
	m := domain.Member{Name: r.field("name"), Language: r.lang.Code}
	token, err := s.app.AcceptInvitation(r.ctx(), r.origin(), r.field("token"), m, r.field("password"))
	if err == nil {
		err = s.sessions.open(r, token)
	}
	return r.answer(err, "done.welcome", "/", "name", s.showInvitation)
}
