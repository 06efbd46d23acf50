package app

import (
	"context"
	"errors"
	"slices"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// GiveReason makes r what a member says with their promote of an idea; an empty one
// takes back what they said. Chips are ids of the idea's, or of its space's where the
// form was drawn before the idea had its own.
func (a *App) GiveReason(ctx context.Context, who domain.Actor, id int64, r domain.Reason) error {
	r.Words = text.Body(r.Words)
	if err := domain.Allow(who, domain.CastVote); err != nil {
		return err
	}
	settings, err := a.settings(ctx)
	if err != nil {
		return err
	}
	if err := a.spendVote(settings, who); err != nil {
		return err
	}
	return a.store.TxOnIdea(ctx, id, func(q *store.Tx) error {
		b, err := q.Ballot(ctx, who, id)
		if err != nil {
			return err
		}
		if err := domain.Allow(b.Voter, domain.CastVote); err != nil {
			return err
		}
		if err := domain.CheckGivesReason(&b.Idea); err != nil {
			return err
		}
		var p domain.Problems
		if domain.CheckWhy(&p, r); p.Err() != nil {
			return p.Err()
		}
		if r.Chips, err = chosenChips(ctx, q, b, r.Chips); err != nil {
			return err
		}
		if err := q.SetReason(ctx, b, r, a.now()); err != nil {
			return err
		}
		if err := a.weighAnew(ctx, q, b.Idea.Place.Item); err != nil {
			return err
		}
		return q.DeleteDraft(ctx, who.ID, domain.FormOf("ideas", id, "reason"))
	})
}

// chosenChips finds the idea's chips that a form ticked, and begins them with the first.
func chosenChips(ctx context.Context, q *store.Tx, b store.Ballot, ticked []int64) ([]int64, error) {
	if len(ticked) == 0 {
		return nil, nil
	}
	own, err := q.BeginChips(ctx, b.Idea)
	if err != nil {
		return nil, err
	}
	chosen, there := domain.ChosenChips(own, ticked, b.Said())
	if !there {
		return nil, domain.BadField("chips", "error.chip_gone", nil)
	}
	return chosen, nil
}

// weighAnew puts an idea whose row is held where its importance of now has it in its
// queue; item 0 is in none.
func (a *App) weighAnew(ctx context.Context, q *store.Tx, item int64) error {
	if item == 0 {
		return nil
	}
	i, queue, err := a.holdItem(ctx, q, item)
	if err != nil || i.Queue.ID == 0 {
		return err
	}
	return q.SetPlace(ctx, i.Placed(queue.Weights))
}

// SetIdeaChips changes the chips of an idea: engineers those of ideas in their queues,
// or of ideas in none. One without names is taken away, or where somebody ticked it
// once, retired.
func (a *App) SetIdeaChips(ctx context.Context, who domain.Actor, id int64, chips []domain.Chip) error {
	chips, err := cleanChips(chips)
	if err != nil {
		return err
	}
	return a.act(ctx, who, domain.EditReasons, func(q *store.Tx, who domain.Actor) error {
		idea, err := q.LockIdea(ctx, who, id)
		if err != nil {
			return err
		}
		if idea.Place.Item != 0 {
			_, queue, err := a.holdItem(ctx, q, idea.Place.Item)
			if err != nil {
				return err
			}
			if err := domain.CheckDecides(who, queue); err != nil {
				return err
			}
		}
		own, err := q.BeginChips(ctx, idea)
		if err != nil {
			return err
		}
		if err := setChips(ctx, q, own, chips, id, 0); err != nil {
			return err
		}
		return a.record(ctx, q, who, string(domain.EditReasons), "idea", id, "")
	})
}

// SetSpaceChips changes the chips that ideas of a space begin with. Ideas that have
// begun keep theirs.
func (a *App) SetSpaceChips(ctx context.Context, who domain.Actor, id int64, chips []domain.Chip) error {
	chips, err := cleanChips(chips)
	if err != nil {
		return err
	}
	return a.act(ctx, who, domain.EditReasons, func(q *store.Tx, who domain.Actor) error {
		if err := q.LockSpace(ctx, id); err != nil {
			return err
		}
		own, err := q.SpaceChips(ctx, id)
		if err != nil {
			return err
		}
		if err := setChips(ctx, q, own, chips, 0, id); err != nil {
			return err
		}
		return a.record(ctx, q, who, string(domain.EditReasons), "space", id, "")
	})
}

// cleanChips are typed chips as they are kept.
func cleanChips(chips []domain.Chip) ([]domain.Chip, error) {
	for n := range chips {
		chips[n].NameEN, chips[n].NameDE = text.Line(chips[n].NameEN), text.Line(chips[n].NameDE)
	}
	var p domain.Problems
	domain.CheckChips(&p, chips)
	return chips, p.Err()
}

// setChips writes what was typed of an idea's or a space's chips, whose row is held. A
// form that was drawn before the idea had its own names those of the space.
func setChips(ctx context.Context, q *store.Tx, own, typed []domain.Chip, idea, space int64) error {
	for _, c := range typed {
		var err error
		at := slices.IndexFunc(own, func(o domain.Chip) bool { return c.ID != 0 && (o.ID == c.ID || o.CopyOf == c.ID) })
		switch {
		case at < 0 && c.ID != 0:
			err = domain.ErrNotFound
		case at < 0 && c.Nameless():
		case at < 0:
			err = q.AddChip(ctx, idea, space, c)
		default:
			err = setChip(ctx, q, own[at], c)
		}
		if errors.Is(err, domain.ErrNotFound) {
			return domain.Refuse(domain.Conflict, "error.changed")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func setChip(ctx context.Context, q *store.Tx, was, c domain.Chip) error {
	begun := was.ID != c.ID // just now, from a chip of the space
	if c.ID = was.ID; begun {
		c.Version = was.Version
	}
	switch {
	case c.Nameless() && !was.Used:
		return q.DeleteChip(ctx, c)
	case c.Nameless():
		c.NameEN, c.NameDE, c.Retired = was.NameEN, was.NameDE, true
	}
	if was.Version == c.Version && was.NameEN == c.NameEN && was.NameDE == c.NameDE && was.Retired == c.Retired {
		return nil
	}
	return q.SetChip(ctx, c)
}
