package domain

import "time"

// VoteGround is why accounts are taken for a group that votes as one.
type VoteGround string

// The grounds: each is a signal with a record of its own.
const (
	SameIdeas  VoteGround = "ideas"  // on the same ideas, whenever
	SameHours  VoteGround = "hours"  // on the same ideas within two hours of one another
	SameOrigin VoteGround = "origin" // new accounts of few networks, on one idea
)

// VoteOutcome is what somebody decided about a group; "" until then.
type VoteOutcome string

// The outcomes.
const (
	VotesKeptOut VoteOutcome = "kept_out"
	VotesCounted VoteOutcome = "counted"
)

// VoteGroup is accounts that were found to vote as one.
type VoteGroup struct {
	ID       int64
	Ground   VoteGround
	ByRule   bool // their votes are held from the start
	Found    time.Time
	Outcome  VoteOutcome
	Suspects []Suspect    // SuspectsShown of them; all when it is made
	Accounts int64        // of all
	Votes    int64        // in force, of all
	Held     int64        // of these
	Record   SignalRecord // of its ground; read where groups are by their ids
	Ideas    []SharedIdea // that most of them voted on
}

// SharedIdea is an idea, id and title, that so many of a group voted on.
type SharedIdea struct {
	Idea
	Voters int64
}

// Suspect is an account of a group.
type Suspect struct {
	Member  MemberRef
	Created time.Time
	Idea    Idea      // that it voted on first of those it shares with others: id and title
	Voted   time.Time // when
	Network string    // a keyed hash; "" where it was not known
}

// Days is how old the account was when it voted, in whole days.
func (s Suspect) Days() int64 { return int64(max(s.Voted.Sub(s.Created), 0) / (24 * time.Hour)) }

// VoteCast is a member's first vote on an idea, and when the account was created, both in
// milliseconds since 1970: many are looked at together, and as times they would take twice
// the memory.
type VoteCast struct {
	Member, Idea int64
	At, Created  int64
}

// Neighbour is an account in a network that it was seen in last at Seen.
type Neighbour struct {
	Member  int64
	Network string
	Seen    time.Time
}

// SignalRecord is how often people agreed with a signal on this site.
type SignalRecord struct{ Right, Decided int64 }

// Limits of what a signal may do by itself (product.md §5).
const (
	SignalDecided = 30 // decisions at least
	SignalPercent = 99 // of them right
)

// Holds reports whether a signal acts before a person has looked: from the start it only
// lists.
func (r SignalRecord) Holds() bool {
	return r.Decided >= SignalDecided && 100*r.Right >= SignalPercent*r.Decided
}

// Limits of looking for groups.
const (
	LockstepDays   = 30      // of votes that are looked at
	LockstepVotes  = 200_000 // that are looked at, of the ideas voted on last
	LockstepIdea   = 5_000   // votes of one idea: on one with more everybody votes
	SuspectsShown  = 30
	VoteGroupIdeas = 5
	CountedFor     = 90 * 24 * time.Hour // that accounts are left alone whose votes somebody counted
	NetworkLife    = 30 * 24 * time.Hour // that it is known in which network an account was seen
)
