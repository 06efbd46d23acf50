package domain

import (
	"slices"
	"time"
	"unicode/utf8"
)

// State is where a product stands by the two-star rule (product.md §3).
type State string

// The states. There is no other.
const (
	Unrated   State = "unrated"   // no counted rating of the current revision
	Listed    State = "listed"    // not below, or overridden
	Watched   State = "watch"     // below, and time is left
	Withdrawn State = "withdrawn" // below for too long: out of the catalog
)

// States lists all of them.
var States = []State{Listed, Unrated, Watched, Withdrawn}

// CatalogStates are those that everybody finds in the catalog.
var CatalogStates = States[:3]

// ParseState accepts a state by name.
func ParseState(s string) (State, bool) {
	state := State(s)
	return state, slices.Contains(States, state)
}

// Standing is everything that the rule looks at besides the time.
type Standing struct {
	N, Sum        int64     // counted ratings of the current revision
	BelowSince    time.Time // zero unless it is below
	OverrideUntil time.Time // zero unless a moderator overrides the rule
	ImportUntil   time.Time // zero unless an import is bringing ratings
}

// ImportWait is how long the rule waits for the end of an import that brings no
// more ratings of a product: then it has broken off.
const ImportWait = time.Hour

// Waits reports whether an import is bringing ratings. Half of them may be all bad,
// so the state and its moments stay as they are until it ends.
func (s Standing) Waits(now time.Time) bool {
	return !s.ImportUntil.IsZero() && !Over(s.ImportUntil, ImportWait, now)
}

// Rule is the two-star rule as an admin has set it: a product that has at least
// Ratings counted ratings and a mean under Under tenths of a star, for For, is
// withdrawn.
type Rule struct {
	Ratings int64
	Under   int64 // tenths of a star, so that only whole numbers are compared
	For     time.Duration
}

// RuleOf reads the rule from the settings.
func RuleOf(s Settings) Rule {
	return Rule{Ratings: s.Number(WatchRatings), Under: s.Tenths(WatchBelow), For: s.Duration(WatchFor)}
}

// Below reports whether the numbers are below the rule's line.
func (r Rule) Below(n, sum int64) bool { return n >= r.Ratings && n > 0 && 10*sum < r.Under*n }

// Weigh is the rule, to be asked where nothing waits: from the standing and the
// time to the standing with its moments brought up to date, and the state that follows. BelowSince is set when
// the numbers come to be below and cleared when they no longer are; an override
// that has ended is taken away and a watch begins anew; one that is said to begin in
// the future begins now.
func (r Rule) Weigh(s Standing, now time.Time) (Standing, State) {
	below := r.Below(s.N, s.Sum)
	ended := !s.OverrideUntil.IsZero() && Over(s.OverrideUntil, OverrideMax, now)
	if ended {
		s.OverrideUntil = time.Time{}
	}
	s.ImportUntil = time.Time{}
	switch {
	case !below:
		s.BelowSince = time.Time{}
	case ended || s.BelowSince.IsZero() || ToCome(s.BelowSince, now):
		s.BelowSince = now
	}
	return s, r.state(s, below, now)
}

// Apply is a product whose numbers may have changed, with its moments and its state
// as the rule has them at now; while it waits for an import they stay.
func (r Rule) Apply(p Product, now time.Time) Product {
	if !p.Waits(now) {
		p.Standing, p.State = r.Weigh(p.Standing, now)
	}
	return p
}

func (r Rule) state(s Standing, below bool, now time.Time) State {
	switch {
	case s.N == 0:
		return Unrated
	case !below || !s.OverrideUntil.IsZero():
		return Listed
	case now.Before(r.Ends(s)):
		return Watched
	}
	return Withdrawn
}

// Ends is when a watch ends, if nothing changes.
func (r Rule) Ends(s Standing) time.Time { return s.BelowSince.Add(r.For) }

// WatchWarning is how long before its end people are told that a watch ends.
const WatchWarning = 24 * time.Hour

// EndsSoon reports whether people are told by now that a watch ends.
func (r Rule) EndsSoon(s Standing, now time.Time) bool {
	return !now.Before(r.Ends(s).Add(-WatchWarning))
}

// Due is when the clock must look at a product again: when the wait for an import is
// over, at the end of an override, a day before the end of a watch and at its end;
// zero when time changes nothing.
func (r Rule) Due(s Standing, state State, now time.Time) time.Time {
	switch warning := r.Ends(s).Add(-WatchWarning); {
	case s.Waits(now):
		return s.ImportUntil
	case !s.OverrideUntil.IsZero():
		return s.OverrideUntil
	case state != Watched:
		return time.Time{}
	case now.Before(warning):
		return warning
	default:
		return r.Ends(s)
	}
}

// Cause is what made a product's standing change, for its public log.
type Cause string

// The causes.
const (
	CauseRating      Cause = "rating"
	CauseEdit        Cause = "edit"
	CauseDeletion    Cause = "deletion"
	CauseLabel       Cause = "label"
	CauseSuspension  Cause = "suspension"
	CauseReinstating Cause = "reinstating"
	CauseRole        Cause = "role"
	CauseExclusion   Cause = "exclusion"
	CauseUndo        Cause = "undo"
	CauseRevision    Cause = "revision"
	CauseOverride    Cause = "override"
	CauseOverrideEnd Cause = "override_end"
	CauseSettings    Cause = "settings"
	CauseImport      Cause = "import"
	CauseClock       Cause = "clock"
)

// decisions are causes that the log keeps even when the state stays: somebody
// decided them and they are public.
var decisions = []Cause{CauseExclusion, CauseUndo, CauseRevision, CauseOverride, CauseOverrideEnd}

// Logged reports whether a change belongs into the product's log.
func (c Cause) Logged(from, to State) bool { return from != to || slices.Contains(decisions, c) }

// ProductEvent is one line of a product's log.
type ProductEvent struct {
	At       time.Time
	Cause    Cause
	From, To State
	N, Sum   int64
	Since    time.Time // below since then, zero if it is not
	Until    time.Time // of an override
	Revision string
	By       MemberRef // ID 0: the rule itself, or a customer, who is never named here
	Reason   string
}

// OverrideMax is the longest override.
const OverrideMax = 90 * 24 * time.Hour

// CheckOverride notes what is wrong with an override until the end of a day.
func CheckOverride(p *Problems, until time.Time, reason string, now time.Time) {
	if !until.After(now) || until.Sub(now) > OverrideMax {
		p.Add("until", "error.override_until", Args{"Days": int64(OverrideMax / (24 * time.Hour))})
	}
	CheckReason(p, reason)
}

// CheckReason notes what is wrong with a reason that staff must give for what they
// do to a product or a member.
func CheckReason(p *Problems, reason string) {
	switch n := Seen(reason); {
	case n == 0:
		p.Add("reason", "error.reason_missing", nil)
	case n < ReasonMin:
		p.Add("reason", "error.reason_short", Args{"Min": ReasonMin})
	case utf8.RuneCountInString(reason) > ReasonMax:
		p.Add("reason", "error.reason_long", Args{"Max": ReasonMax})
	}
}
