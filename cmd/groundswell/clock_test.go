package main

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store/storetest"
)

// turned is a clock that runs, and that a test can turn.
type turned struct{ by atomic.Int64 }

func (c *turned) now() time.Time       { return time.Now().UTC().Add(time.Duration(c.by.Load())) }
func (c *turned) turn(d time.Duration) { c.by.Store(int64(d)) }

// serveAt serves on a clock in this process, as groundswell serve does, until stop
// is called.
func serveAt(t *testing.T, target string, c *turned) (address string, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	out, in := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := run(&environment{ctx: ctx, out: in, now: c.now, log: slog.New(slog.DiscardHandler)},
			[]string{"serve", "--database=" + target, "--addr=127.0.0.1:0"})
		in.CloseWithError(io.EOF)
		ended <- err
	}()
	lines := bufio.NewScanner(out)
	for lines.Scan() && address == "" {
		_, address, _ = strings.Cut(lines.Text(), "Groundswell is at ")
	}
	go io.Copy(io.Discard, out)
	if address == "" {
		t.Fatalf("the server did not start: %v", <-ended)
	}
	return address, func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the server stopped with: %v", err)
		}
	}
}

// signInAt signs in with a password and returns the session's token.
func signInAt(t *testing.T, address, email, password string) string {
	t.Helper()
	form := url.Values{"email": {email}, "password": {password}}
	req, err := http.NewRequest(http.MethodPost, address+"/signin", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", address)
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	for _, c := range res.Cookies() {
		if c.Name == "sid" && res.StatusCode == http.StatusSeeOther {
			return c.Value
		}
	}
	t.Fatalf("signing in: %s", res.Status)
	return ""
}

// signedIn reports whether a token opens the account page.
func signedIn(t *testing.T, address, token string) bool {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, address+"/account", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.AddCookie(&http.Cookie{Name: "sid", Value: token})
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	return res.StatusCode == http.StatusOK
}

// A server whose clock is ten years ahead for a while, in which people act, is as
// before once the clock is right: sessions of before live, those of the future do
// not, limits let people act, the future's votes do not lead, and every count is
// right.
func TestAServerWithAClockTenYearsAhead(t *testing.T) {
	const password = "a long enough password"
	storetest.EachTarget(t, func(t *testing.T, target string) {
		var clock turned
		tokens, _, ideas := voters(t, target, 4)
		if out, err := command(t, password, "user", "add", "--database="+target, "--email=late@example.org", "--name=Late",
			"--role=member", "--password-stdin"); err != nil {
			t.Fatal(out, err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()

		address, stop := serveAt(t, target, &clock)
		for _, token := range tokens[1:3] {
			if err := vote(ctx, address, token, ideas[0], 1); err != nil {
				t.Fatal(err)
			}
		}
		clock.turn(10 * 365 * 24 * time.Hour)
		late := signInAt(t, address, "late@example.org", password)
		if err := vote(ctx, address, late, ideas[1], 1); err != nil {
			t.Fatal(err)
		}
		clock.turn(0)
		if signedIn(t, address, late) {
			t.Error("a session of the future is good")
		}
		if !signedIn(t, address, tokens[0]) {
			t.Error("a session of before the future is over")
		}
		if err := vote(ctx, address, tokens[3], ideas[1], 1); err != nil {
			t.Errorf("a vote after the future: %v", err)
		}
		signInAt(t, address, "late@example.org", password)
		stop()

		address, stop = serveAt(t, target, &clock)
		defer stop()
		if !signedIn(t, address, tokens[0]) {
			t.Error("a session of before the future did not live through a restart")
		}
		if err := vote(ctx, address, tokens[3], ideas[0], 1); err != nil {
			t.Error(err)
		}
		if first := hottest(t, target); first != ideas[0] {
			t.Errorf("idea %d leads, want %d", first, ideas[0])
		}
		miscounted(t, target)
	})
}

// hottest is the idea that leads Hot.
func hottest(t *testing.T, target string) int64 {
	t.Helper()
	db := storetest.Open(t, target)
	found, err := db.Reader().Ideas(t.Context(), domain.IdeaFilter{Order: domain.Hot, Limit: 1, Today: domain.Day(time.Now())})
	if err != nil || len(found.Items) == 0 {
		t.Fatal(found, err)
	}
	return found.Items[0].ID
}

// miscounted recounts everything; rows of the future are named, and nothing else is.
func miscounted(t *testing.T, target string) {
	t.Helper()
	db := storetest.Open(t, target)
	found, err := findings(&environment{ctx: t.Context(), now: func() time.Time { return time.Now().UTC() }}, db, "")
	if err != nil {
		t.Fatal(err)
	}
	named := false
	for _, f := range found {
		future := strings.Contains(f, "lies in the future")
		if named = named || future; !future {
			t.Error(f)
		}
	}
	if !named {
		t.Error("check does not name the vote of the future")
	}
}
