package app_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

const enough = "Because it has to be done, and this is why."

// rate rates without limits.
func (w *world) rate(who domain.Actor, p domain.Product, stars int64, body string) {
	w.t.Helper()
	if err := w.free.Rate(w.t.Context(), who, p.Slug, domain.RatingDraft{Stars: stars, Body: body}); err != nil {
		w.t.Fatalf("%d stars by %d: %v", stars, who.ID, err)
	}
}

// wantState checks state, n and sum, and recounts everything.
func (w *world) wantState(p domain.Product, state domain.State, n, sum int64, when string) domain.Product {
	w.t.Helper()
	got := w.productNow(p.ID)
	if got.State != state || got.N != n || got.Sum != sum {
		w.t.Errorf("%s: %s with n %d, sum %d; want %s with %d, %d", when, got.State, got.N, got.Sum, state, n, sum)
	}
	w.checkCounts()
	return got
}

func (w *world) keepWatch() {
	w.t.Helper()
	if err := w.free.KeepWatch(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// mails counts the letters about products that were promised so far, by telling
// whom it concerns and doing away with every other job that is due.
func (w *world) mails() int {
	w.t.Helper()
	for _, lane := range []domain.Lane{domain.BulkLane, domain.LettersLane} {
		for job, found := w.lease(lane); found; job, found = w.lease(lane) {
			var tell domain.TellWatch
			if job.Kind == tell.Kind() {
				if err := errors.Join(json.Unmarshal(job.Payload, &tell), w.free.TellWatch(w.t.Context(), job, tell)); err != nil {
					w.t.Fatal(err)
				}
				continue
			}
			if job.Kind == (domain.SendWatch{}).Kind() {
				w.mailed++
			}
			if err := w.db.Tx(w.t.Context(), func(q *store.Tx) error { return q.FinishJob(w.t.Context(), job) }); err != nil {
				w.t.Fatal(err)
			}
		}
	}
	return w.mailed
}

// lease takes the next job of a lane that is due.
func (w *world) lease(lane domain.Lane) (domain.Job, bool) {
	w.t.Helper()
	var leased []domain.Job
	err := w.db.Tx(w.t.Context(), func(q *store.Tx) (err error) {
		leased, err = q.LeaseJobs(w.t.Context(), lane, 1, w.clock.now(), w.clock.now().Add(time.Minute))
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	if len(leased) == 0 {
		return domain.Job{}, false
	}
	return leased[0], true
}

// From the first rating to withdrawal and back, at the exact moments.
func TestTheRoadOutOfTheCatalogAndBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		p, people := w.product("Keypad"), w.members(12)
		w.wantState(p, domain.Unrated, 0, 0, "at first")
		for i, who := range people[:9] {
			w.rate(who, p, 1, "")
			w.wantState(p, domain.Listed, int64(i+1), int64(i+1), "n - 1 ratings never bring a watch")
		}
		w.clock.forward(1000 * time.Hour)
		w.keepWatch()
		w.wantState(p, domain.Listed, 9, 9, "however long")
		w.rate(people[9], p, 2, "")
		began := w.clock.now()
		if got := w.wantState(p, domain.Watched, 10, 11, "the tenth"); !got.BelowSince.Equal(began) {
			t.Errorf("below since %v, want %v", got.BelowSince, began)
		}
		w.clock.forward(144*time.Hour - time.Second)
		w.keepWatch()
		if n := w.mails(); n != 3 { // moderator, admin, the responsible engineer
			t.Errorf("%d mails when the watch began", n)
		}
		w.clock.forward(time.Second)
		w.keepWatch()
		w.keepWatch()
		if n := w.mails(); n != 6 {
			t.Errorf("%d mails a day before the end", n)
		}
		w.clock.forward(24*time.Hour - time.Second)
		w.keepWatch()
		w.wantState(p, domain.Watched, 10, 11, "a second before the end")
		w.clock.forward(time.Second)
		w.keepWatch()
		w.wantState(p, domain.Withdrawn, 10, 11, "the time is up")
		if n := w.mails(); n != 9 {
			t.Errorf("%d mails at withdrawal", n)
		}
		if err := w.free.ReleaseRevision(t.Context(), w.staff[domain.Engineer], p.Slug, "B", "The keys no longer repeat."); err != nil {
			t.Fatal(err)
		}
		w.wantState(p, domain.Unrated, 0, 0, "a new revision")
		w.rate(people[0], p, 4, "")
		w.wantState(p, domain.Listed, 1, 4, "its first rating")
		w.wantEvents(p, "clock watch withdrawn", "revision withdrawn unrated", "rating unrated listed")
	})
}

// wantEvents checks the last lines of the log.
func (w *world) wantEvents(p domain.Product, want ...string) {
	w.t.Helper()
	events, err := w.db.Reader().ProductEvents(w.t.Context(), p.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	slices.Reverse(events)
	var got []string
	for _, e := range events {
		got = append(got, fmt.Sprintf("%s %s %s", e.Cause, e.From, e.To))
	}
	if len(got) < len(want) || !slices.Equal(got[len(got)-len(want):], want) {
		w.t.Errorf("the log says %q, want %q at its end", got, want)
	}
}

// A second before its end, a rating that lifts the score to 2.0 ends the watch,
// and one that does not changes nothing.
func TestTheLastSecondOfAWatch(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		people := w.members(12)
		for name, c := range map[string]struct {
			stars       int64
			before, end domain.State
		}{"Lifted": {4, domain.Listed, domain.Listed}, "Not lifted": {3, domain.Watched, domain.Withdrawn}} {
			p := w.product(name)
			for i, who := range people[:10] {
				w.rate(who, p, []int64{2, 2, 2, 2, 2, 2, 2, 2, 1, 1}[i], "")
			}
			since := w.wantState(p, domain.Watched, 10, 18, name).BelowSince
			w.clock.forward(168*time.Hour - time.Second)
			w.keepWatch()
			w.rate(people[10], p, c.stars, "")
			got := w.wantState(p, c.before, 11, 18+c.stars, name+", a second before the end")
			if c.before == domain.Watched && !got.BelowSince.Equal(since) {
				t.Errorf("%s: below since %v, was %v", name, got.BelowSince, since)
			}
			w.clock.forward(time.Second)
			w.keepWatch()
			w.wantState(p, c.end, 11, 18+c.stars, name+", at the end")
		}
	})
}

