package domain

import "time"

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

// How many outcomes are shown.
const (
	ShippedPage  = 20 // on a page of what was shipped
	VotesLedTo   = 20 // of what somebody promoted
	DecidedByOne = 10 // by an engineer, on the page of that member
)
