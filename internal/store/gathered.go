package store

import (
	"context"
	"slices"

	"groundswell/internal/domain"
)

// gathered are the votes of a line that wait to be written together. Each is decided
// on what those before it leave, and what all of them change about the idea is written
// once: PostgreSQL would keep a version of its row, and of every index, for each vote.
// Whatever else is asked of the transaction finds them written.
type gathered struct {
	votes  []statement // of each vote its own
	voters map[int64]bool

	before, days []domain.DayTally // of the idea: as they were read, and with the votes
	idea         domain.Idea       // with the votes
	tags         bool
	moved        []domain.DayTally
	change       gain
	today        int64
	newest       []int64 // the days of which the older ones that were read follow
}

// gather adds a vote on a ballot; what the idea is with it is set beside.
func (g *gathered) gather(b Ballot, moved []domain.DayTally, change gain, own []statement, today int64) {
	if len(g.votes) == 0 {
		g.before, g.voters, g.newest = slices.Clone(b.days), map[int64]bool{}, newestVoted(b.days)
	}
	g.votes = append(g.votes, own...)
	g.voters[b.Voter.ID] = true
	g.tags, g.days, g.today = b.tags, slices.Clone(b.days), today
	for _, m := range moved {
		g.days, g.moved = domain.AddDay(g.days, m), domain.AddDay(g.moved, m)
	}
	g.change.add(change)
}

// onto makes of a ballot that was just read one that has the votes.
func (g *gathered) onto(b *Ballot) {
	if len(g.votes) > 0 {
		b.Idea.Promotes, b.Idea.Demotes, b.Idea.Held, b.Idea.Heat = g.idea.Promotes, g.idea.Demotes, g.idea.Held, g.idea.Heat
		b.days = slices.Clone(g.days)
	}
}

// thin reports whether one of the newest days lost its votes: if the other one lost
// them too, days would weigh that were not read.
func (g *gathered) thin() bool {
	return slices.ContainsFunc(g.days, func(d domain.DayTally) bool { return d.Zero() && slices.Contains(g.newest, d.Day) })
}

// newestVoted are the two newest days with a counted vote, as ballotQuery has them.
func newestVoted(days []domain.DayTally) (newest []int64) {
	for _, d := range slices.Backward(days) {
		if !d.Zero() && len(newest) < 2 {
			newest = append(newest, d.Day)
		}
	}
	return newest
}

// writeGathered writes the votes that wait, if any do.
func (h handle) writeGathered(ctx context.Context) error {
	if waiting := h.takeGathered(); len(waiting) > 0 {
		return h.execAll(ctx, waiting...)
	}
	return nil
}

// takeGathered is how the votes that wait are written; they wait no longer.
func (h handle) takeGathered() []statement {
	if h.gathered == nil || len(h.gathered.votes) == 0 {
		return nil
	}
	g := *h.gathered
	*h.gathered = gathered{}
	_, _, counted := tally(g.idea.ID, g.before, g.moved, g.change, g.tags, g.today)
	return append(g.votes, counted...)
}