// An override lists until its end; then a whole new watch begins.
func TestAnOverride(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		p, people, moderator := w.product("Webcam"), w.members(10), w.staff[domain.Moderator]
		for _, who := range people {
			w.rate(who, p, 1, "")
		}
		w.wantState(p, domain.Watched, 10, 10, "below")
		day := w.clock.now().AddDate(0, 0, 20)
		w.want(w.free.Override(t.Context(), moderator, p.Slug, day, "short"), domain.Invalid, "a reason that is none")
		w.want(w.free.Override(t.Context(), moderator, p.Slug, w.clock.now().AddDate(0, 0, 91), enough), domain.Invalid, "91 days")
		w.want(w.free.Override(t.Context(), moderator, p.Slug, w.clock.now().AddDate(0, 0, -1), enough), domain.Invalid, "yesterday")
		w.want(w.free.Override(t.Context(), w.staff[domain.Engineer], p.Slug, day, enough), domain.Forbidden, "an engineer")
		for range 2 { // asking twice changes nothing
			w.want(w.free.Override(t.Context(), moderator, p.Slug, day, enough), 0, "override")
		}
		got := w.wantState(p, domain.Listed, 10, 10, "overridden")
		if want := domain.DayStart(domain.Day(day) + 1); !got.OverrideUntil.Equal(want) {
			t.Errorf("until %v, want %v", got.OverrideUntil, want)
		}
		w.wantEvents(p, "rating listed watch", "override watch listed")
		w.clock.forward(19 * 24 * time.Hour)
		w.keepWatch()
		w.wantState(p, domain.Listed, 10, 10, "still overridden")
		w.clock.forward(2 * 24 * time.Hour)
		w.keepWatch()
		if got := w.wantState(p, domain.Watched, 10, 10, "its end"); !got.BelowSince.Equal(w.clock.now()) {
			t.Errorf("below since %v, want the end of the override", got.BelowSince)
		}
		w.want(w.free.Override(t.Context(), moderator, p.Slug, w.clock.now().AddDate(0, 0, 90), enough), 0, "90 days")
		if got := w.productNow(p.ID).OverrideUntil.Sub(w.clock.now()); got != domain.OverrideMax {
			t.Errorf("the longest override lasts %v", got)
		}
		w.want(w.free.EndOverride(t.Context(), moderator, p.Slug), 0, "end it")
		w.want(w.free.EndOverride(t.Context(), moderator, p.Slug), 0, "end it twice")
		w.wantState(p, domain.Watched, 10, 10, "ended by hand")
		w.wantEvents(p, "override watch listed", "override_end listed watch")
	})
}

