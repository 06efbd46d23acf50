package jobs

import (
	"context"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
	"groundswell/internal/mail"
	"groundswell/views"
)

// erasureMail tells an author what was decided about their wish to delete an idea, and by
// whom, or that this was taken back. Nobody gets a letter of what was taken back before it
// left.
func (r *Runner) erasureMail(ctx context.Context, job domain.Job, p domain.SendErasure) (*mail.Message, error) {
	row, err := r.store.Reader().DeskRow(ctx, p.Row)
	if err != nil || p.Undone == row.Undone.IsZero() {
		return nil, err
	}
	found, err := r.store.Reader().Erasures(ctx, []int64{row.Subject})
	if err != nil {
		return nil, err
	}
	wish := found[row.Subject]
	author, err := r.store.Reader().Member(ctx, wish.Author.ID)
	if err != nil || author.Email == "" {
		return nil, err
	}
	to := addressee{author.Email, author.Language, author.Created}
	return r.mailTo(ctx, job, to, func(l *i18n.Language, community string) views.Mail {
		m := views.Mail{
			Title: l.T("mail.erasure.title", "Idea", wish.Idea.Title), Text: l.T("mail.erasure.undone"),
			Why: l.T("mail.why_account", "Community", community),
		}
		if !p.Undone {
			m.Text = l.T("mail.erasure." + string(wish.Outcome))
			m.Lines = []string{l.T("mail.erasure.by", "Name", row.ClosedBy.Name, "Role", l.T("role."+string(row.ClosedBy.Role)))}
		}
		if p.Undone || wish.Outcome != domain.ErasureDeleted {
			m.Link, m.Button = r.baseURL+wish.Idea.Path(), l.T("mail.erasure.button")
		}
		return m
	})
}
