package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"time"

	"groundswell/internal/domain"
)

// Promise promises a task in this transaction, to be done as soon as it is
// committed.
func (q *Tx) Promise(ctx context.Context, task domain.Task, now time.Time) error {
	return q.promise(ctx, task, "", now, now)
}

// PromiseAt promises a task that is done at a time.
func (q *Tx) PromiseAt(ctx context.Context, task domain.Task, at, now time.Time) error {
	return q.promise(ctx, task, "", at, now)
}

// PromiseOnce promises a task that is done at a time; while one with this key
// waits, promising it again changes nothing.
func (q *Tx) PromiseOnce(ctx context.Context, task domain.Task, key string, at, now time.Time) error {
	return q.promise(ctx, task, key, at, now)
}

func (q *Tx) promise(ctx context.Context, task domain.Task, key string, at, now time.Time) error {
	payload, err := json.Marshal(task)
	if err != nil {
		return err
	}
	_, err = q.exec(ctx, `INSERT INTO jobs (lane, kind, unique_key, payload, run_at, set_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $6)
		ON CONFLICT (unique_key) DO NOTHING`, task.Lane(), task.Kind(), orNull(key), payload, millis(at), millis(now))
	if !at.After(now) && !slices.Contains(q.woken, task.Lane()) {
		q.woken = append(q.woken, task.Lane())
	}
	return err
}

const jobColumns = "id, lane, kind, payload, run_at, attempts, lease, last_error, dead_at"

func scanJob(rows *sql.Rows) (domain.Job, error) {
	var j domain.Job
	var runAt, dead int64
	err := rows.Scan(&j.ID, &j.Lane, &j.Kind, &j.Payload, &runAt, &j.Attempts, &j.Lease, &j.LastError, &dead)
	j.RunAt, j.Dead = moment(runAt), moment(dead)
	return j, err
}

// ForgetDeadJobs forgets jobs that were given up before a time, most at once, and reports
// whether there may be more.
func (q *Tx) ForgetDeadJobs(ctx context.Context, before time.Time, most int64) (more bool, err error) {
	n, err := q.exec(ctx, `DELETE FROM jobs WHERE id IN
		(SELECT id FROM jobs WHERE dead_at > 0 AND dead_at < $1 ORDER BY dead_at LIMIT $2)`, millis(before), most)
	return n == most, err
}

// JobDue reports whether any job of a lane waits to be run, or waits since a
// moment that has not come.
func (r reads) JobDue(ctx context.Context, lane domain.Lane, now time.Time) (bool, error) {
	due, err := list(ctx, r.handle, `SELECT id FROM jobs WHERE lane = $1 AND dead_at = 0 AND run_at <= $2
		UNION ALL SELECT id FROM jobs WHERE lane = $1 AND dead_at = 0 AND set_at > $3 LIMIT 1`,
		[]any{lane, millis(now), millis(domain.NewestHonest(now))}, scanID)
	return len(due) > 0, err
}

// LeaseJobs takes the jobs of a lane that have waited longest, at most so many,
// until a time. A worker that dies lets the lease run out, and its jobs are taken
// again under a new lease number. Whatever a wrong clock promised is due now.
func (q *Tx) LeaseJobs(ctx context.Context, lane domain.Lane, most int, now, until time.Time) ([]domain.Job, error) {
	if _, err := q.exec(ctx, "UPDATE jobs SET run_at = $2, set_at = $2 WHERE lane = $1 AND dead_at = 0 AND set_at > $3",
		lane, millis(now), millis(domain.NewestHonest(now))); err != nil {
		return nil, err
	}
	leased, err := list(ctx, q.handle, `UPDATE jobs SET run_at = $4, set_at = $3, lease = lease + 1, attempts = attempts + 1
		WHERE id IN (SELECT id FROM jobs WHERE lane = $1 AND dead_at = 0 AND run_at <= $3 ORDER BY run_at, id LIMIT $2)
		AND dead_at = 0 AND run_at <= $3
		RETURNING `+jobColumns, []any{lane, most, millis(now), millis(until)}, scanJob)
	slices.SortFunc(leased, func(a, b domain.Job) int { return int(a.ID - b.ID) })
	return leased, err
}

