package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// queueRules is how many rules an idea's points are compared with.
const queueRules = 50

var queueFigures = []string{"column of a queue with its counts", "votes, no rules against 50"}

// BenchmarkQueues compares a queue of 50 items with one of 5,000, and votes in a
// community without rules with votes in one that has queueRules, none of which any
// idea fulfils. It needs no server.
func BenchmarkQueues(b *testing.B) {
	small, large := newQueue(b, 50, 0), newQueue(b, 5_000, queueRules)
	for range b.N {
		for range 3 * rounds { // one after another, for the two are near each other
			for _, s := range []queued{small, large} {
				s.measureQueue()
			}
		}
	}
	report(b, "items", queueFigures, []*subject{small.subject, large.subject})
}

// queued is a subject with a queue of a size.
type queued struct {
	*subject
	read *store.Reader
}

func newQueue(b *testing.B, items, rules int) queued {
	b.Helper()
	ctx := context.Background()
	path := filepath.Join(b.TempDir(), "queue.db")
	db, err := store.Open(ctx, path, store.Options{})
	must(b, err)
	b.Cleanup(func() { must(b, db.Close()) })
	_, err = db.Migrate(ctx)
	must(b, err)
	s := queued{&subject{b: b, size: items, rates: map[string][]float64{}, direct: app.New(db, time.Now).Unlimited(time.Now)}, db.Reader()}
	s.seedMembers(ctx, db, time.Now())
	must(b, s.direct.OpenFirstSpace(ctx))
	queue, err := s.direct.SaveQueue(ctx, domain.System, domain.Queue{Name: "Thermal", TimeZone: "UTC", Days: 5, Weights: domain.PlainWeights})
	must(b, err)
	for n := range rules {
		_, err := s.direct.SaveRoute(ctx, domain.System, domain.Route{
			Queue: domain.QueueRef{ID: queue}, Name: fmt.Sprint("Rule ", n), Kind: domain.RoutePoints, Points: int64(100_000 + n),
		})
		must(b, err)
	}
	for n := range 50 { // the ideas that are voted on, a few of them in the queue
		idea, err := s.direct.SubmitIdea(ctx, s.who[n], domain.Draft{
			Title: fmt.Sprint("A quieter fan, number ", n), Body: "It hums at night.", SpaceID: 1, Nonce: fmt.Sprint("nonce of the idea number ", n),
		})
		must(b, err)
		if n < 10 {
			must(b, s.direct.TakeUp(ctx, domain.System, idea, queue))
		}
	}
	for n := range items - 10 {
		_, err := s.direct.AddWork(ctx, domain.System, queue, fmt.Sprint("Measure the fan, number ", n), "")
		must(b, err)
	}
	return s
}

// measureQueue reads a queue as its page does, and votes.
func (s queued) measureQueue() {
	ctx, read := context.Background(), s.read
	s.rate(queueFigures[0], 1, func(int) error {
		_, err := read.Items(ctx, domain.ItemFilter{Queue: 1, Column: domain.Columns[0]})
		if err == nil {
			_, err = read.CountQueue(ctx, 1)
		}
		return err
	})
	s.rate(queueFigures[1], 16, func(worker int) error {
		v := domain.Vote(rand.IntN(3) - 1)
		_, err := s.direct.Vote(ctx, s.who[50+worker], 11+rand.Int64N(40), v)
		return err
	})
}
