// Package bench measures the running server and reports ratios: figures of one
// run on one machine, compared with each other, because the machine itself is
// noisy. `make bench` runs it; no test asserts a time.
package bench

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/markdown"
	"groundswell/internal/store"
)

const (
	members = 512
	spaces  = 5 // so few that a filtered page is full at every size
	// span is how long each figure is measured; rounds take turns, so that a slow
	// moment of the machine hits all of them.
	span   = 300 * time.Millisecond
	rounds = 3
)

// scale is what is compared: SIZE=s shows in minutes that everything runs, m is
// what people run, l is the size that is promised.
var scale = map[string]sizes{
	"s": {ideas: []int{500, 5_000}, products: []int{100, 1_000}, rows: []int{500, 5_000}, searched: []int{1_000, 10_000}, file: 128},
	"m": {ideas: []int{1_000, 100_000}, products: []int{1_000, 10_000}, rows: []int{10_000, 100_000}, searched: []int{10_000, 100_000}, file: 1_024},
	"l": {ideas: []int{1_000, 100_000}, products: []int{1_000, 100_000}, rows: []int{10_000, 100_000}, searched: []int{100_000, 1_000_000}, file: 10_240},
}

// sizes are those of one scale, the smaller first; rows are of imported files, file is how
// large the one is that is backed up, in megabytes.
type sizes struct {
	ideas, products, rows, searched []int
	file                            int
}

// asked is the scale of this run.
func asked(b *testing.B) sizes {
	b.Helper()
	size := os.Getenv("SIZE")
	if size == "" {
		size = "m"
	}
	all, known := scale[size]
	if !known {
		b.Fatalf("SIZE is s, m or l, not %q", size)
	}
	return all
}

// server is the binary that is measured.
func server(b *testing.B) string {
	b.Helper()
	binary, err := filepath.Abs(filepath.Join("..", "..", "bin", "groundswell"))
	if err == nil {
		_, err = os.Stat(binary)
	}
	if err != nil {
		b.Fatalf("build first (make build): %v", err)
	}
	return binary
}

// BenchmarkShape starts the real server on files of ideas of both sizes.
func BenchmarkShape(b *testing.B) {
	var all []*subject
	for _, size := range asked(b).ideas {
		all = append(all, newSubject(b, server(b), size))
	}
	for range b.N {
		for range rounds {
			for _, s := range all {
				s.measure()
			}
		}
	}
	report(b, "ideas", figures, all)
	compare(all, [][2]string{
		{"echo with the same bytes", "guest's feed"}, {"guest's feed", readWhileVoting}, {"guest's feed", "member's feed"},
		{"echo saying hello", "member's feed"},
		{"member's feed", "member's feed, drawn anew"}, {"idea page", "idea page, drawn anew"},
		{"votes of a small program, 16 connections", "votes over HTTP, 16 connections"},
		{"votes of a small program, 256 connections", "votes over HTTP, 256 connections"},
	})
	reportWaits(all, "votes over HTTP, 16 connections", "votes of a small program, 16 connections",
		"votes over HTTP, 256 connections", "votes of a small program, 256 connections")
}

// figures are what is measured, in the order of the report.
var figures = []string{
	"guest's feed", readWhileVoting, "echo with the same bytes", "echo saying hello", "member's feed", "member's feed, drawn anew",
	"idea page", "idea page, drawn anew", "filtered feed, drawn anew", "common tag, drawn anew",
	"tag that few have, drawn anew", "tag of the past, drawn anew", "author's list, drawn anew",
	"top of 7 days, drawn anew", "top of 365 days in a space, drawn anew", "discover, drawn anew",
	"votes over HTTP, 16 connections", "votes over HTTP, 256 connections",
	"votes of a small program, 16 connections", "votes of a small program, 256 connections",
	"votes without HTTP, 16 at once", "votes without HTTP, 256 at once",
}

// subject is a server on a database of one size.
type subject struct {
	b          *testing.B
	size       int
	target     string // the database
	url        string
	plain      string // of plainReading
	plainVotes string // of plainVoting
	tokens     []string
	who        []domain.Actor
	direct     *app.App // on a database of its own, of the same size
	rates      map[string][]float64
	waits      map[string][]time.Duration // of every request
}

func newSubject(b *testing.B, binary string, size int) *subject {
	b.Helper()
	dir := b.TempDir()
	served, direct := filepath.Join(dir, "served.db"), filepath.Join(dir, "direct.db")
	s := &subject{b: b, size: size, rates: map[string][]float64{}, waits: map[string][]time.Duration{}}
	s.seed(served)
	copyFile(b, served, direct)
	db, err := store.Open(b.Context(), direct, store.Options{})
	must(b, err)
	b.Cleanup(func() { db.Close() })
	clock := func() time.Time { return time.Now().UTC() }
	s.direct = app.New(db, clock).Unlimited(clock)
	s.start(binary, served)
	s.plain = startSmall(b, "reading", s.url)
	small := filepath.Join(dir, "plain.db")
	copyFile(b, direct, small)
	s.plainVotes = startSmall(b, "votes", small)
	return s
}