// FinishJob forgets a job that is done; domain.ErrNotFound when the lease is ours
// no longer.
func (q *Tx) FinishJob(ctx context.Context, j domain.Job) error {
	return q.changeOne(ctx, "DELETE FROM jobs WHERE id = $1 AND lease = $2", j.ID, j.Lease)
}

// RepeatJob lets a recurring job run again at a time, with a clean record.
func (q *Tx) RepeatJob(ctx context.Context, j domain.Job, at, now time.Time) error {
	_, err := q.exec(ctx, "UPDATE jobs SET run_at = $3, set_at = $4, attempts = 0, last_error = '' WHERE id = $1 AND lease = $2",
		j.ID, j.Lease, millis(at), millis(now))
	return err
}

// ReturnJob puts a leased job back in line as if it had not been taken.
func (q *Tx) ReturnJob(ctx context.Context, j domain.Job, now time.Time) error {
	_, err := q.exec(ctx, "UPDATE jobs SET run_at = $3, set_at = $3, attempts = attempts - 1 WHERE id = $1 AND lease = $2",
		j.ID, j.Lease, millis(now))
	return err
}

// DelayJob notes why a job failed and when to try again.
func (q *Tx) DelayJob(ctx context.Context, j domain.Job, reason string, again, now time.Time) error {
	_, err := q.exec(ctx, "UPDATE jobs SET run_at = $3, set_at = $4, last_error = $5 WHERE id = $1 AND lease = $2",
		j.ID, j.Lease, millis(again), millis(now), domain.JobError(reason))
	return err
}

// GiveUpJob notes why a job failed for the last time.
func (q *Tx) GiveUpJob(ctx context.Context, j domain.Job, reason string, now time.Time) error {
	_, err := q.exec(ctx, "UPDATE jobs SET dead_at = $3, last_error = $4 WHERE id = $1 AND lease = $2", j.ID, j.Lease,
		millis(now), domain.JobError(reason))
	return err
}

// DeadJobs reads a page of the jobs that were given up, newest first.
func (r reads) DeadJobs(ctx context.Context, after domain.Cursor, limit int) (domain.Page[domain.Job], error) {
	var w where
	query := "SELECT " + jobColumns + " FROM jobs WHERE dead_at > 0"
	if !after.Zero() {
		query += " AND (dead_at, id) < (" + w.arg(after.At) + ", " + w.arg(after.ID) + ")"
	}
	return readPage(ctx, r.handle, query+" ORDER BY dead_at DESC, id DESC LIMIT "+w.arg(limit+1), w.args, scanJob, limit,
		func(j *domain.Job) domain.Cursor { return domain.Cursor{At: millis(j.Dead), ID: j.ID} })
}

// CountDeadJobs counts the jobs that were given up.
func (r reads) CountDeadJobs(ctx context.Context) (n int64, err error) {
	err = r.get(ctx, "SELECT COUNT(*) FROM jobs WHERE dead_at > 0", nil, &n)
	return n, err
}

// ReviveJob puts a given-up job back in line.
func (q *Tx) ReviveJob(ctx context.Context, id int64, now time.Time) error {
	var lane domain.Lane
	err := q.get(ctx, "UPDATE jobs SET dead_at = 0, attempts = 0, run_at = $2, set_at = $2 WHERE id = $1 AND dead_at > 0 RETURNING lane",
		[]any{id, millis(now)}, &lane)
	q.woken = append(q.woken, lane)
	return err
}

// HoldMails gives up the mails that wait, for a reason, and returns how many these are.
func (q *Tx) HoldMails(ctx context.Context, reason string, now time.Time) (int64, error) {
	return q.exec(ctx, "UPDATE jobs SET dead_at = $3, last_error = $4 WHERE lane IN ($1, $2) AND dead_at = 0",
		domain.MailLane, domain.LettersLane, millis(now), domain.JobError(reason))
}
