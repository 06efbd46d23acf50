package app

import (
	"context"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// holdRowsPost holds the row that the post of a row of the desk depends on.
func (a *App) holdRowsPost(ctx context.Context, q *store.Tx, row domain.DeskRow) error {
	_, err := a.holdPost(ctx, q, domain.System, row.Part, row.Subject)
	return err
}

// decidePost hides or removes a post that members flagged or guests reported, or keeps it,
// which says that they were wrong. What else waits about the post is decided with it.
func (a *App) decidePost(ctx context.Context, q *store.Tx, who domain.Actor, d Deskwork) error {
	p, err := a.holdPost(ctx, q, domain.System, d.Row.Part, d.Row.Subject)
	if err != nil {
		return err
	}
	if err := a.checkDecider(ctx, q, who, p); err != nil {
		return err
	}
	outcome := domain.FlagRight
	if d.Do == domain.KeepIt {
		outcome = domain.FlagWrong
		err = a.releasePost(ctx, q, p, who.ID, d.At)
	} else {
		err = a.restrictFor(ctx, q, who, p, d)
	}
	if err != nil {
		return err
	}
	if err := q.DecideFlags(ctx, p.Part, p.ID, outcome, d.Row.ID); err != nil {
		return err
	}
	if err := a.answerReports(ctx, q, p, d); err != nil {
		return err
	}
	beside := domain.DeskFlag // the other row of the post, which is no decision of its own
	if d.Row.Kind == beside {
		beside = domain.DeskReport
	}
	if err := q.CloseDeskRow(ctx, beside, p.Part, p.ID, 0, "", d.At); err != nil {
		return err
	}
	return a.record(ctx, q, who, string(d.Do)+" post", string(p.Part), p.ID, "")
}

// restrictFor hides or removes a post on the ground that most of its flags name, or the
// newest report.
func (a *App) restrictFor(ctx context.Context, q *store.Tx, who domain.Actor, p domain.Post, d Deskwork) error {
	ground := domain.RuleOther
	reports, err := q.ReportsOf(ctx, p.Key())
	if err != nil {
		return err
	}
	flags, err := q.FlagsOf(ctx, p.Key())
	if err != nil {
		return err
	}
	switch {
	case len(reports[p.Key()]) > 0 && d.Row.Kind == domain.DeskReport:
		ground = reports[p.Key()][0].Reason
	case len(domain.Waiting(flags[p.Key()])) > 0:
		ground = domain.TopReason(domain.Waiting(flags[p.Key()])).Ground()
	}
	return a.restrictPost(ctx, q, p, domain.Restriction{What: d.Do.What(), Ground: ground, Note: d.Words,
		By: domain.MemberRef{ID: who.ID, Role: who.Role}, Row: d.Row.ID})
}

// undoPost lets flags and reports wait again, and brings the post back to where it was.
func (a *App) undoPost(ctx context.Context, q *store.Tx, who domain.Actor, d Deskwork) error {
	p, err := a.holdPost(ctx, q, domain.System, d.Row.Part, d.Row.Subject)
	if err != nil {
		return err
	}
	if err := a.checkDecider(ctx, q, who, p); err != nil {
		return err
	}
	if err := a.undoOnPost(ctx, q, who, p, d.Row); err != nil {
		return err
	}
	if err := a.reopenOn(ctx, q, p, d.Row.ID); err != nil {
		return err
	}
	return a.record(ctx, q, who, "undo "+string(d.Do)+" post", string(p.Part), p.ID, "")
}

// reopenOn lets the flags and reports of a post wait again that were decided on a row.
func (a *App) reopenOn(ctx context.Context, q *store.Tx, p domain.Post, row int64) error {
	if err := a.reopenFlags(ctx, q, p, row); err != nil {
		return err
	}
	reopened, err := q.ReopenReports(ctx, p.Part, p.ID, row)
	if err != nil || !reopened {
		return err
	}
	return a.openReported(ctx, q, p)
}

func (a *App) reopenFlags(ctx context.Context, q *store.Tx, p domain.Post, row int64) error {
	reopened, err := q.ReopenFlags(ctx, p.Part, p.ID, row)
	if err != nil || !reopened {
		return err
	}
	since, err := q.MendedAt(ctx, p.Part, p.ID)
	if err != nil {
		return err
	}
	weight, err := q.FlagWeight(ctx, p.Part, p.ID, since)
	if err != nil {
		return err
	}
	flags, err := q.FlagsOf(ctx, p.Key())
	if err != nil {
		return err
	}
	return a.openFlagged(ctx, q, p, weight, domain.TopReason(domain.Waiting(flags[p.Key()])))
}

// checkDecider keeps moderators from deciding about what they wrote themselves.
func (a *App) checkDecider(ctx context.Context, q *store.Tx, who domain.Actor, p domain.Post) error {
	if p.ByAccount() == 0 || p.ByAccount() != who.ID {
		return nil
	}
	others, err := q.OtherModerators(ctx, who.ID, who.ID)
	if err == nil && others > 0 {
		err = domain.Refuse(domain.Conflict, "error.desk_own")
	}
	return err
}

// undoOnPost takes back what a decision on a row did to a post whose row is held: what it
// restricted is lifted, what it lifted is in force again.
func (a *App) undoOnPost(ctx context.Context, q *store.Tx, who domain.Actor, p domain.Post, row domain.DeskRow) error {
	if p.Author.ID == 0 { // nobody was told
		return q.SetReviewGone(ctx, p.ID, domain.PostShown)
	}
	told, err := q.RestrictionsOn(ctx, p.Part, p.ID)
	if err != nil {
		return err
	}
	for _, r := range told {
		if r.Row == row.ID {
			if err := a.lift(ctx, q, r, who.ID); err != nil {
				return err
			}
		}
	}
	if row.Decision == domain.KeepIt {
		if err := q.ReviveRestrictions(ctx, p.Part, p.ID, row.ClosedBy.ID, row.Closed); err != nil {
			return err
		}
	}
	return a.settlePost(ctx, q, p)
}
