package jobs

import (
	"context"
	"fmt"
	"os"
	"runtime/debug"
	"time"

	"groundswell/internal/backup"
	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// Backups say where backups are kept, how often one is made, how many stay, and which
// program makes them. An empty folder is none.
type Backups struct {
	Folder  string
	Every   time.Duration
	Keep    int
	Program string
}

// KeepBackups lets Run make backups. They have a loop of their own and no row among the
// jobs: a large community takes longer than a lease lasts.
func (r *Runner) KeepBackups(b Backups) { r.backups = b }

// backupBeat is how often it is asked whether a backup is due, backupRetry how long
// after a try of whatever process another one may begin.
const (
	backupBeat  = time.Minute
	backupRetry = time.Hour
)

// startOfNight is when the day of backups begins, after midnight UTC.
const startOfNight = 2 * time.Hour

func (r *Runner) keepBackups(ctx context.Context) {
	wait := time.NewTicker(backupBeat)
	defer wait.Stop()
	for ctx.Err() == nil {
		if err := r.BackUp(ctx); err != nil && ctx.Err() == nil {
			r.log.Error("the backup failed", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-wait.C:
		}
	}
}

// BackUp makes a backup if one is due, leaves as many as are to be kept, and proves the
// newest: it restores it into a temporary file and counts. Of several processes one does
// it. When each last went well, and when something last failed, is kept as marks.
func (r *Runner) BackUp(ctx context.Context) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v\n%s", v, debug.Stack())
		}
		if err != nil && ctx.Err() == nil {
			r.markBackup(domain.BackupFailed)
		}
	}()
	have, err := r.store.Reader().Backups(ctx)
	if err != nil || !r.backupDue(have) {
		return err
	}
	var first bool
	err = r.store.Tx(ctx, func(q *store.Tx) error {
		first, err = q.MarkDay(ctx, "backup_try", int64(r.now().Sub(time.Unix(0, 0))/backupRetry))
		return err
	})
	if err != nil || !first {
		return err
	}
	if info, err := os.Stat(r.backups.Folder); err != nil || !info.IsDir() { // a disk that is not there is not made up for
		return fmt.Errorf("%s, where backups are kept, is no folder: %w", r.backups.Folder, err)
	}
	path, m, err := backup.Make(ctx, r.store, r.backups.Folder, r.backups.Program, r.now())
	if err != nil {
		return err
	}
	r.markBackup(domain.BackupMade)
	r.log.Info("a backup was made", "file", path, "bytes", m.Bytes)
	if err := backup.Rotate(r.backups.Folder, r.backups.Keep); err != nil {
		return err
	}
	if path, m, err = backup.Prove(ctx, r.backups.Folder); err != nil {
		return fmt.Errorf("prove the backup: %w", err)
	}
	r.markBackup(domain.BackupProven)
	r.log.Info("a backup was proven", "file", path, "ideas", m.Rows("ideas"), "votes", m.Rows("votes"))
	return nil
}

// backupDue reports whether a turn has begun since the last proof. A backup that could
// not be proven is made again.
func (r *Runner) backupDue(have domain.BackupHealth) bool {
	turn := func(at time.Time) int64 { return int64(at.Add(-startOfNight).Sub(time.Unix(0, 0)) / r.backups.Every) }
	return have.Proven.IsZero() || turn(r.now()) > turn(have.Proven)
}

func (r *Runner) markBackup(name string) {
	err := r.write(func(ctx context.Context, q *store.Tx) error {
		q.Quiet()
		return q.SetMark(ctx, name, r.now())
	})
	if err != nil {
		r.log.Warn("when a backup was made could not be written", "error", err)
	}
}