// seed fills a database with ideas whose votes lie in the last weeks.
func (s *subject) seed(path string) {
	s.b.Helper()
	ctx := context.Background()
	db, err := store.Open(ctx, path, store.Options{})
	must(s.b, err)
	_, err = db.Migrate(ctx)
	must(s.b, err)
	now := time.Now().UTC()
	s.seedMembers(ctx, db, now)
	must(s.b, db.Tx(ctx, func(q *store.Tx) error {
		for i := range spaces {
			if _, err := q.CreateSpace(ctx, domain.Space{Slug: fmt.Sprint("space-", i), Name: fmt.Sprint("Space ", i)}, now); err != nil {
				return err
			}
		}
		return nil
	}))
	chance := rand.New(rand.NewPCG(7, uint64(s.size)))
	for from := 0; from < s.size; from += 2000 {
		must(s.b, db.Tx(ctx, func(q *store.Tx) error {
			for n := from; n < min(from+2000, s.size); n++ {
				if err := s.seedIdea(ctx, q, chance, n, now); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	s.finish(ctx, db, now)
}

// seedMembers adds members with a session each.
func (s *subject) seedMembers(ctx context.Context, db *store.DB, now time.Time) {
	s.b.Helper()
	must(s.b, db.Tx(ctx, func(q *store.Tx) error {
		s.tokens, s.who = nil, nil
		for i := range members {
			id, err := q.CreateMember(ctx, domain.Member{Name: fmt.Sprint("Member ", i), Email: fmt.Sprintf("m%d@example.org", i),
				Role: domain.Customer, Created: now, Confirmed: now})
			if err != nil {
				return err
			}
			token := fmt.Sprint("token", i)
			if err := q.CreateSession(ctx, app.HashToken(token), domain.Member{ID: id}, "bench", now); err != nil {
				return err
			}
			who, _, _, err := q.SessionActor(ctx, app.HashToken(token))
			if err != nil {
				return err
			}
			s.tokens, s.who = append(s.tokens, token), append(s.who, who)
		}
		return nil
	}))
}

// finish lifts the limits, counts what the clock would count, and closes the file.
func (s *subject) finish(ctx context.Context, db *store.DB, now time.Time) {
	s.b.Helper()
	a := app.New(db, func() time.Time { return now })
	must(s.b, a.SetSettings(ctx, domain.System, domain.Settings{
		domain.LimitVotesMinute: "1000000", domain.LimitVotesDay: "1000000", domain.LimitRatingsDay: "1000000",
		domain.LimitPagesSecond: "1000000", domain.LimitPagesBurst: "1000000",
	}))
	must(s.b, a.CountFigures(ctx))
	must(s.b, db.Close())
}

func (s *subject) seedIdea(ctx context.Context, q *store.Tx, chance *rand.Rand, n int, now time.Time) error {
	body := strings.Repeat("What happens today and what should happen instead. ", 1+chance.IntN(12))
	id, err := q.CreateIdea(ctx, store.NewIdea{Idea: domain.Idea{
		Title: fmt.Sprintf("Idea number %d about something that matters", n), Body: body, HTML: "<p>" + body + "</p>",
		Excerpt: body[:50], Language: "en",
		Space: domain.Space{ID: int64(1 + n%spaces)}, Author: domain.MemberRef{ID: s.authorOf(n)}, Status: domain.Statuses[n%9],
		Created: now.Add(-time.Duration(n) * time.Minute), Tags: tagsOf(n, s.size),
	}, HTMLVersion: markdown.Version, Digest: []byte{1}})
	if err != nil {
		return err
	}
	for range chance.IntN(6) {
		at := now.AddDate(0, 0, -chance.IntN(20))
		ballot, err := q.Ballot(ctx, s.who[chance.IntN(members)], id)
		if err != nil {
			return err
		}
		if _, err := q.SetVote(ctx, ballot, domain.Promote, at); err != nil {
			return err
		}
	}
	return nil
}

func (s *subject) start(binary, path string) {
	s.b.Helper()
	s.url = launch(s.b, exec.Command(binary, "serve", "--database="+path, "--addr=127.0.0.1:0"), "Groundswell is at ")
	s.settle(path)
}

// settle waits until the server has done what a new database gives it to do, such as
// finding the words of all ideas: beside that nothing can be measured.
func (s *subject) settle(path string) {
	s.b.Helper()
	db, err := store.Open(s.b.Context(), path, store.Options{Existing: true})
	must(s.b, err)
	defer db.Close()
	for quiet := 0; quiet < 4; time.Sleep(250 * time.Millisecond) {
		health, err := db.Reader().Health(s.b.Context(), time.Now())
		must(s.b, err)
		quiet++
		for _, lane := range health.Lanes {
			if lane.Due > 0 {
				quiet = 0
			}
		}
	}
}

// measure takes every figure once.
func (s *subject) measure() {
	s.measureReading()
	for _, workers := range []int{16, 256} {
		s.rate(fmt.Sprintf("votes over HTTP, %d connections", workers), workers, s.vote)
		s.rate(fmt.Sprintf("votes of a small program, %d connections", workers), workers, func(worker int) error {
			idea, value := s.ballot()
			return s.send(http.MethodPost, fmt.Sprintf("%s/ideas/%d/vote", s.plainVotes, idea), fmt.Sprint(s.who[worker].ID),
				fmt.Sprint("value=", int(value)))
		})
		s.rate(fmt.Sprintf("votes without HTTP, %d at once", workers), workers, func(worker int) error {
			idea, value := s.ballot()
			_, err := s.direct.Vote(context.Background(), s.who[worker], idea, value)
			return err
		})
	}
}

// vote sends a vote to the server.
func (s *subject) vote(worker int) error {
	idea, value := s.ballot()
	return s.send(http.MethodPost, fmt.Sprintf("%s/ideas/%d/vote", s.url, idea), s.tokens[worker], fmt.Sprint("value=", int(value)))
}

// shown is how many ideas the first pages of the lists show.
const shown = 100

// ballot draws an open idea and a vote on it: four of five votes go to what the
// lists show, as people vote, the fifth to any idea at all. Nobody demotes, for
// some are the voter's own.
func (s *subject) ballot() (int64, domain.Vote) {
	open := s.size / 9 // every ninth is new
	n := rand.IntN(open)
	if rand.IntN(5) > 0 {
		n = rand.IntN(min(shown, open))
	}
	return int64(n*9 + 1), domain.Vote(rand.IntN(2))
}

var client = &http.Client{
	Transport:     &http.Transport{MaxIdleConnsPerHost: 300, DisableCompression: true},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

func (s *subject) send(method, url, token, body string) error {
	return s.want(http.StatusOK, method, url, token, body)
}

// post sends a form whose answer for HTMX says where to go.
func (s *subject) post(url, token, body string) error {
	return s.want(http.StatusNoContent, http.MethodPost, url, token, body)
}

func (s *subject) want(status int, method, url, token, body string, header ...string) error {
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Accept-Encoding", "gzip")
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	if token != "" {
		req.AddCookie(&http.Cookie{Name: "sid", Value: token})
	}
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Origin", s.url)
		req.Header.Set("HX-Request", "true")
	}
	res, err := client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		return err
	}
	if res.StatusCode != status {
		return fmt.Errorf("%s %s: %s", method, url, res.Status)
	}
	return nil
}

// rate runs do in so many workers for a span and notes how many were done a
// second.
func (s *subject) rate(name string, workers int, do func(worker int) error) {
	var failed atomic.Pointer[error]
	start := time.Now()
	waits := make([][]time.Duration, workers)
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			for begun := time.Since(start); begun < span && failed.Load() == nil; {
				if err := do(w); err != nil {
					failed.Store(&err)
					return
				}
				end := time.Since(start)
				waits[w] = append(waits[w], end-begun)
				begun = end
			}
		})
	}
	all.Wait()
	took := time.Since(start)
	if err := failed.Load(); err != nil {
		s.b.Fatalf("%s at %d: %v", name, s.size, *err)
	}
	of := slices.Concat(waits...)
	s.rates[name] = append(s.rates[name], float64(len(of))/took.Seconds())
	if s.waits != nil {
		s.waits[name] = append(s.waits[name], of...)
	}
}

// median is the figure of a name over all rounds.
func (s *subject) median(name string) float64 {
	all := s.rates[name]
	sort.Float64s(all)
	return all[len(all)/2]
}

// report prints every figure at both sizes, and how many times slower the larger
// one is.
func report(b *testing.B, of string, figures []string, all []*subject) {
	small, large := all[0], all[1]
	fmt.Printf("\n%-44s %16s %16s %8s\n", fmt.Sprintf("a second, median of %d", len(small.rates[figures[0]])),
		fmt.Sprint(small.size, " ", of), fmt.Sprint(large.size, " ", of), "ratio")
	for _, name := range figures {
		a, c := small.median(name), large.median(name)
		fmt.Printf("%-44s %16.0f %16.0f %7.2f×\n", name, a, c, a/c)
		b.ReportMetric(a/c, strings.NewReplacer(" ", "_", ",", "", "'", "").Replace(name)+"_ratio")
	}
}

// compare prints how many times faster one figure is than another.
func compare(all []*subject, pairs [][2]string) {
	small, large := all[0], all[1]
	fmt.Printf("\n%-70s %8s %8s\n", "compared with each other", fmt.Sprint(small.size), fmt.Sprint(large.size))
	for _, pair := range pairs {
		fmt.Printf("%-70s %7.1f× %7.1f×\n", pair[0]+" / "+pair[1], small.median(pair[0])/small.median(pair[1]),
			large.median(pair[0])/large.median(pair[1]))
	}
	fmt.Println()
}

func must(b testing.TB, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func copyFile(b *testing.B, from, to string) {
	b.Helper()
	content, err := os.ReadFile(from)
	must(b, err)
	must(b, os.WriteFile(to, content, 0o600))
}
