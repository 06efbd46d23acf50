package app_test

import (
	"fmt"
	"slices"
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

// findSaid is the comments that somebody finds, best first.
func (w *world) findSaid(who domain.Actor, typed string, f domain.SearchFilter) (ids []int64) {
	w.t.Helper()
	r := w.db.Reader()
	c, err := r.Community(w.t.Context(), w.clock.now())
	w.must(err)
	f.Kind = domain.FindComments
	found, _, err := r.Search(w.t.Context(), who, r.Understand(typed, c), f)
	w.must(err)
	for _, c := range found.Comments {
		ids = append(ids, c.ID)
	}
	if n := found.Counts[domain.FindComments].N; int(n) != len(ids) {
		w.t.Errorf("%q: %d comments are counted, %d shown", typed, n, len(ids))
	}
	return ids
}

// A comment is found by its words as long as it stands on an idea that lists show; notes
// of staff are found by nobody.
func TestSearchFollowsComments(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx, who, moderator := t.Context(), w.staff[domain.Customer], w.staff[domain.Moderator]
		idea := w.submit(who, "Leiser Modus für Nachtarbeit", "Er soll nachts schweigen.")
		said := w.comment(who, idea, 0, "Mein **Propeller** heult im Schlafzimmer.")
		reply := w.comment(w.staff[domain.Engineer], idea, said, "Which propeller is it?")
		w.must(w.free.AddNote(ctx, moderator, idea, domain.CommentDraft{Body: "A propeller of the quokka kind.", Nonce: "note"}))
		finds := func(typed string, want ...int64) {
			t.Helper()
			for _, role := range append(domain.AccountRoles, domain.Guest) {
				if got := w.findSaid(domain.Actor{ID: w.staff[role].ID, Role: role}, typed, domain.SearchFilter{}); !slices.Equal(got, want) {
					t.Errorf("%q finds for a %s %v, want %v", typed, role, got, want)
				}
			}
			w.must(w.app.CountTerms(ctx))
			w.checkSearch()
		}
		finds("schlaf", said)
		finds("quokka")
		finds("heult Schlafzimmer", said)
		w.must(w.free.EditComment(ctx, who, said, domain.CommentDraft{Body: "Mein Propeller pfeift."}))
		finds("schlaf")
		finds("pfeift", said)
		w.must(w.free.RemoveComment(ctx, moderator, said))
		finds("pfeift")
		w.must(w.free.IndexTexts(ctx, domain.IndexTexts{Of: domain.FindComments}))
		finds("pfeift")
		w.must(w.free.RestoreComment(ctx, moderator, said))
		finds("pfeift", said)
		w.must(w.free.RemoveIdea(ctx, moderator, idea))
		finds("pfeift")
		w.must(w.free.RestoreIdea(ctx, moderator, idea))
		finds("pfeift", said)
		for _, f := range []domain.SearchFilter{{SpaceID: w.space + 1}, {Tag: &domain.Tag{ID: 99}}, {Product: &domain.Product{ID: 99}},
			{Statuses: []domain.Status{domain.StatusShipped}}} {
			if got := w.findSaid(who, "pfeift", f); got != nil {
				t.Errorf("narrowed to %+v are found %v", f, got)
			}
		}
		if got := w.findSaid(who, "pfeift", domain.SearchFilter{SpaceID: w.space, Statuses: domain.OpenStatuses}); len(got) != 1 {
			t.Errorf("open in the space are %v", got)
		}
		w.must(w.free.DeleteComment(ctx, who, said))
		finds("pfeift")
		finds("propeller", reply)
	})
}

// Comments of an import are found once the index has read them, but not one that was
// removed meanwhile.
func TestSearchFindsImportedComments(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx, who := t.Context(), w.staff[domain.Customer]
		idea := w.submit(who, "Leiser Modus für Nachtarbeit", "Er soll nachts schweigen.")
		var ids []int64
		w.must(db.Tx(ctx, func(q *store.Tx) error {
			held, err := q.LockIdea(ctx, domain.System, idea)
			for _, words := range []string{"The gyroscope hums.", "My gyroscope whistles."} {
				var id int64
				if err == nil {
					id, err = q.CreateComment(ctx, store.NewComment{Idea: held, Body: words, HTML: "<p>" + words + "</p>",
						Author: domain.MemberRef{ID: who.ID}, Language: "en", Created: w.clock.now()})
				}
				ids = append(ids, id)
			}
			return err
		}))
		if got := w.findSaid(who, "gyroscope", domain.SearchFilter{}); got != nil {
			t.Errorf("found before they were read: %v", got)
		}
		w.must(w.free.RemoveComment(ctx, w.staff[domain.Moderator], ids[1]))
		w.must(w.free.IndexTexts(ctx, domain.IndexTexts{Of: domain.FindComments, IDs: ids}))
		if got := w.findSaid(who, "gyroscope", domain.SearchFilter{}); !slices.Equal(got, ids[:1]) {
			t.Errorf("found are %v, want %v", got, ids[:1])
		}
		w.checkSearch()
	})
}

// An idea is like another one by what is said on it too, less than by its own words, and
// no more once that went or the idea did.
func TestSimilarIdeasMindComments(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx, who, moderator, r := t.Context(), w.staff[domain.Customer], w.staff[domain.Moderator], db.Reader()
		said := w.submit(who, "Leiser Modus für Nachtarbeit", "Der Propeller soll nachts schweigen.")
		own := w.submit(who, "Ein Ladekabel für beide Seiten", "Die Steckdose ist hinter dem Sofa.")
		comment := w.comment(who, said, 0, "Mein Ladekabel ist zu kurz.")
		wantSimilar := func(want ...int64) {
			t.Helper()
			c, err := r.Community(ctx, w.clock.now())
			w.must(err)
			ids, err := r.Similar(ctx, r.Understand("Ladekabel zu kurz", c), "Ladekabel zu kurz", 0, domain.SimilarMax)
			w.must(err)
			if !slices.Equal(ids, want) {
				t.Errorf("%v are like it, not %v", ids, want)
			}
		}
		wantSimilar(own, said)
		w.must(w.free.RemoveComment(ctx, moderator, comment))
		wantSimilar(own)
		w.must(w.free.RestoreComment(ctx, moderator, comment))
		wantSimilar(own, said)
		w.must(w.free.RemoveIdea(ctx, moderator, said))
		wantSimilar(own)
	})
}
