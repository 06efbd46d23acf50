package store_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// refused opens a target that must be refused with a sentence, and returns it.
func refused(t *testing.T, target, want string) string {
	t.Helper()
	db, err := store.Open(t.Context(), target, store.Options{Alone: true})
	if err == nil {
		db.Close()
		t.Errorf("%s was opened", target)
		return ""
	}
	if !strings.Contains(err.Error(), want) {
		t.Errorf("%s: %v", target, err)
	}
	return err.Error()
}

// What is no file and no address of PostgreSQL is refused, never taken for the name
// of a file; no refusal repeats a password.
func TestTargetsThatAreNoDatabase(t *testing.T) {
	t.Chdir(t.TempDir())
	const want = "the database is a SQLite file"
	for _, target := range []string{
		"", " ", ":memory:", "file:x.db", "file:///x.db", "sqlite:x.db", "sqlite:///x.db", "mysql://u:secret@h/x", "postgre://u:secret@h/x",
		"postgres:x", "postgresql:/x", "POSTGRES://u:secret@h/x", "host=h password=secret dbname=x",
	} {
		if said := refused(t, target, want); strings.Contains(said, "secret") {
			t.Errorf("the refusal of %s repeats the password: %s", target, said)
		}
	}
	for _, target := range []string{"postgres://u:se#cret@h/x", "postgres://u:se/cret@h/x", "postgres://u:%zzcret@h/x",
		"postgres://u:cret@h:port/x", "postgres://u:cret@h/x?sslmode=odd"} {
		if said := refused(t, target, "open the database"); strings.Contains(said, "cret") || strings.Contains(said, "se") &&
			strings.Contains(said, "\"se") {
			t.Errorf("the refusal of %s repeats the password: %s", target, said)
		}
	}
	if said := refused(t, "postgres://u:secret@127.0.0.1:1/x?connect_timeout=2", "open the database"); strings.Contains(said, "secret") {
		t.Errorf("a server that is not there: %s", said)
	}
	if entries, err := os.ReadDir("."); err != nil || len(entries) > 0 {
		t.Errorf("files were made: %v, %v", entries, err)
	}
	db, err := store.Open(t.Context(), "./a:b.db", store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	db.Close()
}

// A file of anything else is left as it was.
func TestForeignFilesAreNotAdopted(t *testing.T) {
	dir := t.TempDir()
	text, other, empty := filepath.Join(dir, "text.db"), filepath.Join(dir, "other.db"), filepath.Join(dir, "empty.db")
	if err := os.WriteFile(text, []byte(strings.Repeat("Dear diary, today it rained. ", 100)), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(empty, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	foreign, err := sql.Open("sqlite3", other)
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{"CREATE TABLE goose_db_version (id INTEGER)", "CREATE TABLE recipes (name TEXT)"} {
		if _, err := foreign.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := foreign.Close(); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{text: "is not a SQLite database",
		other: "is the database of another program", dir: "is not a file"} {
		before, _ := os.ReadFile(path)
		refused(t, path, want)
		if after, _ := os.ReadFile(path); string(after) != string(before) {
			t.Errorf("%s was changed", path)
		}
	}
	db, err := store.Open(t.Context(), empty, store.Options{})
	if err != nil {
		t.Fatalf("an empty file: %v", err)
	}
	db.Close()
}

func TestOneServerPerFile(t *testing.T) {
	path := storetest.SQLite(t)
	dir := t.TempDir()
	link, folder, second, nowhere := filepath.Join(dir, "link.db"), filepath.Join(dir, "folder"),
		filepath.Join(dir, "second.db"), filepath.Join(dir, "nowhere.db")
	for name, to := range map[string]string{link: path, folder: filepath.Dir(path), nowhere: filepath.Join(dir, "gone.db")} {
		if err := os.Symlink(to, name); err != nil {
			t.Fatal(err)
		}
	}
	first, err := store.Open(t.Context(), link, store.Options{Alone: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{path, link, filepath.Join(folder, filepath.Base(path))} {
		refused(t, name, "another groundswell serves this file")
	}
	refused(t, nowhere, "leads nowhere")
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	other, err := os.Open(path) // as another process would
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Flock(int(other.Fd()), syscall.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	refused(t, path, "another groundswell serves this file")
	other.Close()
	third, err := store.Open(t.Context(), path, store.Options{Alone: true})
	if err != nil {
		t.Fatalf("the lock outlived its process: %v", err)
	}
	third.Close()
	if err := os.Link(path, second); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{path, second} {
		refused(t, name, "has 2 names")
	}
}

// Nobody but the owner reads what people wrote, whatever the umask.
func TestNewFilesArePrivate(t *testing.T) {
	old := syscall.Umask(0)
	defer syscall.Umask(old)
	path := filepath.Join(t.TempDir(), "deep", "down", "groundswell.db")
	db, err := store.Open(t.Context(), path, store.Options{Alone: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]os.FileMode{path: 0o600, path + "-wal": 0o600, path + "-shm": 0o600,
		filepath.Dir(path): 0o700, filepath.Dir(filepath.Dir(path)): 0o700} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if wrong, err := db.CheckEngine(t.Context()); err != nil || len(wrong) != 1 || !strings.Contains(wrong[0], "chmod 600") {
		t.Errorf("a file that everybody reads: %v, %v", wrong, err)
	}
}

func TestPostgresThatCannotKeepEveryLetter(t *testing.T) {
	refused(t, storetest.Latin1Postgres(t), "encoded in LATIN1")
}
