package bench

import (
	"context"
	crand "crypto/rand"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/search"
	"groundswell/internal/store"
)

// commonWord is in every third idea; left and right are in four of ten each, never in the
// same one.
const commonWord, leftWord, rightWord = "fan", "north", "south"

// BenchmarkSearch searches communities of two sizes and says how long the slowest of a
// hundred takes, in milliseconds, beside the plain question of FTS5 for the newest texts
// that have a common word; and what keeping the index adds to a submission.
func BenchmarkSearch(b *testing.B) {
	sizes := asked(b).searched
	small, large := newSearched(b, sizes[0]), newSearched(b, sizes[1])
	for range b.N {
		for range rounds {
			for _, s := range []*searched{small, large} {
				s.measureSearch()
			}
		}
	}
	fmt.Printf("\n%-44s %26s %26s\n", "ms: slowest of a hundred (median), processor", fmt.Sprint(small.size, " ideas"),
		fmt.Sprint(large.size, " ideas"))
	for _, name := range small.order {
		fmt.Printf("%-44s", name)
		for _, s := range []*searched{small, large} {
			fmt.Printf(" %6.2f (%5.2f) %5.2f (%4.2f)", s.worst(name), s.middle(name), s.worst("processor: "+name), s.middle("processor: "+name))
		}
		fmt.Println()
		b.ReportMetric(large.worst("processor: "+name), strings.NewReplacer(" ", "_", ",", "").Replace(name)+"_p99_ms")
	}
	small.upkeep()
	large.upkeep()
}

// searched is a database that is searched.
type searched struct {
	*subject
	db    *store.DB
	plain *sql.DB
	words []string
	times map[string][]float64
	order []string
}

func newSearched(b *testing.B, size int) *searched {
	b.Helper()
	ctx := context.Background()
	path := filepath.Join(b.TempDir(), "searched.db")
	db, err := store.Open(ctx, path, store.Options{})
	must(b, err)
	b.Cleanup(func() { must(b, db.Close()) })
	_, err = db.Migrate(ctx)
	must(b, err)
	s := &searched{subject: &subject{b: b, size: size, direct: app.New(db, time.Now).Unlimited(time.Now)}, db: db,
		times: map[string][]float64{}}
	s.seedMembers(ctx, db, time.Now())
	must(b, s.direct.OpenFirstSpace(ctx))
	s.plain, err = sql.Open("sqlite3", "file:"+path+"?_query_only=true")
	must(b, err)
	b.Cleanup(func() { s.plain.Close() })
	s.seedTexts(ctx)
	return s
}

