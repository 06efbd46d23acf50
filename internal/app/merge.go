package app

import (
	"context"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// mergeBatch is how many votes one transaction carries over or takes back: every other
// write to the database, or to the target, waits for it.
const mergeBatch = 500

// Merge puts an idea into another one, which its address leads to from then on. Its own
// rows stay; of its votes copies go to the target, the first at once, those of an idea
// with many in a job. From the moment it returns the idea takes no vote. The reason may be
// empty and is public.
func (a *App) Merge(ctx context.Context, who domain.Actor, source, target int64, reason string) error {
	reason = text.Body(reason)
	var p domain.Problems
	if domain.CheckMergeReason(&p, reason); p.Err() != nil {
		return p.Err()
	}
	return a.act(ctx, who, domain.MergeIdeas, func(q *store.Tx, who domain.Actor) error {
		return a.merge(ctx, q, who, source, target, reason)
	})
}

func (a *App) merge(ctx context.Context, q *store.Tx, who domain.Actor, source, target int64, reason string) error {
	from, to, err := lockBoth(ctx, q, who, source, target)
	if err != nil {
		return err
	}
	if have, err := q.MergeOf(ctx, source); err != nil || have.ID != 0 && have.Target == target {
		return err // a repeated request
	}
	if err := domain.CheckMerge(&from, &to); err != nil {
		return err
	}
	if err := a.checkRunning(ctx, q, source, target); err != nil {
		return err
	}
	m := domain.Merge{Source: source, Target: target, From: from.Status, State: domain.Merging, Carried: from.Carried,
		CarriedTally: from.CarriedTally, By: domain.MemberRef{ID: who.ID, Role: who.Role}, At: a.now()}
	if m.ID, err = q.CreateMerge(ctx, m); err != nil {
		return err
	}
	if err := a.turnMerged(ctx, q, who, from, m, reason); err != nil {
		return err
	}
	if err := q.CarryPoints(ctx, target, m, 1); err != nil {
		return err
	}
	if err := a.record(ctx, q, who, string(domain.MergeIdeas), "idea", source, ""); err != nil {
		return err
	}
	if err := a.carryOver(ctx, q, m, to.Author.ID); err != nil {
		return err
	}
	return q.DeleteDraft(ctx, who.ID, domain.FormOf("ideas", source, "merge"))
}

// lockBoth takes the rows of two ideas, in one order whoever asks, and reads them as they
// now are.
func lockBoth(ctx context.Context, q *store.Tx, who domain.Actor, source, target int64) (from, to domain.Idea, err error) {
	first, second := &from, &to
	if source > target {
		source, target = target, source
		first, second = second, first
	}
	if *first, err = q.LockIdea(ctx, who, source); err != nil {
		return from, to, err
	}
	*second, err = q.LockIdea(ctx, who, target)
	return from, to, err
}

// checkRunning refuses what must wait for a merge of the same ideas.
func (a *App) checkRunning(ctx context.Context, q *store.Tx, ideas ...int64) error {
	for _, id := range ideas {
		m, err := q.MergeInto(ctx, id)
		if err != nil {
			return err
		}
		if m.Running() {
			return domain.Refuse(domain.Conflict, "error.merge_running")
		}
	}
	return nil
}

// turnMerged closes the source of a merge, and its item with it.
func (a *App) turnMerged(ctx context.Context, q *store.Tx, who domain.Actor, from domain.Idea, m domain.Merge,
	reason string) error {
	if err := q.SetMergedInto(ctx, m.Source, m.Target); err != nil {
		return err
	}
	if err := a.setStatus(ctx, q, from, domain.StatusMerged, who, reason); err != nil {
		return err
	}
	if err := q.SettleProposals(ctx, m, a.now()); err != nil {
		return err
	}
	if from.Place.Item == 0 {
		return nil
	}
	i, queue, err := a.holdItem(ctx, q, from.Place.Item)
	if err != nil {
		return err
	}
	i.Status = from.Status // the idea's is another one already
	return a.became(ctx, q, i, queue, domain.StatusMerged, m.By, reason)
}

// carryOver carries over the next votes of a merge whose target is held, and promises to
// go on; behind the last one the rules are asked again.
func (a *App) carryOver(ctx context.Context, q *store.Tx, m domain.Merge, author int64) error {
	all, err := q.CarryVotes(ctx, &m, author, domain.Day(a.now()), mergeBatch)
	if err != nil {
		return err
	}
	if all {
		m.State = domain.Merged
	}
	if err := q.SetMerge(ctx, m); err != nil {
		return err
	}
	to, err := q.LockIdea(ctx, domain.System, m.Target)
	if err != nil {
		return err
	}
	if err := a.weighAnew(ctx, q, to.Place.Item); err != nil {
		return err
	}
	if !all {
		return q.Promise(ctx, domain.MergeVotes{Merge: m.ID}, a.now())
	}
	community, err := a.store.Reader().Community(ctx, a.now())
	if err != nil {
		return err
	}
	if to.Removed {
		return nil
	}
	return a.routeReached(ctx, q, community.Routes, to)
}

// MergeVotes goes on with a merge, or with taking one back, where its last transaction
// ended.
func (a *App) MergeVotes(ctx context.Context, id int64) error {
	seen, err := a.store.Reader().MergeByID(ctx, id)
	if err != nil {
		return err
	}
	return a.store.Tx(ctx, func(q *store.Tx) error {
		_, to, err := lockBoth(ctx, q, domain.System, seen.Source, seen.Target)
		if err != nil {
			return err
		}
		m, err := q.MergeByID(ctx, id)
		if err != nil {
			return err
		}
		switch m.State {
		case domain.Merging:
			return a.carryOver(ctx, q, m, to.Author.ID)
		case domain.Parting:
			return a.takeBack(ctx, q, m)
		}
		return nil
	})
}

// Unmerge takes a merge back, the newest one into an idea first. Copies that nobody
// changed go; what happened at the target afterwards stays there.
func (a *App) Unmerge(ctx context.Context, who domain.Actor, source int64) error {
	seen, err := a.store.Reader().MergeOf(ctx, source)
	if err != nil {
		return err
	}
	if seen.ID == 0 {
		return domain.Refuse(domain.Conflict, "error.not_merged")
	}
	return a.act(ctx, who, domain.MergeIdeas, func(q *store.Tx, who domain.Actor) error {
		return a.unmerge(ctx, q, who, seen)
	})
}

// unmerge begins to take a merge back that was in force when it was seen.
func (a *App) unmerge(ctx context.Context, q *store.Tx, who domain.Actor, seen domain.Merge) error {
	_, to, err := lockBoth(ctx, q, who, seen.Source, seen.Target)
	if err != nil {
		return err
	}
	m, err := q.MergeOf(ctx, seen.Source)
	if err != nil {
		return err
	}
	newest, err := q.MergeInto(ctx, seen.Target)
	if err != nil {
		return err
	}
	switch {
	case m.State == domain.Parting:
		return nil // a repeated request
	case m.ID != seen.ID:
		return domain.Refuse(domain.Conflict, "error.not_merged")
	case m.Running():
		return domain.Refuse(domain.Conflict, "error.merge_running")
	case newest.ID != m.ID || to.Status == domain.StatusMerged:
		return domain.Refuse(domain.Conflict, "error.unmerge_newest")
	}
	m.State, m.PartedBy = domain.Parting, domain.MemberRef{ID: who.ID, Role: who.Role}
	if err := q.SetParting(ctx, m, who, a.now()); err != nil {
		return err
	}
	if err := a.record(ctx, q, who, "unmerge ideas", "idea", seen.Source, ""); err != nil {
		return err
	}
	return a.takeBack(ctx, q, m)
}

// takeBack takes the next copies of a merge away, whose ideas are held, and promises to
// go on; behind the last one the source is what it was.
func (a *App) takeBack(ctx context.Context, q *store.Tx, m domain.Merge) error {
	all, err := q.ReturnVotes(ctx, m, domain.Day(a.now()), mergeBatch)
	if err != nil {
		return err
	}
	to, err := q.LockIdea(ctx, domain.System, m.Target)
	if err != nil {
		return err
	}
	if err := a.weighAnew(ctx, q, to.Place.Item); err != nil {
		return err
	}
	if !all {
		return q.Promise(ctx, domain.MergeVotes{Merge: m.ID}, a.now())
	}
	m.State = domain.Parted
	if err := q.SetMerge(ctx, m); err != nil {
		return err
	}
	if err := q.CarryPoints(ctx, m.Target, m, -1); err != nil {
		return err
	}
	return a.turnBack(ctx, q, m)
}

// turnBack gives the source of a merge, and its item, the status of before.
func (a *App) turnBack(ctx context.Context, q *store.Tx, m domain.Merge) error {
	from, err := q.LockIdea(ctx, domain.System, m.Source)
	if err != nil {
		return err
	}
	if err := q.SetMergedInto(ctx, m.Source, 0); err != nil {
		return err
	}
	by := domain.Actor{ID: m.PartedBy.ID, Role: m.PartedBy.Role}
	if err := a.setStatus(ctx, q, from, m.From, by, ""); err != nil || from.Place.Item == 0 {
		return err
	}
	i, queue, err := a.holdItem(ctx, q, from.Place.Item)
	if err != nil {
		return err
	}
	now := a.now().Truncate(time.Millisecond)
	i = i.Undone(m.From).Ticked(now, queue.Zone()).Placed(queue.Weights)
	if err := q.SetItem(ctx, i); err != nil {
		return err
	}
	return q.CreateItemEvent(ctx, i.ID, domain.ItemEvent{Act: domain.ActDecided, From: domain.StatusMerged, To: m.From,
		By: m.PartedBy, At: now})
}

// CountMergedTalk counts what is said on merged ideas where it is shown. It is asked at
// every start, and does something at the first one.
func (a *App) CountMergedTalk(ctx context.Context) error {
	return a.store.Tx(ctx, func(q *store.Tx) error { return q.CountMergedTalk(ctx) })
}

// ProposeMerge proposes a merge to the moderators. The same one proposed again changes
// nothing.
func (a *App) ProposeMerge(ctx context.Context, who domain.Actor, source, target int64, note string) error {
	note = text.Body(note)
	var p domain.Problems
	if domain.CheckProposal(&p, note); p.Err() != nil {
		return p.Err()
	}
	return a.act(ctx, who, domain.ProposeMerge, func(q *store.Tx, who domain.Actor) error {
		from, to, err := lockBoth(ctx, q, who, source, target)
		if err != nil {
			return err
		}
		if err := domain.CheckMerge(&from, &to); err != nil {
			return err
		}
		open, err := q.OpenProposals(ctx, who.ID)
		if err != nil {
			return err
		}
		if open >= domain.ProposalsOpenMax && !domain.May(who.Role, domain.MergeIdeas) {
			return &domain.Error{Kind: domain.Conflict, Key: "error.proposals_open", Args: domain.Args{"Max": domain.ProposalsOpenMax}}
		}
		id, err := q.CreateProposal(ctx, source, target, who.ID, note, a.now())
		if err != nil {
			return err
		}
		if err := a.openProposal(ctx, q, id, &from); err != nil {
			return err
		}
		if who.Role.Staff() {
			if err := a.record(ctx, q, who, string(domain.ProposeMerge), "idea", source, ""); err != nil {
				return err
			}
		}
		return q.DeleteDraft(ctx, who.ID, domain.FormOf("ideas", source, "propose"))
	})
}
