package app_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// goOn does the job of a merge until it is done.
func (w *world) goOn(source int64) domain.Merge {
	w.t.Helper()
	for {
		m, err := w.db.Reader().MergeOf(w.t.Context(), source)
		w.want(err, 0, "merge")
		if !m.Running() {
			return m
		}
		if err := w.free.MergeVotes(w.t.Context(), m.ID); err != nil {
			w.t.Fatal(err)
		}
	}
}

// mergers are ideas of two people, and so many members.
func (w *world) mergers(n int) (source, target int64, people []domain.Actor) {
	w.t.Helper()
	source = w.idea(w.staff[domain.Customer], "The fan is far too loud")
	return source, w.idea(w.staff[domain.Officer], "A quieter fan for everyone"), w.members(n)
}

// While 1,100 votes are carried over in several turns, people go on voting on both. Each
// is counted once, as their last vote says; a vote on the source is refused from the
// first turn on. Taking it back leaves what happened at the target. So many votes take a
// few seconds on a busy machine.
func TestMergingWhilePeopleVote(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx, moderator := t.Context(), w.staff[domain.Moderator]
		source, target, people := w.mergers(1150)
		for _, m := range people[:1100] {
			_, err := w.free.Vote(ctx, m, source, domain.Promote)
			w.want(err, 0, "vote")
		}
		w.clock.forward(time.Second)
		before := w.read(moderator, source)
		var all sync.WaitGroup
		var mu sync.Mutex
		taken := map[int64]domain.Vote{} // late votes on the source that were taken
		for _, m := range people[1100:] {
			all.Go(func() {
				_, err := w.free.Vote(ctx, m, source, domain.Promote)
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					taken[m.ID] = domain.Promote
				} else if domain.KindOf(err) != domain.Conflict {
					t.Errorf("a late vote: %v", err)
				}
			})
		}
		all.Go(func() { w.want(w.free.Merge(ctx, moderator, source, target, "The same wish."), 0, "merge") })
		for _, m := range people[:40] { // later than their votes on the source
			all.Go(func() {
				if _, err := w.free.Vote(ctx, m, target, domain.Demote); err != nil {
					t.Errorf("demote: %v", err)
				}
			})
		}
		all.Wait()
		m, err := db.Reader().MergeOf(ctx, source)
		if err != nil || m.State != domain.Merging {
			t.Fatalf("1,100 votes were carried over in one turn: %+v, %v", m, err)
		}
		w.want(w.free.Unmerge(ctx, moderator, source), domain.Conflict, "taking back what still goes on")
		if m = w.goOn(source); m.State != domain.Merged {
			t.Fatalf("in the end %+v", m)
		}
		late := int64(len(taken))
		// Both authors promote their own: the source's author is among the voters carried over.
		if got := w.read(moderator, target); got.Promotes != 1100-40+late+2 || got.Demotes != 40 {
			t.Errorf("the target has %+v, with %d late ones", got.Tally, late)
		}
		w.checkCounts()
		w.want(w.free.Unmerge(ctx, moderator, source), 0, "unmerge")
		w.goOn(source)
		if got := w.read(moderator, target); got.Promotes != 1 || got.Demotes != 40 || got.Status != domain.StatusNew {
			t.Errorf("afterwards the target has %+v", got)
		}
		if got := w.read(moderator, source); got.Promotes != before.Promotes+late || got.Status != domain.StatusNew || got.Into != nil {
			t.Errorf("afterwards the source is %+v, before %+v", got, before)
		}
		w.checkCounts()
	})
}

// A merge crosses the rule of a queue for the target; the source's item ends and comes
// back with what its clock had left.
func TestMergingAnItem(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx, moderator, engineer := t.Context(), w.staff[domain.Moderator], w.staff[domain.Engineer]
		queue := w.queue("Thermal", 6)
		source, target, people := w.mergers(8)
		for n, m := range people {
			_, err := w.free.Vote(ctx, m, []int64{source, target}[n%2], domain.Promote)
			w.want(err, 0, "vote")
		}
		w.want(w.free.TakeUp(ctx, engineer, source, queue.ID), 0, "take up")
		w.clock.forward(26 * time.Hour)
		was := w.itemOf(source)
		w.want(w.free.Merge(ctx, moderator, source, target, ""), 0, "merge")
		w.goOn(source)
		if i := w.itemOf(target); i.Queue.ID != queue.ID || i.Cause != domain.CauseRoute || i.Then != 10 {
			t.Errorf("the target is routed as %+v", i)
		}
		ended := w.itemOf(source)
		if ended.Status != domain.StatusMerged || ended.Deadline.Running() || ended.Closed.IsZero() {
			t.Errorf("the source's item is %+v", ended)
		}
		w.want(w.free.DecideItem(ctx, engineer, ended.ID, ended.Version, app.Verdict{To: domain.StatusAccepted}), domain.Conflict, "decide")
		w.want(w.free.UndoDecision(ctx, w.staff[domain.Admin], ended.ID, ended.Version), domain.Conflict, "undo")
		w.checkQueues()
		w.want(w.free.Unmerge(ctx, moderator, source), 0, "unmerge")
		back := w.itemOf(source)
		if back.Status != domain.StatusUnderReview || !back.Deadline.Running() || !back.Closed.IsZero() || !back.Decided.IsZero() ||
			back.Deadline.Due.Before(was.Deadline.Due) {
			t.Errorf("it came back as %+v, it was %+v", back, was)
		}
		if i := w.itemOf(target); i.Status != domain.StatusUnderReview {
			t.Errorf("the target left its queue: %+v", i)
		}
		w.checkQueues()
		w.checkCounts()
	})
}

