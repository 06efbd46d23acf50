package bench

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// How many voted on the two ideas, and how many pairs of decisions are compared.
const (
	fewVoters     = 10
	manyVoters    = 100_000
	decisionPairs = 300
)

// BenchmarkDecisions decides about an idea that few voted on and one that many did in turns,
// and reports what the second takes as a ratio of the first: the median of the pairs, with
// their middle half. Many may take 1.1 times as long, for telling them is a job's work.
func BenchmarkDecisions(b *testing.B) {
	ctx := b.Context()
	db, err := store.Open(ctx, filepath.Join(b.TempDir(), "decisions.db"), store.Options{})
	must(b, err)
	b.Cleanup(func() { must(b, db.Close()) })
	_, err = db.Migrate(ctx)
	must(b, err)
	a := app.New(db, time.Now).Unlimited(time.Now)
	must(b, a.OpenFirstSpace(ctx))
	people := voters(b, db)
	few, many := votedOn(b, db, a, people[:fewVoters]), votedOn(b, db, a, people)
	for range b.N {
		var ratios []float64
		for n := range decisionPairs {
			long := decided(b, a, many, n)
			ratios = append(ratios, long.Seconds()/decided(b, a, few, n).Seconds())
		}
		slices.Sort(ratios)
		quarter := len(ratios) / 4
		b.Logf("%d pairs, %.2f (middle half %.2f to %.2f)", len(ratios), ratios[2*quarter], ratios[quarter], ratios[3*quarter])
		b.ReportMetric(ratios[2*quarter], "decision")
	}
}

// decided decides back and forth, and tells how long it took. The first time it brings the
// idea under review before.
func decided(b *testing.B, a *app.App, idea int64, n int) time.Duration {
	to := domain.StatusUnderReview
	if n%2 == 0 {
		to = domain.StatusAccepted
	}
	if n == 0 {
		must(b, a.Decide(b.Context(), domain.System, idea, domain.StatusUnderReview, ""))
	}
	begun := time.Now()
	must(b, a.Decide(b.Context(), domain.System, idea, to, fmt.Sprintf("Because of number %d on idea %d.", n, idea)))
	return time.Since(begun)
}

// voters are accounts that vote.
func voters(b *testing.B, db *store.DB) (all []domain.Actor) {
	for len(all) < manyVoters {
		must(b, db.Tx(b.Context(), func(q *store.Tx) error {
			for range 1000 {
				m := domain.Member{Name: "Voter", Email: fmt.Sprintf("v%d@example.org", len(all)), Role: domain.Customer,
					Created: time.Now(), Confirmed: time.Now()}
				id, err := q.CreateMember(b.Context(), m)
				if err != nil {
					return err
				}
				all = append(all, domain.Actor{ID: id, Role: domain.Customer, System: true, Created: m.Created})
			}
			return nil
		}))
	}
	return all
}

// votedOn is an idea that people promoted.
func votedOn(b *testing.B, db *store.DB, a *app.App, people []domain.Actor) int64 {
	idea, err := a.SubmitIdea(b.Context(), people[0], domain.Draft{
		Title: fmt.Sprint("A quieter fan for ", len(people)), Body: "It hums at night.", SpaceID: 1, Nonce: fmt.Sprint("nonce for ", len(people)),
	})
	must(b, err)
	for part := range slices.Chunk(people[1:], 1000) {
		must(b, db.Tx(context.Background(), func(q *store.Tx) error {
			for _, who := range part {
				ballot, err := q.Ballot(b.Context(), who, idea)
				if err != nil {
					return err
				}
				if _, err := q.SetVote(b.Context(), ballot, domain.Promote, time.Now()); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	return idea
}
