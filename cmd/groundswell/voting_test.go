package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// storm is members who each promote every idea, at whatever server there is. A vote that
// was not answered with success, of which nobody knows whether it counted, is cast again:
// member, idea and value are its key.
type storm struct {
	t        *testing.T
	tokens   []string
	ideas    []int64
	calm     bool  // no vote had to be cast again
	others   int64 // votes that each idea has besides: its author's
	mu       sync.Mutex
	servers  []*process
	answered atomic.Int64           // votes answered with success
	again    atomic.Int64           // tries that were not
	odd      atomic.Pointer[string] // an answer that was neither success nor "come back"
	some     chan struct{}          // poked with each answer
}

func newStorm(t *testing.T, tokens []string, ideas []int64) *storm {
	return &storm{t: t, tokens: tokens, ideas: ideas, others: 1, some: make(chan struct{}, 1)}
}

// at names the servers that votes go to from now on.
func (s *storm) at(servers ...*process) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.servers = servers
}

func (s *storm) server(n int) *process {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.servers[n%len(s.servers)]
}

// begin lets everybody vote; the channel is closed when each vote was answered with
// success, or time is up.
func (s *storm) begin(ctx context.Context) (ended <-chan struct{}) {
	var all sync.WaitGroup
	for n, token := range s.tokens {
		all.Go(func() {
			for i := range s.ideas {
				s.cast(ctx, n, token, s.ideas[(i+n)%len(s.ideas)])
			}
		})
	}
	done := make(chan struct{})
	go func() { all.Wait(); close(done) }()
	return done
}

// cast casts a vote until it is answered with success.
func (s *storm) cast(ctx context.Context, n int, token string, idea int64) {
	pause := time.NewTicker(50 * time.Millisecond)
	defer pause.Stop()
	for try := n; ctx.Err() == nil; try++ {
		got, err := s.server(try).try(ctx, token, fmt.Sprintf("/ideas/%d/vote", idea), url.Values{"value": {"1"}})
		if err == nil && got.status >= 400 && got.status != http.StatusServiceUnavailable {
			odd := fmt.Sprintf("%d: %s", got.status, got.body)
			s.odd.Store(&odd)
		}
		if err == nil && got.status < 400 {
			s.answered.Add(1)
			select {
			case s.some <- struct{}{}:
			default:
			}
			return
		}
		s.again.Add(1)
		<-pause.C
	}
}

// wait waits until so many votes were answered.
func (s *storm) wait(ctx context.Context, votes int) {
	s.t.Helper()
	for s.answered.Load() < int64(votes) {
		select {
		case <-s.some:
		case <-ctx.Done():
			s.t.Fatalf("only %d votes were answered", s.answered.Load())
		}
	}
}

// allThere holds a database against the votes that were answered: each counts once.
func (s *storm) allThere(ctx context.Context, db *store.DB) {
	s.t.Helper()
	if want := int64(len(s.tokens) * len(s.ideas)); s.answered.Load() != want {
		s.t.Errorf("%d of %d votes were answered", s.answered.Load(), want)
	}
	for _, id := range s.ideas {
		idea, err := db.Reader().IdeaFor(ctx, domain.Nobody, id, 0)
		if err != nil {
			s.t.Fatal(err)
		}
		if want := int64(len(s.tokens)) + s.others; idea.Promotes != want {
			s.t.Errorf("idea %d has %d votes, want %d", id, idea.Promotes, want)
		}
	}
	if wrong, err := db.Reader().CheckCounts(ctx); err != nil || len(wrong) > 0 {
		s.t.Errorf("%v, %v", wrong, err)
	}
	if _, err := db.Reader().CheckAudit(ctx); err != nil {
		s.t.Error(err)
	}
	if odd := s.odd.Load(); odd != nil {
		s.t.Errorf("a vote was answered %s", *odd)
	}
	if !s.calm && s.again.Load() == 0 {
		s.t.Error("nothing was missed: there was no storm")
	}
	s.t.Logf("%d votes were answered, %d were cast again", s.answered.Load(), s.again.Load())
}
