package app_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

func TestSubmitPromotesAndIsIdempotent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		who := w.staff[domain.Customer]
		draft := domain.Draft{Title: "  A quieter   fan ", Body: "Bitte **leiser**, der Lüfter läuft ständig und stört alle.",
			SpaceID: w.space, Nonce: "form-1",
			Tags: []domain.Tag{{Slug: "fan", Name: "Fan"}}}
		ids := make([]int64, 8)
		var all sync.WaitGroup
		for n := range ids { // a form that is sent eight times at once
			all.Go(func() {
				id, err := w.free.SubmitIdea(t.Context(), who, draft)
				if err != nil {
					t.Error(err)
				}
				ids[n] = id
			})
		}
		all.Wait()
		for _, id := range ids {
			if id != ids[0] || id == 0 {
				t.Fatalf("one form became ideas %v", ids)
			}
		}
		i := w.read(who, ids[0])
		own, err := db.Reader().Votes(t.Context(), who.ID, ids[:1])
		if err != nil || own.Votes[i.ID] != domain.Promote {
			t.Errorf("its author's vote: %v, %v", own.Votes, err)
		}
		if i.Title != "A quieter fan" || i.Promotes != 1 || i.OthersVoted || i.Language != "de" ||
			!strings.Contains(i.HTML, "<strong>leiser</strong>") || len(i.Tags) != 1 {
			t.Errorf("%+v", i)
		}
		w.checkCounts()
	})
}

func TestIdeaLimits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		fresh := w.staff[domain.Customer]
		fresh.Created = w.clock.now()
		submit := func(who domain.Actor, title string) error {
			_, err := w.app.SubmitIdea(t.Context(), who, domain.Draft{Title: title, Body: "Because.", SpaceID: w.space, Nonce: title + who.Name})
			return err
		}
		for _, title := range []string{"First idea", "Second idea", "Third idea"} {
			w.want(submit(fresh, title), 0, title)
		}
		w.want(submit(fresh, "Fourth idea"), domain.TooMany, "a fourth idea on the first day")
		old := w.members(1)[0]
		w.want(submit(old, "Same words"), 0, "the first time")
		_, err := w.app.SubmitIdea(t.Context(), old, domain.Draft{Title: "Same words", Body: "Because.", SpaceID: w.space, Nonce: "another form"})
		w.want(err, domain.Invalid, "the same words again")
		w.clock.forward(6 * time.Minute)
		_, err = w.app.SubmitIdea(t.Context(), old, domain.Draft{Title: "Same words", Body: "Because.", SpaceID: w.space, Nonce: "a third form"})
		w.want(err, 0, "the same words six minutes later")
	})
}

func TestEdit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		author, other := w.staff[domain.Customer], w.members(1)[0]
		id := w.idea(author, "A quieter fan")
		edit := func(who domain.Actor, title string, version int64) error {
			return w.free.EditIdea(t.Context(), who, id, domain.Draft{Title: title, Body: "Now.", SpaceID: w.space, Version: version})
		}
		w.want(edit(other, "Taken over", 0), domain.Forbidden, "another's idea")
		w.want(edit(author, "A much quieter fan", 0), 0, "one's own")
		corrected := domain.Draft{Title: "A much quieter fan", Body: "Now.", SpaceID: w.space, Version: 1, Language: "de"}
		w.want(w.free.EditIdea(t.Context(), author, id, corrected), 0, "correcting the language")
		if i := w.read(author, id); i.Language != "de" {
			t.Errorf("the language is %q", i.Language)
		}
		corrected.Language, corrected.Version = "xx", 2
		w.want(w.free.EditIdea(t.Context(), author, id, corrected), domain.Invalid, "a language that is none")
		var e *domain.Error
		if err := edit(author, "From an old window", 0); !errors.As(err, &e) || e.Key != "error.idea_changed" {
			t.Errorf("an edit of an old version: %v", err)
		}
		if i := w.read(author, id); i.Title != "A much quieter fan" || i.Edited.IsZero() || i.Version != 2 {
			t.Errorf("%+v", i)
		}
		if _, err := w.free.Vote(t.Context(), other, id, domain.Promote); err != nil {
			t.Fatal(err)
		}
		w.want(edit(author, "Too late for this", 2), domain.Conflict, "once somebody voted")
		w.want(w.free.DeleteIdea(t.Context(), author, id), domain.Conflict, "deleting it then")
		if _, err := w.free.Vote(t.Context(), other, id, domain.None); err != nil {
			t.Fatal(err)
		}
		w.want(w.free.DeleteIdea(t.Context(), author, id), 0, "deleting it once the vote is withdrawn")
		if _, err := w.db.Reader().IdeaFor(t.Context(), other, id, 0); domain.KindOf(err) != domain.NotFound {
			t.Errorf("others still see it: %v", err)
		}
	})
}

func TestDecide(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		engineer, moderator := w.staff[domain.Engineer], w.staff[domain.Moderator]
		reason := "The port stays until meeting rooms change."
		var ids []int64
		for _, title := range []string{"Idea number one", "Idea number two", "Idea number three", "Idea number four"} {
			ids = append(ids, w.idea(w.staff[domain.Customer], title))
		}
		decide := func(who domain.Actor, id int64, to domain.Status, reason string) error {
			return w.free.Decide(t.Context(), who, id, to, reason)
		}
		w.want(decide(w.staff[domain.Customer], ids[0], domain.StatusDeclined, reason), domain.Forbidden, "a customer decides")
		w.want(decide(moderator, ids[0], domain.StatusDeclined, reason), domain.Forbidden, "a moderator declines")
		w.want(decide(engineer, ids[0], domain.StatusArchived, ""), domain.Forbidden, "an engineer archives")
		w.want(decide(engineer, ids[0], domain.StatusShipped, reason), domain.Conflict, "a step that is none")
		w.want(decide(engineer, ids[0], domain.StatusDeclined, "no"), domain.Invalid, "no reason")
		for _, id := range ids[:3] {
			w.want(decide(engineer, id, domain.StatusDeclined, reason), 0, "a reason")
			w.want(decide(engineer, id, domain.StatusDeclined, reason), 0, "the same decision again")
		}
		w.want(decide(engineer, ids[3], domain.StatusDeclined, strings.ToUpper(reason)), domain.Invalid, "the same reason a fourth time")
		w.want(decide(moderator, ids[3], domain.StatusArchived, ""), 0, "a moderator archives")
		ledger, err := db.Reader().Decisions(t.Context(), ids[0])
		if err != nil || len(ledger) != 1 || ledger[0].Reason != reason || ledger[0].By.Name != engineer.Name ||
			ledger[0].To != domain.StatusDeclined {
			t.Errorf("%+v, %v", ledger, err)
		}
		w.want(decide(engineer, ids[0], domain.StatusUnderReview, "New evidence arrived last week."), 0, "a way back")
		if _, err := w.free.Vote(t.Context(), moderator, ids[0], domain.Promote); err != nil {
			t.Errorf("voting is open again: %v", err)
		}
		if n, err := db.Reader().CheckAudit(t.Context()); err != nil || n < 5 {
			t.Errorf("audit: %d entries, %v", n, err)
		}
	})
}
