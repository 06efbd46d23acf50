package app_test

import (
	"testing"

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
			w.rate(who, p, 1+int64(i%2), "")
		}
		answered, err := db.Reader().OwnRating(t.Context(), p, people[0].ID)
		w.want(err, 0, "the first rating")
		w.want(w.free.ReplyToReview(t.Context(), w.staff[domain.Engineer], answered.Rating.ID, enough), 0, "a reply")
		w.wantPoor(p, 4, 1, "before")

		day := domain.DayStart(domain.Day(w.clock.now()))
		window := domain.Exclusion{From: day, To: day.AddDate(0, 0, 1), Reason: enough}
		w.want(w.free.ExcludeWindow(t.Context(), moderator, p.Slug, window), 0, "exclude")
		w.rate(people[4], p, 1, "") // later on the same day
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
