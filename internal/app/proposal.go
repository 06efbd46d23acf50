package app

import (
	"context"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// openProposal brings a new proposal to the desk; 0 is none.
func (a *App) openProposal(ctx context.Context, q *store.Tx, id int64, source *domain.Idea) error {
	if id == 0 {
		return nil
	}
	_, err := q.OpenDeskRow(ctx, domain.DeskRow{Kind: domain.DeskProposal, Part: domain.PartProposal, Subject: id, Space: source.Space,
		Harm: domain.DeskHarm(domain.DeskProposal, source.Points()), Created: a.now()})
	return err
}

// DeclineProposal closes a proposal that nobody has decided yet.
func (a *App) DeclineProposal(ctx context.Context, who domain.Actor, id int64) error {
	return a.act(ctx, who, domain.MergeIdeas, func(q *store.Tx, who domain.Actor) error {
		if err := q.CloseDeskRow(ctx, domain.DeskProposal, domain.PartProposal, id, who.ID, domain.LeaveApart, a.now()); err != nil {
			return err
		}
		return a.declineProposal(ctx, q, who, id)
	})
}

func (a *App) declineProposal(ctx context.Context, q *store.Tx, who domain.Actor, id int64) error {
	if err := q.DeclineProposal(ctx, id, who.ID, a.now()); err != nil {
		return err
	}
	return a.record(ctx, q, who, "decline merge", "proposal", id, "")
}

// holdProposal holds the two ideas of a proposal.
func (a *App) holdProposal(ctx context.Context, q *store.Tx, row domain.DeskRow) error {
	found, err := q.ProposalsByID(ctx, []int64{row.Subject})
	if err != nil {
		return err
	}
	_, _, err = lockBoth(ctx, q, domain.System, found[row.Subject].Source.ID, found[row.Subject].Target.ID)
	return err
}

// decideProposal merges the two ideas of a proposal, without a word to the public, or
// leaves them apart.
func (a *App) decideProposal(ctx context.Context, q *store.Tx, who domain.Actor, d Deskwork) error {
	if err := domain.Allow(who, domain.MergeIdeas); err != nil {
		return err
	}
	if d.Do == domain.LeaveApart {
		return a.declineProposal(ctx, q, who, d.Row.Subject)
	}
	found, err := q.ProposalsByID(ctx, []int64{d.Row.Subject})
	if err != nil {
		return err
	}
	p := found[d.Row.Subject]
	return a.merge(ctx, q, who, p.Source.ID, p.Target.ID, "")
}

// undoProposal takes the merge back, or lets the proposal wait again.
func (a *App) undoProposal(ctx context.Context, q *store.Tx, who domain.Actor, d Deskwork) error {
	if err := domain.Allow(who, domain.MergeIdeas); err != nil {
		return err
	}
	if d.Row.Decision == domain.MergeThem {
		found, err := q.ProposalsByID(ctx, []int64{d.Row.Subject})
		if err != nil {
			return err
		}
		seen, err := q.MergeOf(ctx, found[d.Row.Subject].Source.ID)
		if err != nil {
			return err
		}
		if seen.ID == 0 {
			return domain.Refuse(domain.Conflict, "error.not_merged")
		}
		if err := a.unmerge(ctx, q, who, seen); err != nil {
			return err
		}
	}
	if err := q.ReopenProposal(ctx, d.Row.Subject); err != nil {
		return err
	}
	return a.record(ctx, q, who, "reopen merge", "proposal", d.Row.Subject, "")
}
