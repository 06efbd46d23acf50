package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"groundswell/internal/store/storetest"
	"groundswell/migrations"
)

// Two replicas of the program before the newest migration are upgraded one by one while
// members vote at both: every vote ends as answered, by one of them, and counts once. The
// old program says whether it still works with the new schema as the migration does. It
// takes about ten seconds, and a minute more where the old program has to be built.
func TestReplicasAreUpgradedOneByOne(t *testing.T) {
	before := programBefore(t)
	target := storetest.EmptyPostgres(t)
	in := "--database=" + target
	const members, ideas = 6, 600
	for n := range members {
		before.run(t, "a walk along the pier\n", "user", "add", in, fmt.Sprintf("--email=m%d@example.org", n),
			fmt.Sprint("--name=Member ", n), "--password-stdin")
	}
	before.run(t, "", "import", "ideas", in, ideasFile(t, ideas), "--map=key=id,title=title", "--space=Imports")
	for _, limit := range []string{"limit.votes.minute", "limit.votes.day"} {
		before.run(t, "", "settings", "set", in, limit, "1000000")
	}
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	defer stop()
	old := []*process{before.serve(t, target), before.serve(t, target)}
	var tokens []string
	for n := range members {
		tokens = append(tokens, old[0].signIn(ctx, fmt.Sprintf("m%d@example.org", n), "a walk along the pier"))
	}
	s := newStorm(t, tokens, idsTo(ideas))
	s.others, s.calm = 0, true
	s.at(old...)
	ended := s.begin(ctx)
	s.wait(ctx, members*ideas/20)
	s.at(old[1])
	old[0].stop()
	first := startServer(t, target)
	s.at(first, old[1])
	s.wait(ctx, int(s.answered.Load())+members*ideas/20)
	if status, want := old[1].send(ctx, "", "/readyz", nil).status, before.readiness(t); status != want {
		t.Errorf("beside the new schema the old program answers %d, want %d", status, want)
	}
	s.at(first)
	old[1].stop()
	s.at(first, startServer(t, target))
	select {
	case <-ended:
		t.Error("nobody voted any more when the last replica was upgraded")
	default:
	}
	<-ended
	s.allThere(ctx, open(t, target))
}

// ideasFile is a file of so many ideas.
func ideasFile(t *testing.T, n int) string {
	t.Helper()
	var lines bytes.Buffer
	for i := range n {
		fmt.Fprintf(&lines, "{\"id\": %d, \"title\": \"Idea number %d\"}\n", i, i)
	}
	path := filepath.Join(t.TempDir(), "ideas.jsonl")
	if err := os.WriteFile(path, lines.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func idsTo(n int) []int64 {
	ids := make([]int64, n)
	for i := range ids {
		ids[i] = int64(i + 1)
	}
	return ids
}

// stop ends a server as an upgrade does.
func (p *process) stop() {
	p.t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
	if err := p.cmd.Wait(); err != nil {
		p.t.Errorf("it ended with %v", err)
	}
}

// signIn signs a member in and returns what the cookie carries.
func (p *process) signIn(ctx context.Context, email, password string) (token string) {
	p.t.Helper()
	form := url.Values{"email": {email}, "password": {password}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.url+"/signin", strings.NewReader(form.Encode()))
	if err != nil {
		p.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", p.url)
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		p.t.Fatal(err)
	}
	res.Body.Close()
	for _, cookie := range res.Cookies() {
		if cookie.Name == "sid" {
			return cookie.Value
		}
	}
	p.t.Fatalf("%s is not signed in: %s", email, res.Status)
	return ""
}

// oldProgram is groundswell as it was before the newest migration.
type oldProgram struct {
	path   string
	newest int64 // migration that it knows
}

// programBefore builds it from the history, once for each commit: as it was before the newest
// migration that no migration with a lower number came after.
func programBefore(t *testing.T) oldProgram {
	t.Helper()
	const missing = "The history of git is not here, so the program before is not either: the upgrade was left out"
	root, err := output("", "git", "rev-parse", "--show-toplevel")
	if err != nil {
		t.Skip(missing)
	}
	all, err := migrations.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range slices.Backward(all) {
		file := fmt.Sprintf("migrations/%05d_*", m.Version)
		added, err := output(root, "git", "log", "-1", "--diff-filter=A", "--format=%H", "--", file)
		if err != nil || added == "" {
			t.Skip(missing)
		}
		commit, err := output(root, "git", "rev-parse", "--verify", "--quiet", added+"^")
		if err != nil {
			t.Skip(missing)
		}
		known := migrationsAt(t, root, commit)
		if newest := slices.Max(known); !slices.ContainsFunc(all, func(m migrations.Migration) bool {
			return m.Version < newest && !slices.Contains(known, m.Version)
		}) {
			return builtBefore(t, root, commit, newest)
		}
	}
	t.Fatal("no program of the history can be upgraded")
	return oldProgram{}
}

// migrationsAt are the numbers of the migrations that a commit has.
func migrationsAt(t *testing.T, root, commit string) (numbers []int64) {
	t.Helper()
	names, err := output(root, "git", "ls-tree", "--name-only", commit, "migrations/")
	if err != nil {
		t.Fatal(err)
	}
	for name := range strings.FieldsSeq(names) {
		var number int64
		if _, err := fmt.Sscanf(name, "migrations/%05d_", &number); err == nil {
			numbers = append(numbers, number)
		}
	}
	return numbers
}

func builtBefore(t *testing.T, root, commit string, newest int64) oldProgram {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	before := oldProgram{filepath.Join(cache, "groundswell-before", commit), newest}
	if _, err := os.Stat(before.path); errors.Is(err, os.ErrNotExist) {
		buildCommit(t, root, commit, before.path)
	}
	return before
}

// buildCommit builds the program of a commit.
func buildCommit(t *testing.T, root, commit, path string) {
	t.Helper()
	source := t.TempDir()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := output(root, "sh", "-c", "git archive "+commit+" | tar -x -C "+source); err != nil {
		t.Fatal(err)
	}
	part := fmt.Sprintf("%s.%d", path, os.Getpid())
	if _, err := output(source, "go", "build", "-buildvcs=false", "-tags", "sqlite_fts5", "-ldflags", "-w", "-o", part,
		"./cmd/groundswell"); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(part, path); err != nil {
		t.Fatal(err)
	}
}

// output is what a command prints.
func output(dir, name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	out, err := cmd.Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		err = fmt.Errorf("%s: %w\n%s", name, err, failed.Stderr)
	}
	return strings.TrimSpace(string(out)), err
}

// run runs a command of it.
func (o oldProgram) run(t *testing.T, in string, args ...string) {
	t.Helper()
	cmd := exec.Command(o.path, args...)
	cmd.Stdin = strings.NewReader(in)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", args, err, out)
	}
}

// serve starts it as a server.
func (o oldProgram) serve(t *testing.T, target string) *process {
	t.Helper()
	return startProgram(t, o.path, target)
}

// readiness is what /readyz of it has to answer beside the newest schema.
func (o oldProgram) readiness(t *testing.T) int {
	t.Helper()
	all, err := migrations.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range all {
		if m.Version > o.newest && m.Needs > o.newest {
			return http.StatusServiceUnavailable
		}
	}
	return http.StatusOK
}
