package app_test

import (
	"sync"
	"testing"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// A declined idea that enough people still want goes back under review by the rule,
// once for each decision, however many say so at once.
func TestANoKeepsListening(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx := t.Context()
		i := w.routed(w.queue("Thermal", 0), "A quieter fan for everyone")
		idea, people := i.Idea.ID, w.members(64)
		w.want(w.free.Want(ctx, people[0], idea, true), domain.Conflict, "an open idea")
		for _, m := range people[:50] {
			_, err := w.free.Vote(ctx, m, idea, domain.Promote)
			w.want(err, 0, "promote")
		}
		decline := func(reason string) { // 51 promoted it: 26 are half of them
			w.want(w.free.Decide(ctx, w.staff[domain.Engineer], idea, domain.StatusDeclined, reason), 0, "decline")
		}
		decline("The case has no room left for a larger one.")
		for range 2 { // asked twice, counted once
			for _, m := range people[:25] {
				w.want(w.free.Want(ctx, m, idea, true), 0, "want")
			}
		}
		w.want(w.free.Want(ctx, people[0], idea, false), 0, "take it back")
		if got := w.read(people[0], idea); got.Wanted != 24 || got.Status != domain.StatusDeclined {
			t.Fatalf("%d want it, status %s", got.Wanted, got.Status)
		}
		var all sync.WaitGroup
		for _, m := range people {
			all.Go(func() {
				if err := w.free.Want(ctx, m, idea, true); err != nil && domain.KindOf(err) != domain.Conflict {
					t.Errorf("want: %v", err)
				}
			})
		}
		all.Wait()
		if got := w.itemOf(idea); got.Status != domain.StatusUnderReview || !got.Deadline.Running() {
			t.Errorf("back as %+v", got)
		}
		ledger, err := db.Reader().Decisions(ctx, idea)
		if err != nil || len(ledger) != 3 || ledger[0].Wanted != 26 || ledger[0].By.ID != 0 || ledger[1].Promotes != 51 {
			t.Errorf("the ledger: %+v, %v", ledger, err)
		}
		decline("The maker of the fan has stopped making it.")
		if got := w.read(people[0], idea); got.Wanted != 0 {
			t.Errorf("after a second decision %d want it", got.Wanted)
		}
		w.checkQueues()
		w.checkCounts()
	})
}

// Staff record votes for members, who see and withdraw them, and for contacts, each of
// whom counts one.
func TestVotesOnBehalf(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := &rights{world: newWorld(t, db)}
		w.hash = "a hash"
		ctx, officer := t.Context(), w.staff[domain.Officer]
		idea, member := w.idea(w.staff[domain.Customer], "A quieter fan for everyone"), w.account(domain.Customer)
		contact := domain.Contact{Name: "Mira Voss", Company: "Voss KG", Said: "trade fair Cologne"}
		w.want(w.free.VoteForContact(ctx, w.staff[domain.Customer], idea, contact), domain.Forbidden, "a customer")
		w.want(w.free.VoteForContact(ctx, officer, idea, domain.Contact{Name: "Mira Voss"}), domain.Invalid, "said nowhere")
		for range 2 {
			w.want(w.free.VoteForContact(ctx, officer, idea, contact), 0, "contact")
		}
		w.want(w.free.VoteForMember(ctx, officer, idea, member.ID, "trade fair Cologne"), 0, "member")
		w.want(w.free.VoteForMember(ctx, officer, idea, member.ID, "trade fair Cologne"), domain.Invalid, "a member who voted")
		own, voted, err := db.Reader().OwnVote(ctx, idea, member.ID)
		if err != nil || !voted || own.By.ID != officer.ID || own.Contact.Said != "trade fair Cologne" {
			t.Errorf("the member sees %+v, %v", own, err)
		}
		if got := w.read(member, idea); got.Promotes != 3 {
			t.Errorf("%d promotes", got.Promotes)
		}
		w.checkCounts()
		if _, err = w.free.Vote(ctx, member, idea, domain.None); err != nil {
			t.Error(err)
		}
		votes, _, err := db.Reader().StaffRecords(ctx, idea)
		if err != nil || len(votes) != 1 {
			t.Fatalf("recorded %+v, %v", votes, err)
		}
		w.want(w.free.WithdrawForContact(ctx, officer, idea, votes[0].ID), 0, "withdraw")
		if got := w.read(member, idea); got.Promotes != 1 {
			t.Errorf("%d promotes after both were withdrawn", got.Promotes)
		}
		w.checkCounts()
	})
}

// What was removed takes nobody's word any more, not even through staff, who still
// see it.
func TestARemovedIdeaTakesNoWord(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx, author := t.Context(), w.staff[domain.Customer]
		queue, open, declined := w.queue("Thermal", 0), w.idea(author, "A quieter fan for everyone"), w.idea(author, "A louder fan for everyone")
		w.want(w.free.Decide(ctx, w.staff[domain.Engineer], declined, domain.StatusDeclined,
			"The case has no room left for a larger one."), 0, "decline")
		for _, idea := range []int64{open, declined} {
			w.want(w.free.RemoveIdea(ctx, w.staff[domain.Moderator], idea), 0, "remove")
		}
		contact := domain.Contact{Name: "Mira Voss", Said: "trade fair Cologne"}
		w.want(w.free.VoteForContact(ctx, w.staff[domain.Officer], open, contact), domain.NotFound, "a contact's vote")
		w.want(w.free.TakeUp(ctx, w.staff[domain.Engineer], open, queue.ID), domain.NotFound, "taking it up")
		w.want(w.free.Want(ctx, author, declined, true), domain.NotFound, "its author's wish")
		w.checkCounts()
		w.checkQueues()
	})
}
