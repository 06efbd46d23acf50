package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// process is groundswell serve as a process of its own.
type process struct {
	t   testing.TB
	cmd *exec.Cmd
	url string
	out []string
}

// startServer starts it on a free port and returns once it says where it is.
func startServer(t testing.TB, target string, more ...string) *process {
	t.Helper()
	return startProgram(t, os.Args[0], target, more...)
}

// startProgram starts a program as it was once, or the test's own.
func startProgram(t testing.TB, program, target string, more ...string) *process {
	t.Helper()
	args := append([]string{"serve", "--database=" + target, "--addr=127.0.0.1:0"}, more...)
	p := &process{t: t, cmd: exec.Command(program, args...)}
	p.cmd.Env = append(os.Environ(), asCommand+"=1")
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	pipe, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.cmd.Process.Kill(); p.cmd.Wait() })
	lines := bufio.NewScanner(pipe)
	for lines.Scan() {
		p.out = append(p.out, lines.Text())
		if _, address, found := strings.Cut(lines.Text(), "Groundswell is at "); found {
			p.url = address
			go io.Copy(io.Discard, pipe)
			return p
		}
	}
	t.Fatalf("the server did not start: %v", p.out)
	return nil
}

// voters makes members who are signed in, and an idea they can vote on.
func voters(t testing.TB, target string, n int) (tokens []string, members []int64, ideas []int64) {
	t.Helper()
	db, err := store.Open(t.Context(), target, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	ctx, now := t.Context(), time.Now()
	a := app.New(db, func() time.Time { return now }).Unlimited(func() time.Time { return now })
	err = db.Tx(ctx, func(q *store.Tx) error {
		tokens, members = nil, nil
		for i := range n {
			id, err := q.CreateMember(ctx, domain.Member{Name: fmt.Sprint("Member ", i),
				Email: fmt.Sprintf("m%d@example.org", i), Role: domain.Customer, Created: now, Confirmed: now})
			if err != nil {
				return err
			}
			token := fmt.Sprintf("token-of-member-%d", i)
			if err := q.CreateSession(ctx, app.HashToken(token), domain.Member{ID: id}, "test", now); err != nil {
				return err
			}
			tokens, members = append(tokens, token), append(members, id)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	space, err := a.SaveSpace(ctx, domain.System, domain.Space{Name: "Gaming"})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 40 {
		id, err := a.SubmitIdea(ctx, domain.Actor{ID: members[0], Role: domain.Customer, System: true},
			domain.Draft{Title: fmt.Sprint("Idea number ", i), Body: "x", SpaceID: space, Nonce: fmt.Sprint("n", i)})
		if err != nil {
			t.Fatal(err)
		}
		ideas = append(ideas, id)
	}
	if err := a.SetSettings(ctx, domain.System,
		domain.Settings{domain.LimitVotesMinute: "1000000", domain.LimitVotesDay: "1000000"}); err != nil {
		t.Fatal(err)
	}
	return tokens, members, ideas
}

// A server that is killed in the middle of a vote storm has, after a restart,
// every vote that it answered with success.
func TestKilledInAVoteStorm(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		tokens, members, ideas := voters(t, target, 64)
		server := startServer(t, target)
		answered := make(chan [2]int64, len(members)*len(ideas))
		ctx, stop := context.WithTimeout(t.Context(), time.Minute)
		defer stop()
		var all sync.WaitGroup
		for n := 1; n < len(members); n++ {
			all.Go(func() {
				for i := range ideas {
					idea := ideas[(i+n)%len(ideas)]
					if vote(ctx, server.url, tokens[n], idea, 1) != nil {
						return // the server is gone
					}
					answered <- [2]int64{idea, members[n]}
				}
			})
		}
		kept := [][2]int64{}
		for len(kept) < 600 {
			select {
			case a := <-answered:
				kept = append(kept, a)
			case <-ctx.Done():
				t.Fatalf("only %d votes were answered", len(kept))
			}
		}
		if err := server.cmd.Process.Kill(); err != nil { // SIGKILL
			t.Fatal(err)
		}
		server.cmd.Wait()
		all.Wait()
		close(answered)
		for a := range answered {
			kept = append(kept, a)
		}
		again := startServer(t, target)
		for _, a := range kept {
			if !promoted(t, again, tokens[indexOf(members, a[1])], a[0]) {
				t.Fatalf("the vote of member %d on idea %d was answered and is lost", a[1], a[0])
			}
		}
		wrong, err := open(t, target).Reader().CheckCounts(t.Context())
		if err != nil || len(wrong) > 0 {
			t.Errorf("%v, %v", wrong, err)
		}
		t.Logf("%d votes were answered before the end, all are there", len(kept))
	})
}

func indexOf(all []int64, one int64) int {
	for i, v := range all {
		if v == one {
			return i
		}
	}
	return -1
}

// vote sends one vote; an error when it was not answered with success.
func vote(ctx context.Context, url, token string, idea int64, value int) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, fmt.Sprintf("%s/ideas/%d/vote", url, idea),
		strings.NewReader(fmt.Sprint("value=", value)))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", url)
	req.Header.Set("HX-Request", "true")
	req.AddCookie(&http.Cookie{Name: "sid", Value: token})
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	io.Copy(io.Discard, res.Body)
	if res.StatusCode != http.StatusOK {
		return errors.New(res.Status)
	}
	return nil
}

// promoted asks the idea's page whether its reader has promoted it.
func promoted(t testing.TB, p *process, token string, idea int64) bool {
	t.Helper()
	doc := p.page(token, fmt.Sprintf("/ideas/%d", idea))
	pressed, _ := doc.Find(`.idea-full .vote button[value="1"]`).Attr("aria-pressed")
	return pressed == "true"
}

func (p *process) page(token, path string) *goquery.Document {
	p.t.Helper()
	req, err := http.NewRequest(http.MethodGet, p.url+path, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	req.AddCookie(&http.Cookie{Name: "sid", Value: token})
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	doc, err := goquery.NewDocumentFromReader(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		p.t.Fatalf("%s: %s, %v", path, res.Status, err)
	}
	return doc
}

// SIGTERM lets requests finish, and the log is merged into the file.
func TestGracefulEnd(t *testing.T) {
	target := storetest.SQLite(t)
	tokens, _, ideas := voters(t, target, 2)
	server := startServer(t, target)
	if err := vote(t.Context(), server.url, tokens[1], ideas[0], 1); err != nil {
		t.Fatal(err)
	}
	if err := server.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := server.cmd.Wait(); err != nil {
		t.Errorf("it ended with %v", err)
	}
	if info, err := os.Stat(target + "-wal"); err == nil && info.Size() > 0 {
		t.Errorf("the log still has %d bytes", info.Size())
	}
	if i, err := open(t, target).Reader().IdeaFor(t.Context(), domain.Nobody, ideas[0], 0); err != nil || i.Promotes != 2 {
		t.Errorf("%+v, %v", i.Tally, err)
	}
}

func TestAnEmptyInstallPrintsASetupLink(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		out := &lines{}
		env := &environment{ctx: t.Context(), out: out, now: func() time.Time { return noon }}
		db := open(t, target)
		c := serveCommand{}
		c.BaseURL = "http://localhost:8080"
		if err := c.greet(env, app.New(db, env.now)); err != nil || !strings.Contains(out.text, "http://localhost:8080/setup?token=") {
			t.Errorf("%v\n%s", err, out.text)
		}
	})
}

type lines struct{ text string }

func (l *lines) Write(b []byte) (int, error) { l.text += string(b); return len(b), nil }
