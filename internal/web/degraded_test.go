package web_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store/storetest"
)

// While PostgreSQL is killed under load, and as long as it is away, nobody meets an
// error of ours: pages and votes answer 503 and say when to come back, /readyz tells the
// proxy. Once it is back, so is the site, by itself. It takes seconds: a server of its
// own is made, killed and started again.
func TestPostgresIsKilledUnderLoad(t *testing.T) {
	mortal := storetest.NewMortal(t)
	s := newSite(t, storetest.Open(t, mortal.Target))
	s.must(s.app.SetSettings(t.Context(), domain.System,
		domain.Settings{domain.LimitVotesMinute: "1000000", domain.LimitVotesDay: "1000000"}))
	id := s.idea(domain.Engineer, "A discussion of all things")
	vote, page := fmt.Sprintf("/ideas/%d/vote", id), "/admin/people"
	member, admin := s.as(domain.Customer), s.as(domain.Admin)
	statuses := make(chan int, 10_000)
	stop := make(chan struct{})
	var load sync.WaitGroup
	for _, ask := range []func() *answer{
		func() *answer { return member.post(vote, "value", "1") }, func() *answer { return admin.get(page) },
	} {
		load.Go(func() {
			for {
				select {
				case <-stop:
					return
				case statuses <- ask().status:
				}
			}
		})
	}
	for range 10 {
		<-statuses
	}
	mortal.Die()
	away := s.browser()
	for _, a := range []*answer{admin.get(page), member.post(vote, "value", "1"), away.get("/readyz")} {
		if a.status != http.StatusServiceUnavailable || a.header.Get("Retry-After") == "" {
			t.Errorf("while it is away: %d, Retry-After %q", a.status, a.header.Get("Retry-After"))
		}
	}
	mortal.Rise()
	look := time.NewTicker(50 * time.Millisecond)
	defer look.Stop()
	for limit := time.After(20 * time.Second); away.get("/readyz").status != http.StatusOK; {
		select {
		case <-look.C:
		case <-limit:
			t.Fatal("it is back, and the site is not")
		}
	}
	close(stop)
	load.Wait()
	close(statuses)
	member.post(vote, "value", "1").want(http.StatusSeeOther)
	seen := map[int]int{}
	for status := range statuses {
		seen[status]++
	}
	for status := range seen {
		if status >= 500 && status != http.StatusServiceUnavailable {
			t.Errorf("%d answers were %d", seen[status], status)
		}
	}
	if seen[http.StatusServiceUnavailable] == 0 {
		t.Errorf("nobody asked while it was away: %v", seen)
	}
}
