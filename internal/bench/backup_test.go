package bench

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/backup"
	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// BenchmarkBackup lets people vote while whoever serves their file backs it up, and while
// the backup is restored on trial, in turns with votes alone.
func BenchmarkBackup(b *testing.B) {
	megabytes := asked(b).file
	s := seeded(b, filepath.Join(b.TempDir(), "served.db"), 500)
	s.fatten(megabytes)
	db, err := store.Open(b.Context(), s.target, store.Options{Alone: true})
	must(b, err)
	b.Cleanup(func() { db.Close() })
	clock := func() time.Time { return time.Now().UTC() }
	s.direct = app.New(db, clock).Unlimited(clock)
	w := &waits{subject: s, by: map[string][]time.Duration{}}
	for range rounds {
		folder := b.TempDir()
		var took time.Duration
		w.during("a backup is made", func() {
			began := time.Now()
			_, _, err := backup.Make(b.Context(), db, folder, "bench", clock())
			must(b, err)
			took = time.Since(began)
		})
		w.during("alone", func() { time.Sleep(max(took, span)) })
		w.during("it is proven", func() {
			_, _, err := backup.Prove(b.Context(), folder)
			must(b, err)
		})
		must(b, os.RemoveAll(folder))
	}
	w.report(megabytes)
}

// fatten gives a file so many megabytes.
func (s *subject) fatten(megabytes int) {
	s.b.Helper()
	ctx := s.b.Context()
	db, err := store.Open(ctx, s.target, store.Options{})
	must(s.b, err)
	for n := range megabytes {
		must(s.b, db.Tx(ctx, func(q *store.Tx) error {
			form := domain.FormName(fmt.Sprint("ideas/", n))
			return q.SetDraft(ctx, s.who[n%members].ID,
				domain.SavedDraft{Form: form, Fields: map[string]string{"body": strings.Repeat("x", 1<<20)}}, time.Now().UTC())
		}))
	}
	must(s.b, db.Close())
}

// waits are how long people waited for their votes, by what was done meanwhile.
type waits struct {
	*subject
	mu  sync.Mutex
	by  map[string][]time.Duration
	log int64 // how large the log beside the file was at most, in bytes
}

// during lets 16 people vote, each about 60 times a second, until do returns.
func (w *waits) during(what string, do func()) {
	var over atomic.Bool
	var all sync.WaitGroup
	for n := range 16 {
		all.Go(func() {
			for !over.Load() {
				idea, value := w.ballot()
				began := time.Now()
				if _, err := w.direct.Vote(context.Background(), w.who[n], idea, value); err != nil {
					w.b.Error(err)
					return
				}
				w.waited(what, time.Since(began))
				time.Sleep(16 * time.Millisecond)
			}
		})
	}
	do()
	over.Store(true)
	all.Wait()
}

func (w *waits) waited(what string, wait time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.by[what] = append(w.by[what], wait)
	if info, err := os.Stat(w.target + "-wal"); err == nil {
		w.log = max(w.log, info.Size())
	}
}

func (w *waits) report(megabytes int) {
	fmt.Printf("\n%-40s %8s %12s %12s %12s %8s\n", fmt.Sprintf("votes on a file of %d MB, while", megabytes),
		"votes", "median, ms", "p99, ms", "longest, ms", "ratio")
	ms := func(d time.Duration) float64 { return d.Seconds() * 1000 }
	part := func(all []time.Duration, share float64) time.Duration { return all[int(float64(len(all)-1)*share)] }
	for _, all := range w.by {
		slices.Sort(all)
	}
	alone := part(w.by["alone"], 0.99)
	for _, what := range []string{"alone", "a backup is made", "it is proven"} {
		all := w.by[what]
		p99 := part(all, 0.99)
		fmt.Printf("%-40s %8d %12.1f %12.1f %12.1f %7.2f×\n", what, len(all),
			ms(part(all, 0.5)), ms(p99), ms(all[len(all)-1]), float64(p99)/float64(alone))
		w.b.ReportMetric(float64(p99)/float64(alone), strings.ReplaceAll(what, " ", "_")+"_p99_ratio")
	}
	fmt.Printf("%-40s %8d MB\n\n", "the log beside the file, at most", w.log>>20)
}
