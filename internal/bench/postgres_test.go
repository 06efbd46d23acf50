package bench

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"net/http"
	"runtime"
	"testing"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store/storetest"
)

// manyIdeas are how many BenchmarkPostgres has, of which four of nine are open: so many
// that those who vote at once seldom meet on one.
const manyIdeas = 9_000

// BenchmarkPostgres compares votes on PostgreSQL, which writes to disk here, with
// those on SQLite, and two servers on one database with one.
func BenchmarkPostgres(b *testing.B) {
	binary, size := server(b), manyIdeas
	b.Cleanup(storetest.Stop)
	target := storetest.Postgres(b)
	makeDurable(b, target)
	one, file := seeded(b, target, size), seeded(b, b.TempDir()+"/served.db", size)
	one.start(binary, target)
	file.start(binary, file.target)
	other := *one
	other.start(binary, target)
	var went [2]string // where the processor time went, with one server and with two
	measured := func(name string, do func(worker int) error) string {
		before, start := spent(), time.Now()
		one.rate(name, 64, do)
		took := time.Since(start)
		all := one.rates[name]
		return shares(before, spent(), took, all[len(all)-1]*took.Seconds(), "groundswell", "postgres", "generator")
	}
	for range b.N {
		for range rounds {
			for _, s := range []*subject{one, file} {
				s.rate("one hot idea", 64, s.hotVote)
			}
			file.rate("different ideas", 64, file.coldVote)
			went[0] = measured("different ideas", one.coldVote)
			went[1] = measured("different ideas, two servers", func(worker int) error {
				return []*subject{one, &other}[worker%2].coldVote(worker)
			})
		}
	}
	fmt.Printf("\n%-44s %16s %16s %8s\n",
		fmt.Sprintf("votes of 64 over HTTP, median of %d", rounds), "PostgreSQL", "SQLite", "ratio")
	for _, name := range []string{"one hot idea", "different ideas"} {
		p, l := one.median(name), file.median(name)
		fmt.Printf("%-44s %16.0f %16.0f %7.2f×\n", name, p, l, p/l)
	}
	two, alone := one.median("different ideas, two servers"), one.median("different ideas")
	fmt.Printf("%-44s %16.0f %16s %7.2f×\n", "different ideas, two servers / one", two, "", two/alone)
	fmt.Printf("of %d processors, and for a vote, in the last round\n  one server:  %s\n  two servers: %s\n\n",
		runtime.NumCPU(), went[0], went[1])
}

// seeded is a database with ideas that nothing serves yet.
func seeded(b *testing.B, target string, size int) *subject {
	b.Helper()
	s := &subject{b: b, size: size, target: target, rates: map[string][]float64{}}
	s.seed(target)
	return s
}

// makeDurable undoes what makes the tests' server fast.
func makeDurable(b *testing.B, target string) {
	b.Helper()
	db, err := sql.Open("pgx", target)
	must(b, err)
	defer db.Close()
	for _, statement := range []string{"ALTER SYSTEM SET fsync = on", "SELECT pg_reload_conf()"} {
		_, err := db.Exec(statement)
		must(b, err)
	}
}

func (s *subject) hotVote(worker int) error { return s.voteOn(worker, 1) }

// coldVote votes on any open idea.
func (s *subject) coldVote(worker int) error {
	return s.voteOn(worker, int64(1+9*rand.IntN(s.size/9)+rand.IntN(len(domain.OpenStatuses))))
}

func (s *subject) voteOn(worker int, idea int64) error {
	value := int(domain.Vote(rand.IntN(2)))
	url := fmt.Sprintf("%s/ideas/%d/vote", s.url, idea)
	return s.send(http.MethodPost, url, s.tokens[worker], fmt.Sprint("value=", value))
}
