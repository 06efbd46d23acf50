package jobs_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"groundswell/internal/backup"
	"groundswell/internal/domain"
	"groundswell/internal/jobs"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// backups are when the last of them was made, proven and failed.
func (o *office) backups() domain.BackupHealth {
	o.t.Helper()
	b, err := o.db.Reader().Backups(o.t.Context())
	if err != nil {
		o.t.Fatal(err)
	}
	return b
}

// A night has one backup, whatever asks how often, and it is restored on trial; as many
// stay as are to be kept. One that fails is tried again an hour later. It takes seconds: on
// trial a whole schema is made each time.
func TestBackupsOfEachNight(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o, folder := newOffice(t, db), t.TempDir()
		o.runner.KeepBackups(jobs.Backups{Folder: folder, Every: 24 * time.Hour, Keep: 1, Program: "test"})
		backUp := func(want int) {
			t.Helper()
			for range 2 {
				if err := o.runner.BackUp(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			if all, err := backup.In(folder); err != nil || len(all) != want {
				t.Fatalf("%v, not %d, %v", all, want, err)
			}
		}
		backUp(1)
		o.forward(13 * time.Hour) // one in the morning
		backUp(1)
		o.forward(2 * time.Hour)
		backUp(1)
		if b := o.backups(); b.Made != o.clock() || b.Proven != o.clock() || !b.Failed.IsZero() || b.Worry(o.clock()) {
			t.Errorf("%+v", b)
		}
		o.forward(24 * time.Hour)
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		must(os.Rename(folder, folder+"-gone"))
		if err := o.runner.BackUp(t.Context()); err == nil {
			t.Error("without a folder it went well")
		}
		if b := o.backups(); b.Failed != o.clock() || !b.Worry(o.clock()) {
			t.Errorf("%+v", b)
		}
		must(os.Rename(folder+"-gone", folder))
		must(o.runner.BackUp(t.Context())) // not yet
		if all, _ := filepath.Glob(filepath.Join(folder, "*"+o.clock().Format("20060102T150405Z")+"*")); len(all) != 0 {
			t.Errorf("%v were made within the hour", all)
		}
		o.forward(time.Hour)
		must(o.runner.BackUp(t.Context()))
		if b := o.backups(); b.Proven != o.clock() || b.Worry(o.clock()) {
			t.Errorf("%+v", b)
		}
	})
}
