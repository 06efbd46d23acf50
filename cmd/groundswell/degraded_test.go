package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"groundswell/internal/store/storetest"
)

// While nothing can be written to the file, or it is away, pages are shown, whoever writes
// is told to come back, and so is the proxy; afterwards all of it is as before, by itself.
// No answer is an error of ours.
func TestAFileThatTakesNothing(t *testing.T) {
	target := storetest.SQLite(t)
	tokens, _, ideas := voters(t, target, 4)
	server := startServer(t, target)
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	server.becomesReady(ctx)
	for n, c := range []struct {
		what          string
		breaks, mends func() error
	}{
		{"no file can grow", func() error { return fileMost(server, "32") }, func() error { return fileMost(server, "unlimited") }},
		{"the file is away", func() error { return os.Rename(target, target+".away") },
			func() error { return os.Rename(target+".away", target) }},
	} {
		idea := ideas[n]
		if err := vote(ctx, server.url, tokens[1], idea, 1); err != nil {
			t.Fatalf("before %s: %v", c.what, err)
		}
		if err := c.breaks(); err != nil {
			t.Fatal(err)
		}
		server.isDegraded(ctx, c.what, tokens[2], idea)
		if err := c.mends(); err != nil {
			t.Fatal(err)
		}
		server.becomesReady(ctx)
		if err := vote(ctx, server.url, tokens[2], idea, 1); err != nil {
			t.Errorf("after %s: %v", c.what, err)
		}
		if !promoted(t, server, tokens[1], idea) || !promoted(t, server, tokens[2], idea) {
			t.Errorf("a vote that was answered was lost when %s", c.what)
		}
	}
	if err := server.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := server.cmd.Wait(); err != nil {
		t.Errorf("it ended with %v", err)
	}
	wantSound(t, target)
}

// fileMost bounds the files that a process may write, in bytes: to it the disk is full.
func fileMost(p *process, bytes string) error {
	out, err := exec.Command("prlimit", "--pid", fmt.Sprint(p.cmd.Process.Pid), "--fsize="+bytes+":").CombinedOutput()
	if err != nil {
		return fmt.Errorf("prlimit: %w\n%s", err, out)
	}
	return nil
}

// isDegraded asks for pages and sends forms.
func (p *process) isDegraded(ctx context.Context, what, token string, idea int64) {
	p.t.Helper()
	for _, form := range []struct {
		path, token string
		fields      url.Values
	}{
		{fmt.Sprintf("/ideas/%d/vote", idea), token, url.Values{"value": {"1"}}},
		{"/signin", "", url.Values{"email": {"m3@example.org"}, "password": {"a guess at the password"}}},
		{"/readyz", "", nil},
	} {
		res := p.send(ctx, form.token, form.path, form.fields)
		if res.status != http.StatusServiceUnavailable || res.retryAfter == "" {
			p.t.Errorf("%s: %s answers %d, Retry-After %q", what, form.path, res.status, res.retryAfter)
		}
		if form.fields != nil && !strings.Contains(res.body, "The site cannot take this right now.") {
			p.t.Errorf("%s: %s does not say so:\n%s", what, form.path, res.body)
		}
	}
	for _, page := range []string{"/", fmt.Sprintf("/ideas/%d", idea), "/account", "/healthz"} {
		if res := p.send(ctx, token, page, nil); res.status != http.StatusOK {
			p.t.Errorf("%s: %s answers %d", what, page, res.status)
		}
	}
}

// becomesReady waits until a server says that it can serve.
func (p *process) becomesReady(ctx context.Context) {
	p.t.Helper()
	look := time.NewTicker(50 * time.Millisecond)
	defer look.Stop()
	for {
		res, err := p.try(ctx, "", "/readyz", nil)
		if err == nil && res.status == http.StatusOK {
			return
		}
		select {
		case <-look.C:
		case <-ctx.Done():
			p.t.Fatalf("it does not become ready: %+v, %v", res, err)
		}
	}
}
