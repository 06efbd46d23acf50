package bench

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"groundswell/internal/backup"
	"groundswell/internal/store/storetest"
)

// BenchmarkArchive moves communities of two sizes from SQLite to PostgreSQL and back, each
// as one archive: what comes back is the same in every table but the audit log, in which each
// import stands, and the larger one should need no more memory.
func BenchmarkArchive(b *testing.B) {
	binary := server(b)
	fmt.Printf("\n%-24s %-24s %12s %12s\n", "a community moves", "step", "seconds", "memory, MB")
	for _, size := range asked(b).ideas {
		dir := b.TempDir()
		here, there, back := filepath.Join(dir, "here.db"), storetest.EmptyPostgres(b), filepath.Join(dir, "back.db")
		seeded(b, here, size)
		out, home, again := filepath.Join(dir, "out.zip"), filepath.Join(dir, "home.zip"), filepath.Join(dir, "again.zip")
		for _, step := range []struct {
			name string
			args []string
		}{
			{"out of SQLite", []string{"export", "--database=" + here, out}},
			{"into PostgreSQL", []string{"import", "all", "--database=" + there, out}},
			{"out of PostgreSQL", []string{"export", "--database=" + there, home}},
			{"into SQLite", []string{"import", "all", "--database=" + back, home}},
			{"out of SQLite again", []string{"export", "--database=" + back, again}},
		} {
			began := time.Now()
			_, memory := run(b, exec.Command(binary, step.args...))
			fmt.Printf("%-24s %-24s %12.1f %12d\n", fmt.Sprint(size, " ideas"), step.name,
				time.Since(began).Seconds(), memory>>20)
		}
		for _, path := range []string{home, again} {
			got, want := tablesOf(b, path), tablesOf(b, out)
			for n := range want {
				audit := want[n].Name == "audit" || want[n].Name == "audit_head"
				if !audit && (got[n].Digest != want[n].Digest || got[n].Rows != want[n].Rows) {
					b.Errorf("%s of %s: %d rows are not the %d of before", want[n].Name, filepath.Base(path),
						got[n].Rows, want[n].Rows)
				}
			}
		}
	}
}

// tablesOf reads the rows and digests of an archive's tables.
func tablesOf(b *testing.B, path string) []backup.Table {
	b.Helper()
	m, err := backup.Inspect(path)
	must(b, err)
	return m.Tables
}
