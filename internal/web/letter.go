package web

import (
	"net/http"

	"groundswell/views"
)

// unsubscribeForm shows the button that a mail's link leads to: opening it stops nothing.
func (s *Server) unsubscribeForm(r *request) error {
	r.hideAddress()
	if _, err := s.read.LetterByToken(r.ctx(), r.Param("token")); err != nil {
		return err
	}
	return s.showUnsubscribe(r, false)
}

// unsubscribe stops the mails. Mail programs ask for it themselves, signed in nowhere
// (RFC 8058): the token is who asks.
func (s *Server) unsubscribe(r *request) error {
	r.hideAddress()
	if err := s.app.Unsubscribe(r.ctx(), r.Param("token")); err != nil {
		return err
	}
	return s.showUnsubscribe(r, true)
}

func (s *Server) showUnsubscribe(r *request, stopped bool) error {
	page := views.UnsubscribePage{Page: r.page(r.lang.T("unsubscribe.title")), Token: r.Param("token"), Stopped: stopped}
	return r.render(http.StatusOK, views.Unsubscribe(page))
}
