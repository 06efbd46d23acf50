package domain

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"
)

// Effort is how much work an item is.
type Effort string

// The efforts; none is known at first and weighs as M.
const (
	EffortUnknown Effort = ""
	EffortS       Effort = "s"
	EffortM       Effort = "m"
	EffortL       Effort = "l"
	EffortXL      Effort = "xl"
)

// Efforts are those one can choose, least first.
var Efforts = []Effort{EffortS, EffortM, EffortL, EffortXL}

// efforts are what they divide by (product.md §4).
var efforts = map[Effort]float64{EffortUnknown: 2, EffortS: 1, EffortM: 2, EffortL: 4, EffortXL: 8}

// ParseEffort accepts an effort by name, and none.
func ParseEffort(s string) (Effort, bool) {
	_, known := efforts[Effort(s)]
	return Effort(s), known
}

// Size is what the effort divides priority by.
func (e Effort) Size() float64 { return efforts[e] }

// ImportanceUnknown is how important a thing is to people who did not say.
const ImportanceUnknown = 1.5

// Factors are what priority is made of (product.md §4): reach × importance ×
// impact ÷ effort.
type Factors struct {
	Reach      int64   // counted promotes less demotes, or reviews; never below 0
	Importance float64 // mean of 1, 2 and 3
	Impact     float64 // 1 + the stars that what it answers costs its product
	Effort     Effort
}

// Weights say how much a queue makes of each factor beside reach: exponents in
// tenths, 10 as the law says, 0 for not at all. Reach needs none: what counts for
// an order is how the others stand to it.
type Weights struct{ Importance, Stars, Effort int64 }

// WeightMax is the largest weight, in tenths.
const WeightMax = 30

// PlainWeights are those of the law's formula.
var PlainWeights = Weights{10, 10, 10}

func (w Weights) valid() bool {
	return min(w.Importance, w.Stars, w.Effort) >= 0 && max(w.Importance, w.Stars, w.Effort) <= WeightMax
}

// ParseWeight reads a weight as people type it, 1.5 or 1,5, in tenths; −1 for what is
// none.
func ParseWeight(s string) int64 {
	n, ok := parseTenths(strings.Replace(strings.TrimSpace(s), ",", ".", 1))
	if !ok {
		return -1
	}
	return n
}

// Moved is an item with its place before and after its queue weighs otherwise, 1 for
// the first.
type Moved struct {
	Item    Item
	Was, Is int
}

// Reordered is how weights would order items that stand in their order of now: the
// first so many of them.
func Reordered(items []Item, w Weights, first int) []Moved {
	all := make([]Moved, len(items))
	for n, i := range items {
		all[n] = Moved{Item: i.Placed(w), Was: n + 1}
	}
	slices.SortFunc(all, func(a, b Moved) int {
		return cmp.Or(cmp.Compare(b.Item.Place.Rank, a.Item.Place.Rank), cmp.Compare(b.Item.ID, a.Item.ID))
	})
	all = all[:min(first, len(all))]
	for n := range all {
		all[n].Is = n + 1
	}
	return all
}

// Factor is the part of priority that votes do not change.
func (w Weights) Factor(f Factors) float64 {
	return raised(f.Importance, w.Importance) * raised(f.Impact, w.Stars) / raised(f.Effort.Size(), w.Effort)
}

func raised(x float64, tenths int64) float64 { return math.Pow(x, float64(tenths)/10) }

// Priority is reach times the rest.
func (w Weights) Priority(f Factors) float64 { return float64(max(f.Reach, 0)) * w.Factor(f) }

// Contested reports whether at least a third of the votes are demotes.
func (t Tally) Contested() bool { return t.Demotes > 0 && 3*t.Demotes >= t.Promotes+t.Demotes }

// Lifts put an item above or below all that are neither.
const (
	liftLate   = 1e12
	liftParked = -1e12
)

// LateRank is below the rank of all that is late and above that of all else that is
// under review.
const LateRank = liftLate / 2

// Place is where an item stands in its queue.
type Place struct {
	Queue  int64 // 0: in none
	Item   int64
	Factor float64
	Lift   float64
	Rank   float64 // what a column is ordered by, highest first
}

// Lifted is the place of what is late, or parked or waiting for an answer.
func (p Place) Lifted(late, waits bool) Place {
	switch {
	case waits:
		p.Lift = liftParked
	case late:
		p.Lift = liftLate
	default:
		p.Lift = 0
	}
	return p
}

// Ranked is the place of an item with a reach and a status: open ones by priority,
// closed ones by when they were closed.
func (p Place) Ranked(reach int64, s Status, closed time.Time) Place {
	switch {
	case p.Queue == 0:
		p.Rank = 0
	case s.Closed():
		p.Rank = float64(closed.UnixMilli())
	default:
		p.Rank = float64(max(reach, 0))*p.Factor + p.Lift
	}
	return p
}
