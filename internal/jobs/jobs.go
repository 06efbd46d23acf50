// Package jobs does what was promised in a transaction: it leases rows of the
// jobs table, runs each kind's function, and repeats or gives up what fails.
// Every kind is done at least once and is harmless when done twice. Jobs wait in
// lanes, each with a loop of its own: no lane waits for another.
package jobs

import (
	"context"
	"log/slog"
	"runtime/debug"
	"sync"
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
	backups Backups
}

// New makes a runner. baseURL starts the links in mails.
func New(a *app.App, db *store.DB, m *mail.Sender, baseURL string, now func() time.Time, log *slog.Logger) *Runner {
	return &Runner{app: a, store: db, mail: m, baseURL: baseURL, now: now, log: log}
}

// beat is how often a lane asks the table for due jobs while nobody pokes it.
const beat = time.Second

// schedule is the recurring work, to be read aloud.
var schedule = []struct {
	task  domain.Task
	every time.Duration
}{
	{domain.KeepWatch{}, time.Minute},       // end watches and overrides whose time has come
	{domain.CountFigures{}, time.Minute},    // count the community's numbers for the feed
	{domain.CountAnswers{}, time.Hour},      // count how ideas were answered, for the ledger
	{domain.Mornings{}, 10 * time.Minute},   // promise the mails of the morning
	{domain.TellAdmins{}, 10 * time.Minute}, // promise the admins' daily mail
	{domain.CountFairness{}, time.Hour},     // count how the community was moderated
	{domain.SendLetters{}, letterBeat},      // send mails about what people follow
	{domain.WakeItems{}, time.Minute},       // let late items rise, bring parked ones back
	{domain.AskTopRoutes{}, time.Hour},      // ask the rules of a time
	{domain.FindVoteGroups{}, time.Hour},    // look for accounts that vote as one
	{domain.FindBombs{}, time.Hour},         // look for days on which a product was rated as it is not otherwise
	{domain.ArchiveStale{}, time.Hour},      // archive what nobody votes on any more, once a day
	{domain.RerankAll{}, time.Hour},         // read anew what priorities are made of
	{domain.CountTerms{}, time.Minute},      // count the words of what was written since
	{domain.KeepMissed{}, time.Minute},      // write down what was searched for and not found
	{domain.TurnDay{}, time.Minute},         // bring what ideas won in 7, 30 and 365 days up to a new day
	{domain.Mend{}, time.Minute},            // bring back what a clock ahead of its time wrote
	{domain.Sweep{}, domain.SweepEvery},     // forget sessions, links and limits that ran out
}

// every is how long after its end recurring work is done again; 0 for other work.
func every(kind string) time.Duration {
	for _, s := range schedule {
		if s.task.Kind() == kind {
			return s.every
		}
	}
	return 0
}

// Schedule promises the recurring work; what is promised already stays.
func (r *Runner) Schedule(ctx context.Context) error {
	return r.store.Tx(ctx, func(q *store.Tx) error {
		for _, s := range schedule {
			if err := q.PromiseOnce(ctx, s.task, s.task.Kind(), r.now(), r.now()); err != nil {
				return err
			}
		}
		return nil
	})
}

// Run does jobs until ctx ends, and finishes those under way.
func (r *Runner) Run(ctx context.Context) {
	var lanes sync.WaitGroup
	for _, lane := range domain.Lanes {
		lanes.Go(func() { r.keepLane(ctx, lane) })
	}
	if r.backups.Folder != "" {
		lanes.Go(func() { r.keepBackups(ctx) })
	}
	lanes.Wait()
}

// keepLane does a lane's jobs as they come to be due: at once when this process
// promised them, within a beat otherwise. While the clock jumps, the clock's own
// work waits.
func (r *Runner) keepLane(ctx context.Context, lane domain.Lane) {
	wait := time.NewTicker(beat)
	defer wait.Stop()
	var p pulse
	for ctx.Err() == nil {
		if lane != domain.ClockLane || p.even(r.now()) {
			r.tryLane(ctx, lane)
		}
		select {
		case <-ctx.Done():
		case <-wait.C:
		case <-r.store.Promised(lane):
		}
	}
}

// tryLane does what is due. Whatever goes wrong, even a panic outside of a job, is
// logged and tried again with the next beat.
func (r *Runner) tryLane(ctx context.Context, lane domain.Lane) {
	defer func() {
		if v := recover(); v != nil {
			r.log.Error("jobs", "lane", lane, "panic", v, "stack", string(debug.Stack()))
		}
	}()
	if _, err := r.runLane(ctx, lane); err != nil && ctx.Err() == nil {
		r.log.Warn("jobs", "lane", lane, "error", err)
	}
}

// RunDue does every job that is due now, lane by lane, until none is left.
func (r *Runner) RunDue(ctx context.Context) error {
	for again := true; again; {
		again = false
		for _, lane := range domain.Lanes {
			ran, err := r.runLane(ctx, lane)
			if err != nil {
				return err
			}
			again = again || ran
		}
	}
	return nil
}

// runLane does the due jobs of a lane and reports whether there were any.
func (r *Runner) runLane(ctx context.Context, lane domain.Lane) (ran bool, err error) {
	for ctx.Err() == nil {
		due, err := r.store.Reader().JobDue(ctx, lane, r.now())
		if err != nil || !due {
			return ran, err
		}
		batch, err := r.lease(ctx, lane)
		if err != nil {
			return ran, err
		}
		ran = true
		r.do(ctx, batch)
	}
	return ran, nil
}
