package app_test

import (
	"testing"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// Nobody owes a review bomb an answer: while a window is excluded its low ratings are
// neither counted nor listed as unanswered; taken back, they are again.
func TestExcludedRatingsAskForNoAnswer(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		p, people, moderator := w.product("Moss Keyboard"), w.members(6), w.staff[domain.Moderator]
		for i, who := range people[:4] {
			w.rate(who, p, 1+int64(i%2), "It is bad.")
		}
		answered, err := db.Reader().OwnRating(t.Context(), p, people[0].ID)
		w.want(err, 0, "the first rating")
		w.want(w.free.ReplyToReview(t.Context(), w.staff[domain.Engineer], answered.Rating.ID, enough, true), 0, "a reply")
		w.wantPoor(p, 4, 1, "before")

		day := domain.DayStart(domain.Day(w.clock.now()))
		window := domain.Exclusion{From: day, To: day.AddDate(0, 0, 1), Reason: enough}
		w.want(w.free.Exclude(t.Context(), moderator, p.Slug, window), 0, "exclude")
		w.rate(people[4], p, 1, "It is as bad.") // later on the same day
		w.wantPoor(p, 0, 0, "excluded")

		have, err := db.Reader().Exclusions(t.Context(), p.ID)
		if err != nil || len(have) != 1 {
			t.Fatal(have, err)
		}
		w.want(w.free.UndoExclusion(t.Context(), moderator, p.Slug, have[0].ID), 0, "undo")
		w.wantPoor(p, 5, 1, "taken back")
	})
}

// wantPoor checks how many low ratings a product has and how many of them are
// answered, in its counts and in both lists of the unanswered.
func (w *world) wantPoor(p domain.Product, poor, replied int64, when string) {
	w.t.Helper()
	got := w.productNow(p.ID)
	if got.Poor != poor || got.PoorReplied != replied {
		w.t.Errorf("%s: %d low, %d answered; want %d, %d", when, got.Poor, got.PoorReplied, poor, replied)
	}
	everywhere, err := w.db.Reader().UnansweredRatings(w.t.Context(), domain.Cursor{}, 100)
	w.want(err, 0, "the unanswered")
	here, err := w.db.Reader().Ratings(w.t.Context(), domain.ReviewFilter{Product: p.ID, Order: domain.Newest, Unanswered: true, Limit: 100})
	w.want(err, 0, "the product's unanswered")
	if a, b := len(everywhere.Items), len(here.Items); int64(a) != poor-replied || int64(b) != poor-replied {
		w.t.Errorf("%s: %d and %d are listed as unanswered, want %d", when, a, b, poor-replied)
	}
	w.checkCounts()
}

// foresee is where a product would stand with a window left out (ID 0) or taken
// back, once the clock has done what is due.
func (w *world) foreseeIn(p domain.Product, e domain.Exclusion) domain.Outlook {
	w.t.Helper()
	w.keepWatch()
	p = w.productNow(p.ID)
	change, err := w.db.Reader().ExclusionChange(w.t.Context(), p, e)
	if err != nil {
		w.t.Fatal(err)
	}
	return domain.RuleOf(nil).Foresee(p, change, w.clock.now())
}

func (h *history) foresee(e domain.Exclusion) domain.Outlook { return h.foreseeIn(h.p, e) }

// What a window would change is told before it does: the score, and the state by the
// rule. A rating that two windows cover counts again when both are taken back.
func TestWhatAWindowWouldChange(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		p, people, moderator := w.product("Hub"), w.members(30), w.staff[domain.Moderator]
		for _, who := range people[:10] {
			w.rate(who, p, 4, "It does what it says.")
		}
		w.clock.forward(3 * 24 * time.Hour)
		day := domain.DayStart(domain.Day(w.clock.now()))
		for _, who := range people[10:] {
			w.rate(who, p, 1, "Somebody on a stage told me to.")
		}
		w.rate(w.staff[domain.Engineer], p, 1, "I am staff, and not counted anyway.")
		w.wantState(p, domain.Listed, 30, 60, "a bomb")
		w.rate(people[0], p, 1, "It broke.")
		w.wantState(p, domain.Watched, 30, 57, "a bomb and a bit")

		bomb := domain.Exclusion{From: day, To: day.AddDate(0, 0, 1), Reason: enough}
		before := domain.Outlook{Histogram: domain.Histogram{21, 0, 0, 9, 0}, State: domain.Watched}
		without := domain.Outlook{Histogram: domain.Histogram{0, 0, 0, 9, 0}, State: domain.Listed}
		look := func(e domain.Exclusion, want domain.Outlook, when string) {
			t.Helper()
			if got := w.foreseeIn(p, e); got != want {
				t.Errorf("%s: %+v, want %+v", when, got, want)
			}
		}
		if now := w.productNow(p.ID); now.Outlook() != before {
			t.Errorf("it stands at %+v, want %+v", now.Outlook(), before)
		}
		look(bomb, without, "the day")
		look(domain.Exclusion{From: day.AddDate(0, 0, -9), To: day.AddDate(0, 0, 1)}, domain.Outlook{State: domain.Unrated}, "all days")
		look(domain.Exclusion{From: day.AddDate(0, 0, -2), To: day}, before, "quiet days")
		w.want(w.free.Exclude(t.Context(), moderator, p.Slug, bomb), 0, "exclude")
		wide := domain.Exclusion{From: day.AddDate(0, 0, -1), To: day.AddDate(0, 0, 1), Reason: enough}
		look(wide, without, "a wider window")
		w.want(w.free.Exclude(t.Context(), moderator, p.Slug, wide), 0, "exclude more")
		windows, err := db.Reader().Exclusions(t.Context(), p.ID)
		if err != nil || len(windows) != 2 {
			t.Fatal(windows, err)
		}
		excluded, err := db.Reader().ExcludedRatings(t.Context(), p.ID, windows)
		if got := excluded[p.Revision.ID]; err != nil || len(excluded) != 1 || got != (domain.Histogram{22, 0, 0, 0, 0}) {
			t.Errorf("left out are %v, %v", excluded, err)
		}
		look(windows[0], without, "one of two taken back")
		w.want(w.free.UndoExclusion(t.Context(), moderator, p.Slug, windows[0].ID), 0, "undo")
		look(windows[1], before, "both taken back")
		w.want(w.free.UndoExclusion(t.Context(), moderator, p.Slug, windows[1].ID), 0, "undo")
		w.wantState(p, domain.Watched, 30, 57, "as before")
	})
}
