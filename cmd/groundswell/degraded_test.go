package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
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
		server.survives(ctx, c.what, tokens[1:3], ideas[n], c.breaks, c.mends)
	}
	server.endsWell()
	wantSound(t, target)
}

// A disk that is full, as the system has it and not one file alone, is no different: who
// wrote while there was room is answered, the next ones are told to come back. On a disk
// that may only be read no server starts, and it says why.
func TestADiskThatIsFull(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("groundswell", disk, "tmpfs", 0, "size=24m"); err != nil {
		t.Skipf("NOT TRIED: a full disk. Nothing can be mounted here: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(disk, syscall.MNT_DETACH) })
	target, rest := filepath.Join(disk, "groundswell.db"), filepath.Join(disk, "rest")
	template, err := os.ReadFile(storetest.SQLite(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(target, template, 0o600); err != nil {
		t.Fatal(err)
	}
	tokens, _, ideas := voters(t, target, 4)
	server := startServer(t, target)
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	server.becomesReady(ctx)
	server.survives(ctx, "the disk is full", tokens[1:3], ideas[0], func() error {
		if err := fillUp(rest); !errors.Is(err, syscall.ENOSPC) {
			return fmt.Errorf("the disk takes more than it has: %w", err)
		}
		for n := 0; ; n++ { // the log beside the file has room that was there before
			res := server.send(ctx, tokens[3], fmt.Sprintf("/ideas/%d/vote", ideas[1+n%30]),
				url.Values{"value": {fmt.Sprint(n / 30 % 2)}})
			if res.status >= http.StatusBadRequest {
				return nil
			}
		}
	}, func() error { return os.Remove(rest) })
	server.endsWell()
	wantSound(t, target)

	read := t.TempDir()
	for _, flags := range []uintptr{syscall.MS_BIND, syscall.MS_BIND | syscall.MS_REMOUNT | syscall.MS_RDONLY} {
		if err := syscall.Mount(disk, read, "", flags, ""); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { syscall.Unmount(read, syscall.MNT_DETACH) })
	out, err := command(t, "", "serve", "--database="+filepath.Join(read, "groundswell.db"), "--addr=127.0.0.1:0")
	if err == nil || !strings.Contains(sentence(err), "read-only") {
		t.Errorf("it serves from where it cannot write: %v\n%s", err, out)
	}
}

// fillUp writes a file until nothing more is taken, and returns what the system said.
func fillUp(path string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	for block := make([]byte, 4<<10); err == nil; {
		_, err = file.Write(block)
	}
	return err
}

// survives breaks what a server stands on, mends it, and holds that whoever was answered
// with success was heard: before by the first of two members, afterwards by the second.
func (p *process) survives(ctx context.Context, what string, tokens []string, idea int64, breaks, mends func() error) {
	p.t.Helper()
	if err := vote(ctx, p.url, tokens[0], idea, 1); err != nil {
		p.t.Fatalf("before %s: %v", what, err)
	}
	if err := breaks(); err != nil {
		p.t.Fatal(err)
	}
	p.isDegraded(ctx, what, tokens[1], idea)
	if err := mends(); err != nil {
		p.t.Fatal(err)
	}
	p.becomesReady(ctx)
	if err := vote(ctx, p.url, tokens[1], idea, 1); err != nil {
		p.t.Errorf("after %s: %v", what, err)
	}
	if !promoted(p.t, p, tokens[0], idea) || !promoted(p.t, p, tokens[1], idea) {
		p.t.Errorf("a vote that was answered was lost when %s", what)
	}
}

// endsWell ends a server as an operator does.
func (p *process) endsWell() {
	p.t.Helper()
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil {
		p.t.Fatal(err)
	}
	if err := p.cmd.Wait(); err != nil {
		p.t.Errorf("it ended with %v", err)
	}
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
