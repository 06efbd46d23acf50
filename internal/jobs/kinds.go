package jobs

import (
	"context"
	"encoding/json"

	"groundswell/internal/domain"
	"groundswell/internal/mail"
)

// kind is how jobs of a kind are done: by a function, or as a mail that is written
// by one.
type kind struct {
	name  string
	do    func(*Runner, context.Context, domain.Job) error
	write func(*Runner, context.Context, domain.Job) (*mail.Message, error)
}

// kinds are the functions that do the work, each found by the task it takes.
var kinds = byName(
	doing(func(r *Runner, ctx context.Context, _ domain.Job, _ domain.KeepWatch) error {
		return r.app.KeepWatch(ctx)
	}),
	doing(func(r *Runner, ctx context.Context, _ domain.Job, _ domain.CountFigures) error {
		return r.app.CountFigures(ctx)
	}),
	doing(func(r *Runner, ctx context.Context, _ domain.Job, _ domain.CountAnswers) error {
		return r.app.CountAnswers(ctx)
	}),
	doing(func(r *Runner, ctx context.Context, _ domain.Job, _ domain.CountFairness) error {
		return r.app.CountFairness(ctx)
	}),
	doing(func(r *Runner, ctx context.Context, _ domain.Job, _ domain.Sweep) error { return r.app.Sweep(ctx) }),
	doing(func(r *Runner, ctx context.Context, _ domain.Job, _ domain.Mend) error { return r.app.Mend(ctx) }),
	doing(func(r *Runner, ctx context.Context, _ domain.Job, t domain.Reweigh) error {
		return r.app.Reweigh(ctx, t.After)
	}),
	doing(func(r *Runner, ctx context.Context, _ domain.Job, t domain.Regain) error {
		return r.app.CountRegained(ctx, t.Product)
	}),
	doing(func(r *Runner, ctx context.Context, _ domain.Job, t domain.Rematch) error {
		return r.app.Rematch(ctx, t.Product, t.After)
	}),
	doing(func(r *Runner, ctx context.Context, _ domain.Job, t domain.RenderTexts) error {
		return r.app.RenderTexts(ctx, t)
	}),
	doing(func(r *Runner, ctx context.Context, _ domain.Job, t domain.IndexTexts) error {
		return r.app.IndexTexts(ctx, t)
	}),
	doing(func(r *Runner, ctx context.Context, _ domain.Job, _ domain.CountTerms) error {
		return r.app.CountTerms(ctx)
	}),
	doing(func(r *Runner, ctx context.Context, _ domain.Job, _ domain.KeepMissed) error {
		return r.app.KeepMissed(ctx)
	}),
	doing(func(r *Runner, ctx context.Context, _ domain.Job, t domain.Rerank) error { return r.app.Rerank(ctx, t) }),
	doing(func(r *Runner, ctx context.Context, _ domain.Job, t domain.RouteIdeas) error {
		return r.app.RouteIdeas(ctx, t)
	}),
	doing(func(r *Runner, ctx context.Context, _ domain.Job, t domain.EraseTexts) error {
		return r.app.EraseTexts(ctx, t)
	}),
	doing(func(r *Runner, ctx context.Context, _ domain.Job, t domain.MergeVotes) error {
		return r.app.MergeVotes(ctx, t.Merge)
	}),
	doing(func(r *Runner, ctx context.Context, _ domain.Job, t domain.HoldVotes) error {
		return r.app.HoldVotes(ctx, t.Group)
	}),
	doing(func(r *Runner, ctx context.Context, _ domain.Job, _ domain.FindBombs) error {
		return r.app.FindBombs(ctx)
	}),
	doing(func(r *Runner, ctx context.Context, _ domain.Job, _ domain.ArchiveStale) error {
		return r.app.ArchiveStale(ctx)
	}),
	doing(func(r *Runner, ctx context.Context, _ domain.Job, _ domain.FindVoteGroups) error {
		return r.app.FindVoteGroups(ctx)
	}),
	doing(func(r *Runner, ctx context.Context, _ domain.Job, _ domain.WakeItems) error {
		return r.app.WakeItems(ctx)
	}),
	doing(func(r *Runner, ctx context.Context, _ domain.Job, _ domain.AskTopRoutes) error {
		return r.app.RouteTop(ctx)
	}),
	doing(func(r *Runner, ctx context.Context, _ domain.Job, _ domain.Mornings) error {
		return r.app.Mornings(ctx)
	}),
	doing(func(r *Runner, ctx context.Context, _ domain.Job, _ domain.TellAdmins) error {
		return r.app.TellAdmins(ctx)
	}),
	doing(func(r *Runner, ctx context.Context, _ domain.Job, _ domain.RerankAll) error {
		return r.app.RerankAll(ctx)
	}),
	doing(func(r *Runner, ctx context.Context, _ domain.Job, t domain.EndRestriction) error {
		return r.app.EndRestriction(ctx, t.Restriction)
	}),
	doing(func(r *Runner, ctx context.Context, _ domain.Job, t domain.SettleRemoval) error {
		return r.app.SettleRemoval(ctx, t)
	}),
	doing(func(r *Runner, ctx context.Context, _ domain.Job, t domain.ReturnPost) error {
		return r.app.ReturnPost(ctx, t.Restriction)
	}),
	doing(func(r *Runner, ctx context.Context, _ domain.Job, _ domain.TurnDay) error {
		return r.app.TurnDay(ctx)
	}),
	doing(func(r *Runner, ctx context.Context, _ domain.Job, t domain.CountNets) error {
		return r.app.CountNets(ctx, t)
	}),
	doing(func(r *Runner, ctx context.Context, j domain.Job, t domain.TellWatch) error {
		return r.app.TellWatch(ctx, j, t)
	}),
	doing(func(r *Runner, ctx context.Context, j domain.Job, t domain.TellEvent) error {
		return r.app.Tell(ctx, j, t)
	}),
	doing((*Runner).sendLetters),
	mailing((*Runner).linkMail),
	mailing((*Runner).invitationMail),
	mailing((*Runner).noticeMail),
	mailing((*Runner).watchMail),
	mailing((*Runner).returnedMail),
	mailing((*Runner).morningMail),
	mailing((*Runner).auditMail),
	mailing((*Runner).restrictionMail),
	mailing((*Runner).reportMail),
	mailing((*Runner).erasureMail),
)

// doing makes a kind of a function and the task it takes.
func doing[T domain.Task](do func(*Runner, context.Context, domain.Job, T) error) kind {
	var task T
	return kind{name: task.Kind(), do: func(r *Runner, ctx context.Context, job domain.Job) error {
		task, err := read[T](job)
		if err != nil {
			return err
		}
		return do(r, ctx, job, task)
	}}
}

// mailing makes a kind of a function that writes the mail of a task, or none when
// there is nobody to write to any more.
func mailing[T domain.Task](write func(*Runner, context.Context, domain.Job, T) (*mail.Message, error)) kind {
	var task T
	return kind{name: task.Kind(), write: func(r *Runner, ctx context.Context, job domain.Job) (*mail.Message, error) {
		task, err := read[T](job)
		if err != nil {
			return nil, err
		}
		return write(r, ctx, job, task)
	}}
}

func read[T domain.Task](job domain.Job) (T, error) {
	var task T
	err := json.Unmarshal(job.Payload, &task)
	return task, err
}

func byName(all ...kind) map[string]kind {
	named := map[string]kind{}
	for _, k := range all {
		named[k.name] = k
	}
	return named
}
