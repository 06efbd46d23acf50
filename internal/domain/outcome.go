package domain

import (
	"slices"
	"time"
)

// Outcome is what came of an idea: the idea as a list shows it, and the decision.
type Outcome struct {
	Idea     Idea
	Decision Decision // of the zero time where an import brought the idea so
	Revision Revision // that carries it: its name and what it regained; ID 0: none is known
}

// Took is how many whole days lie between an idea and the decision, 0 at least.
func (o Outcome) Took() int64 {
	return int64(max(o.Decision.At.Sub(o.Idea.Created), 0) / (24 * time.Hour))
}

// Heard are decisions that people hear of, newest first: of each idea the last one.
type Heard []Outcome

// HeardMost is how many of them are kept at hand.
const HeardMost = 200

// Since are those from after a moment; none if it is not known.
func (h Heard) Since(at time.Time) Heard {
	var after Heard
	for i := range h {
		if !at.IsZero() && h[i].Decision.At.After(at) {
			after = append(after, h[i])
		}
	}
	return after
}

// Ideas are those that the decisions are about, behind others.
func (h Heard) Ideas(others []int64) []int64 {
	all := slices.Clip(others)
	for i := range h {
		all = append(all, h[i].Idea.ID)
	}
	return all
}

// Promoted are those about ideas that somebody with these votes had promoted by then.
func (h Heard) Promoted(mine OwnVotes) Heard {
	var led Heard
	for i := range h {
		idea := h[i].Idea.ID
		if mine.Votes[idea] == Promote && mine.Cast[idea].Before(h[i].Decision.At) {
			led = append(led, h[i])
		}
	}
	return led
}

// How many outcomes are shown.
const (
	ShippedPage  = 20 // on a page of what was shipped
	VotesLedTo   = 20 // of what somebody promoted
	SinceVisit   = 5  // of that, at the head of the feed; the others unfold
	DecidedByOne = 10 // by an engineer, on the page of that member
)
