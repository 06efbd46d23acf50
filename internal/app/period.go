package app

import (
	"context"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// TurnDay notices that a UTC day began, once among all replicas, and promises to bring
// what ideas won in the Periods up to it. Until an idea's turn comes, within minutes, it
// still counts the day that has just left, unless it is voted on: a vote counts as of
// its own day.
func (a *App) TurnDay(ctx context.Context) error {
	today := domain.Day(a.now())
	return a.store.Tx(ctx, func(q *store.Tx) error {
		from, err := q.TurnDay(ctx, today)
		if err != nil || from == today {
			return err
		}
		return q.Promise(ctx, domain.CountNets{From: from, To: today}, a.now())
	})
}

// netsBatch is how many ideas one transaction counts anew, and netsBatches how many of
// these one job does.
const (
	netsBatch   = 100
	netsBatches = 20
)

// CountNets adds up anew what the next ideas won, and promises to go on behind the last
// one. Doing it twice changes nothing.
func (a *App) CountNets(ctx context.Context, t domain.CountNets) error {
	days, left := domain.Leaving(t.From, t.To)
	for range netsBatches {
		var ids []int64
		var err error
		switch {
		case !left:
			ids, err = a.store.Reader().IdeasBehind(ctx, t.After, netsBatch)
		case t.Step < len(days):
			ids, err = a.store.Reader().VotedOn(ctx, days[t.Step], t.After, netsBatch)
		}
		if err != nil {
			return err
		}
		if err := a.store.Tx(ctx, func(q *store.Tx) error { return q.CountNets(ctx, ids, domain.Day(a.now())) }); err != nil {
			return err
		}
		if len(ids) == netsBatch {
			t.After = ids[len(ids)-1]
			continue
		}
		t.Step, t.After = t.Step+1, 0
		if !left || t.Step >= len(days) {
			return a.store.Tx(ctx, func(q *store.Tx) error { return q.NetsCounted(ctx, t.To) })
		}
	}
	return a.store.Tx(ctx, func(q *store.Tx) error { return q.Promise(ctx, t, a.now()) })
}
