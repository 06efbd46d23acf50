package app_test

import (
	"fmt"
	"testing"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

const decade = 10 * 365 * 24 * time.Hour

// alive reports whether a session of a customer is good now.
func (w *world) alive(token string) bool {
	w.t.Helper()
	who, created, seen, err := w.db.Reader().SessionActor(w.t.Context(), app.HashToken(token))
	return err == nil && domain.SessionAlive(who.Role, created, seen, w.clock.now())
}

func (w *world) session(token string, member int64) {
	w.t.Helper()
	err := w.db.Tx(w.t.Context(), func(q *store.Tx) error {
		return q.CreateSession(w.t.Context(), app.HashToken(token), domain.Member{ID: member}, "test", w.clock.now())
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) must(errs ...error) {
	w.t.Helper()
	for _, err := range errs {
		if err != nil {
			w.t.Fatal(err)
		}
	}
}

func (w *world) first(order domain.Order) int64 {
	w.t.Helper()
	ideas, err := w.db.Reader().Ideas(w.t.Context(), domain.IdeaFilter{Order: order, Today: domain.Day(w.clock.now())})
	if err != nil || len(ideas.Items) == 0 {
		w.t.Fatalf("%v, %v", ideas, err)
	}
	return ideas.Items[0].ID
}

func (w *world) vote(who domain.Actor, id int64, v domain.Vote) {
	w.t.Helper()
	if _, err := w.free.Vote(w.t.Context(), who, id, v); err != nil {
		w.t.Fatal(err)
	}
}

// A clock that is ten years ahead for five seconds, or ten years behind, leaves
// nothing behind.
func TestAClockThatIsWrongForSeconds(t *testing.T) {
	for name, jump := range map[string]time.Duration{"ahead": decade, "behind": -decade} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *store.DB) { wrongForSeconds(t, db, jump) })
		})
	}
}

func wrongForSeconds(t *testing.T, db *store.DB, jump time.Duration) {
	w, ctx := newWorld(t, db), t.Context()
	people := w.members(13)
	hot, cold := w.idea(people[0], "Hot for good"), w.idea(people[1], "Cold for good")
	for range 30 { // the clock has run evenly for a day
		w.clock.forward(domain.SweepEvery)
		w.must(w.app.Sweep(ctx))
	}
	for _, who := range people[2:7] {
		w.vote(who, hot, domain.Promote)
	}
	watched := w.product("Keypad")
	for _, who := range people[:10] {
		w.rate(who, watched, 1, "")
	}
	w.session("before", people[0].ID)
	w.must(w.app.AskReset(ctx, app.Origin{Network: "n"}, "m3@example.org"))

	w.clock.forward(jump)
	w.vote(people[7], cold, domain.Promote)
	w.session("then", people[1].ID)
	made := w.idea(people[8], "Made at no time")
	w.must(w.app.AskReset(ctx, app.Origin{Network: "n"}, "m3@example.org"))
	for range 5 {
		w.must(w.app.Sweep(ctx), w.app.Mend(ctx), w.app.CountFigures(ctx))
		w.clock.forward(time.Second)
	}
	w.clock.forward(-jump)

	w.must(w.app.Mend(ctx), w.app.Sweep(ctx))
	if !w.alive("before") {
		t.Error("a session of before ended")
	}
	if w.alive("then") {
		t.Error("a session of then lives")
	}
	w.must(w.app.AskReset(ctx, app.Origin{Network: "n"}, "m3@example.org"))
	if id := w.first(domain.Hot); id != hot {
		t.Errorf("idea %d leads Hot", id)
	}
	if id := w.first(domain.New); jump > 0 && id != made {
		t.Errorf("idea %d leads New", id)
	}
	w.vote(people[9], cold, domain.Promote)
	w.vote(people[7], cold, domain.Demote)
	w.wantState(watched, domain.Watched, 10, 10, "afterwards")
	w.checkCounts()
	if jump > 0 {
		if got := w.read(people[8], made); got.Created.After(w.clock.now()) {
			t.Errorf("the idea was made at %v", got.Created)
		}
	}
}

// A vote whose day lies in the future is today's when it is changed.
func TestAVotesDayIsNeverLaterThanTheNewest(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		people := w.members(3)
		id := w.idea(people[0], "An idea to vote on")
		w.clock.forward(decade)
		w.vote(people[1], id, domain.Promote)
		w.vote(people[2], id, domain.Promote)
		w.clock.forward(-decade)
		for _, v := range []domain.Vote{domain.Promote, domain.Demote, domain.None} {
			for _, who := range people[1:] {
				w.vote(who, id, v)
			}
			if heat := w.read(people[0], id).Heat; v == domain.None && heat > 1000 {
				t.Errorf("heat %v", heat)
			}
			w.checkCounts()
		}
	})
}

// Whatever a clock ahead of its time decided about products is decided again.
func TestWatchesOfAWrongClockBeginAnew(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		people := w.members(10)
		begun, ended, kept := w.product("Begun then"), w.product("Ended then"), w.product("Overridden then")
		rate := func(p domain.Product) {
			for _, who := range people {
				w.rate(who, p, 1, "")
			}
		}
		rate(ended)
		rate(kept)
		w.clock.forward(decade)
		rate(begun)
		w.keepWatch()
		w.wantState(ended, domain.Withdrawn, 10, 10, "ten years ahead")
		w.must(w.free.Override(t.Context(), w.staff[domain.Moderator], kept.Slug, w.clock.now().AddDate(0, 0, 60), enough))
		w.clock.forward(-decade)
		w.keepWatch()
		for _, p := range []domain.Product{begun, ended, kept} {
			if got := w.wantState(p, domain.Watched, 10, 10, p.Name); got.BelowSince.After(w.clock.now()) {
				t.Errorf("%s is below since %v", p.Name, got.BelowSince)
			}
		}
		w.clock.forward(168 * time.Hour)
		w.keepWatch()
		w.wantState(begun, domain.Withdrawn, 10, 10, "when its time is over")
	})
}

// Everybody whom a watch concerns is told once, however many there are and however
// often the job is begun.
func TestStaffAreToldOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		for n := range 120 {
			w.member(fmt.Sprintf("Moderator %d", n), fmt.Sprintf("mod%d@example.org", n), domain.Moderator)
		}
		p := w.product("Keypad")
		for _, who := range w.members(10) {
			w.rate(who, p, 1, "")
		}
		job, found := w.lease(domain.BulkLane)
		if !found {
			t.Fatal("nothing was promised")
		}
		tell := domain.TellWatch{WatchNews: domain.WatchNews{Product: p.ID, Notice: domain.WatchBegan, N: 10, Sum: 10}}
		w.must(w.free.TellWatch(t.Context(), job, tell))
		w.want(w.free.TellWatch(t.Context(), job, tell), domain.NotFound, "begun again")
		if n := w.mails(); n != 123 { // with the moderator, the admin, the responsible engineer
			t.Errorf("%d letters", n)
		}
	})
}