// The clocks of two replicas at once, each after a restart, do every transition and
// promise every mail once.
func TestClocksAtOnce(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		replicas := []*store.DB{storetest.Open(t, target), storetest.Open(t, target)}
		w := newWorld(t, replicas[0])
		people := w.members(10)
		var products []domain.Product
		for i := range 5 {
			p := w.product(fmt.Sprint("Dock ", i))
			for _, who := range people {
				w.rate(who, p, 1, "")
			}
			products = append(products, p)
		}
		for _, step := range []struct {
			passed time.Duration
			state  domain.State
			mails  int
		}{{0, domain.Watched, 15}, {145 * time.Hour, domain.Watched, 30}, {24 * time.Hour, domain.Withdrawn, 45},
			{24 * time.Hour, domain.Withdrawn, 45}} {
			w.clock.forward(step.passed)
			var all sync.WaitGroup
			for i := range 4 { // each started anew, two on each replica
				clock := app.New(replicas[i%2], w.clock.now)
				all.Go(func() {
					if err := clock.KeepWatch(t.Context()); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			for _, p := range products {
				w.wantState(p, step.state, 10, 10, fmt.Sprint("after ", step.passed))
			}
			if n := w.mails(); n != step.mails {
				t.Errorf("%d mails after %v, want %d", n, step.passed, step.mails)
			}
		}
		for _, p := range products {
			w.wantEvents(p, "rating unrated listed", "rating listed watch", "clock watch withdrawn")
		}
	})
}

// A rating of one star goes the same way as one of five, with words and without:
// seen, counted, in the same place and at the same time.
func TestEveryRatingTakesTheSameWay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		people := w.members(10)
		var ways []string
		for i := range 10 {
			stars, body := int64(i%5+1), ""
			if i >= 5 {
				body = "It does what it says, mostly."
			}
			p := w.product(fmt.Sprint("Product ", i))
			way := ""
			look := func(after string) {
				got := w.productNow(p.ID)
				page, err := w.db.Reader().Ratings(t.Context(), domain.ReviewFilter{Product: p.ID, Order: domain.Newest})
				list := page.Items
				if err != nil {
					t.Fatal(err)
				}
				way += fmt.Sprintf("%s: %s, n %d, shown %d", after, got.State, got.N, len(list))
				if len(list) > 0 {
					way += fmt.Sprintf(" at %v, edited %v, counted %v", list[0].Rated, !list[0].Edited.IsZero(), list[0].Count())
				}
				way += "\n"
			}
			look("nobody")
			w.rate(people[i], p, stars, body)
			look("rated")
			w.rate(people[i], p, stars, body)
			look("again")
			w.rate(people[i], p, stars, body+" Still.")
			look("edited")
			ratings, err := w.db.Reader().RatingsBy(t.Context(), people[i].ID)
			if err != nil || len(ratings) != 1 {
				t.Fatal(len(ratings), err)
			}
			moderator := w.staff[domain.Moderator]
			w.want(w.free.LabelPromotional(t.Context(), moderator, ratings[0].ID, true), 0, "label")
			look("labelled")
			w.want(w.free.LabelPromotional(t.Context(), moderator, ratings[0].ID, false), 0, "no label")
			look("not labelled")
			w.want(w.free.Suspend(t.Context(), moderator, people[i].ID, domain.Sanction{Reason: because}), 0, "suspend")
			look("suspended")
			w.want(w.free.Reinstate(t.Context(), moderator, people[i].ID), 0, "reinstate")
			look("reinstated")
			w.want(w.free.TakeBackRating(t.Context(), people[i], p.Slug), 0, "take back")
			look("taken back")
			w.rate(people[i], p, stars, body)
			look("rated again")
			ways = append(ways, way)
		}
		for i, way := range ways {
			if way != ways[0] {
				t.Errorf("%d stars, words %v:\n%s\nbut one star without words:\n%s", i%5+1, i >= 5, way, ways[0])
			}
		}
		w.checkCounts()
	})
}

