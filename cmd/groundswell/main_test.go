package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// asCommand makes the test binary behave as groundswell itself, so that tests
// can start it as a process of its own.
const asCommand = "GROUNDSWELL_TEST_AS_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		main()
		return
	}
	storetest.Main(m)
}

var noon = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

// command runs groundswell with arguments and returns what it printed.
func command(t testing.TB, in string, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	env := &environment{
		ctx: context.Background(), in: strings.NewReader(in), out: &out, now: func() time.Time { return noon },
		log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
	err := run(env, args)
	return out.String(), err
}

// must runs a command that has to succeed.
func must(t testing.TB, args ...string) string {
	t.Helper()
	out, err := command(t, "", args...)
	if err != nil {
		t.Fatalf("groundswell %s: %s\n%s", strings.Join(args, " "), sentence(err), out)
	}
	return out
}

func open(t testing.TB, target string) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), target, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func TestOperatorsCommands(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		in := "--database=" + target
		if out := must(t, "migrate", in); !strings.Contains(out, "0 migrations applied") {
			t.Errorf("migrate: %s", out)
		}
		if _, err := command(t, "a walk along the pier\n", "user", "add", in, "--email=Boss@example.org", "--name=Boss",
			"--role=admin", "--password-stdin"); err != nil {
			t.Error(sentence(err))
		}
		if _, err := command(t, "short", "user", "add", in, "--email=x@example.org", "--name=X Y",
			"--password-stdin"); err == nil || !strings.Contains(sentence(err), "at least 10 characters") {
			t.Errorf("a short password: %v", err)
		}
		if _, err := command(t, "a walk along the pier", "user", "add", in, "--email=boss@example.org", "--name=Other",
			"--password-stdin"); err == nil || !strings.Contains(sentence(err), "Another account has this address") {
			t.Errorf("the same address: %v", err)
		}
		must(t, "settings", "set", in, "community.name", "Arbor")
		if out := must(t, "settings", "get", in, "community.name"); out != "Arbor\n" {
			t.Errorf("get: %q", out)
		}
		if out := must(t, "settings", "list", in); !strings.Contains(out, "limit.votes.minute") || !strings.Contains(out, "Arbor") {
			t.Errorf("list: %s", out)
		}
		for _, wrong := range [][]string{{"limit.votes.minute", "none"}, {"invented", "1"}} {
			if _, err := command(t, "", "settings", "set", in, wrong[0], wrong[1]); err == nil {
				t.Errorf("%v was taken", wrong)
			}
		}
		if out := must(t, "check", in); !strings.Contains(out, "everything is in order") {
			t.Errorf("check: %s", out)
		}
	})
}

func TestRoutesAndVersion(t *testing.T) {
	if out := must(t, "routes", "--json"); !strings.Contains(out, `"path": "/ideas/:id/vote"`) || !strings.Contains(out, `"action": "vote"`) {
		t.Error(out)
	}
	if out := must(t, "version"); !strings.Contains(out, "SQLite 3.") {
		t.Error(out)
	}
	if _, err := command(t, "", "serve", "--base-url=http://ideas.example.org"); err == nil || !strings.Contains(err.Error(), "not https") {
		t.Errorf("an unprotected address: %v", err)
	}
}

// What check says when a setting is not one that this version takes.
func TestCheckFindsWhatIsWrong(t *testing.T) {
	target := storetest.SQLite(t)
	must(t, "import", "ideas", "--database="+target, "testdata/good.jsonl", "--map=key=id,title=title", "--space=Imports")
	db := open(t, target)
	err := db.Tx(t.Context(), func(q *store.Tx) error {
		if err := q.SetSetting(t.Context(), "limit.votes.day", "none", noon); err != nil {
			return err
		}
		return q.SetSetting(t.Context(), "of.an.older.version", "1", noon)
	})
	if err != nil {
		t.Fatal(err)
	}
	out, err := command(t, "", "check", "--database="+target)
	if err == nil || !strings.Contains(out, "limit.votes.day") || !strings.Contains(out, "of.an.older.version is not known") {
		t.Errorf("%v\n%s", err, out)
	}
}

func ideaCount(t testing.TB, db *store.DB) int64 {
	t.Helper()
	counted, err := db.Reader().CountFigures(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	return counted["ideas"]
}

func wantCount(t testing.TB, db *store.DB, want int64) {
	t.Helper()
	if got := ideaCount(t, db); got != want {
		t.Errorf("%d ideas, want %d", got, want)
	}
}

func wantSays(t testing.TB, out string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(out, w) {
			t.Errorf("it does not say %q:\n%s", w, out)
		}
	}
}
