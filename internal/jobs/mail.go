package jobs

import (
	"bytes"
	"context"
	"encoding/json"
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

// sendLink makes a link and mails it.
func (r *Runner) sendLink(ctx context.Context, job domain.Job) error {
	var p domain.SendLink
	if err := json.Unmarshal(job.Payload, &p); err != nil {
		return err
	}
	token, err := r.app.NewLink(ctx, store.Link{Kind: p.Kind, Member: p.Member, Email: p.Email})
	if err != nil {
		return err
	}
	separator := "?"
	if strings.Contains(linkPaths[p.Kind], "?") {
		separator = "&"
	}
	link := r.baseURL + linkPaths[p.Kind] + separator + "token=" + url.QueryEscape(token)
	return r.send(ctx, job, p.Member, p.Email, func(l *i18n.Language, community string) views.Mail {
		return views.Mail{
			Title: l.T("mail." + string(p.Kind) + ".title"), Text: l.T("mail.minutes", "Minutes", int64(domain.LinkLife.Minutes())),
			Link: link, Button: l.T("mail." + string(p.Kind) + ".button"), Why: l.T("mail.why_account", "Community", community),
		}
	})
}

// sendNotice mails a plain sentence.
func (r *Runner) sendNotice(ctx context.Context, job domain.Job) error {
	var p domain.SendNotice
	if err := json.Unmarshal(job.Payload, &p); err != nil {
		return err
	}
	return r.send(ctx, job, p.Member, p.Email, func(l *i18n.Language, community string) views.Mail {
		return views.Mail{
			Title: l.T("mail." + p.Notice + ".title"), Text: l.T("mail." + p.Notice + ".text"), Why: l.T("mail.why_account", "Community", community),
		}
	})
}

// send writes a mail in the member's language and sends it.
func (r *Runner) send(ctx context.Context, job domain.Job, member int64, to string, write func(*i18n.Language, string) views.Mail) error {
	m, err := r.store.Reader().Member(ctx, member)
	if err != nil {
		return err
	}
	community, err := r.store.Reader().Community(ctx, r.now())
	if err != nil {
		return err
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
		return err
	}
	_, host, _ := strings.Cut(r.baseURL, "://")
	host, _, _ = strings.Cut(host, ":")
	return r.mail.Send(ctx, mail.Message{
		ID: fmt.Sprintf("job-%d.%d@%s", job.ID, m.Created.UnixMilli(), host), To: to, Subject: body.Title, Text: body.Plain(), HTML: html.String(),
	})
}
