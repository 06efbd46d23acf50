package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
	"groundswell/internal/mail"
	"groundswell/views"
)

// morningMost is how many items of a queue, the most urgent, a morning looks at.
const morningMost = 100

// morningMail tells an engineer what is new, due and late in a queue. A mail that
// comes a day late, or has nothing to tell, is none.
func (r *Runner) morningMail(ctx context.Context, job domain.Job, p domain.SendMorning) (*mail.Message, error) {
	m, err := r.store.Reader().Member(ctx, p.Member)
	if err != nil {
		return nil, err
	}
	queue, err := r.store.Reader().QueueByID(ctx, p.Queue)
	if errors.Is(err, domain.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if day, _ := queue.Morning(r.now()); day != p.Day || !queue.Has(m.ID) || m.Email == "" {
		return nil, nil
	}
	page, err := r.store.Reader().Items(ctx, domain.ItemFilter{Queue: queue.ID, Column: domain.Columns[0], Limit: morningMost})
	if err != nil {
		return nil, err
	}
	morning := domain.SortMorning(page.Items, queue, r.now())
	if !morning.News() {
		return nil, nil
	}
	if morning.Duty, err = r.store.Reader().Duty(ctx, queue, domain.DutyWeek(r.now(), queue.Zone())); err != nil {
		return nil, err
	}
	return r.mailTo(ctx, job, addressee{m.Email, m.Language, m.Created}, func(l *i18n.Language, community string) views.Mail {
		return views.Mail{
			Title: l.T("mail.morning.title", "Queue", queue.Name, "New", morning.New, "Due", morning.Due, "Late", morning.Late),
			Text:  dutySentence(l, morning.Duty, m.ID), Lines: morningLines(l, morning.First, r.now()),
			Link: r.baseURL + "/queues/" + queue.Slug, Button: l.T("mail.morning.button"),
			Why: l.T("mail.morning.why", "Queue", queue.Name, "Community", community),
		}
	})
}

func dutySentence(l *i18n.Language, duty domain.MemberRef, reader int64) string {
	switch duty.ID {
	case 0:
		return l.T("mail.morning.no_duty")
	case reader:
		return l.T("mail.morning.your_duty")
	}
	return l.T("mail.morning.duty", "Name", duty.Name)
}

func morningLines(l *i18n.Language, items []domain.Item, now time.Time) []string {
	lines := make([]string, len(items))
	for n, i := range items {
		switch {
		case i.Deadline.Late(now):
			lines[n] = fmt.Sprintf("%s (%s)", i.Title(l.Code), l.T("mail.morning.late"))
		case i.Deadline.Running():
			lines[n] = fmt.Sprintf("%s (%s)", i.Title(l.Code), l.T("mail.morning.due", "Moment", l.Moment(i.Deadline.Due)))
		default:
			lines[n] = i.Title(l.Code)
		}
	}
	return lines
}
