package app_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// turnDay does what the clock does after midnight, to its end.
func (w *world) turnDay() {
	w.t.Helper()
	w.must(w.free.TurnDay(w.t.Context()))
	for {
		job, due := w.lease(domain.BulkLane)
		if !due {
			return
		}
		if job.Kind == (domain.CountNets{}).Kind() {
			var task domain.CountNets
			w.must(json.Unmarshal(job.Payload, &task), w.free.CountNets(w.t.Context(), task))
		}
		w.must(w.db.Tx(w.t.Context(), func(q *store.Tx) error { return q.FinishJob(w.t.Context(), job) }))
	}
}

func (w *world) checkNets() {
	w.t.Helper()
	wrong, err := w.db.Reader().CheckNets(w.t.Context(), domain.Day(w.clock.now()))
	w.must(err)
	for _, m := range wrong {
		w.t.Errorf("%s %d: %s", m.Of, m.ID, m.What)
	}
}

// cast is a vote as a recount knows it.
type cast struct {
	day int64
	v   domain.Vote
}

// Whatever days pass between votes, changes and withdrawals, a period shows exactly the
// net votes of its days, those of equal net newest first, and pages leave nothing out
// nor show anything twice. A hundred histories with all their turns of the day, on each
// engine, take a while.
func TestAPeriodIsItsDays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		people, start, history := w.members(4), w.clock.now(), 0
		rapid.Check(t, func(rt *rapid.T) {
			history++
			w.clock.forward(start.Sub(w.clock.now())) // centuries on, heat would know no end
			w.turnDay()
			var ids []int64
			votes := map[int64]map[int64]cast{}
			for n := range 4 {
				w.clock.forward(time.Minute)
				id := w.idea(w.staff[domain.Customer], fmt.Sprintf("A fan, number %d of history %d", n, history))
				ids = append(ids, id)
				votes[id] = map[int64]cast{w.staff[domain.Customer].ID: {domain.Day(w.clock.now()), domain.Promote}}
			}
			for range rapid.IntRange(1, 10).Draw(rt, "acts") {
				if rapid.IntRange(0, 2).Draw(rt, "act") == 0 {
					w.clock.forward(time.Duration(rapid.SampledFrom([]int{1, 1, 6, 7, 23, 30, 100, 365}).Draw(rt, "days")) * 24 * time.Hour)
					w.turnDay()
					continue
				}
				who, id := rapid.SampledFrom(people).Draw(rt, "who"), rapid.SampledFrom(ids).Draw(rt, "idea")
				v := rapid.SampledFrom([]domain.Vote{domain.Promote, domain.Demote, domain.None}).Draw(rt, "vote")
				w.vote(who, id, v)
				if before, voted := votes[id][who.ID]; voted {
					votes[id][who.ID] = cast{before.day, v}
				} else if v != domain.None {
					votes[id][who.ID] = cast{domain.Day(w.clock.now()), v}
				}
			}
			for _, days := range domain.Periods {
				w.wantPeriod(rt, days, votes)
			}
			for _, id := range ids { // so that the next history has a list of its own
				w.must(w.free.RemoveIdea(t.Context(), w.staff[domain.Moderator], id))
			}
		})
		w.checkNets()
		w.checkCounts()
	})
}

func (w *world) wantPeriod(rt *rapid.T, days int64, votes map[int64]map[int64]cast) {
	today := domain.Day(w.clock.now())
	type place struct{ id, net int64 }
	var want, got []place
	for id, all := range votes {
		p := place{id: id}
		for _, c := range all {
			if c.day > today-days {
				p.net += int64(c.v)
			}
		}
		want = append(want, p)
	}
	slices.SortFunc(want, func(a, b place) int { return cmp.Or(cmp.Compare(b.net, a.net), cmp.Compare(b.id, a.id)) })
	f := domain.IdeaFilter{Order: domain.Top, Days: days, Today: today, Limit: 3}
	for {
		page, err := w.db.Reader().Ideas(w.t.Context(), f)
		if err != nil {
			rt.Fatal(err)
		}
		for _, i := range page.Items {
			got = append(got, place{i.ID, i.Won})
		}
		if f.After = page.Next; f.After.Zero() {
			break
		}
	}
	if !slices.Equal(got, want) {
		rt.Fatalf("the last %d days show %v, want %v", days, got, want)
	}
}

// After midnight an idea counts the day that left until its turn comes, unless it is
// voted on; the turn is made once, goes on where it stopped, and mends what a wrong
// clock counted.
func TestTheTurnOfADay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx, who := t.Context(), w.members(1)[0]
		old, voted := w.idea(w.staff[domain.Customer], "A quieter fan for everyone"),
			w.idea(w.staff[domain.Customer], "A louder fan for everyone")
		w.turnDay()
		won := func(id int64) int64 {
			t.Helper()
			page, err := db.Reader().Ideas(ctx, domain.IdeaFilter{Order: domain.Top, Days: 7, Today: domain.Day(w.clock.now())})
			w.must(err)
			return page.Items[slices.IndexFunc(page.Items, func(i domain.Idea) bool { return i.ID == id })].Won
		}
		w.clock.forward(7 * 24 * time.Hour)
		w.vote(who, voted, domain.Promote)
		if won(old) != 1 || won(voted) != 1 {
			t.Errorf("before its turn: %d and %d", won(old), won(voted))
		}
		w.checkNets() // both are right as of a day since the last turn
		w.turnDay()
		if won(old) != 0 || won(voted) != 1 {
			t.Errorf("after it: %d and %d", won(old), won(voted))
		}
		w.must(w.free.TurnDay(ctx))
		if job, due := w.lease(domain.BulkLane); due {
			t.Errorf("the same day turned twice: %+v", job)
		}
		w.clock.forward(3650 * 24 * time.Hour)
		w.must(w.free.TurnDay(ctx), db.Tx(ctx, func(q *store.Tx) error { // it gets as far as one idea
			return q.CountNets(ctx, []int64{voted}, domain.Day(w.clock.now()))
		}))
		w.checkNets()
		w.clock.forward(-3650 * 24 * time.Hour)
		w.checkNets()
		w.must(w.free.TurnDay(ctx))
		w.checkNets() // the way back is promised, and not gone
		w.turnDay()
		if won(voted) != 1 {
			t.Errorf("after a wrong clock %d", won(voted))
		}
		w.checkNets()
	})
}