// Merges into one idea are taken back newest first; an idea is merged once, into one that
// is open; two moderators who merge two ideas into one another leave one of them.
func TestMergesStandOnOneAnother(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx, moderator := t.Context(), w.staff[domain.Moderator]
		ideas := make([]int64, 5)
		for n := range ideas {
			ideas[n] = w.idea(w.staff[domain.Customer], fmt.Sprintf("A quieter fan, number %d", n))
		}
		merge := func(source, target int, kind domain.Kind, what string) {
			t.Helper()
			w.want(w.free.Merge(ctx, moderator, ideas[source], ideas[target], ""), kind, what)
		}
		unmerge := func(source int, kind domain.Kind, what string) {
			t.Helper()
			w.want(w.free.Unmerge(ctx, moderator, ideas[source]), kind, what)
		}
		for _, m := range w.members(4) {
			for _, idea := range ideas[:4] {
				_, err := w.free.Vote(ctx, m, idea, domain.Promote)
				w.want(err, 0, "vote")
			}
		}
		w.want(w.free.Merge(ctx, w.staff[domain.Engineer], ideas[0], ideas[1], ""), domain.Forbidden, "an engineer")
		merge(0, 0, domain.Invalid, "into itself")
		merge(0, 1, 0, "merge")
		merge(0, 1, 0, "again")
		merge(0, 2, domain.Conflict, "what is merged")
		merge(2, 0, domain.Conflict, "into what is merged")
		merge(1, 0, domain.Conflict, "a circle")
		merge(2, 1, 0, "a second one")
		unmerge(0, domain.Conflict, "the older one first")
		merge(1, 3, 0, "onwards")
		unmerge(2, domain.Conflict, "below another merge")
		if got := w.read(moderator, ideas[3]); got.Promotes != 5 {
			t.Errorf("four people and the author promote %+v", got.Tally)
		}
		w.checkCounts()
		unmerge(1, 0, "the newest")
		unmerge(1, domain.Conflict, "again")
		unmerge(2, 0, "the next")
		unmerge(0, 0, "the first")
		for _, idea := range ideas[:4] {
			if got := w.read(moderator, idea); got.Promotes != 5 || got.Status != domain.StatusNew {
				t.Errorf("idea %d has %+v", idea, got.Tally)
			}
		}
		var all sync.WaitGroup
		for n := range 2 {
			all.Go(func() {
				if err := w.free.Merge(ctx, moderator, ideas[n], ideas[1-n], ""); err != nil && domain.KindOf(err) != domain.Conflict {
					t.Errorf("merge: %v", err)
				}
			})
		}
		all.Wait()
		if one, other := w.read(moderator, ideas[0]), w.read(moderator, ideas[1]); one.Status.Closed() == other.Status.Closed() {
			t.Errorf("%s and %s", one.Status, other.Status)
		}
		w.checkCounts()
	})
}

// Anybody proposes; the same once; a merge settles what it makes moot.
func TestProposals(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx, moderator := t.Context(), w.staff[domain.Moderator]
		source, target, people := w.mergers(2)
		other := w.idea(people[0], "Another one about the fan")
		for _, m := range people {
			w.want(w.free.ProposeMerge(ctx, m, source, target, "It is the same."), 0, "propose")
		}
		w.want(w.free.ProposeMerge(ctx, people[0], other, source, ""), 0, "propose another")
		w.want(w.free.ProposeMerge(ctx, people[0], other, other, ""), domain.Invalid, "itself")
		page, err := db.Reader().DeskRows(ctx, domain.DeskFilter{})
		if err != nil || len(page.Items) != 2 {
			t.Fatalf("open: %+v, %v", page.Items, err)
		}
		open, err := db.Reader().ProposalOf(ctx, source, target)
		if err != nil || open.Note != "It is the same." {
			t.Fatalf("open: %+v, %v", open, err)
		}
		w.want(w.free.DeclineProposal(ctx, people[0], open.ID), domain.Forbidden, "a member declines")
		w.want(w.free.DeclineProposal(ctx, moderator, open.ID), 0, "decline")
		w.want(w.free.DeclineProposal(ctx, moderator, open.ID), domain.NotFound, "decline again")
		w.want(w.free.ProposeMerge(ctx, people[1], source, target, ""), 0, "propose once more")
		w.want(w.free.Merge(ctx, moderator, source, target, ""), 0, "merge")
		if page, err = db.Reader().DeskRows(ctx, domain.DeskFilter{}); err != nil || len(page.Items) != 0 {
			t.Errorf("still open: %+v, %v", page.Items, err)
		}
		for n := range domain.ProposalsOpenMax + 1 {
			kind := domain.Kind(0)
			if n == domain.ProposalsOpenMax {
				kind = domain.Conflict
			}
			idea := w.idea(people[1], fmt.Sprintf("One more about the fan, %d", n))
			w.want(w.free.ProposeMerge(ctx, people[1], idea, target, ""), kind, "propose many")
		}
	})
}
