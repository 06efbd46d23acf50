package app

import (
	"context"
	"errors"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// VoteForMember records the promote of a member who said it to staff. Who voted
// already has spoken, and is asked no more; the vote is theirs to withdraw.
func (a *App) VoteForMember(ctx context.Context, who domain.Actor, idea, member int64, said string) error {
	said = text.Line(said)
	var p domain.Problems
	if domain.CheckSaid(&p, said); p.Err() != nil {
		return p.Err()
	}
	return a.voteForOthers(ctx, who, idea, func(q *store.Tx, who domain.Actor, i domain.Idea) (domain.Idea, error) {
		m, err := q.Member(ctx, member)
		if errors.Is(err, domain.ErrNotFound) || err == nil && !m.CanSignIn() {
			return i, domain.BadField("member", "error.member_unknown", nil)
		}
		if err != nil {
			return i, err
		}
		_, voted, err := q.OwnVote(ctx, idea, m.ID)
		if err != nil {
			return i, err
		}
		if voted {
			return i, domain.BadField("member", "error.voted_already", nil)
		}
		ballot, err := q.Ballot(ctx, domain.Actor{ID: m.ID, Role: m.Role, System: true}, idea)
		if err != nil {
			return i, err
		}
		if i, err = q.SetVote(ctx, ballot, domain.Promote, a.now()); err != nil {
			return i, err
		}
		return i, q.RecordVote(ctx, idea, m.ID, who.ID, said)
	})
}

// VoteForContact records the promote of somebody without an account. Each contact
// counts one on an idea; recording it again changes where it was said.
func (a *App) VoteForContact(ctx context.Context, who domain.Actor, idea int64, c domain.Contact) error {
	c.Name, c.Company, c.Said = text.Line(c.Name), text.Line(c.Company), text.Line(c.Said)
	var p domain.Problems
	if domain.CheckContact(&p, c); p.Err() != nil {
		return p.Err()
	}
	return a.voteForOthers(ctx, who, idea, func(q *store.Tx, who domain.Actor, i domain.Idea) (domain.Idea, error) {
		return q.SetContactVote(ctx, i, c, domain.Promote, who.ID, a.now())
	})
}

// WithdrawForContact takes back a contact's vote.
func (a *App) WithdrawForContact(ctx context.Context, who domain.Actor, idea, vote int64) error {
	return a.voteForOthers(ctx, who, idea, func(q *store.Tx, who domain.Actor, i domain.Idea) (domain.Idea, error) {
		return q.WithdrawContactVote(ctx, i, vote, who.ID, a.now())
	})
}

// voteForOthers sets a vote that is not the actor's own on an idea that takes votes,
// and records it.
func (a *App) voteForOthers(ctx context.Context, who domain.Actor, idea int64,
	set func(*store.Tx, domain.Actor, domain.Idea) (domain.Idea, error)) error {
	return a.act(ctx, who, domain.VoteForOthers, func(q *store.Tx, who domain.Actor) error {
		i, err := q.LockIdea(ctx, who, idea)
		if err != nil {
			return err
		}
		if i.Removed {
			return domain.ErrNotFound // it takes no member's vote either
		}
		if err := domain.CheckVote(who, &i, domain.Promote); err != nil {
			return err
		}
		if i, err = set(q, who, i); err != nil {
			return err
		}
		community, err := a.store.Reader().Community(ctx, a.now())
		if err != nil {
			return err
		}
		if err := a.routeReached(ctx, q, community.Routes, i); err != nil {
			return err
		}
		return a.record(ctx, q, who, string(domain.VoteForOthers), "idea", idea, "")
	})
}
