package app

import (
	"context"
	"errors"
	"slices"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// FindBombs looks in the ratings of late for days on which a product was rated as it is
// not otherwise, and brings them to the desk. Nothing is left out before a person decides.
func (a *App) FindBombs(ctx context.Context) error {
	since := domain.DayStart(domain.Day(a.now()) - domain.BombDays + 1)
	read := a.store.Reader()
	products, err := read.RatedLately(ctx, since)
	if err != nil {
		return err
	}
	for _, id := range products {
		hours, before, err := read.RatingHours(ctx, id, since)
		if err != nil {
			return err
		}
		b, found := domain.FindBomb(hours, domain.UsualRate(before))
		if !found {
			continue
		}
		b.Product, b.Found = id, a.now()
		if err := a.bringBomb(ctx, b); err != nil {
			return err
		}
	}
	return nil
}

func (a *App) bringBomb(ctx context.Context, b domain.Bomb) error {
	return a.store.Tx(ctx, func(q *store.Tx) error {
		id, err := q.SetBomb(ctx, b)
		if err != nil || id == 0 {
			return err
		}
		_, err = q.OpenDeskRow(ctx, domain.DeskRow{Kind: domain.DeskBomb, Part: domain.PartBomb, Subject: id,
			Harm: domain.DeskHarm(domain.DeskBomb, b.Ratings), Created: a.now()})
		return err
	})
}

// decideBomb leaves the days out, with the reason of whoever decides, or counts them.
func (a *App) decideBomb(ctx context.Context, q *store.Tx, who domain.Actor, d Deskwork) error {
	if d.Do == domain.CountRatings {
		return a.record(ctx, q, who, "count ratings", "bomb", d.Row.Subject, "")
	}
	e, err := a.windowOf(ctx, q, who, d)
	if err != nil {
		return err
	}
	e.Reason, e.At = text.Body(d.Words), a.now()
	var p domain.Problems
	if domain.CheckExclusion(&p, e.Exclusion, a.now()); p.Err() != nil {
		var wrong *domain.Error
		errors.As(p.Err(), &wrong)
		return domain.BadField("words", wrong.Fields[0].Key, wrong.Fields[0].Args)
	}
	c := change{cause: domain.CauseExclusion, by: who, reason: e.Reason}
	return a.inBombed(ctx, q, who, e, c, func(p *domain.Product) error { return a.leaveOut(ctx, q, who, p, e.Exclusion) })
}

// undoBomb counts the ratings of the days again that were left out.
func (a *App) undoBomb(ctx context.Context, q *store.Tx, who domain.Actor, d Deskwork) error {
	if d.Row.Decision == domain.CountRatings {
		return a.record(ctx, q, who, "undo count ratings", "bomb", d.Row.Subject, "")
	}
	e, err := a.windowOf(ctx, q, who, d)
	if err != nil {
		return err
	}
	return a.inBombed(ctx, q, who, e, change{cause: domain.CauseUndo, by: who}, func(p *domain.Product) error {
		have, err := q.Exclusions(ctx, p.ID)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(have, e.Same)
		if i < 0 {
			return errAsWanted // somebody has taken it back on the product's page
		}
		return q.UndoExclusion(ctx, p, have[i].ID, a.now())
	})
}

// bombed is the window of a bomb and its product.
type bombed struct {
	domain.Exclusion
	product int64
}

func (a *App) windowOf(ctx context.Context, q *store.Tx, who domain.Actor, d Deskwork) (bombed, error) {
	if err := domain.Allow(who, domain.ExcludeRatings); err != nil {
		return bombed{}, err
	}
	found, err := q.Bombs(ctx, []int64{d.Row.Subject})
	b := found[d.Row.Subject]
	return bombed{b.Window(), b.Product}, err
}

// inBombed is inProduct with the audit row that excluding has.
func (a *App) inBombed(ctx context.Context, q *store.Tx, who domain.Actor, e bombed, c change, do func(*domain.Product) error) error {
	rule, err := a.rule(ctx)
	if err != nil {
		return err
	}
	return a.inProduct(ctx, q, rule, e.product, c, func(p *domain.Product) error {
		if err := do(p); err != nil {
			return err
		}
		return a.record(ctx, q, who, string(domain.ExcludeRatings), "product", p.ID, string(c.cause))
	})
}
