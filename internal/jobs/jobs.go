// Package jobs does what was promised in a transaction: it leases rows of the
// jobs table, runs each kind's function, and repeats or gives up what fails.
// Every kind is done at least once and is harmless when done twice.
package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"runtime/debug"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/mail"
	"groundswell/internal/store"
)

// Runner runs jobs until it is stopped.
type Runner struct {
	app     *app.App
	store   *store.DB
	mail    *mail.Sender
	baseURL string
	now     func() time.Time
	log     *slog.Logger
}

// New makes a runner. baseURL starts the links in mails.
func New(a *app.App, db *store.DB, m *mail.Sender, baseURL string, now func() time.Time, log *slog.Logger) *Runner {
	return &Runner{app: a, store: db, mail: m, baseURL: baseURL, now: now, log: log}
}

const (
	// beat is how often the table is asked for due jobs while there are none.
	beat = time.Second
	// lease is how long a worker may take before another one takes the job over.
	lease = 2 * time.Minute
)

// schedule is the recurring work, to be read aloud.
var schedule = []struct {
	kind  string
	every time.Duration
}{
	{domain.JobWatch, time.Minute},   // end watches and overrides whose time has come
	{domain.JobFigures, time.Minute}, // count the community's numbers for the feed
	{domain.JobSweep, time.Hour},     // forget sessions, links and limits that ran out
}

// kinds are the functions that do the work.
var kinds = map[string]func(*Runner, context.Context, domain.Job) error{
	domain.JobSendLink:   (*Runner).sendLink,
	domain.JobSendNotice: (*Runner).sendNotice,
	domain.JobSendWatch:  (*Runner).sendWatch,
	domain.JobWatch:      func(r *Runner, ctx context.Context, _ domain.Job) error { return r.app.KeepWatch(ctx) },
	domain.JobReweigh:    with(func(r *Runner, ctx context.Context, p domain.Reweigh) error { return r.app.Reweigh(ctx, p.After) }),
	domain.JobRegain: with(func(r *Runner, ctx context.Context, p domain.Regain) error {
		return r.app.CountRegained(ctx, p.Product)
	}),
	domain.JobRematch: with(func(r *Runner, ctx context.Context, p domain.Rematch) error {
		return r.app.Rematch(ctx, p.Product, p.After)
	}),
	domain.JobFigures: func(r *Runner, ctx context.Context, _ domain.Job) error { return r.app.CountFigures(ctx) },
	domain.JobSweep:   func(r *Runner, ctx context.Context, _ domain.Job) error { return r.app.Sweep(ctx) },
}

// with reads a job's payload before doing it.
func with[P any](do func(*Runner, context.Context, P) error) func(*Runner, context.Context, domain.Job) error {
	return func(r *Runner, ctx context.Context, job domain.Job) error {
		var payload P
		if err := json.Unmarshal(job.Payload, &payload); err != nil {
			return err
		}
		return do(r, ctx, payload)
	}
}

// Schedule promises the recurring work; what is promised already stays.
func (r *Runner) Schedule(ctx context.Context) error {
	return r.store.Tx(ctx, func(q *store.Tx) error {
		for _, s := range schedule {
			if err := q.CreateJob(ctx, s.kind, s.kind, nil, r.now(), r.now()); err != nil {
				return err
			}
		}
		return nil
	})
}

// Run does jobs until ctx ends, and finishes the one under way.
func (r *Runner) Run(ctx context.Context) {
	wait := time.NewTimer(0)
	defer wait.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-wait.C:
		}
		if err := r.RunDue(ctx); err != nil && ctx.Err() == nil {
			r.log.Warn("jobs", "error", err)
		}
		wait.Reset(beat)
	}
}

// RunDue does every job that is due now.
func (r *Runner) RunDue(ctx context.Context) error {
	for ctx.Err() == nil {
		due, err := r.store.Reader().JobDue(ctx, r.now())
		if err != nil || !due {
			return err
		}
		if err := r.runOne(context.WithoutCancel(ctx)); err != nil {
			return err
		}
	}
	return nil
}

// runOne leases a job, does it, and writes down how it went.
func (r *Runner) runOne(ctx context.Context) error {
	var job domain.Job
	err := r.store.Tx(ctx, func(q *store.Tx) (err error) {
		job, err = q.LeaseJob(ctx, r.now(), r.now().Add(lease))
		return err
	})
	if errors.Is(err, domain.ErrNotFound) {
		return nil // another worker has it
	}
	if err != nil {
		return err
	}
	limit, cancel := context.WithTimeout(ctx, lease/2)
	defer cancel()
	failure := r.do(limit, job)
	return r.store.Tx(ctx, func(q *store.Tx) error { return r.settle(ctx, q, job, failure) })
}

// do runs a job's function. A panic is a failure like any other.
func (r *Runner) do(ctx context.Context, job domain.Job) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v\n%s", v, debug.Stack())
		}
	}()
	do, known := kinds[job.Kind]
	if !known {
		return fmt.Errorf("no job of kind %q is known", job.Kind)
	}
	return do(r, ctx, job)
}

// address is a mail address in what a mail server says: neither logs nor the list
// of given-up jobs may hold one.
var address = regexp.MustCompile(`[^\s<>"]+@[^\s<>"]+`)

func (r *Runner) settle(ctx context.Context, q *store.Tx, job domain.Job, failure error) error {
	if failure == nil {
		for _, s := range schedule {
			if s.kind == job.Kind {
				return q.RepeatJob(ctx, job, r.now().Add(s.every))
			}
		}
		return q.FinishJob(ctx, job)
	}
	reason := address.ReplaceAllString(failure.Error(), "(address)")
	r.log.Warn("job failed", "kind", job.Kind, "job", job.ID, "attempt", job.Attempts, "error", reason)
	again, dead := r.now().Add(domain.JobBackoff(job.Attempts)), time.Time{}
	if job.Attempts >= domain.JobAttempts && !recurring(job.Kind) {
		dead = r.now()
	}
	return q.DelayJob(ctx, job, reason[:min(len(reason), 500)], again, dead)
}

// recurring work is never given up: the next try is its next turn.
func recurring(kind string) bool {
	for _, s := range schedule {
		if s.kind == kind {
			return true
		}
	}
	return false
}
