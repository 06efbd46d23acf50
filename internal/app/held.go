package app

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/lockstep"
	"groundswell/internal/store"
)

// grounds are what those of lockstep are called here.
var grounds = map[lockstep.Ground]domain.VoteGround{
	lockstep.SameIdeas: domain.SameIdeas, lockstep.SameHours: domain.SameHours, lockstep.SameOrigin: domain.SameOrigin,
}

// FindVoteGroups looks in the votes of late for accounts that vote as one and brings those
// to the desk that nobody has looked at yet. Their votes are held from the start only where
// the ground has the record that it needs (domain.SignalRecord).
func (a *App) FindVoteGroups(ctx context.Context) error {
	read := a.store.Reader()
	casts, err := read.Casts(ctx, domain.Day(a.now())-domain.LockstepDays)
	if err != nil {
		return err
	}
	accounts, err := a.origins(ctx, casts)
	if err != nil {
		return err
	}
	votes := make([]lockstep.Cast, len(casts))
	for n, c := range casts {
		votes[n] = lockstep.Cast{Account: c.Member, Idea: c.Idea, At: c.At}
	}
	for _, g := range lockstep.Find(votes, accounts, lockstep.Defaults) {
		if err := a.bringGroup(ctx, grounds[g.Ground], suspects(g.Accounts, casts, accounts)); err != nil {
			return err
		}
	}
	return a.settleLate(ctx)
}

// origins tells where the accounts are from that were new when they voted, and who shares
// their networks.
func (a *App) origins(ctx context.Context, casts []domain.VoteCast) ([]lockstep.Account, error) {
	created := map[int64]int64{}
	var fresh []int64
	for _, c := range casts {
		if _, known := created[c.Member]; !known && c.At-c.Created <= lockstep.Defaults.Young {
			created[c.Member] = c.Created
			fresh = append(fresh, c.Member)
		}
	}
	near, err := a.store.Reader().Neighbours(ctx, fresh)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(near, func(x, y domain.Neighbour) int {
		return cmp.Or(x.Seen.Compare(y.Seen), cmp.Compare(x.Member, y.Member), cmp.Compare(x.Network, y.Network))
	})
	var all []lockstep.Account
	for _, n := range near {
		all = append(all, lockstep.Account{ID: n.Member, Created: created[n.Member], Network: n.Network})
	}
	for _, id := range fresh { // for those that were seen in none
		all = append(all, lockstep.Account{ID: id, Created: created[id]})
	}
	return all, nil
}

// suspects are the accounts of a group, each with the first of its votes that it shares
// with most others of them.
func suspects(group []int64, casts []domain.VoteCast, accounts []lockstep.Account) []domain.Suspect {
	shared := map[int64]int{} // by idea
	of := map[int64][]domain.VoteCast{}
	for _, c := range casts {
		if _, in := slices.BinarySearch(group, c.Member); in {
			shared[c.Idea]++
			of[c.Member] = append(of[c.Member], c)
		}
	}
	networks := map[int64]string{}
	for _, from := range accounts {
		if networks[from.ID] == "" {
			networks[from.ID] = from.Network
		}
	}
	var all []domain.Suspect
	for _, id := range group {
		first := slices.MinFunc(of[id], func(x, y domain.VoteCast) int {
			return cmp.Or(cmp.Compare(min(shared[y.Idea], 2), min(shared[x.Idea], 2)), cmp.Compare(x.At, y.At), cmp.Compare(x.Idea, y.Idea))
		})
		all = append(all, domain.Suspect{Member: domain.MemberRef{ID: id}, Idea: domain.Idea{ID: first.Idea},
			Voted: time.UnixMilli(first.At).UTC(), Network: networks[id]})
	}
	return all
}

// bringGroup brings accounts to the desk that no group has: to the row of the group that
// they belong to while it waits, otherwise as a group of their own.
func (a *App) bringGroup(ctx context.Context, ground domain.VoteGround, found []domain.Suspect) error {
	return a.store.Tx(ctx, func(q *store.Tx) error {
		ids := make([]int64, len(found))
		for n, s := range found {
			ids[n] = s.Member.ID
		}
		have, err := q.GroupsOf(ctx, ids, a.now().Add(-domain.CountedFor))
		if err != nil {
			return err
		}
		var open domain.VoteGroup
		known := false // somebody has kept others of them out
		fresh := slices.DeleteFunc(found, func(s domain.Suspect) bool {
			g, has := have[s.Member.ID]
			if has && g.Outcome == "" {
				open = g
			}
			known = known || g.Outcome == domain.VotesKeptOut
			return has
		})
		switch {
		case len(fresh) == 0:
			return nil
		case open.ID != 0:
			if err := q.AddSuspects(ctx, open.ID, fresh); err != nil {
				return err
			}
		case known || len(fresh) >= lockstep.Defaults.Group:
			records, err := q.VoteSignals(ctx)
			if err != nil {
				return err
			}
			open = domain.VoteGroup{Ground: ground, ByRule: records[ground].Holds(), Found: a.now(), Suspects: fresh}
			if open.ID, err = q.CreateVoteGroup(ctx, open); err != nil {
				return err
			}
		default:
			return nil // the few that are left of those whose votes somebody counted
		}
		if _, err := q.OpenDeskRow(ctx, domain.DeskRow{Kind: domain.DeskVotes, Part: domain.PartVotes, Subject: open.ID,
			Harm: domain.DeskHarm(domain.DeskVotes, int64(len(found))), Created: a.now()}); err != nil {
			return err
		}
		if !open.ByRule {
			return nil
		}
		return a.suspect(ctx, q, open.ID, true)
	})
}

