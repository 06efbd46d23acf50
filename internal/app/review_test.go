package app_test

import (
	"slices"
	"testing"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// waiting reads who wrote the ratings that ask for an answer, two to a page.
func (w *world) waiting() []int64 {
	w.t.Helper()
	var all []int64
	after := domain.Cursor{}
	for {
		page, err := w.db.Reader().UnansweredRatings(w.t.Context(), after, 2)
		if err != nil {
			w.t.Fatal(err)
		}
		for _, r := range page.Items {
			all = append(all, r.By.ID)
		}
		if after = page.Next; after.Zero() {
			break
		}
	}
	if n, err := w.db.Reader().CountUnanswered(w.t.Context()); err != nil || n != int64(len(all)) {
		w.t.Errorf("%d ask for an answer, the list has %d, %v", n, len(all), err)
	}
	return all
}

// Low ratings with words that count for the current revision ask for an answer:
// those of a product on watch first, then the oldest. Nothing else does.
func TestWhatAsksForAnAnswer(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		calm, watched, people := w.product("Hub"), w.product("Dock"), w.members(20)
		moderator, engineer := w.staff[domain.Moderator], w.staff[domain.Engineer]
		say := func(i int, p domain.Product, stars int64, words string) {
			w.rate(people[i], p, stars, words)
			w.clock.forward(time.Minute)
		}
		say(0, calm, 1, "It hums.")
		say(1, calm, 2, "") // without words
		say(2, calm, 3, "It is not low.")
		say(3, calm, 2, "It hums at night.")
		say(4, calm, 1, "It never worked.")
		say(5, calm, 1, "I was paid to say so.")
		say(6, calm, 1, "I am suspended later.")
		say(7, calm, 1, "It has an answer.")
		w.rate(engineer, calm, 1, "I made it.")
		for i := 8; i < 18; i++ {
			say(i, watched, 1, "")
		}
		say(18, watched, 2, "It is hot.")
		say(19, watched, 1, "It is too hot.")
		ratings, err := db.Reader().RatingsBy(t.Context(), people[5].ID)
		if err != nil {
			t.Fatal(err)
		}
		answered, err := db.Reader().RatingsBy(t.Context(), people[7].ID)
		if err != nil {
			t.Fatal(err)
		}
		w.want(w.free.LabelPromotional(t.Context(), moderator, ratings[0].ID, true), 0, "label")
		w.want(w.free.Suspend(t.Context(), moderator, people[6].ID, domain.Sanction{Reason: because}), 0, "suspend")
		w.want(w.free.ReplyToReview(t.Context(), engineer, answered[0].ID, enough, true), 0, "reply")
		names := func(of ...int) (ids []int64) {
			for _, i := range of {
				ids = append(ids, people[i].ID)
			}
			return ids
		}
		if got, want := w.waiting(), names(18, 19, 0, 3, 4); !slices.Equal(got, want) {
			t.Errorf("waiting are %v, want %v", got, want)
		}
		day := domain.DayStart(domain.Day(w.clock.now()))
		bomb := domain.Exclusion{From: day, To: day.AddDate(0, 0, 1), Reason: enough}
		w.want(w.free.Exclude(t.Context(), moderator, watched.Slug, bomb), 0, "exclude")
		if got, want := w.waiting(), names(0, 3, 4); !slices.Equal(got, want) {
			t.Errorf("with a window left out, waiting are %v, want %v", got, want)
		}
		w.want(w.free.ReleaseRevision(t.Context(), engineer, calm.Slug, "B", enough), 0, "release")
		if got := w.waiting(); len(got) != 0 {
			t.Errorf("of the revision before, waiting are %v", got)
		}
	})
}
