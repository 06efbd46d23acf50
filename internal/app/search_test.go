package app_test

import (
	"fmt"
	"testing"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// find is the titles of the ideas that somebody finds, best first.
func (w *world) find(who domain.Actor, typed string, f domain.SearchFilter) (titles []string) {
	w.t.Helper()
	r := w.db.Reader()
	c, err := r.Community(w.t.Context(), w.clock.now())
	w.must(err)
	f.Kind = domain.FindIdeas
	found, _, err := r.Search(w.t.Context(), who, r.Understand(typed, c), f)
	w.must(err)
	for _, i := range found.Ideas {
		titles = append(titles, i.Title)
	}
	if n := found.Counts[domain.FindIdeas].N; int(n) != len(titles) {
		w.t.Errorf("%q: %d are counted, %d shown", typed, n, len(titles))
	}
	return titles
}

func (w *world) submit(who domain.Actor, title, body string) int64 {
	w.t.Helper()
	id, err := w.free.SubmitIdea(w.t.Context(), who, domain.Draft{Title: title, Body: body, SpaceID: w.space, Nonce: title})
	w.must(err)
	return id
}

func (w *world) wantFound(who domain.Actor, typed string, want ...string) {
	w.t.Helper()
	if got := w.find(who, typed, domain.SearchFilter{}); fmt.Sprint(got) != fmt.Sprint(want) {
		w.t.Errorf("%q finds %q, want %q", typed, got, want)
	}
}

// Whatever is written is found at once by every word of it, and what is changed or taken
// away by the old ones no more.
func TestSearchFollowsTheTexts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx, who := t.Context(), w.staff[domain.Customer]
		quiet := w.submit(who, "Leiser Modus für Nachtarbeit", "Der Propeller soll nachts der Fußgängerampel Konkurrenz machen.")
		curve := w.submit(who, "Let the fan curve follow the lap sensor", "It is loud on the sofa.")
		w.wantFound(domain.Nobody, "nachts", "Leiser Modus für Nachtarbeit")
		w.wantFound(domain.Nobody, "Fussgänger", "Leiser Modus für Nachtarbeit")
		w.wantFound(domain.Nobody, "curves", "Let the fan curve follow the lap sensor")
		w.wantFound(domain.Nobody, "sofa loud", "Let the fan curve follow the lap sensor")
		w.wantFound(domain.Nobody, "the")
		w.must(w.app.CountTerms(ctx))
		w.wantFound(domain.Nobody, "cruve", "Let the fan curve follow the lap sensor")

		w.must(w.free.EditIdea(ctx, who, curve, domain.Draft{Title: "Let the pump follow the sensor", Body: "It gurgles.", SpaceID: w.space}))
		w.wantFound(domain.Nobody, "curves")
		w.wantFound(domain.Nobody, "gurgle", "Let the pump follow the sensor")
		w.must(w.free.RemoveIdea(ctx, w.staff[domain.Moderator], quiet))
		w.wantFound(domain.Nobody, "propeller")
		w.wantFound(w.staff[domain.Moderator], "propeller")
		w.must(w.free.RestoreIdea(ctx, w.staff[domain.Moderator], quiet))
		w.wantFound(domain.Nobody, "propeller", "Leiser Modus für Nachtarbeit")
		w.must(w.app.CountTerms(ctx))
		w.checkSearch()

		w.must(w.free.AddSynonym(ctx, w.staff[domain.Moderator], domain.Synonym{Word: "Quirl", Other: "Propeller"}))
		w.wantFound(domain.Nobody, "quirl", "Leiser Modus für Nachtarbeit")
		if got := w.find(domain.Nobody, "propeller", domain.SearchFilter{Statuses: []domain.Status{domain.StatusShipped}}); got != nil {
			t.Errorf("shipped: %q", got)
		}
		if got := w.find(domain.Nobody, "propeller", domain.SearchFilter{Statuses: domain.OpenStatuses, SpaceID: w.space}); len(got) != 1 {
			t.Errorf("open in the space: %q", got)
		}
	})
}

// checkSearch compares the index with the texts.
func (w *world) checkSearch() {
	w.t.Helper()
	wrong, err := w.db.Reader().CheckSearch(w.t.Context())
	if err != nil || len(wrong) > 0 {
		w.t.Errorf("%+v, %v", wrong, err)
	}
}
