package app

import (
	"context"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/mail"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// Report keeps what a guest says of a post that may be against the law, and promises the
// letter that confirms the address. Nobody else reads it until then.
func (a *App) Report(ctx context.Context, from Origin, r domain.Report) error {
	r.Words, r.Name, r.Email = text.Body(r.Words), text.Line(r.Name), mail.NormalAddress(r.Email)
	var p domain.Problems
	if domain.CheckReport(&p, r); p.Err() != nil {
		return p.Err()
	}
	for _, u := range []use{
		{key("report", from.Network), 24 * time.Hour, domain.LimitReportsDay},
		{key("mail", r.Email), time.Hour, domain.LimitMailHour},
	} {
		if err := a.spend(ctx, u); err != nil {
			return err
		}
	}
	return a.store.Tx(ctx, func(q *store.Tx) error {
		post, err := a.holdPost(ctx, q, domain.Nobody, r.Part, r.Subject)
		if err != nil {
			return err
		}
		if err := domain.CheckReported(&post); err != nil {
			return err
		}
		r.At = a.now()
		id, err := q.CreateReport(ctx, r)
		if err != nil || a.past {
			return err
		}
		return q.Promise(ctx, domain.SendReport{Report: id, Mail: domain.ReportConfirm}, a.now())
	})
}

// NewReportToken makes the link that confirms a report, when its letter is written;
// domain.ErrNotFound when nobody needs it any more.
func (a *App) NewReportToken(ctx context.Context, report int64) (string, error) {
	token, hash := newToken()
	return token, a.store.Tx(ctx, func(q *store.Tx) error { return q.SetReportToken(ctx, report, hash) })
}

// ConfirmReport brings a report to the desk, now that its address is its owner's, and
// promises the receipt.
func (a *App) ConfirmReport(ctx context.Context, token string) error {
	seen, err := a.store.Reader().ReportByToken(ctx, HashToken(token))
	if err != nil {
		return err
	}
	return a.store.Tx(ctx, func(q *store.Tx) error {
		if err := q.ConfirmReport(ctx, seen.ID, a.now()); err != nil {
			return err
		}
		p, err := a.holdPost(ctx, q, domain.System, seen.Part, seen.Subject)
		if err != nil {
			return err
		}
		if err := a.openReported(ctx, q, p); err != nil || a.past {
			return err
		}
		return q.Promise(ctx, domain.SendReport{Report: seen.ID, Mail: domain.ReportReceipt}, a.now())
	})
}

func (a *App) openReported(ctx context.Context, q *store.Tx, p domain.Post) error {
	_, err := q.OpenDeskRow(ctx, domain.DeskRow{Kind: domain.DeskReport, Part: p.Part, Subject: p.ID, Space: p.Space,
		Harm: domain.DeskHarm(domain.DeskReport, 0), Created: a.now()})
	return err
}

// answerReports says what became of the reports of a post, and promises the letters of
// that, which leave once it can no longer be taken back at once.
func (a *App) answerReports(ctx context.Context, q *store.Tx, p domain.Post, d Deskwork) error {
	reports, err := q.DecideReports(ctx, p.Part, p.ID, d.Do, d.Row.ID, a.now())
	if err != nil {
		return err
	}
	for _, id := range reports {
		if err := q.Promise(ctx, domain.SendReport{Report: id, Mail: domain.ReportOutcome}, a.now().Add(domain.DeskUndo)); err != nil {
			return err
		}
	}
	return nil
}
