package app

import (
	"context"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// Flag says that a post breaks a rule. What it weighs is fixed now; at enough weight the
// post is hidden. The same member's second flag of a post changes nothing.
func (a *App) Flag(ctx context.Context, who domain.Actor, part domain.Part, id int64, d domain.FlagDraft) error {
	d.Words = text.Body(d.Words)
	var problems domain.Problems
	if domain.CheckFlagDraft(&problems, d); problems.Err() != nil {
		return problems.Err()
	}
	settings, err := a.settings(ctx)
	if err != nil {
		return err
	}
	return a.act(ctx, who, domain.FlagPost, func(q *store.Tx, who domain.Actor) error {
		if err := a.spendIn(ctx, q, use{key("flags", who.ID), 24 * time.Hour, domain.LimitFlagsDay}.limit(settings)); err != nil {
			return err
		}
		p, err := a.holdPost(ctx, q, who, part, id)
		if err != nil {
			return err
		}
		if err := domain.CheckFlag(who, &p); err != nil {
			return err
		}
		record, err := q.FlagRecord(ctx, who.ID)
		if err != nil {
			return err
		}
		f := domain.Flag{Part: part, Subject: id, By: domain.MemberRef{ID: who.ID}, Reason: d.Reason, Words: d.Words, At: a.now()}
		counts, err := a.flagCounts(ctx, q, who)
		if err != nil {
			return err
		}
		if counts {
			f.Weight = record.Weight()
		}
		first, err := q.CreateFlag(ctx, f, p.ByAccount())
		if err != nil || !first {
			return err
		}
		if err := a.weighFlags(ctx, q, settings, p, f, counts && record.Proven()); err != nil {
			return err
		}
		return a.silenceFlagged(ctx, q, settings, p.ByAccount())
	})
}

// flagCounts reports whether somebody's flags do more than list: of an account that is
// older than a day and has an accepted post, and of staff.
func (a *App) flagCounts(ctx context.Context, q *store.Tx, who domain.Actor) (bool, error) {
	if who.Role.Staff() {
		return true, nil
	}
	if a.now().Before(who.Created.Add(domain.FlaggerAge)) {
		return false, nil
	}
	return q.Accepted(ctx, who.ID, a.now().Add(-domain.AcceptedAfter).UnixMilli())
}

// weighFlags brings a flagged post to the desk, and hides it at enough weight, or by one
// spam flag of a proven flagger where its author has no accepted post. With the company's
// answer it is only listed.
func (a *App) weighFlags(ctx context.Context, q *store.Tx, settings domain.Settings, p domain.Post, f domain.Flag, proven bool) error {
	since, err := q.MendedAt(ctx, p.Part, p.ID)
	if err != nil {
		return err
	}
	weight, err := q.FlagWeight(ctx, p.Part, p.ID, since)
	if err != nil {
		return err
	}
	if err := a.openFlagged(ctx, q, p, weight, f.Reason); err != nil || p.Official {
		return err
	}
	hide := weight >= domain.HideAt(settings.Tenths(domain.FlagHide), p.Promotes)
	if !hide && proven && f.Reason == domain.FlagSpam {
		accepted, err := q.Accepted(ctx, p.ByAccount(), a.now().Add(-domain.AcceptedAfter).UnixMilli())
		if err != nil {
			return err
		}
		hide = !accepted
	}
	if !hide {
		return nil
	}
	flags, err := q.FlagsOf(ctx, p.Key())
	if err != nil {
		return err
	}
	ground := domain.TopReason(domain.Waiting(flags[p.Key()])).Ground()
	return a.restrictPost(ctx, q, p, domain.Restriction{What: domain.Hidden, Ground: ground})
}

func (a *App) openFlagged(ctx context.Context, q *store.Tx, p domain.Post, weight int64, reason domain.FlagReason) error {
	_, err := q.OpenDeskRow(ctx, domain.DeskRow{Kind: domain.DeskFlag, Part: p.Part, Subject: p.ID, Space: p.Space, Created: a.now(),
		Harm: domain.DeskHarm(domain.DeskFlag, domain.FlagHarm(weight, reason))})
	return err
}
