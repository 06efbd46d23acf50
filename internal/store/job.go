package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"groundswell/internal/domain"
)

// CreateJob promises work in this transaction. With a uniqueKey there is at
// most one such job waiting, and promising it again changes nothing.
func (q *Tx) CreateJob(ctx context.Context, kind, uniqueKey string, payload any, runAt, now time.Time) error {
	encoded, err := json.Marshal(payload)
	if err != nil {
		return err
	}
	_, err = q.exec(ctx, `INSERT INTO jobs (kind, unique_key, payload, run_at, created_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (unique_key) DO NOTHING`, kind, orNull(uniqueKey), encoded, millis(runAt), millis(now))
	return err
}

const jobColumns = "id, kind, payload, run_at, attempts, lease, last_error, dead_at"

func scanJob(rows *sql.Rows) (domain.Job, error) {
	var j domain.Job
	var runAt, dead int64
	err := rows.Scan(&j.ID, &j.Kind, &j.Payload, &runAt, &j.Attempts, &j.Lease, &j.LastError, &dead)
	j.RunAt, j.Dead = moment(runAt), moment(dead)
	return j, err
}

// JobDue reports whether any job waits to be run.
func (r reads) JobDue(ctx context.Context, now time.Time) (bool, error) {
	due, err := list(ctx, r.handle, "SELECT id FROM jobs WHERE dead_at = 0 AND run_at <= $1 LIMIT 1", []any{millis(now)}, scanID)
	return len(due) > 0, err
}

// LeaseJob takes the job that has waited longest, until a time; ErrNotFound
// when none is due. A worker that dies lets the lease run out, and the job is
// taken again under a new lease number.
func (q *Tx) LeaseJob(ctx context.Context, now, until time.Time) (domain.Job, error) {
	leased, err := list(ctx, q.handle, `UPDATE jobs SET run_at = $2, lease = lease + 1, attempts = attempts + 1
		WHERE id = (SELECT id FROM jobs WHERE dead_at = 0 AND run_at <= $1 ORDER BY run_at, id LIMIT 1) AND run_at <= $1
		RETURNING `+jobColumns, []any{millis(now), millis(until)}, scanJob)
	if err == nil && len(leased) == 0 {
		err = errNoRow
	}
	if err != nil {
		return domain.Job{}, err
	}
	return leased[0], nil
}

// FinishJob forgets a job that is done, if the lease still is ours.
func (q *Tx) FinishJob(ctx context.Context, j domain.Job) error {
	_, err := q.exec(ctx, "DELETE FROM jobs WHERE id = $1 AND lease = $2", j.ID, j.Lease)
	return err
}

// RepeatJob lets a recurring job run again at a time, with a clean record.
func (q *Tx) RepeatJob(ctx context.Context, j domain.Job, at time.Time) error {
	_, err := q.exec(ctx, "UPDATE jobs SET run_at = $3, attempts = 0, last_error = '' WHERE id = $1 AND lease = $2", j.ID, j.Lease, millis(at))
	return err
}

// DelayJob notes why a job failed and when to try again; a dead time gives up.
func (q *Tx) DelayJob(ctx context.Context, j domain.Job, reason string, again, dead time.Time) error {
	_, err := q.exec(ctx, "UPDATE jobs SET run_at = $3, last_error = $4, dead_at = $5 WHERE id = $1 AND lease = $2",
		j.ID, j.Lease, millis(again), reason, millis(dead))
	return err
}

// DeadJobs lists the jobs that were given up, newest first.
func (r reads) DeadJobs(ctx context.Context, limit int) ([]domain.Job, error) {
	return list(ctx, r.handle, "SELECT "+jobColumns+" FROM jobs WHERE dead_at > 0 ORDER BY dead_at DESC, id DESC LIMIT $1", []any{limit}, scanJob)
}

// ReviveJob puts a given-up job back in line.
func (q *Tx) ReviveJob(ctx context.Context, id int64, now time.Time) error {
	return q.changeOne(ctx, "UPDATE jobs SET dead_at = 0, attempts = 0, run_at = $2 WHERE id = $1 AND dead_at > 0", id, millis(now))
}
