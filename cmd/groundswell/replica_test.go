package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/mail/mailtest"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// Two replicas share a database behind a pooler: what one writes the other shows within a
// second, they count sign-ins together and do each job once, and when one is killed under
// load, the other has every vote that was answered. It takes about ten seconds: two
// servers are started, and the passing of a second is the point.
func TestReplicas(t *testing.T) {
	target := storetest.Pooled(t)
	inbox := mailtest.New(t)
	tokens, members, ideas := voters(t, target, 24)
	db := open(t, target)
	operator := app.New(db, func() time.Time { return time.Now().UTC() })
	if err := operator.SetSettings(t.Context(), domain.System,
		domain.Settings{domain.LimitPagesSecond: "1000000", domain.LimitPagesBurst: "1000000"}); err != nil {
		t.Fatal(err)
	}
	var replicas []*process
	for range 2 {
		replicas = append(replicas, startServer(t, target, "--smtp="+inbox.Address, "--mail-from=hello@example.org"))
	}
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	changesAreSeen(ctx, t, operator, replicas, tokens, members, ideas)
	signInsAreCountedTogether(ctx, t, replicas)
	jobsAreDoneOnce(ctx, t, db, inbox, members[1])
	aReplicaIsKilled(ctx, t, db, replicas, tokens, ideas[:len(ideas)-1])
}

// lateness is how late a replica may show what was changed elsewhere.
const lateness = time.Second

// change is something that is done elsewhere and that replicas show.
type change struct {
	what, path string
	tokens     []string // of those who look; "" for a guest
	do         func() error
	seen       func(got) bool
}

// changesAreSeen changes things past the replicas, whose pages are looked at all the while.
func changesAreSeen(ctx context.Context, t *testing.T, operator *app.App, replicas []*process, tokens []string, members, ideas []int64) {
	t.Helper()
	last := len(ideas) - 1
	named := func(name string) change {
		return change{"a setting", "/", []string{"", tokens[1]}, func() error {
			return operator.SetSettings(ctx, domain.System, domain.Settings{domain.CommunityName: name})
		}, func(g got) bool { return strings.Contains(g.body, name) }}
	}
	for _, c := range []change{
		named("Fernwood"), named("Mosswood"), named("Alderwood"), // at different parts of a second
		{"a role", "/moderation", []string{tokens[2]}, func() error {
			return operator.SetRole(ctx, domain.System, members[2], domain.Moderator, "It is their turn to look after the posts.")
		}, func(g got) bool { return g.status == http.StatusOK }},
		{"a removed idea", fmt.Sprintf("/ideas/%d", ideas[last]), []string{"", tokens[1]}, func() error {
			return operator.RemoveIdea(ctx, domain.System, ideas[last])
		}, func(g got) bool { return g.status != http.StatusOK }},
	} {
		var done atomic.Pointer[time.Time]
		var all sync.WaitGroup
		var looking []<-chan struct{}
		for _, replica := range replicas {
			for _, token := range c.tokens {
				looked := make(chan struct{})
				looking = append(looking, looked)
				all.Go(func() { c.watch(ctx, replica, token, looked, &done) })
			}
		}
		for _, looked := range looking {
			<-looked
		}
		if err := c.do(); err != nil {
			t.Error(err)
		}
		now := time.Now()
		done.Store(&now)
		all.Wait()
	}
}

// watch asks for a page until it shows the change. No answer to a question that is asked
// later than may be is from before. looked is closed once the page is kept.
func (c change) watch(ctx context.Context, replica *process, token string, looked chan<- struct{}, done *atomic.Pointer[time.Time]) {
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for n := 0; ; n++ {
		asked := time.Now()
		changed := done.Load()
		page, err := replica.try(ctx, token, c.path, nil)
		seen := err == nil && c.seen(page)
		late := changed != nil && asked.Sub(*changed) > lateness
		if n == 3 || err != nil || seen && n < 3 {
			close(looked)
		}
		switch {
		case err != nil:
			replica.t.Error(err)
			return
		case seen && n < 3:
			replica.t.Errorf("%s is seen before it is there", c.what)
			return
		case seen:
			return
		case late:
			replica.t.Errorf("%s is not seen %v later, with cookie %q", c.what, asked.Sub(*changed), token)
			return
		}
		<-look.C
	}
}

// signInsAreCountedTogether tries a password at both replicas by turns: there are as many
// tries as at one.
func signInsAreCountedTogether(ctx context.Context, t *testing.T, replicas []*process) {
	t.Helper()
	const most = 6 // in a minute, of the catalogue
	form := url.Values{"email": {"m5@example.org"}, "password": {"a guess at the password"}}
	for n := range most + 2 {
		got := replicas[n%len(replicas)].send(ctx, "", "/signin", form)
		want := http.StatusUnprocessableEntity
		if n >= most {
			want = http.StatusTooManyRequests
		}
		if got.status != want {
			t.Errorf("try %d: %d, want %d", n+1, got.status, want)
		}
	}
}

// jobsAreDoneOnce promises mails that both replicas see fall due at once.
func jobsAreDoneOnce(ctx context.Context, t *testing.T, db *store.DB, inbox *mailtest.Inbox, member int64) {
	t.Helper()
	const mails = 60
	err := db.Tx(ctx, func(q *store.Tx) error {
		for n := range mails {
			notice := domain.SendNotice{Member: member, Email: fmt.Sprintf("to%d@example.org", n), Notice: domain.NoticePasswordChanged}
			if err := q.Promise(ctx, notice, time.Now()); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	times := map[string]int{}
	look := time.NewTicker(50 * time.Millisecond)
	defer look.Stop()
	for due := true; due && ctx.Err() == nil; <-look.C {
		counted, err := db.Reader().Health(ctx, time.Now().Add(time.Hour)) // leased jobs are due again later
		if err != nil {
			t.Fatal(err)
		}
		due = slices.ContainsFunc(counted.Lanes, func(l domain.LaneHealth) bool { return l.Lane == domain.MailLane && l.Due > 0 })
		for _, m := range inbox.Take() {
			times[m.To]++
		}
	}
	for to, n := range times {
		if n != 1 {
			t.Errorf("%s got %d mails", to, n)
		}
	}
	if len(times) != mails {
		t.Errorf("%d of %d mails arrived", len(times), mails)
	}
}

// aReplicaIsKilled kills one of the replicas while members vote at both.
func aReplicaIsKilled(ctx context.Context, t *testing.T, db *store.DB, replicas []*process, tokens []string, ideas []int64) {
	t.Helper()
	s := newStorm(t, tokens[3:], ideas)
	s.at(replicas...)
	ended := s.begin(ctx)
	s.wait(ctx, len(ideas)*len(tokens)/4)
	if err := replicas[0].cmd.Process.Kill(); err != nil { // SIGKILL
		t.Fatal(err)
	}
	<-ended
	s.allThere(ctx, db)
}
