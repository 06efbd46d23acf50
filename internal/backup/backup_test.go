package backup_test

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"groundswell/internal/backup"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// A community goes from SQLite to PostgreSQL and back by archives, and each table is
// the same in every one of them. Whichever test asks first fills the demo: 10 seconds.
func TestACommunityMovesBothWays(t *testing.T) {
	start := community(t)
	first, wrote := exported(t, start)
	if wrote.Rows("ideas") < 50 || wrote.Rows("votes") < 500 {
		t.Fatalf("the demo has too little to prove anything: %+v", wrote.Tables)
	}
	there := storetest.EmptyPostgres(t)
	must(t, backup.Build(t.Context(), first, wrote, there))
	second, moved := exported(t, there)
	back := filepath.Join(t.TempDir(), "back.db")
	must(t, backup.Build(t.Context(), second, moved, back))
	_, last := exported(t, back)
	for name, m := range map[string]backup.Manifest{"PostgreSQL": moved, "SQLite again": last} {
		if diff := cmp.Diff(wrote.Tables, m.Tables); diff != "" {
			t.Errorf("%s has other rows: %s", name, diff)
		}
		if diff := cmp.Diff(wrote.Last, m.Last); diff != "" {
			t.Errorf("%s would give other ids: %s", name, diff)
		}
	}
}

// The backup of one engine is restored into the other.
func TestABackupOfAFileIsRestoredIntoPostgres(t *testing.T) {
	path, m := made(t, community(t))
	target := storetest.EmptyPostgres(t)
	must(t, backup.Build(t.Context(), path, m, target))
	if _, there := exported(t, target); there.Rows("votes") != m.Rows("votes") || there.AuditHead != m.AuditHead {
		t.Errorf("%d votes of %d came", there.Rows("votes"), m.Rows("votes"))
	}
}

func TestABackupIsProven(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		path, m := made(t, target)
		found, proven, err := backup.Prove(t.Context(), filepath.Dir(path))
		must(t, err)
		if found != path || proven.SHA256 != m.SHA256 {
			t.Errorf("%s was proven, not %s", found, path)
		}
		for _, file := range []string{path, path + ".manifest.json"} {
			if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%s: %v, %v", file, info.Mode(), err)
			}
		}
		left, err := os.ReadDir(filepath.Dir(path))
		if must(t, err); len(left) != 2 {
			t.Errorf("%v are left", left)
		}
	})
}

// What is not as it was made is refused before anything is built.
func TestADamagedBackupIsRefused(t *testing.T) {
	path, _ := made(t, community(t))
	whole, err := os.ReadFile(path)
	must(t, err)
	changed := bytes.Clone(whole)
	changed[len(changed)/2] ^= 1
	for name, c := range map[string]struct {
		content []byte
		says    string
	}{
		"cut off": {whole[:len(whole)-4096], "cut off"}, "changed": {changed, "the sums differ"}, "empty": {nil, "is empty"},
	} {
		must(t, os.WriteFile(path, c.content, 0o600))
		if _, err := backup.Inspect(path); !strings.Contains(refused(t, err), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(t, os.WriteFile(path, whole, 0o600))
	must(t, os.Remove(path+".manifest.json"))
	if _, err := backup.Inspect(path); !strings.Contains(refused(t, err), "unfinished") {
		t.Errorf("without a manifest: %v", err)
	}
}

// Of an archive in which one row was changed, or the end is missing, nothing comes into
// the database.
func TestADamagedArchiveIsRefused(t *testing.T) {
	path, m := exported(t, community(t))
	whole, err := os.ReadFile(path)
	must(t, err)
	short := filepath.Join(t.TempDir(), "short.zip")
	must(t, os.WriteFile(short, whole[:len(whole)/2], 0o600))
	if _, err := backup.Inspect(short); !strings.Contains(refused(t, err), "no whole archive") {
		t.Errorf("cut off: %v", err)
	}
	storetest.EachTarget(t, func(t *testing.T, target string) {
		forged := filepath.Join(t.TempDir(), "forged.zip")
		forge(t, path, forged, "tables/votes.jsonl", `,1,`, `,0,`)
		if err := backup.Build(t.Context(), forged, m, target); !strings.Contains(refused(t, err), "are not the") {
			t.Errorf("a changed vote: %v", err)
		}
		db := storetest.Open(t, target)
		must(t, db.Snapshot(t.Context(), func(s *store.Snapshot) error {
			n, err := s.Size(t.Context(), "members")
			if n != 0 {
				t.Errorf("%d members came all the same", n)
			}
			return err
		}))
	})
}

// forge copies an archive with other letters in one entry.
func forge(t *testing.T, from, to, entry, old, wanted string) {
	t.Helper()
	z, err := zip.OpenReader(from)
	must(t, err)
	defer z.Close()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range z.File {
		r, err := f.Open()
		must(t, err)
		content, err := io.ReadAll(r)
		must(t, err)
		if f.Name == entry {
			content = bytes.Replace(content, []byte(old), []byte(wanted), 1)
		}
		e, err := w.Create(f.Name)
		must(t, err)
		_, err = e.Write(content)
		must(t, err)
	}
	must(t, w.Close())
	must(t, os.WriteFile(to, out.Bytes(), 0o600))
}

// A database in which somebody lives is never filled.
func TestNothingIsWrittenOver(t *testing.T) {
	path, m := exported(t, community(t))
	if err := backup.Build(t.Context(), path, m, community(t)); !strings.Contains(refused(t, err), "not empty") {
		t.Error(err)
	}
	file, copied := made(t, community(t))
	if err := backup.Build(t.Context(), file, copied, community(t)); !strings.Contains(refused(t, err), "is there already") {
		t.Error(err)
	}
	if _, _, err := backup.Make(t.Context(), storetest.Open(t, community(t)), file, "test", noon); err == nil {
		t.Error("a backup was written over another one")
	}
}

func TestRotationLeavesTheNewest(t *testing.T) {
	db, folder := storetest.Open(t, storetest.SQLite(t)), t.TempDir()
	var all []string
	for day := range 4 {
		path, _, err := backup.Make(t.Context(), db, folder, "test", noon.AddDate(0, 0, day))
		must(t, err)
		all = append(all, path)
	}
	begun, others := filepath.Join(folder, "groundswell-x.db.part"), filepath.Join(folder, "holidays.db")
	for _, path := range []string{begun, others} {
		must(t, os.WriteFile(path, []byte("x"), 0o600))
	}
	must(t, backup.Rotate(folder, 2))
	left, err := backup.In(folder)
	must(t, err)
	if diff := cmp.Diff(all[2:], left); diff != "" {
		t.Error(diff)
	}
	if _, err := os.Stat(begun); err == nil {
		t.Error("what was begun is still there")
	}
	if _, err := os.Stat(others); err != nil {
		t.Error("another's file went")
	}
}