// Whatever order ratings, labels, suspensions, windows, revisions, overrides and
// time come in: the kept numbers are a recount, the state is what the rule says
// of the history played again, and the log is one unbroken chain.
func TestAnyOrderOfEvents(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		for seed := range uint64(4) {
			h := &history{world: w, chance: rand.New(rand.NewPCG(seed, 3)), p: w.product(fmt.Sprint("Any ", seed))}
			for i := range 14 {
				h.people = append(h.people, w.member("Somebody", fmt.Sprintf("s%d.%d@example.org", seed, i), domain.Customer))
			}
			for range 70 {
				h.step()
			}
			h.check()
		}
	})
}

// history plays random events and keeps what the rule needs to play them again.
type history struct {
	*world
	chance *rand.Rand
	p      domain.Product
	people []domain.Actor
	played domain.Standing
	done   []string
}

func (h *history) step() {
	ctx, who := h.t.Context(), h.people[h.chance.IntN(len(h.people))]
	moderator, engineer := h.staff[domain.Moderator], h.staff[domain.Engineer]
	before := h.productNow(h.p.ID)
	what, err := "", error(nil)
	switch n := h.chance.IntN(20); {
	case n < 9:
		stars := []int64{1, 1, 1, 1, 2, 2, 5}[h.chance.IntN(7)]
		what = fmt.Sprintf("%d rates %d", who.ID, stars)
		err = h.free.Rate(ctx, who, h.p.Slug, domain.RatingDraft{Stars: stars, Declared: h.chance.IntN(8) == 0})
		err = unlessSuspended(err)
	case n < 10:
		what, err = "take back", unlessSuspended(h.free.TakeBackRating(ctx, who, h.p.Slug))
	case n < 11:
		what, err = "suspend", h.free.Suspend(ctx, moderator, who.ID, domain.Sanction{Reason: because})
	case n < 12:
		what, err = "reinstate", h.free.Reinstate(ctx, moderator, who.ID)
	case n < 13:
		to := domain.DayStart(domain.Day(h.clock.now()) + 1)
		what = "exclude"
		e := domain.Exclusion{From: to.AddDate(0, 0, -1-h.chance.IntN(20)), To: to, Reason: enough}
		foreseen := h.foresee(e)
		err = h.free.Exclude(ctx, moderator, h.p.Slug, e)
		h.happened(foreseen)
	case n < 14:
		what, err = "undo", h.undoSome()
	case n < 15 && h.chance.IntN(3) == 0:
		what, err = "revision", h.free.ReleaseRevision(ctx, engineer, h.p.Slug, fmt.Sprint("R", len(h.done)), enough)
	case n < 16 && h.chance.IntN(2) == 0:
		what, err = "override", h.free.Override(ctx, moderator, h.p.Slug, h.clock.now().AddDate(0, 0, h.chance.IntN(15)), enough)
	case n < 17:
		what, err = "end override", h.free.EndOverride(ctx, moderator, h.p.Slug)
	default:
		h.clock.forward(time.Duration(h.chance.IntN(100)) * time.Hour)
		what, err = "time", h.free.KeepWatch(ctx)
	}
	h.done = append(h.done, what)
	if err != nil {
		h.t.Fatalf("%v: %v", h.done, err)
	}
	h.replay(before)
}

// unlessSuspended forgives the refusal of somebody who was suspended.
func unlessSuspended(err error) error {
	if domain.KindOf(err) == domain.SignInFirst {
		return nil
	}
	return err
}

func (h *history) undoSome() error {
	have, err := h.db.Reader().Exclusions(h.t.Context(), h.p.ID)
	if err != nil || len(have) == 0 {
		return err
	}
	e := have[h.chance.IntN(len(have))]
	foreseen := h.foresee(e)
	err = h.free.UndoExclusion(h.t.Context(), h.staff[domain.Moderator], h.p.Slug, e.ID)
	h.happened(foreseen)
	return err
}

// happened compares what a window was said to change with what it changed.
func (h *history) happened(foreseen domain.Outlook) {
	h.t.Helper()
	if p := h.productNow(h.p.ID); p.Outlook() != foreseen {
		h.t.Fatalf("after %v: it stands at %+v, foreseen was %+v", h.done, p.Outlook(), foreseen)
	}
}

