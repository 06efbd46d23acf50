package app_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

const voters = 64

// 64 members vote at once, twice, and change their minds, on one idea and on
// many: counters, days and heat equal a recount exactly.
func TestVoteStorm(t *testing.T) {
	for _, ideas := range []int{1, 12} {
		t.Run(fmt.Sprintf("%d ideas", ideas), func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *store.DB) { storm(newWorld(t, db), ideas) })
		})
	}
}

func storm(w *world, ideas int) {
	author := w.staff[domain.Customer]
	ids := make([]int64, ideas)
	for i := range ids {
		ids[i] = w.idea(author, fmt.Sprintf("Idea number %d", i))
	}
	var all sync.WaitGroup
	for n, who := range w.members(voters) {
		all.Go(func() {
			for round, v := range []domain.Vote{domain.Promote, domain.Promote, domain.Demote, domain.None, domain.Demote, domain.Promote} {
				if round == 3 && n%2 == 0 {
					continue // half of them never withdraw
				}
				for i := range ids {
					if _, err := w.free.Vote(w.t.Context(), who, ids[(i+n)%len(ids)], v); err != nil {
						w.t.Errorf("vote: %v", err)
					}
				}
			}
		})
	}
	all.Wait()
	for _, id := range ids {
		if i := w.read(domain.Nobody, id); i.Promotes != voters+1 || i.Demotes != 0 {
			w.t.Errorf("idea %d: %+v", id, i.Tally)
		}
	}
	w.checkCounts()
}

// An idea that is closed in the middle of a vote storm takes no vote after its
// close.
func TestNoVoteAfterTheClose(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		voters := w.members(voters)
		for round := range 5 {
			id := w.idea(w.staff[domain.Customer], fmt.Sprintf("Close me, round %d", round))
			var all sync.WaitGroup
			var closed atomic.Bool
			halfway := make(chan struct{}, len(voters))
			for n, who := range voters {
				all.Go(func() {
					for try := range 6 {
						after := closed.Load()
						_, err := w.free.Vote(t.Context(), who, id, []domain.Vote{domain.Promote, domain.Demote, domain.None}[(n+try)%3])
						if after && domain.KindOf(err) != domain.Conflict {
							t.Errorf("a vote that began after the close: %v", err)
						}
						if try == 2 {
							halfway <- struct{}{}
						}
					}
				})
			}
			for range len(voters) / 2 {
				<-halfway
			}
			if err := w.free.Decide(t.Context(), w.staff[domain.Engineer], id, domain.StatusDeclined,
				fmt.Sprintf("Round %d showed that nobody needs this.", round)); err != nil {
				t.Fatal(err)
			}
			atClose := w.read(domain.Nobody, id)
			closed.Store(true)
			all.Wait()
			if after := w.read(domain.Nobody, id); after.Tally != atClose.Tally || after.Heat != atClose.Heat {
				t.Errorf("counts moved from %+v to %+v after the close", atClose.Tally, after.Tally)
			}
		}
		w.checkCounts()
	})
}

func TestVoteRules(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		author, other := w.staff[domain.Customer], w.members(1)[0]
		id := w.idea(author, "A quieter fan")
		vote := func(who domain.Actor, v domain.Vote) error {
			_, err := w.free.Vote(t.Context(), who, id, v)
			return err
		}
		w.want(vote(domain.Nobody, domain.Promote), domain.SignInFirst, "a guest votes")
		w.want(vote(author, domain.Demote), domain.Conflict, "the author demotes")
		w.want(vote(author, domain.None), 0, "the author withdraws")
		w.want(vote(author, domain.Promote), 0, "the author promotes again")
		if _, err := w.free.Vote(t.Context(), other, 999_999, domain.Promote); domain.KindOf(err) != domain.NotFound {
			t.Errorf("a vote on no idea: %v", err)
		}
		w.want(w.free.RemoveIdea(t.Context(), w.staff[domain.Moderator], id), 0, "a moderator removes it")
		w.want(vote(other, domain.Promote), domain.NotFound, "a vote on a removed idea")
		w.want(w.free.RestoreIdea(t.Context(), w.staff[domain.Moderator], id), 0, "and puts it back")
		w.want(vote(other, domain.Promote), 0, "a vote on the restored idea")
		w.checkCounts()
	})
}

func TestVoteLimits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		id := w.idea(w.staff[domain.Customer], "A quieter fan")
		who := w.members(1)[0]
		for n := range 30 {
			if _, err := w.app.Vote(t.Context(), who, id, domain.Vote(n%2)); err != nil {
				t.Fatalf("vote %d: %v", n, err)
			}
		}
		_, err := w.app.Vote(t.Context(), who, id, domain.Promote)
		w.want(err, domain.TooMany, "the 31st vote within a minute")
		w.clock.forward(3 * time.Second)
		_, err = w.app.Vote(t.Context(), who, id, domain.Promote)
		w.want(err, 0, "a vote three seconds later")
	})
}