// suspect makes the accounts of a group suspected or clears them, and promises that their
// votes follow.
func (a *App) suspect(ctx context.Context, q *store.Tx, group int64, suspected bool) error {
	if err := q.Suspect(ctx, group, suspected); err != nil {
		return err
	}
	return q.Promise(ctx, domain.HoldVotes{Group: group}, a.now())
}

// decideVotes keeps the votes of a group out, or counts them.
func (a *App) decideVotes(ctx context.Context, q *store.Tx, who domain.Actor, d Deskwork) error {
	outcome := domain.VotesCounted
	if d.Do == domain.KeepVotesOut {
		outcome = domain.VotesKeptOut
	}
	if err := q.SetGroupOutcome(ctx, d.Row.Subject, outcome, a.now()); err != nil {
		return err
	}
	if err := a.suspect(ctx, q, d.Row.Subject, outcome == domain.VotesKeptOut); err != nil {
		return err
	}
	return a.record(ctx, q, who, "decide votes", "votes", d.Row.Subject, string(d.Do))
}

// undoVotes makes of the votes of a group what they were before somebody decided.
func (a *App) undoVotes(ctx context.Context, q *store.Tx, who domain.Actor, d Deskwork) error {
	byRule, err := q.ReopenGroup(ctx, d.Row.Subject)
	if err != nil {
		return err
	}
	if err := a.suspect(ctx, q, d.Row.Subject, byRule); err != nil {
		return err
	}
	return a.record(ctx, q, who, "undo votes", "votes", d.Row.Subject, string(d.Do))
}

// Bounds of one job and of one of its transactions: every other write to an idea waits for
// it.
const (
	heldIdeas = 50
	heldVotes = 500
)

// HoldVotes brings votes of a group to what its accounts are, held or counted, an idea at a
// time, and promises to go on.
func (a *App) HoldVotes(ctx context.Context, group int64) error {
	ideas, err := a.store.Reader().UnsettledIdeas(ctx, group, heldIdeas)
	if err != nil || len(ideas) == 0 {
		return err
	}
	for _, idea := range ideas {
		if err := a.settleHeld(ctx, group, idea); err != nil {
			return err
		}
	}
	return a.store.Tx(ctx, func(q *store.Tx) error { return q.Promise(ctx, domain.HoldVotes{Group: group}, a.now()) })
}

// settleHeld does it for an idea. Where votes count again the rules of queues are asked,
// as after a vote; an item stays where it is.
func (a *App) settleHeld(ctx context.Context, group, idea int64) error {
	community, err := a.store.Reader().Community(ctx, a.now())
	if err != nil {
		return err
	}
	return a.store.Tx(ctx, func(q *store.Tx) error {
		before, err := q.LockIdea(ctx, domain.System, idea)
		if errors.Is(err, domain.ErrNotFound) {
			before.Removed, err = true, nil // of a space that is not public
		}
		if err != nil {
			return err
		}
		if _, err := q.SettleHeld(ctx, group, idea, domain.Day(a.now()), heldVotes); err != nil || before.Removed {
			return err
		}
		if err := a.weighAnew(ctx, q, before.Place.Item); err != nil {
			return err
		}
		after, err := q.LockIdea(ctx, domain.System, idea)
		if err != nil || after.Points() <= before.Points() {
			return err
		}
		return a.routeReached(ctx, q, community.Routes, after)
	})
}

// lateGroups is how many groups are looked after at a time.
const lateGroups = 20

// settleLate brings votes along that were under way when somebody decided about their
// group.
func (a *App) settleLate(ctx context.Context) error {
	groups, err := a.store.Reader().UnsettledGroups(ctx, lateGroups)
	if err != nil {
		return err
	}
	for _, group := range groups {
		if err := a.HoldVotes(ctx, group); err != nil {
			return err
		}
	}
	return nil
}