// seedTexts submits ideas of words that are as unequally common as those of a language.
func (s *searched) seedTexts(ctx context.Context) {
	s.b.Helper()
	chance := rand.New(rand.NewPCG(11, uint64(s.size)))
	for range 30_000 {
		s.words = append(s.words, madeUp(chance))
	}
	often := rand.NewZipf(chance, 1.1, 8, uint64(len(s.words)-1))
	now := time.Now().UTC()
	for from := 0; from < s.size; from += 2000 {
		must(s.b, s.db.Tx(ctx, func(q *store.Tx) error {
			for n := from; n < min(from+2000, s.size); n++ {
				if err := s.seedText(ctx, q, chance, often, n, now); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	for more := true; more; {
		must(s.b, s.direct.CountTerms(ctx))
		left, err := s.db.Reader().UncountedTexts(ctx, 1)
		must(s.b, err)
		more = len(left) > 0
	}
}

func madeUp(chance *rand.Rand) string {
	var word strings.Builder
	for range 2 + chance.IntN(3) {
		word.WriteByte("bdfgklmnprstvz"[chance.IntN(14)])
		word.WriteByte("aeiou"[chance.IntN(5)])
	}
	return word.String() + "k"
}

func (s *searched) seedText(ctx context.Context, q *store.Tx, chance *rand.Rand, often *rand.Zipf, n int, now time.Time) error {
	text := func(words int) []string {
		all := make([]string, words)
		for i := range all {
			all[i] = s.words[often.Uint64()]
		}
		return all
	}
	title, body := text(5+chance.IntN(4)), text(30+chance.IntN(60))
	if n%3 == 0 {
		body[0] = commonWord
	}
	if n%30 == 0 {
		title[0] = commonWord
	}
	body[1] = []string{leftWord, rightWord, leftWord, rightWord, "east"}[n%5]
	tokens := func(words []string) (all []search.Token) {
		for _, word := range words {
			all = append(all, search.Token{Term: word, Weight: 1})
		}
		return all
	}
	words := strings.Join(body, " ")
	_, err := q.CreateIdea(ctx, store.NewIdea{Idea: domain.Idea{
		Title: strings.Join(title, " "), Body: words, HTML: "<p>" + words + "</p>", Excerpt: words[:50], Language: "en",
		Space: domain.Space{ID: 1}, Author: domain.MemberRef{ID: s.authorOf(n)}, Status: domain.Statuses[n%8],
		Created: now.Add(-time.Duration(s.size-n) * time.Minute), Carried: chance.Int64N(500),
	}, Digest: []byte{1}, Terms: store.Terms{Title: tokens(title), Body: tokens(body)}})
	return err
}

// measureSearch asks each kind of question a hundred times.
func (s *searched) measureSearch() {
	rare := func() string { return s.words[20_000+rand.IntN(10_000)] }
	some := func() string { return s.words[50+rand.IntN(2_000)] }
	often := func() string { return s.words[rand.IntN(20)] }
	s.ask("a word in a third of all ideas", func() string { return commonWord })
	s.ask("a word that few have", rare)
	s.ask("three words in many ideas", func() string { return commonWord + " " + often() + " " + often() })
	s.ask("two words that never meet", func() string { return leftWord + " " + rightWord })
	s.ask("two common words and a rare one", func() string { return commonWord + " " + often() + " " + rare() })
	s.ask("ten words", func() string {
		return strings.Join([]string{commonWord, leftWord, often(), often(), some(), some(), some(), some(), rare(), rare()}, " ")
	})
	s.ask("a word that is mistyped", func() string {
		word := rare()
		return word[:2] + word[3:4] + word[2:3] + word[4:]
	})
	s.askIn("a word in a third, shipped alone", func() string { return commonWord },
		domain.SearchFilter{Statuses: []domain.Status{domain.StatusShipped}})
	s.time("similar, while a title is typed", func() error {
		title := strings.Join([]string{commonWord, often(), some(), some(), rare()}, " ")
		query := s.db.Reader().Understand(title, &domain.Community{})
		_, err := s.db.Reader().Similar(context.Background(), query, title, 0, domain.SimilarMax)
		return err
	})
	s.time("plain FTS5, newest 120 with a common word", func() error {
		rows, err := s.plain.Query("SELECT rowid FROM search_index WHERE search_index MATCH ? ORDER BY rowid DESC LIMIT 120", commonWord)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
		}
		return rows.Err()
	})
}

func (s *searched) ask(name string, typed func() string) { s.askIn(name, typed, domain.SearchFilter{}) }

func (s *searched) askIn(name string, typed func() string, f domain.SearchFilter) {
	f.Kind = domain.FindIdeas
	s.time(name, func() error {
		read := s.db.Reader()
		_, _, err := read.Search(context.Background(), domain.Nobody, read.Understand(typed(), &domain.Community{}), f)
		return err
	})
}

// time runs something a hundred times and keeps how long each took, in milliseconds, and
// how long it kept the processor: the machine has other work.
func (s *searched) time(name string, do func() error) {
	s.b.Helper()
	if s.times[name] == nil {
		s.order = append(s.order, name)
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for range 100 {
		start, used := time.Now(), processor()
		must(s.b, do())
		s.times[name] = append(s.times[name], float64(time.Since(start).Microseconds())/1000)
		s.times["processor: "+name] = append(s.times["processor: "+name], (processor()-used)*1000)
	}
}

// processor is how long this thread has kept a processor, in seconds.
func processor() float64 {
	const ofThread = 3 // CLOCK_THREAD_CPUTIME_ID
	var used syscall.Timespec
	syscall.Syscall(syscall.SYS_CLOCK_GETTIME, ofThread, uintptr(unsafe.Pointer(&used)), 0)
	return float64(used.Nano()) / 1e9
}

func (s *searched) worst(name string) float64  { return s.quantile(name, 0.99) }
func (s *searched) middle(name string) float64 { return s.quantile(name, 0.5) }

func (s *searched) quantile(name string, q float64) float64 {
	all := slices.Sorted(slices.Values(s.times[name]))
	return all[int(q*float64(len(all)-1))]
}

// upkeep compares submissions with those to a database that keeps nothing for search: the
// terms are made in both, and measured alone.
func (s *searched) upkeep() {
	_, err := s.plain.Exec("PRAGMA query_only = OFF")
	must(s.b, err)
	terms := s.submissions(func(d domain.Draft) {
		words := s.db.Reader().Words()
		words.Learn(d.Title + ".\n" + d.Body)
		words.Tokens(d.Title, "en")
		words.Tokens(d.Body, "en")
	})
	submit := func(d domain.Draft) {
		_, err := s.direct.SubmitIdea(context.Background(), s.who[rand.IntN(members)], d)
		must(s.b, err)
	}
	with := s.submissions(submit)
	for _, table := range []string{"search_index_terms", "search_index", "search_docs"} {
		_, err := s.plain.Exec("DROP TABLE " + table)
		must(s.b, err)
	}
	for _, nothing := range []string{
		"CREATE VIEW search_index AS SELECT 0 AS rowid, '' AS terms",
		"CREATE VIEW search_docs AS SELECT 0 AS id, 0 AS kind, 0 AS thing_id, 0 AS idea_id, '' AS title, '' AS body, 0 AS title_sum, 0 AS body_sum, 0 AS version, FALSE AS counted",
		"CREATE TRIGGER no_index INSTEAD OF INSERT ON search_index BEGIN SELECT 1; END",
		"CREATE TRIGGER no_docs INSTEAD OF INSERT ON search_docs BEGIN SELECT 1; END",
	} {
		_, err := s.plain.Exec(nothing)
		must(s.b, err)
	}
	without := s.submissions(submit) - terms
	fmt.Printf("%d ideas: a submission takes %.0f µs, its terms %.0f µs more, keeping them %.0f µs: %.0f %% on top\n",
		s.size, without, terms, with-without-terms, 100*(with-without)/without)
	s.b.ReportMetric(100*(with-without)/without, fmt.Sprintf("upkeep_percent_at_%d", s.size))
}

// submissions does something with a new draft many times and returns the microseconds of
// processor that one took in the best round.
func (s *searched) submissions(do func(domain.Draft)) float64 {
	best := 1e9
	for range rounds {
		drafts := make([]domain.Draft, 300)
		for i := range drafts {
			words := make([]string, 70)
			for w := range words {
				words[w] = s.words[rand.IntN(len(s.words))]
			}
			drafts[i] = domain.Draft{Title: strings.Join(words[:6], " "), Body: strings.Join(words[6:], " "), SpaceID: 1, Nonce: crand.Text()}
		}
		start := processors()
		for _, d := range drafts {
			do(d)
		}
		best = min(best, (processors()-start)*1e6/float64(len(drafts)))
	}
	return best
}

// processors is how long this process has kept processors, in seconds.
func processors() float64 {
	var used syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return float64(used.Utime.Nano()+used.Stime.Nano()) / 1e9
}
