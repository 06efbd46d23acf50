package jobs

import (
	"context"
	"errors"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
	"groundswell/internal/mail"
	"groundswell/internal/text"
	"groundswell/views"
)

// saidMost is how much of a server's own words is told, in characters.
const saidMost = 300

// TryMail sends somebody a mail at once and tells why the server did not take it, in its
// own words.
func (r *Runner) TryMail(ctx context.Context, to domain.Member) error {
	if !r.mail.HasServer() {
		return domain.Refuse(domain.Conflict, "error.mail_no_server")
	}
	job := domain.Job{ID: r.now().UnixMilli()} // no two have one id
	msg, err := r.mailTo(ctx, job, addressee{to.Email, to.Language, to.Created}, func(l *i18n.Language, community string) views.Mail {
		return views.Mail{Title: l.T("mail.try.title"), Text: l.T("mail.try.text"), Why: l.T("mail.why_account", "Community", community)}
	})
	if err != nil {
		return err
	}
	line, err := r.mail.Dial(ctx)
	if err == nil {
		err = line.Send(*msg)
		line.Close() // it took the mail, or said why not
	}
	if errors.Is(err, mail.ErrNoSender) {
		return domain.Refuse(domain.Conflict, "error.mail_no_sender")
	}
	if err != nil {
		said := text.Cut(text.Line(text.Mend(err.Error())), saidMost)
		return &domain.Error{Kind: domain.Conflict, Key: "error.mail_refused", Args: domain.Args{"Said": said}}
	}
	return nil
}
