package app_test

import (
	"fmt"
	"testing"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// ring is so many members who promote the same five ideas, and the ideas. Fifty others
// want something else: only among them it is no chance.
func (w *world) ring(n int) (people []domain.Actor, ideas []int64) {
	w.t.Helper()
	people = w.members(n)
	other := w.idea(w.staff[domain.Customer], "A wish of many")
	for i := range 50 {
		w.promote(w.member("Another", fmt.Sprintf("other%d@example.org", i), domain.Customer), other)
	}
	for i := range 5 {
		ideas = append(ideas, w.idea(w.staff[domain.Customer], fmt.Sprintf("Another colour, number %d", i)))
	}
	for _, id := range ideas {
		w.clock.forward(26 * time.Hour)
		for _, who := range people {
			w.promote(who, id)
		}
	}
	return people, ideas
}

func (w *world) promote(who domain.Actor, id int64) {
	w.t.Helper()
	_, err := w.free.Vote(w.t.Context(), who, id, domain.Promote)
	w.want(err, 0, "vote")
}

// findGroups does the hourly work and returns the row of the desk that it brought; ID 0
// for none.
func (w *world) findGroups() domain.DeskRow {
	w.t.Helper()
	w.want(w.free.FindVoteGroups(w.t.Context()), 0, "look for groups")
	page, err := w.db.Reader().DeskRows(w.t.Context(), domain.DeskFilter{Kind: domain.DeskVotes})
	w.want(err, 0, "read the desk")
	if len(page.Items) > 1 {
		w.t.Fatalf("%d rows", len(page.Items))
	}
	return append(page.Items, domain.DeskRow{})[0]
}

// settled brings the votes of a group along and compares what ideas count and hold.
func (w *world) settled(group int64, idea, points, held int64) {
	w.t.Helper()
	for range 3 { // a job promises itself until nothing is left
		w.want(w.free.HoldVotes(w.t.Context(), group), 0, "hold votes")
	}
	i, err := w.db.Reader().IdeaFor(w.t.Context(), domain.System, idea, domain.Day(w.clock.now()))
	w.want(err, 0, "read the idea")
	if i.Points() != points || i.Held != held {
		w.t.Errorf("%d points and %d held, want %d and %d", i.Points(), i.Held, points, held)
	}
	w.checkCounts()
}

// Accounts that vote as one come to the desk and count until somebody decides. Kept out,
// theirs are held, and so is what they vote from then on, which routes nothing; counted,
// they count again and routing is asked. Every decision can be taken back.
func TestVotesOfARingAreHeldAndCleared(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx, moderator := t.Context(), w.staff[domain.Moderator]
		people, ideas := w.ring(10)
		row := w.findGroups()
		if row.ID == 0 {
			t.Fatal("nothing came to the desk")
		}
		w.settled(row.Subject, ideas[0], 11, 0)
		if again := w.findGroups(); again.ID != row.ID || again.Version != row.Version {
			t.Errorf("the next hour changed the row: %+v, %+v", row, again)
		}

		w.want(w.free.DecideRow(ctx, moderator, row.ID, domain.KeepVotesOut, ""), 0, "keep out")
		w.settled(row.Subject, ideas[0], 1, 10)
		votes, err := db.Reader().Votes(ctx, people[0].ID, ideas)
		if w.want(err, 0, "own votes"); votes.Votes[ideas[0]] != domain.Promote {
			t.Error("the voter does not see the vote as it was cast")
		}
		w.queue("Thermal", 9)
		wanted := w.idea(w.staff[domain.Customer], "A lamp that follows")
		for _, who := range people {
			w.promote(who, wanted)
		}
		w.settled(row.Subject, wanted, 1, 10)
		if i := w.itemOf(wanted); i.ID != 0 {
			t.Error("votes that are held brought an idea into a queue")
		}

		w.want(w.free.UndoRow(ctx, moderator, row.ID), 0, "undo")
		w.settled(row.Subject, ideas[0], 11, 0)
		if i := w.itemOf(wanted); i.ID == 0 || i.Then != 11 {
			t.Errorf("routing was not asked when the votes counted again: %+v", i)
		}
		row = w.findGroups()
		w.want(w.free.DecideRow(ctx, moderator, row.ID, domain.CountVotes, ""), 0, "count them")
		w.settled(row.Subject, ideas[0], 11, 0)
		if again := w.findGroups(); again.ID != 0 {
			t.Error("accounts whose votes somebody counted came back")
		}
	})
}

