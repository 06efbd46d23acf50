package jobs

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"strings"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
	"groundswell/internal/mail"
	"groundswell/internal/store"
	"groundswell/views"
)

// linkPaths are where the links of mails lead: pages with a button, because
// opening a link must change nothing.
var linkPaths = map[domain.LinkKind]string{
	domain.ConfirmLink: "/confirm", domain.EmailLink: "/confirm?kind=email", domain.ResetLink: "/reset",
}

// linkMail makes a link and writes the mail with it.
func (r *Runner) linkMail(ctx context.Context, job domain.Job, p domain.SendLink) (*mail.Message, error) {
	token, err := r.app.NewLink(ctx, store.Link{Kind: p.Link, Member: p.Member, Email: p.Email})
	if err != nil {
		return nil, err
	}
	separator := "?"
	if strings.Contains(linkPaths[p.Link], "?") {
		separator = "&"
	}
	link := r.baseURL + linkPaths[p.Link] + separator + "token=" + url.QueryEscape(token)
	return r.mailTo(ctx, job, p.Member, p.Email, func(l *i18n.Language, community string) views.Mail {
		return views.Mail{
			Title: l.T("mail." + string(p.Link) + ".title"), Text: l.T("mail.minutes", "Minutes", int64(domain.LinkLife.Minutes())),
			Link: link, Button: l.T("mail." + string(p.Link) + ".button"), Why: l.T("mail.why_account", "Community", community),
		}
	})
}

// noticeMail writes a plain sentence.
func (r *Runner) noticeMail(ctx context.Context, job domain.Job, p domain.SendNotice) (*mail.Message, error) {
	return r.mailTo(ctx, job, p.Member, p.Email, func(l *i18n.Language, community string) views.Mail {
		return views.Mail{
			Title: l.T("mail." + p.Notice + ".title"), Text: l.T("mail." + p.Notice + ".text"), Why: l.T("mail.why_account", "Community", community),
		}
	})
}

// mailTo writes a mail in the member's language. Its id is the job's, so that a
// mail that is sent twice is recognised as one.
func (r *Runner) mailTo(ctx context.Context, job domain.Job, member int64, to string, write func(*i18n.Language, string) views.Mail) (*mail.Message, error) {
	m, err := r.store.Reader().Member(ctx, member)
	if err != nil {
		return nil, err
	}
	community, err := r.store.Reader().Community(ctx, r.now())
	if err != nil {
		return nil, err
	}
	code := m.Language
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
		ID: fmt.Sprintf("job-%d.%d@%s", job.ID, m.Created.UnixMilli(), host), To: to, Subject: body.Title, Text: body.Plain(), HTML: html.String(),
	}, nil
}
