package bench

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// inStore finds as the site does: in a database, among a capped set of candidates.
func inStore(tb testing.TB, db *store.DB, ideas []written) func(typed string) []int64 {
	ctx, clock := context.Background(), time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	a := app.New(db, func() time.Time { return clock }).Unlimited(func() time.Time { return clock })
	must(tb, a.OpenFirstSpace(ctx))
	key := 0
	for batch := range slices.Chunk(ideas, app.ImportBatch) {
		var rows []app.PreparedIdea
		for _, idea := range batch {
			key++
			prepared, err := app.PrepareIdea(domain.ImportedIdea{
				Key: fmt.Sprint(key), Title: idea.title, Body: idea.text, Created: clock, Status: domain.StatusNew,
			}, domain.TextPlain)
			must(tb, err)
			rows = append(rows, prepared)
		}
		_, err := a.ImportIdeas(ctx, domain.System, "set", rows)
		must(tb, err)
	}
	ids := make([]int64, len(ideas))
	for i := range ids {
		ids[i] = int64(i + 1)
	}
	for some := range slices.Chunk(ids, 50) {
		must(tb, a.IndexTexts(ctx, domain.IndexTexts{Of: domain.FindIdeas, IDs: some}))
	}
	must(tb, a.CountTerms(ctx))
	read := db.Reader()
	community, err := read.Community(ctx, clock)
	must(tb, err)
	return func(typed string) []int64 {
		similar, err := read.Similar(ctx, read.Understand(typed, community), typed, 0, 20)
		must(tb, err)
		return similar
	}
}

// TestSimilarIdeasAreFoundInTheStore: the candidates that the index gives are enough but
// for a few, which stand fifth when all are looked at, and both engines find the same ideas in the same order. It takes its time to write 2,161
// ideas to each.
func TestSimilarIdeasAreFoundInTheStore(t *testing.T) {
	pairs, ideas := similarSet(t)
	t.Cleanup(storetest.Stop)
	memory := recallOf(pairs, engine(ideas))
	found := map[string][]string{}
	for name, target := range map[string]func(testing.TB) string{"SQLite": storetest.SQLite, "PostgreSQL": storetest.Postgres} {
		t.Run(name, func(t *testing.T) {
			find := inStore(t, storetest.Open(t, target(t)), ideas)
			r := recallOf(pairs, func(typed string) []int64 {
				ids := find(typed)
				found[name] = append(found[name], fmt.Sprint(typed, ": ", ids))
				return ids
			})
			t.Logf("%.3f, in memory %.3f", r, memory)
			if r.five < memory.five-0.04 || r.mrr < memory.mrr-0.03 {
				t.Errorf("the store finds %.3f, and in memory it is %.3f", r, memory)
			}
		})
	}
	for i, want := range found["SQLite"] {
		if i < len(found["PostgreSQL"]) && found["PostgreSQL"][i] != want {
			t.Errorf("SQLite finds %s, PostgreSQL %s", want, found["PostgreSQL"][i])
		}
	}
}
