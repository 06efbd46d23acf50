package app

import (
	"context"
	"errors"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// Sweep forgets what has run out: sessions, links, invitations, windows of limits, drafts, news,
// letters, jobs that were given up, networks, decided reports of guests, and whoever asked for an account and did
// not confirm the address
// within domain.ApplicantLife. It believes the clock only as far as domain.Clock does; the
// first sweep of an installation forgets nothing.
func (a *App) Sweep(ctx context.Context) error {
	var until time.Time
	err := a.store.Tx(ctx, func(q *store.Tx) error {
		clock, err := q.Clock(ctx)
		if err != nil {
			return err
		}
		clock = clock.At(a.now())
		if err := q.SetClock(ctx, clock); err != nil {
			return err
		}
		newest := clock.Newest(a.now())
		until = clock.Swept
		if err := q.DeleteSessionsUnseen(ctx, until.Add(-domain.SessionIdle), newest); err != nil {
			return err
		}
		if err := q.DeleteLinksExpired(ctx, until, newest); err != nil {
			return err
		}
		if err := q.DeleteInvitationsExpired(ctx, until, newest); err != nil {
			return err
		}
		if err := q.DeleteApplicants(ctx, until.Add(-domain.ApplicantLife), newest); err != nil {
			return err
		}
		if err := q.ForgetUnconfirmed(ctx, until.Add(-domain.ApplicantLife)); err != nil {
			return err
		}
		if err := q.DeleteUnconfirmedReports(ctx, until.Add(-domain.ReportLife)); err != nil {
			return err
		}
		if err := q.DeleteDecidedReports(ctx, until.Add(-domain.ReportKept)); err != nil {
			return err
		}
		if err := q.DeleteDrafts(ctx, until.Add(-domain.DraftLife), domain.NewestHonest(newest)); err != nil {
			return err
		}
		if err := q.DeleteNetworks(ctx, until.Add(-domain.NetworkLife), domain.NewestHonest(newest)); err != nil {
			return err
		}
		return q.DeleteLimitsExpired(ctx, until, newest)
	})
	if err != nil {
		return err
	}
	return a.sweepMuch(ctx, until)
}

// sweepBatch is how many rows a sweep forgets in one transaction of what there is much of,
// and sweepBatches how many of these it makes of each in one go: an hour's worth at 50 a
// second.
const (
	sweepBatch   = 1000
	sweepBatches = 200
)

// sweepMuch forgets what there may be much of, in small transactions, for others write
// meanwhile.
func (a *App) sweepMuch(ctx context.Context, until time.Time) error {
	for _, forget := range []func(*store.Tx) (more bool, err error){
		func(q *store.Tx) (bool, error) { return q.ForgetEvents(ctx, until.Add(-domain.NewsLife), sweepBatch) },
		func(q *store.Tx) (bool, error) {
			return q.ForgetDeadJobs(ctx, until.Add(-domain.DeadJobLife), sweepBatch)
		},
		func(q *store.Tx) (bool, error) { return q.ForgetLetters(ctx, until.Add(-domain.NewsLife), sweepBatch) },
		func(q *store.Tx) (bool, error) {
			return q.ForgetWeighed(ctx, until.Add(-domain.NetworkMemory), until.Add(-domain.TextMemory), sweepBatch)
		},
		func(q *store.Tx) (bool, error) {
			return q.ForgetSuspects(ctx, until.Add(-domain.NetworkLife), until.Add(-domain.DeskLife), sweepBatch)
		},
		func(q *store.Tx) (bool, error) { return q.ForgetDeskRows(ctx, until.Add(-domain.DeskLife), sweepBatch) },
		func(q *store.Tx) (bool, error) {
			return q.ForgetMissed(ctx, domain.Day(until.Add(-domain.MissedLife)), sweepBatch)
		},
		func(q *store.Tx) (bool, error) {
			return q.ForgetMailHosts(ctx, until.Add(-domain.MailHostLife), sweepBatch)
		},
	} {
		more := true
		for n := 0; more && n < sweepBatches; n++ {
			err := a.store.Tx(ctx, func(q *store.Tx) (err error) {
				more, err = forget(q)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// mendBatch is how many ideas are looked up at a time.
const mendBatch = 100

// Mend brings ideas back that a clock ahead of its time wrote: otherwise they
// would lead Hot and New until that time has come.
func (a *App) Mend(ctx context.Context) error {
	clock, err := a.store.Reader().Clock(ctx)
	if err != nil {
		return err
	}
	newest := clock.Newest(a.now())
	for {
		ids, err := a.store.Reader().IdeasOfTheFuture(ctx, newest, mendBatch)
		if err != nil || len(ids) == 0 {
			return err
		}
		for _, id := range ids {
			err := a.store.Tx(ctx, func(q *store.Tx) error { return q.MendIdea(ctx, id, newest, a.now()) })
			if err != nil && !errors.Is(err, domain.ErrNotFound) {
				return err
			}
		}
	}
}
