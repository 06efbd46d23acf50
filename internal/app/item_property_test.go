package app_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// Whatever people, rules and the clock do to an idea in a queue, it is one item, the
// ledger loses no line, there is a way on, and what is kept equals a recount. A
// hundred histories on each engine take a while on a busy machine.
func TestNoHistoryBreaksAnItem(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		h := &career{world: w, queues: []domain.Queue{w.queue("Thermal", 3), w.queue("Audio", 0)}, people: w.members(24)}
		h.target = w.idea(w.staff[domain.Customer], "A quieter fan for everyone")
		n := 0
		rapid.Check(t, func(rt *rapid.T) {
			n++
			h.idea = w.idea(w.staff[domain.Customer], fmt.Sprintf("A quieter fan, history %d", n))
			lines := 0
			for range rapid.IntRange(1, 14).Draw(rt, "acts") {
				act := rapid.SampledFrom(h.acts()).Draw(rt, "act")
				if err := act(rt); err != nil && domain.KindOf(err) == 0 {
					rt.Fatalf("an act failed: %v", err)
				}
				ledger, err := db.Reader().Decisions(t.Context(), h.idea)
				if err != nil || len(ledger) < lines {
					rt.Fatalf("the ledger had %d lines and has %d, %v", lines, len(ledger), err)
				}
				lines = len(ledger)
			}
			h.check(rt)
		})
		w.checkQueues()
		w.checkCounts()
	})
}

type career struct {
	*world
	queues  []domain.Queue
	people  []domain.Actor
	idea    int64
	target  int64 // that it may be merged into
	reasons int
}

func (h *career) item() domain.Item { return h.itemOf(h.idea) }

// reason is one that no other decision has.
func (h *career) reason() string {
	h.reasons++
	return fmt.Sprintf("Because of what we measured, number %d.", h.reasons)
}

// acts are what may happen. Most are refused at one time or another, which is an
// answer like any other.
func (h *career) acts() []func(*rapid.T) error {
	ctx, staff := h.t.Context(), h.staff[domain.Admin]
	return []func(*rapid.T) error{
		func(rt *rapid.T) error {
			v := rapid.SampledFrom([]domain.Vote{domain.Promote, domain.Promote, domain.None, domain.Demote}).Draw(rt, "vote")
			_, err := h.free.Vote(ctx, rapid.SampledFrom(h.people).Draw(rt, "voter"), h.idea, v)
			return err
		},
		func(rt *rapid.T) error {
			for _, p := range h.people {
				if err := h.free.Want(ctx, p, h.idea, true); err != nil {
					return err
				}
			}
			return nil
		},
		func(rt *rapid.T) error {
			i := h.item()
			return h.free.DecideItem(ctx, staff, i.ID, i.Version,
				app.Verdict{To: rapid.SampledFrom(domain.Statuses).Draw(rt, "to"), Reason: h.reason()})
		},
		func(rt *rapid.T) error {
			return h.free.Decide(ctx, staff, h.idea, rapid.SampledFrom(domain.Statuses[:9]).Draw(rt, "to"), h.reason())
		},
		func(*rapid.T) error { i := h.item(); return h.free.UndoDecision(ctx, staff, i.ID, i.Version) },
		func(*rapid.T) error {
			i := h.item()
			return h.free.Park(ctx, staff, i.ID, i.Version, h.clock.now().AddDate(0, 0, 3), h.reason())
		},
		func(*rapid.T) error { i := h.item(); return h.free.Unpark(ctx, staff, i.ID, i.Version) },
		func(*rapid.T) error { i := h.item(); return h.free.Ask(ctx, staff, i.ID, i.Version, h.reason()) },
		func(*rapid.T) error {
			return h.free.AnswerQuestion(ctx, h.staff[domain.Customer], h.idea, h.reason())
		},
		func(rt *rapid.T) error {
			return h.free.TakeUp(ctx, staff, h.idea, rapid.SampledFrom(h.queues).Draw(rt, "queue").ID)
		},
		func(rt *rapid.T) error {
			i := h.item()
			to := rapid.SampledFrom([]int64{0, h.queues[0].ID, h.queues[1].ID}).Draw(rt, "queue")
			return h.free.MoveItem(ctx, staff, i.ID, i.Version, to)
		},
		func(rt *rapid.T) error {
			i := h.item()
			c := app.ItemChange{Effort: rapid.SampledFrom(domain.Efforts).Draw(rt, "effort")}
			return h.free.ChangeItem(ctx, staff, i.ID, i.Version, c)
		},
		func(*rapid.T) error { return h.free.Merge(ctx, staff, h.idea, h.target, h.reason()) },
		func(*rapid.T) error { return h.free.Unmerge(ctx, staff, h.idea) },
		func(rt *rapid.T) error {
			h.clock.forward(time.Duration(rapid.IntRange(1, 5000).Draw(rt, "minutes")) * time.Minute)
			return h.free.WakeItems(ctx)
		},
	}
}

func (h *career) check(rt *rapid.T) {
	i, idea := h.item(), h.read(h.staff[domain.Admin], h.idea)
	if idea.Place.Item != i.ID || i.ID != 0 && i.Status != idea.Status {
		rt.Fatalf("the idea is %s in item %d, its item %d is %s", idea.Status, idea.Place.Item, i.ID, i.Status)
	}
	if i.ID != 0 && i.Status != domain.StatusMerged && len(i.ItemChoices(h.staff[domain.Admin])) == 0 {
		rt.Fatalf("there is no way on from %s", i.Status)
	}
	if idea.Points() >= 3 && !idea.Status.Closed() && i.ID == 0 {
		rt.Fatalf("an idea with %d points was never routed", idea.Points())
	}
}
