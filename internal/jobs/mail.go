package jobs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
	"groundswell/internal/mail"
	"groundswell/views"
)

// linkPaths are where the links of mails lead: pages with a button, because
// opening a link must change nothing.
var linkPaths = map[domain.LinkKind]string{
	domain.ConfirmLink: "/confirm", domain.EmailLink: "/confirm?kind=email", domain.ResetLink: "/reset",
}

// linkMail makes a link and writes the mail with it.
func (r *Runner) linkMail(ctx context.Context, job domain.Job, p domain.SendLink) (*mail.Message, error) {
	token, err := r.app.NewLink(ctx, p)
	if errors.Is(err, domain.ErrNotFound) {
		return nil, nil // nobody is to get it any more
	}
	if err != nil {
		return nil, err
	}
	to, err := r.addressee(ctx, p)
	if err != nil {
		return nil, err
	}
	separator := "?"
	if strings.Contains(linkPaths[p.Link], "?") {
		separator = "&"
	}
	link := r.baseURL + linkPaths[p.Link] + separator + "token=" + url.QueryEscape(token)
	if p.ReturnTo != "" {
		link += "&return_to=" + url.QueryEscape(p.ReturnTo)
	}
	return r.mailTo(ctx, job, to, func(l *i18n.Language, community string) views.Mail {
		return views.Mail{
			Title: l.T("mail." + string(p.Link) + ".title"), Text: l.T("mail.minutes", "Minutes", int64(domain.LinkLife.Minutes())),
			Link: link, Button: l.T("mail." + string(p.Link) + ".button"), Why: l.T("mail.why_account", "Community", community),
		}
	})
}

// addressee is who gets a mail at an address.
type addressee struct {
	email, language string
	since           time.Time // makes the ids of mails differ between installations
}

// addressee finds whom a link is for: a member, or who wants to become one.
func (r *Runner) addressee(ctx context.Context, p domain.SendLink) (addressee, error) {
	if p.Applicant == 0 {
		return r.member(ctx, p.Member, p.Email)
	}
	a, err := r.store.Reader().Applicant(ctx, p.Applicant)
	return addressee{p.Email, a.Language, a.Created}, err
}

// member is a member who gets a mail at an address.
func (r *Runner) member(ctx context.Context, id int64, email string) (addressee, error) {
	m, err := r.store.Reader().Member(ctx, id)
	return addressee{email, m.Language, m.Created}, err
}

// noticeMail writes a plain sentence.
func (r *Runner) noticeMail(ctx context.Context, job domain.Job, p domain.SendNotice) (*mail.Message, error) {
	to, err := r.member(ctx, p.Member, p.Email)
	if err != nil {
		return nil, err
	}
	return r.mailTo(ctx, job, to, func(l *i18n.Language, community string) views.Mail {
		return views.Mail{
			Title: l.T("mail." + p.Notice + ".title"), Text: l.T("mail." + p.Notice + ".text"), Why: l.T("mail.why_account", "Community", community),
		}
	})
}

// mailTo writes a mail in the language of whoever gets it. Its id is the job's, so that a
// mail that is sent twice is recognised as one.
func (r *Runner) mailTo(ctx context.Context, job domain.Job, to addressee,
	write func(*i18n.Language, string) views.Mail) (*mail.Message, error) {
	return r.mailOf(ctx, fmt.Sprint("job-", job.ID), to, write)
}

// mailOf writes a mail under an id of its own.
func (r *Runner) mailOf(ctx context.Context, id string, to addressee,
	write func(*i18n.Language, string) views.Mail) (*mail.Message, error) {
	community, err := r.store.Reader().Community(ctx, r.now())
	if err != nil {
		return nil, err
	}
	code := to.language
	if code == "" {
		code = community.Settings.Value(domain.Language)
	}
	l := i18n.For(code)
	name := community.Settings.Value(domain.CommunityName)
	body := write(l, name)
	body.Community = name
	var html bytes.Buffer
	if err := views.MailBody(body).Render(i18n.With(ctx, l), &html); err != nil {
		return nil, err
	}
	_, host, _ := strings.Cut(r.baseURL, "://")
	host, _, _ = strings.Cut(host, ":")
	return &mail.Message{
		ID: fmt.Sprintf("%s.%d@%s", id, to.since.UnixMilli(), host), From: name,
		Sender: community.Settings.Value(domain.MailFrom), To: to.email, Subject: body.Title,
		Text: body.Plain(), HTML: html.String(),
	}, nil
}
