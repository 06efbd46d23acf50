package main

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"groundswell/internal/config"
)

// Settings that could not work end the start before a database is made, with a
// sentence that names the flag and repeats no password.
func TestSettingsThatCouldNotWork(t *testing.T) {
	for _, c := range []struct{ name, flag, names string }{
		{"a password with a slash", "--smtp=smtp://anna:S3cret/word@mail.example.test:587", "--smtp"},
		{"an unknown way of sending", "--smtp=sendmail://anna:S3cret@mail.example.test", "--smtp"},
		{"no address", "--mail-from=not an address", "--mail-from"},
		{"a user in the address people use", "--base-url=https://anna:S3cret@ideas.example.test", "--base-url"},
		{"a query there", "--base-url=https://ideas.example.test/?S3cret", "--base-url"},
		{"everybody a proxy", "--trusted-proxy=::/0", "--trusted-proxy"},
		{"an argument too many", "postgres://anna:S3cret@db.example.test/x", "postgres://anna:…@db.example.test/x"},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "data.db")
			err := run(&environment{ctx: t.Context(), out: &lines{}, log: slog.New(slog.DiscardHandler)},
				[]string{"serve", "--database=" + file, "--mail-from=a@example.test", c.flag})
			if err == nil {
				t.Fatal("it was taken")
			}
			if said := config.Redact(sentence(err)); !strings.Contains(said, c.names) || strings.Contains(said, "S3cret") {
				t.Errorf("it says: %s", said)
			}
			if _, err := os.Stat(file); !os.IsNotExist(err) {
				t.Errorf("a database was made: %v", err)
			}
		})
	}
}

// Without a mail server a site that people reach from elsewhere says, once, where
// its links are.
func TestNoMailServerIsTold(t *testing.T) {
	for base, want := range map[string]int{"http://localhost:8080": 0, "https://ideas.example.test": 1} {
		var out bytes.Buffer
		ended, end := context.WithCancel(t.Context())
		end()
		env := &environment{ctx: ended, out: &lines{}, now: func() time.Time { return noon }, log: slog.New(slog.NewTextHandler(&out, nil))}
		run(env, []string{"serve", "--database=" + filepath.Join(t.TempDir(), "data.db"), "--addr=127.0.0.1:0", "--base-url=" + base})
		if n := strings.Count(out.String(), "no mail server is named"); n != want {
			t.Errorf("%s: said %d times: %s", base, n, out.String())
		}
	}
}
