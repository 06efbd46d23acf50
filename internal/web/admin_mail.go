package web

import (
	"errors"
	"net/http"

	"groundswell/internal/domain"
	"groundswell/internal/mail"
	"groundswell/views"
)

// adminMail shows how mails about what people follow get on, and why an address gets them
// or none.
func (s *Server) adminMail(r *request) error {
	page := views.MailPage{
		Page: r.page(r.lang.T("admin.mail")), Address: mail.NormalAddress(r.field("address")),
		Letters: r.community.Settings.Value(domain.MailLetters) == "on",
	}
	var err error
	if page.Complaints, page.Sent, err = s.read.Complaints(r.ctx(), page.Now.Add(-domain.ComplaintWindow)); err != nil {
		return err
	}
	if page.Address != "" {
		page.State, err = s.read.MailState(r.ctx(), page.Address)
		if page.Known = err == nil; err != nil && !errors.Is(err, domain.ErrNotFound) {
			return err
		}
	}
	return r.render(http.StatusOK, views.AdminMail(page))
}
