package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// change is what happened to a product whose row is held, and who is named for
// it in the public log: staff who decided it, never a customer.
type change struct {
	cause  domain.Cause
	by     domain.Actor
	reason string
}

// rule is the two-star rule as it is set now.
func (a *App) rule(ctx context.Context) (domain.Rule, error) {
	settings, err := a.settings(ctx)
	return domain.RuleOf(settings), err
}

// settle applies the two-star rule to a product whose row is held and whose
// numbers may have changed, and writes everything that follows in the same
// transaction: its standing, its log, the mails. Every change ends here.
func (a *App) settle(ctx context.Context, q *store.Tx, rule domain.Rule, p domain.Product, c change) (domain.Product, error) {
	now := a.now().Truncate(time.Millisecond) // as it is kept
	before := p.State
	p = rule.Apply(p, now)
	if err := q.SetStanding(ctx, p, rule.Due(p.Standing, p.State, now)); err != nil {
		return p, err
	}
	if c.cause.Logged(before, p.State) {
		err := q.CreateProductEvent(ctx, p, domain.ProductEvent{
			At: now, Cause: c.cause, From: before, To: p.State, N: p.N, Sum: p.Sum, Since: p.BelowSince, Until: p.OverrideUntil,
			By: domain.MemberRef{ID: c.by.ID, Role: c.by.Role}, Reason: c.reason,
		})
		if err != nil {
			return p, err
		}
	}
	if err := a.countRegainedLater(ctx, q, p, now); err != nil {
		return p, err
	}
	if before == p.State {
		return p, nil
	}
	switch p.State {
	case domain.Watched:
		if err := a.openRecovery(ctx, q, p); err != nil {
			return p, err
		}
		return p, a.tellWatch(ctx, q, rule, p, domain.WatchBegan)
	case domain.Listed:
		return p, a.shipRecovery(ctx, q, p)
	case domain.Withdrawn:
		return p, a.tellWatch(ctx, q, rule, p, domain.WatchOver)
	}
	return p, nil
}

// tellWatch promises to tell everybody whom a watch concerns. Finding out who
// that is is not this transaction's work.
func (a *App) tellWatch(ctx context.Context, q *store.Tx, rule domain.Rule, p domain.Product, notice domain.WatchNotice) error {
	if a.past {
		return nil
	}
	return q.Promise(ctx, domain.TellWatch{WatchNews: domain.WatchNews{
		Product: p.ID, Notice: notice, N: p.N, Sum: p.Sum, Ends: rule.Ends(p.Standing).UnixMilli(),
	}}, a.now())
}

// tellBatch is how many people one job promises letters to.
const tellBatch = 50

// TellWatch promises letters to the next people whom a watch concerns, and to go
// on behind the last one. The job ends in the same transaction, so that nobody is
// told twice however often it is begun.
func (a *App) TellWatch(ctx context.Context, job domain.Job, task domain.TellWatch) error {
	return a.store.Tx(ctx, func(q *store.Tx) error {
		if err := q.FinishJob(ctx, job); err != nil {
			return err
		}
		recipients, err := q.WatchRecipients(ctx, task.Product, task.After, tellBatch)
		if err != nil {
			return err
		}
		for _, member := range recipients {
			key := fmt.Sprintf("watch:%d:%s:%d:%d", task.Product, task.Notice, task.Ends, member)
			if err := q.PromiseOnce(ctx, domain.SendWatch{WatchNews: task.WatchNews, Member: member}, key, a.now(), a.now()); err != nil {
				return err
			}
		}
		if len(recipients) < tellBatch {
			return nil
		}
		task.After = recipients[len(recipients)-1]
		return q.Promise(ctx, task, a.now())
	})
}

// regainPause lets the ratings of a minute be committed before what they regained
// is counted.
const regainPause = 5 * time.Second

// countRegainedLater promises to count, once for all changes of a minute, what
// the current revision regained.
func (a *App) countRegainedLater(ctx context.Context, q *store.Tx, p domain.Product, now time.Time) error {
	if p.Revision.Number == 1 || a.past {
		return nil
	}
	minute := now.Truncate(time.Minute).Add(time.Minute)
	return q.PromiseOnce(ctx, domain.Regain{Product: p.ID}, fmt.Sprintf("regain:%d:%d", p.ID, minute.Unix()), minute.Add(regainPause), now)
}

// CountRegained counts what a product's current revision regained.
func (a *App) CountRegained(ctx context.Context, product int64) error {
	return a.store.Tx(ctx, func(q *store.Tx) error { return q.CountRegained(ctx, product) })
}

// dueBatch is how many due products are read at a time.
const dueBatch = 100

// KeepWatch is the clock's part of the rule: it ends watches and overrides whose
// time has come, and warns a day before. Each product is taken only while it
// still is as it was seen, so that several clocks do everything once.
func (a *App) KeepWatch(ctx context.Context) error {
	for {
		rule, err := a.rule(ctx)
		if err != nil {
			return err
		}
		due, err := a.store.Reader().DueProducts(ctx, rule, a.now(), dueBatch)
		if err != nil || len(due) == 0 {
			return err
		}
		for _, d := range due {
			if err := a.keepWatch(ctx, rule, d); err != nil && !errors.Is(err, domain.ErrNotFound) {
				return err
			}
		}
	}
}

