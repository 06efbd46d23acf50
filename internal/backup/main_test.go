package backup_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/backup"
	"groundswell/internal/demo"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

var noon = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

// filled is a SQLite file with the demo's community, made once.
var filled = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "groundswell-demo-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	ctx, path := context.Background(), filepath.Join(dir, "demo.db")
	db, err := store.Open(ctx, path, store.Options{})
	if err != nil {
		return nil, err
	}
	if _, err := db.Migrate(ctx); err != nil {
		return nil, err
	}
	if _, err := demo.Open(ctx, io.Discard, db, app.New(db, func() time.Time { return noon }), noon); err != nil {
		return nil, err
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// community is a database with the demo's community.
func community(t *testing.T) string {
	t.Helper()
	file, err := filled()
	must(t, err)
	path := filepath.Join(t.TempDir(), "demo.db")
	must(t, os.WriteFile(path, file, 0o600))
	return path
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// made is a backup of a database in a folder of its own.
func made(t *testing.T, target string) (string, backup.Manifest) {
	t.Helper()
	path, m, err := backup.Make(t.Context(), storetest.Open(t, target), t.TempDir(), "test", noon)
	must(t, err)
	return path, m
}

// exported is an archive of a database.
func exported(t *testing.T, target string) (string, backup.Manifest) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "archive.zip")
	m, err := backup.Export(t.Context(), storetest.Open(t, target), path, "test", noon)
	must(t, err)
	return path, m
}

// refused is what an error says; the test fails without one.
func refused(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		t.Fatal("it was not refused")
	}
	return err.Error()
}
