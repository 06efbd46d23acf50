package domain

import (
	"slices"
	"time"
)

// Signal is one plain question about a post that speaks for spam when it is answered
// with yes. Its sentence in the catalogues is "signal." + its name.
type Signal string

// The signals. Together is the sum of what the others weigh, with a record of its own.
const (
	SignalHosts    Signal = "hosts"    // a host on the watch list
	SignalWords    Signal = "words"    // words on the list
	SignalRejected Signal = "rejected" // like a text that was rejected
	SignalAlike    Signal = "alike"    // like a text that is there already
	SignalSpread   Signal = "spread"   // a host that several new accounts pass on
	SignalLinks    Signal = "links"    // a new account's link to a host nobody vouches for
	SignalCalled   Signal = "called"   // a number to call that several new accounts pass on
	SignalNumbers  Signal = "numbers"  // a new account's number to call that nobody vouches for
	SignalLetters  Signal = "letters"  // letters in no language's order
	SignalRepeated Signal = "repeated" // the same words over and over
	SignalSpeed    Signal = "speed"    // written faster than a person types
	SignalNetwork  Signal = "network"  // several new accounts of one network
	SignalTogether Signal = "together" // what the others weigh together
)

// Weight is how much a signal speaks for spam.
type Weight int64

// The weights. A strong one lists a post alone, two weaker ones do together.
const (
	Weak   Weight = 1
	Medium Weight = 2
	Strong Weight = 3
)

// Signals are all of them with their weights, in the order people read them.
var Signals = []struct {
	Name   Signal
	Weight Weight
}{
	{SignalHosts, Strong}, {SignalWords, Medium}, {SignalRejected, Strong}, {SignalAlike, Strong}, {SignalSpread, Strong},
	{SignalLinks, Medium}, {SignalCalled, Strong}, {SignalNumbers, Medium}, {SignalLetters, Strong},
	{SignalRepeated, Medium}, {SignalSpeed, Weak}, {SignalNetwork, Weak}, {SignalTogether, 0},
}

// WeightOf is what a signal weighs; 0 for one there is not.
func WeightOf(s Signal) Weight {
	for _, known := range Signals {
		if known.Name == s {
			return known.Weight
		}
	}
	return 0
}

// Finding is a signal that a post has, with what it found there.
type Finding struct {
	Signal   Signal
	Evidence string
}

// Score is what findings weigh together.
func Score(found []Finding) Weight {
	var sum Weight
	for _, f := range found {
		sum += WeightOf(f.Signal)
	}
	return sum
}

// WithTogether adds the finding that a score has reached what lists a post.
func WithTogether(found []Finding, list Weight) []Finding {
	if Score(found) < list || len(found) == 0 {
		return found
	}
	return append(slices.Clip(found), Finding{Signal: SignalTogether})
}

// Record is how often people agreed with a signal on this site.
type Record struct {
	Signal  Signal
	Decided int64
	Right   int64
}

// Share is how many of 100 decisions agreed; 0 while there is none.
func (r Record) Share() float64 {
	if r.Decided == 0 {
		return 0
	}
	return 100 * float64(r.Right) / float64(r.Decided)
}

// Holds reports whether a signal may hold a post by itself: never by being trusted, only
// by having been right (product.md §5).
func (r Record) Holds(decisions, percent int64) bool {
	return r.Decided >= decisions && 100*r.Right >= percent*r.Decided
}

// Records are those of all signals.
type Records map[Signal]Record

// Holding are the signals of findings that may hold a post.
func (rs Records) Holding(found []Finding, decisions, percent int64) []Signal {
	var holding []Signal
	for _, f := range found {
		if r, known := rs[f.Signal]; known && r.Holds(decisions, percent) {
			holding = append(holding, f.Signal)
		}
	}
	return holding
}

// WatchLists are what staff watch for.
type WatchLists struct {
	Words []string // one or more words; a star at the end stands for any ending
	Hosts []string // with all below them
}

// Limits of the lists that staff keep, in entries and in characters of one.
const (
	WatchedMax      = 500
	WatchedEntryMax = 80
)

// Settings of signals.
const (
	SignalList          = "signal.list"           // what findings weigh together to list a post
	SignalHoldDecisions = "signal.hold.decisions" // before a signal may hold
	SignalHoldPercent   = "signal.hold.percent"   // of them right
)

// How long what is kept to find spam is kept.
const (
	NetworkMemory = 30 * 24 * time.Hour
	TextMemory    = 365 * 24 * time.Hour // of posts that were not rejected
)
