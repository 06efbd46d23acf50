// Package storetest gives tests real databases: a SQLite file, and a database
// on a PostgreSQL server that it starts from the machine's own binaries, on a
// socket in a temporary folder.
package storetest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"groundswell/internal/store"
)

// Each runs a test on SQLite and on PostgreSQL, side by side. Where PostgreSQL is not
// installed that half is skipped, and says so.
func Each(t *testing.T, test func(t *testing.T, db *store.DB)) {
	t.Helper()
	EachTarget(t, func(t *testing.T, target string) { test(t, Open(t, target)) })
}

// EachTarget is Each for tests that open the migrated database themselves.
func EachTarget(t *testing.T, test func(t *testing.T, target string)) {
	t.Helper()
	t.Run("on", func(t *testing.T) { // a group of its own: it ends when both have
		for name, fresh := range map[string]func(testing.TB) string{"sqlite": SQLite, "postgres": Postgres} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				test(t, fresh(t))
			})
		}
	})
}

// Open opens a database until the test ends.
func Open(t testing.TB, target string) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), target, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close the database: %v", err)
		}
	})
	return db
}

// SQLite returns the path of a fresh, migrated file.
func SQLite(t testing.TB) string {
	t.Helper()
	template, err := sqliteTemplate()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "groundswell.db")
	if err := os.WriteFile(path, template, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// sqliteTemplate migrates once and is copied for every test.
var sqliteTemplate = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "groundswell-template-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "template.db")
	if err := migrate(path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

func migrate(target string) error {
	ctx := context.Background()
	db, err := store.Open(ctx, target, store.Options{})
	if err != nil {
		return err
	}
	if _, err := db.Migrate(ctx); err != nil {
		db.Close()
		return err
	}
	return db.Close()
}

var databases atomic.Int64

// Postgres returns the address of a fresh, migrated database.
func Postgres(t testing.TB) string { return postgresFrom(t, templateName) }

// EmptyPostgres returns the address of a database without any table.
func EmptyPostgres(t testing.TB) string { return postgresFrom(t, "template0") }

// Latin1Postgres returns the address of a database that lacks most letters.
func Latin1Postgres(t testing.TB) string {
	return postgresFrom(t, "template0 ENCODING 'LATIN1'")
}

func postgresFrom(t testing.TB, template string) string {
	t.Helper()
	server, err := postgres()
	if err != nil {
		t.Fatal(err)
	}
	if server == nil {
		t.Skip("PostgreSQL is not installed here: this half of the test was left out (make deps says how to install it)")
	}
	name := fmt.Sprintf("test_%d", databases.Add(1))
	if err := server.run("CREATE DATABASE " + name + " TEMPLATE " + template); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.run("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	return server.address(name)
}

// Main runs a package's tests and stops the PostgreSQL server they started.
func Main(m *testing.M) {
	code := m.Run()
	Stop()
	os.Exit(code)
}