func (a *App) keepWatch(ctx context.Context, rule domain.Rule, due store.DueProduct) error {
	return a.store.Tx(ctx, func(q *store.Tx) error {
		before, err := q.LockDueProduct(ctx, due, rule, a.now())
		if err != nil {
			return err
		}
		if !before.ImportUntil.IsZero() { // an import broke off, and nobody ran it again
			if _, err := q.EndImporting(ctx, "", before.ID); err != nil {
				return err
			}
			_, err := a.settleImported(ctx, q, rule, before)
			return err
		}
		p, err := a.settle(ctx, q, rule, before, change{cause: domain.CauseClock})
		if err != nil || before.State != domain.Watched || p.State != domain.Watched || !rule.EndsSoon(p.Standing, a.now()) {
			return err
		}
		return a.tellWatch(ctx, q, rule, p, domain.WatchEnds)
	})
}

// reweighBatch is how many products one job applies changed settings to.
const reweighBatch = 200

// Reweigh applies the rule as it is set now to the products behind an id, and
// promises to go on behind the last one.
func (a *App) Reweigh(ctx context.Context, after int64) error {
	rule, err := a.rule(ctx)
	if err != nil {
		return err
	}
	ids, err := a.store.Reader().ProductIDs(ctx, after, reweighBatch)
	if err != nil {
		return err
	}
	for _, id := range ids {
		err := a.withProduct(ctx, rule, id, change{cause: domain.CauseSettings}, func(*store.Tx, *domain.Product) error { return nil })
		if err != nil {
			return err
		}
	}
	if len(ids) < reweighBatch {
		return nil
	}
	return a.store.Tx(ctx, func(q *store.Tx) error {
		return q.Promise(ctx, domain.Reweigh{After: ids[len(ids)-1]}, a.now())
	})
}

// withProduct is inProduct in a transaction of its own: for the installation
// itself. What people do to a product goes through act.
func (a *App) withProduct(ctx context.Context, rule domain.Rule, id int64, c change, do func(*store.Tx, *domain.Product) error) error {
	return a.store.Tx(ctx, func(q *store.Tx) error {
		return a.inProduct(ctx, q, rule, id, c, func(p *domain.Product) error { return do(q, p) })
	})
}

// inProduct holds a product's row, changes something about it, and settles.
func (a *App) inProduct(ctx context.Context, q *store.Tx, rule domain.Rule, id int64, c change, do func(*domain.Product) error) error {
	p, err := q.LockProduct(ctx, id)
	if err != nil {
		return err
	}
	switch err := do(&p); {
	case errors.Is(err, errAsWanted):
		return nil
	case err != nil:
		return err
	}
	_, err = a.settle(ctx, q, rule, p, c)
	return err
}

// errAsWanted ends a verb that finds everything as wanted already.
var errAsWanted = errors.New("it is as wanted already")

// decision is what staff do to a product whose row is held.
type decision func(q *store.Tx, who domain.Actor, p *domain.Product) error

// decideProduct is inProduct for what staff decide about the product of an
// address: allowed, recorded, and named in the log.
func (a *App) decideProduct(ctx context.Context, who domain.Actor, action domain.Action, slug string, c change, do decision) error {
	if err := domain.Allow(who, action); err != nil {
		return err
	}
	rule, err := a.rule(ctx)
	if err != nil {
		return err
	}
	p, err := a.store.Reader().Product(ctx, slug)
	if err != nil {
		return err
	}
	return a.act(ctx, who, action, func(q *store.Tx, who domain.Actor) error {
		c.by = who
		return a.inProduct(ctx, q, rule, p.ID, c, func(p *domain.Product) error {
			if err := do(q, who, p); err != nil {
				return err
			}
			return a.record(ctx, q, who, string(action), "product", p.ID, string(c.cause))
		})
	})
}

// Override keeps a product listed until the end of a day, whatever its ratings.
func (a *App) Override(ctx context.Context, who domain.Actor, slug string, day time.Time, reason string) error {
	reason = text.Body(reason)
	until := domain.DayStart(domain.Day(day) + 1)
	if latest := a.now().Truncate(time.Millisecond).Add(domain.OverrideMax); domain.Day(day) == domain.Day(latest) {
		until = latest // the last day one may choose is not a whole one
	}
	var p domain.Problems
	if domain.CheckOverride(&p, until, reason, a.now()); p.Err() != nil {
		return p.Err()
	}
	c := change{cause: domain.CauseOverride, reason: reason}
	return a.decideProduct(ctx, who, domain.OverrideRule, slug, c, func(q *store.Tx, who domain.Actor, p *domain.Product) error {
		if p.OverrideUntil.Equal(until) {
			return errAsWanted
		}
		p.OverrideUntil = until
		return q.DeleteDraft(ctx, who.ID, domain.FormOf("products", p.ID, "override"))
	})
}

// EndOverride lets the rule decide again; a product that still is below begins a
// new watch.
func (a *App) EndOverride(ctx context.Context, who domain.Actor, slug string) error {
	return a.decideProduct(ctx, who, domain.OverrideRule, slug, change{cause: domain.CauseOverrideEnd},
		func(_ *store.Tx, _ domain.Actor, p *domain.Product) error {
			if p.OverrideUntil.IsZero() {
				return errAsWanted
			}
			p.OverrideUntil = a.now().Truncate(time.Millisecond)
			return nil
		})
}
