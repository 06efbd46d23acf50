package app_test

import (
	"testing"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

const aDay = 24 * time.Hour

// nightPasses turns the clock so many days on, of which it runs the last evenly, and lets
// the rule archive.
func (w *world) nightPasses(days int) {
	w.t.Helper()
	w.clock.forward(time.Duration(days-1) * aDay)
	for range 24 {
		w.clock.forward(time.Hour)
		w.want(w.free.Sweep(w.t.Context()), 0, "sweep")
	}
	w.want(w.free.ArchiveStale(w.t.Context()), 0, "archive")
}

func (w *world) wantStatus(idea int64, want domain.Status, when string) {
	w.t.Helper()
	i, err := w.db.Reader().IdeaFor(w.t.Context(), domain.System, idea, domain.Day(w.clock.now()))
	if w.want(err, 0, "read the idea"); i.Status != want {
		w.t.Errorf("%s: %s, want %s", when, i.Status, want)
	}
}

// A new idea is archived 182 days after it came and 91 after its last counted vote, with
// the rule's numbers; its author brings it back once, and a moderator again.
func TestTheClockArchives(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx, author := t.Context(), w.staff[domain.Customer]
		quiet, voted, taken := w.idea(author, "Nobody wants this"), w.idea(author, "Somebody wants this"), w.idea(author, "Taken up")
		w.want(w.free.Decide(ctx, w.staff[domain.Admin], taken, domain.StatusUnderReview, ""), 0, "take up")
		w.nightPasses(100)
		w.promote(w.staff[domain.Officer], voted)
		w.nightPasses(81)
		w.wantStatus(quiet, domain.StatusNew, "after 181 days")
		w.nightPasses(1)
		w.wantStatus(quiet, domain.StatusArchived, "after 182 days")
		w.wantStatus(voted, domain.StatusNew, "82 days after a vote")
		w.wantStatus(taken, domain.StatusUnderReview, "under review")
		past, err := db.Reader().Decisions(ctx, quiet)
		if w.want(err, 0, "decisions"); past[0].Quiet() != 182 || past[0].Promotes != 1 || past[0].By.ID != 0 {
			t.Errorf("the ledger says %+v", past[0])
		}
		w.nightPasses(8)
		w.wantStatus(voted, domain.StatusNew, "90 days after a vote")
		w.nightPasses(1)
		w.wantStatus(voted, domain.StatusArchived, "91 days after a vote")

		because := "We have met this problem again."
		w.want(w.free.ReopenIdea(ctx, w.staff[domain.Officer], quiet, because), domain.Forbidden, "another's")
		w.want(w.free.ReopenIdea(ctx, author, quiet, "So."), domain.Invalid, "no reason")
		w.want(w.free.ReopenIdea(ctx, author, taken, because), domain.Conflict, "one that is not archived")
		w.want(w.free.ReopenIdea(ctx, author, quiet, because), 0, "reopen")
		w.nightPasses(181)
		w.wantStatus(quiet, domain.StatusNew, "181 days after it was reopened")
		w.nightPasses(1)
		w.wantStatus(quiet, domain.StatusArchived, "182 days after it was reopened")
		w.want(w.free.ReopenIdea(ctx, author, quiet, "It has come up once more."), domain.Conflict, "twice")
		w.want(w.free.Decide(ctx, w.staff[domain.Moderator], quiet, domain.StatusNew, "Many have written to us about it."), 0, "a moderator")
		w.nightPasses(1)
		w.wantStatus(quiet, domain.StatusNew, "a day later")
		w.checkCounts()
	})
}
