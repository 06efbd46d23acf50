package jobs

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"runtime/debug"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/mail"
	"groundswell/internal/store"
)

const (
	// lease is how long a worker may take for a batch before another one takes
	// its jobs over.
	lease = 2 * time.Minute
	// limit is how long it does take: what has not been begun by then goes back.
	limit = lease / 2
	// mailBatch is how many mails go over one connection at most.
	mailBatch = 20
)

// lease takes the next jobs of a lane: mails by the batch, other work one by one.
// A job that was begun too often and never came to an end is given up unseen:
// it may be what ends the workers.
func (r *Runner) lease(ctx context.Context, lane domain.Lane) ([]domain.Job, error) {
	most := 1
	if lane == domain.MailLane || lane == domain.LettersLane {
		most = mailBatch
	}
	var batch []domain.Job
	err := r.store.Tx(ctx, func(q *store.Tx) error {
		leased, err := q.LeaseJobs(ctx, lane, most, r.now(), r.now().Add(lease))
		if err != nil {
			return err
		}
		batch = nil
		for _, job := range leased {
			if job.Attempts <= domain.JobLeases || every(job.Kind) > 0 {
				batch = append(batch, job)
				continue
			}
			reason := job.LastError
			if reason == "" {
				reason = "it was begun again and again and never came to an end"
			}
			if err := q.GiveUpJob(ctx, job, reason, r.now()); err != nil {
				return err
			}
		}
		return nil
	})
	return batch, err
}

// do does the jobs of a batch one after another and writes down how each went.
// Mails share a connection. A job that was begun is brought to an end when ctx
// ends; the others go back.
func (r *Runner) do(ctx context.Context, batch []domain.Job) {
	var line post
	defer line.close()
	working, cancel := context.WithTimeout(context.WithoutCancel(ctx), limit)
	defer cancel()
	for _, job := range batch {
		if ctx.Err() != nil || working.Err() != nil {
			r.giveBack(job)
			continue
		}
		r.settle(job, r.try(working, &line, job))
	}
}

// try does one job. A panic is a failure like any other.
func (r *Runner) try(ctx context.Context, line *post, job domain.Job) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v\n%s", v, debug.Stack())
		}
	}()
	k, known := kinds[job.Kind]
	switch {
	case !known:
		return fmt.Errorf("no job of kind %q is known", job.Kind)
	case k.do != nil:
		return k.do(r, ctx, job)
	}
	if line.down != nil { // the others of the batch met the same
		return line.down
	}
	message, err := k.write(r, ctx, job)
	if err != nil || message == nil {
		return err
	}
	return line.send(ctx, r.mail, *message)
}

// post is the connection that the mails of a batch share.
type post struct {
	line *mail.Line
	down error // why there is no server
}

// send sends a mail. After a connection broke, the next mail gets a new one: a
// mail that ends connections must not take others with it. Without a server
// nothing is tried again.
func (p *post) send(ctx context.Context, sender *mail.Sender, m mail.Message) error {
	if p.line == nil {
		if p.line, p.down = sender.Dial(ctx); p.down != nil {
			p.line = nil
			return p.down
		}
	}
	err := p.line.Send(m)
	if p.line.Broken() {
		p.close()
	}
	return err
}

func (p *post) close() {
	if p.line != nil {
		p.line.Close() // whatever it says, the mails are settled
		p.line = nil
	}
}

// address is a mail address in what a mail server says: neither logs nor the list
// of given-up jobs may hold one.
var address = regexp.MustCompile(`[^\s<>"]+@[^\s<>"]+`)

// settle writes down how a job went. When that fails it is tried once more with a
// plain reason: an outcome that cannot be written would be tried for ever.
func (r *Runner) settle(job domain.Job, failure error) {
	reason := ""
	if failure != nil {
		reason = domain.JobError(address.ReplaceAllString(failure.Error(), "(address)"))
		r.log.Warn("job failed", "kind", job.Kind, "job", job.ID, "attempt", job.Attempts, "error", reason)
	}
	err := r.write(func(ctx context.Context, q *store.Tx) error { return r.outcome(ctx, q, job, reason) })
	if err != nil && reason != "" {
		err = r.write(func(ctx context.Context, q *store.Tx) error {
			return r.outcome(ctx, q, job, "it failed, and why could not be written down")
		})
	}
	if err != nil {
		r.log.Error("what became of a job could not be written", "kind", job.Kind, "job", job.ID, "error", err)
	}
}

// outcome writes how a job went; an empty reason is success. Recurring work is
// never given up: the next try is its next turn.
func (r *Runner) outcome(ctx context.Context, q *store.Tx, job domain.Job, reason string) error {
	period := every(job.Kind)
	switch {
	case reason == "" && period > 0:
		return q.RepeatJob(ctx, job, r.now().Add(period), r.now())
	case reason == "":
		if err := q.FinishJob(ctx, job); !errors.Is(err, domain.ErrNotFound) {
			return err
		}
		return nil // it finished itself, or another worker has it
	case period == 0 && job.Attempts >= domain.JobAttempts:
		return q.GiveUpJob(ctx, job, reason, r.now())
	}
	return q.DelayJob(ctx, job, reason, r.now().Add(domain.JobBackoff(job.Attempts)), r.now())
}

// giveBack puts a job that was not begun back in line.
func (r *Runner) giveBack(job domain.Job) {
	err := r.write(func(ctx context.Context, q *store.Tx) error { return q.ReturnJob(ctx, job, r.now()) })
	if err != nil {
		r.log.Warn("a job waits for its lease to end", "kind", job.Kind, "job", job.ID, "error", err)
	}
}

// write is a transaction that nobody's leaving ends.
func (r *Runner) write(fn func(context.Context, *store.Tx) error) error {
	ctx := context.Background()
	return r.store.Tx(ctx, func(q *store.Tx) error { return fn(ctx, q) })
}