// replay gives the rule the numbers as they now are, with nothing but its own
// moments from before, and compares.
func (h *history) replay(before domain.Product) {
	h.t.Helper()
	now := h.productNow(h.p.ID)
	switch {
	case now.OverrideUntil.IsZero() && !before.OverrideUntil.IsZero(): // it ended, by hand or by time
		h.played.OverrideUntil = h.clock.now()
	default:
		h.played.OverrideUntil = now.OverrideUntil
	}
	if now.Revision.ID != before.Revision.ID { // a revision starts without a past
		h.played.BelowSince = time.Time{}
	}
	h.played.N, h.played.Sum = now.N, now.Sum
	var state domain.State
	h.played, state = domain.RuleOf(nil).Weigh(h.played, h.clock.now())
	if state != now.State && !(now.State == domain.Watched && state == domain.Withdrawn) { // the clock looks at the next minute
		h.t.Fatalf("after %v: %s, the rule says %s of %+v", h.done, now.State, state, h.played)
	}
	if !h.played.BelowSince.Equal(now.BelowSince) {
		h.t.Fatalf("after %v: below since %v, the rule says %v", h.done, now.BelowSince, h.played.BelowSince)
	}
	if !slices.Contains(domain.States, now.State) {
		h.t.Fatalf("after %v: no such state %q", h.done, now.State)
	}
	h.checkCounts()
	if h.t.Failed() {
		h.t.Fatalf("after %v", h.done)
	}
}

// check reads the log as a chain.
func (h *history) check() {
	h.t.Helper()
	events, err := h.db.Reader().ProductEvents(h.t.Context(), h.p.ID)
	if err != nil {
		h.t.Fatal(err)
	}
	for i := 1; i < len(events); i++ { // newest first
		if events[i].To != events[i-1].From {
			h.t.Errorf("the log jumps from %s to %s", events[i].To, events[i-1].From)
		}
	}
	if len(events) > 0 && events[0].To != h.productNow(h.p.ID).State {
		h.t.Errorf("the log ends at %s, the product is %s", events[0].To, h.productNow(h.p.ID).State)
	}
}

// Many who rate at once, and one who is suspended meanwhile: nothing is lost or
// counted twice.
func TestRatingsAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		people := w.members(48)
		products := []domain.Product{w.product("One"), w.product("Two"), w.product("Three")}
		var all sync.WaitGroup
		for i, who := range people {
			all.Go(func() {
				for n, p := range products {
					err := w.free.Rate(t.Context(), who, products[(n+i)%3].Slug, domain.RatingDraft{Stars: int64(i%5 + 1), Body: "Words that matter."})
					if k := domain.KindOf(err); err != nil && k != domain.SignInFirst {
						t.Errorf("%s: %v", p.Name, err)
					}
				}
			})
			if i%8 == 0 {
				all.Go(func() {
					if err := w.free.Suspend(t.Context(), w.staff[domain.Moderator], who.ID, domain.Sanction{Reason: because}); err != nil {
						t.Error(err)
					}
				})
			}
		}
		all.Wait()
		for _, p := range products {
			if got := w.productNow(p.ID); got.N != 42 {
				t.Errorf("%s counts %d ratings of 42 who are not suspended", p.Name, got.N)
			}
		}
		w.checkCounts()
	})
}

// A changed rule applies to every product.
func TestChangedSettingsWeighAnew(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		p, people := w.product("Hub"), w.members(5)
		for _, who := range people {
			w.rate(who, p, 2, "")
		}
		w.wantState(p, domain.Listed, 5, 10, "five ratings")
		admin := w.staff[domain.Admin]
		w.want(w.free.SetSettings(t.Context(), admin, domain.Settings{domain.WatchFor: "soon"}), domain.Invalid, "no duration")
		w.want(w.free.SetSettings(t.Context(), admin, domain.Settings{domain.WatchBelow: "2.05"}), domain.Invalid, "hundredths")
		w.want(w.free.SetSettings(t.Context(), admin,
			domain.Settings{domain.WatchRatings: "5", domain.WatchBelow: "2.1", domain.WatchFor: "90m"}), 0, "set")
		w.want(w.free.Reweigh(t.Context(), 0), 0, "reweigh")
		w.wantState(p, domain.Watched, 5, 10, "below 2.1")
		w.clock.forward(90 * time.Minute)
		w.keepWatch()
		w.wantState(p, domain.Withdrawn, 5, 10, "after 90 minutes")
		w.wantEvents(p, "settings listed watch", "clock watch withdrawn")
	})
}
