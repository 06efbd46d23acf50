package store

import (
	"context"
	"database/sql"
	"time"

	"groundswell/internal/domain"
)

// failingMax bounds how much failing work is told of.
const failingMax = 20

// Health looks at the installation, with five queries.
func (r reads) Health(ctx context.Context, now time.Time) (domain.Health, error) {
	h := domain.Health{Engine: r.engine.String()}
	err := r.get(ctx, `SELECT (SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version),
		(SELECT COUNT(*) FROM jobs WHERE dead_at > 0),
		(SELECT COUNT(*) FROM jobs WHERE dead_at > 0 AND lane IN ($1, $2)),
		(SELECT COUNT(*) FROM items WHERE late AND closed_at = 0 AND due_at > 0), (SELECT `+r.bytesTaken()+")",
		[]any{domain.MailLane, domain.LettersLane}, &h.Schema, &h.DeadJobs, &h.DeadMails, &h.LateItems, &h.Bytes)
	if err != nil {
		return h, err
	}
	if h.Lanes, err = r.lanes(ctx, now); err != nil {
		return h, err
	}
	if h.Backup, err = r.Backups(ctx); err != nil {
		return h, err
	}
	h.Failing, err = list(ctx, r.handle, "SELECT "+jobColumns+` FROM jobs
		WHERE dead_at = 0 AND unique_key IS NOT NULL AND last_error <> '' ORDER BY id LIMIT $1`, []any{failingMax}, scanJob)
	return h, err
}

// lanes counts what is due, lane by lane; those in which nothing is are there too.
func (r reads) lanes(ctx context.Context, now time.Time) ([]domain.LaneHealth, error) {
	due := map[domain.Lane]domain.LaneHealth{}
	err := r.each(ctx, "SELECT lane, COUNT(*), MIN(run_at) FROM jobs WHERE dead_at = 0 AND run_at <= $1 GROUP BY lane",
		[]any{millis(now)}, func(rows *sql.Rows) error {
			var l domain.LaneHealth
			var oldest int64
			err := rows.Scan(&l.Lane, &l.Due, &oldest)
			l.Oldest = moment(oldest)
			due[l.Lane] = l
			return err
		})
	all := make([]domain.LaneHealth, len(domain.Lanes))
	for i, lane := range domain.Lanes {
		all[i] = due[lane]
		all[i].Lane = lane
	}
	return all, err
}

// Backups reads when backups were last made, proven, and failed.
func (r reads) Backups(ctx context.Context) (domain.BackupHealth, error) {
	var b domain.BackupHealth
	fields := map[string]*time.Time{
		domain.BackupMade: &b.Made, domain.BackupProven: &b.Proven, domain.BackupFailed: &b.Failed,
	}
	err := r.each(ctx, "SELECT name, at FROM marks WHERE name IN ($1, $2, $3)",
		[]any{domain.BackupMade, domain.BackupProven, domain.BackupFailed}, func(rows *sql.Rows) error {
			var name string
			var at int64
			err := rows.Scan(&name, &at)
			*fields[name] = moment(at)
			return err
		})
	return b, err
}

// SetMark keeps a moment by name.
func (q *Tx) SetMark(ctx context.Context, name string, at time.Time) error {
	return q.setMark(ctx, name, millis(at))
}

func (q *Tx) setMark(ctx context.Context, name string, value int64) error {
	_, err := q.exec(ctx, "INSERT INTO marks (name, at) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET at = excluded.at",
		name, value)
	return err
}
