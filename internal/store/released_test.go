package store_test

import (
	"bytes"
	"compress/gzip"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/demo"
	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
	"groundswell/migrations"
)

// table is what a table holds.
type table struct {
	columns []string
	rows    [][]byte // as lines of an archive
}

// fixture is the demo as a database of a version holds it: of the tables and columns that
// are there by then.
func fixture(full map[string]table, columns map[string][]string) (map[string]table, error) {
	old := map[string]table{}
	for name, t := range full {
		var at []int
		var kept table
		for i, column := range t.columns {
			if slices.Contains(columns[name], column) {
				at, kept.columns = append(at, i), append(kept.columns, column)
			}
		}
		if len(at) == 0 {
			continue
		}
		for _, row := range t.rows {
			var values, some []json.RawMessage
			if err := json.Unmarshal(row, &values); err != nil {
				return nil, err
			}
			for _, i := range at {
				some = append(some, values[i])
			}
			line, err := json.Marshal(some)
			if err != nil {
				return nil, err
			}
			kept.rows = append(kept.rows, line)
		}
		old[name] = kept
	}
	return old, nil
}

// demoTables are those of the demo.
func demoTables(t *testing.T) map[string]table {
	t.Helper()
	db := storetest.Open(t, storetest.SQLite(t))
	now := func() time.Time { return noon }
	if _, err := demo.Open(t.Context(), io.Discard, db, app.New(db, now), noon); err != nil {
		t.Fatal(err)
	}
	return tablesOf(t, db)
}

func tablesOf(t *testing.T, db *store.DB) map[string]table {
	t.Helper()
	all := map[string]table{}
	err := db.Snapshot(t.Context(), func(s *store.Snapshot) error {
		for _, name := range store.Archived() {
			found := table{columns: store.Columns(name)}
			err := s.Rows(t.Context(), name, func(line []byte) error {
				found.rows = append(found.rows, bytes.Clone(line))
				return nil
			})
			if err != nil {
				return err
			}
			all[name] = found
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// starts are the versions that communities come from: the oldest in which people had data,
// and the last before the newest. TestReleasedSchemas begins at those between.
func starts(all []migrations.Migration) []int64 {
	return []int64{all[1].Version, all[len(all)-2].Version}
}

// A community of an older schema, with what could be in it, comes to the newest with all
// of its rows, and what is counted beside them agrees.
func TestOlderSchemasMigrate(t *testing.T) {
	full := demoTables(t)
	all, err := migrations.All()
	if err != nil {
		t.Fatal(err)
	}
	for name, fresh := range map[string]func() string{
		"sqlite":   func() string { return filepath.Join(t.TempDir(), "old.db") },
		"postgres": func() string { return storetest.EmptyPostgres(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, version := range starts(all) {
				migratesFrom(t, fresh(), version, full)
			}
		})
	}
}

// migratesFrom makes a database of a version, fills it and brings it to the newest.
func migratesFrom(t *testing.T, target string, version int64, full map[string]table) {
	t.Helper()
	ctx := t.Context()
	db, err := store.Open(ctx, target, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.MigrateTo(ctx, version); err != nil {
		t.Fatal(err)
	}
	columns, err := db.SchemaColumns(ctx)
	if err != nil {
		t.Fatal(err)
	}
	old, err := fixture(full, columns)
	if err != nil {
		t.Fatal(err)
	}
	if err := fill(t, db, old); err != nil {
		t.Fatalf("version %d: %v", version, err)
	}
	if _, err := db.Migrate(ctx); err != nil {
		t.Fatalf("from version %d: %v", version, err)
	}
	now := tablesOf(t, db)
	for name, had := range old {
		if has := now[name]; len(has.rows) != len(had.rows) {
			t.Errorf("from version %d: %s has %d rows, it had %d", version, name, len(has.rows), len(had.rows))
		}
	}
	stands(t, db, fmt.Sprint("from version ", version))
}

// stands fails where a community that was brought to the newest schema does not agree with
// itself.
func stands(t *testing.T, db *store.DB, from string) {
	t.Helper()
	ctx := t.Context()
	if err := app.New(db, func() time.Time { return noon }).Mend(ctx); err != nil {
		t.Errorf("%s: %v", from, err)
	}
	if wrong, err := db.Reader().CheckCounts(ctx); err != nil || len(wrong) > 0 {
		t.Errorf("%s: %v, %v", from, wrong, err)
	}
	if _, err := db.Reader().CheckAudit(ctx); err != nil {
		t.Errorf("%s: %v", from, err)
	}
	if _, err := db.Reader().Community(ctx, noon); err != nil {
		t.Errorf("%s: %v", from, err)
	}
}

// A community as a released program left it comes to the newest schema with its people,
// texts and votes. Programs of releases made these files and dumps; .ci/schema adds more.
func TestReleasedSchemas(t *testing.T) {
	kept, err := filepath.Glob("testdata/released/*.gz")
	if err != nil || len(kept) < 10 {
		t.Fatalf("%d are kept: %v", len(kept), err)
	}
	for _, path := range kept {
		name := filepath.Base(path)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx := t.Context()
			db, err := store.Open(ctx, unpacked(t, path), store.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if _, err := db.Migrate(ctx); err != nil {
				t.Fatal(err)
			}
			stands(t, db, name)
			for id, want := range map[int64]string{1: "A quieter fan for long evenings 2 0 new", 2: "Keys one can feel at night 1 1 under_review",
				4: "A lamp in the lid 0 0 declined"} {
				i, err := db.Reader().IdeaFor(ctx, domain.Nobody, id, 0)
				if got := fmt.Sprint(i.Title, " ", i.Promotes, " ", i.Demotes, " ", i.Status); err != nil || got != want {
					t.Errorf("idea %d is %s, want %s: %v", id, got, want, err)
				}
			}
			if m, err := db.Reader().MemberByEmail(ctx, "moderator@example.org"); err != nil || m.Role != domain.Moderator {
				t.Errorf("the moderator is %+v: %v", m, err)
			}
			if p, err := db.Reader().Product(ctx, "lamp"); err != nil || p.N != 2 || p.Sum != 7 {
				t.Errorf("the lamp has %d ratings, in sum %d: %v", p.N, p.Sum, err)
			}
		})
	}
}

// unpacked is where a database lies that was kept as a file of SQLite or a dump of
// PostgreSQL.
func unpacked(t *testing.T, path string) string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	packed, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(packed)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(path, ".db.gz") {
		target := filepath.Join(t.TempDir(), "kept.db")
		if err := os.WriteFile(target, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return target
	}
	target := storetest.EmptyPostgres(t)
	db, err := sql.Open("pgx", withParameter(target, "default_query_exec_mode", "simple_protocol")) // many statements at once
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), string(content)); err != nil {
		t.Fatal(err)
	}
	return target
}

func withParameter(address, name, value string) string {
	u, err := url.Parse(address)
	if err != nil {
		panic(err)
	}
	q := u.Query()
	q.Set(name, value)
	u.RawQuery = q.Encode()
	return u.String()
}

func fill(t *testing.T, db *store.DB, tables map[string]table) error {
	return db.Fill(t.Context(), func(f *store.Fill) error {
		for _, name := range store.Archived() {
			if tables[name].columns == nil {
				continue
			}
			rows := tables[name].rows
			err := f.Rows(t.Context(), name, tables[name].columns, func() ([]byte, error) {
				if len(rows) == 0 {
					return nil, io.EOF
				}
				line := rows[0]
				rows = rows[1:]
				return line, nil
			})
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		return nil
	})
}