// An item in a queue stays there when votes are held, and says how many.
func TestAnItemStaysWhenVotesAreHeld(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		w.queue("Thermal", 10)
		_, ideas := w.ring(10)
		row := w.findGroups()
		w.want(w.free.DecideRow(t.Context(), w.staff[domain.Moderator], row.ID, domain.KeepVotesOut, ""), 0, "keep out")
		w.settled(row.Subject, ideas[0], 1, 10)
		if i := w.itemOf(ideas[0]); i.ID == 0 || i.Idea.Held != 10 || i.Idea.Points() != 1 {
			t.Errorf("the item is %+v", i)
		}
	})
}

// A signal holds by itself when people agreed with it often enough; and a group that is
// held may be counted by a person.
func TestASignalWithARecordHoldsVotes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		for n := range domain.SignalDecided {
			err := db.Tx(t.Context(), func(q *store.Tx) error {
				id, err := q.CreateVoteGroup(t.Context(), domain.VoteGroup{Ground: domain.SameIdeas, Found: w.clock.now()})
				if err != nil {
					return err
				}
				return q.SetGroupOutcome(t.Context(), id, domain.VotesKeptOut, w.clock.now())
			})
			w.want(err, 0, fmt.Sprintf("decision %d", n))
		}
		_, ideas := w.ring(10)
		row := w.findGroups()
		w.settled(row.Subject, ideas[0], 1, 10)
		w.want(w.free.DecideRow(t.Context(), w.staff[domain.Moderator], row.ID, domain.CountVotes, ""), 0, "count them")
		w.settled(row.Subject, ideas[0], 11, 0)
		w.want(w.free.UndoRow(t.Context(), w.staff[domain.Moderator], row.ID), 0, "undo")
		w.settled(row.Subject, ideas[0], 1, 10)
	})
}

// Whoever joins a group that waits joins its row; what is left of a group that was kept out
// is a row of its own.
func TestAGroupThatGrows(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		_, ideas := w.ring(10)
		row := w.findGroups()
		late := func(name string) {
			who := w.member(name, name+"@example.org", domain.Customer)
			for _, id := range ideas {
				w.promote(who, id)
			}
		}
		late("late")
		if again := w.findGroups(); again.ID != row.ID || again.Version == row.Version {
			t.Errorf("%+v became %+v", row, again)
		}
		w.want(w.free.DecideRow(t.Context(), w.staff[domain.Moderator], row.ID, domain.KeepVotesOut, ""), 0, "keep out")
		w.settled(row.Subject, ideas[0], 1, 11)
		late("later")
		if again := w.findGroups(); again.ID == 0 || again.Subject == row.Subject {
			t.Errorf("one more of a group that was kept out: %+v", again)
		}
		w.settled(row.Subject, ideas[0], 2, 11)
	})
}

// Members who want different things are no group, however many there are.
func TestMembersAreNoRing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		var ideas []int64
		for i := range 12 {
			ideas = append(ideas, w.idea(w.staff[domain.Customer], fmt.Sprintf("Another wish, number %d", i)))
		}
		for n, who := range w.members(24) {
			for k := range 4 {
				w.promote(who, ideas[(n*5+k*(n%3+1))%len(ideas)])
			}
		}
		if row := w.findGroups(); row.ID != 0 {
			t.Errorf("members came to the desk: %+v", row)
		}
	})
}
