package bench

import (
	"context"
	"math"
	"path/filepath"
	"testing"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

var deskFigures = []string{
	"first page of the desk", "page in the middle of the desk", "page of the desk of a kind", "page of the log",
	"counts and load of the desk",
}

// BenchmarkDesk compares the moderators' desk of 100 rows that wait, with as many decided
// ones in its log, with one of 100,000. It needs no server. What waits is counted up to
// domain.DeskCountMax of each kind: there the larger desk has more to count.
func BenchmarkDesk(b *testing.B) {
	small, large := newDesk(b, 100), newDesk(b, 100_000)
	for range b.N {
		for range rounds {
			for _, s := range []desked{small, large} {
				s.measureDesk()
			}
		}
	}
	report(b, "rows", deskFigures, []*subject{small.subject, large.subject})
}

// desked is a subject with a desk of a size.
type desked struct {
	*subject
	read *store.Reader
	now  time.Time
}

func newDesk(b *testing.B, rows int) desked {
	b.Helper()
	ctx := context.Background()
	db, err := store.Open(ctx, filepath.Join(b.TempDir(), "desk.db"), store.Options{})
	must(b, err)
	b.Cleanup(func() { must(b, db.Close()) })
	_, err = db.Migrate(ctx)
	must(b, err)
	s := desked{&subject{b: b, size: rows, rates: map[string][]float64{}}, db.Reader(), time.Now().UTC()}
	s.seedMembers(ctx, db, s.now)
	const batch = 1000
	for from := 0; from < 2*rows; from += batch {
		must(b, db.Tx(ctx, func(q *store.Tx) error {
			for n := from; n < min(from+batch, 2*rows); n++ {
				if err := s.addRow(ctx, q, n); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	return s
}

// addRow brings the nth row to the desk; every second is decided.
func (s desked) addRow(ctx context.Context, q *store.Tx, n int) error {
	kind := domain.DeskKinds[n/2%len(domain.DeskKinds)]
	at := s.now.Add(-time.Duration(n) * time.Second)
	id, err := q.OpenDeskRow(ctx, domain.DeskRow{Kind: kind, Part: domain.PartIdea, Subject: int64(n + 1),
		Harm: domain.DeskHarm(kind, int64(n%1000)), Created: at})
	if err != nil || n%2 == 0 {
		return err
	}
	return q.DecideDeskRow(ctx, id, s.who[n%members].ID, kind.Decisions()[0].Do, at)
}

// measureDesk reads pages of the desk as its handler does.
func (s desked) measureDesk() {
	ctx := context.Background()
	page := func(f domain.DeskFilter) func(int) error {
		return func(int) error {
			_, err := s.read.DeskRows(ctx, f)
			return err
		}
	}
	middle := domain.Cursor{Key: float64(domain.DeskHarm(domain.DeskApproval, 500)), ID: math.MaxInt64}
	s.rate(deskFigures[0], 1, page(domain.DeskFilter{}))
	s.rate(deskFigures[1], 1, page(domain.DeskFilter{After: middle}))
	s.rate(deskFigures[2], 1, page(domain.DeskFilter{Kind: domain.DeskFlag}))
	s.rate(deskFigures[3], 1, page(domain.DeskFilter{Decided: true}))
	s.rate(deskFigures[4], 1, func(int) error {
		if _, err := s.read.DeskCounts(ctx, nil); err != nil {
			return err
		}
		_, err := s.read.DeskLoad(ctx, s.now)
		return err
	})
}
