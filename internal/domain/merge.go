package domain

import (
	"math"
	"time"
	"unicode/utf8"
)

// MergeState is how far a merge is.
type MergeState string

// The states. A merge of many votes goes on in a job, and so does taking it back.
const (
	Merging MergeState = "merging"
	Merged  MergeState = "merged"
	Parting MergeState = "parting"
	Parted  MergeState = "parted"
)

// Merge is an idea's going into another one.
type Merge struct {
	ID             int64 // 0: none
	Source, Target int64
	From           Status // of the source before
	State          MergeState
	After          int64 // the member whose vote was carried over last
	Carried        int64 // points that went with it, from an import
	CarriedTally   Tally
	By             MemberRef // ID 0: the installation
	At             time.Time
	PartedBy       MemberRef
}

// Running reports whether its job still goes on.
func (m Merge) Running() bool { return m.State == Merging || m.State == Parting }

// Cast is a vote as a merge weighs it; the zero Cast is one that was never cast.
type Cast struct {
	Value   Vote
	Day     int64
	Changed int64 // unix milliseconds
	Held    bool  // it counts nothing for now
}

// Counted is what the vote counts for.
func (c Cast) Counted() Vote { return c.Value.Counted(c.Held) }

// CarryVote is what becomes of somebody's vote when its idea goes into another one, on
// which they may have voted too: the value of the copy that goes there, or carries false
// because their vote there stays in force. Of two votes the one changed later is in
// force, when they are equal the target's; a withdrawn one is none, but for one withdrawn
// after the merge began, in unix milliseconds: that is somebody's last word. The target's
// author always promotes (product.md §2, merge).
func CarryVote(source, target Cast, author bool, begun int64) (value Vote, carries bool) {
	switch {
	case source.Value == None, target.Value == None && target.Changed > begun:
		return None, false
	case author:
		return Promote, target.Value != Promote
	case target.Value == None:
		return source.Value, true
	}
	return source.Value, source.Changed > target.Changed
}

// MergeOutlook is what a merge would do.
type MergeOutlook struct {
	Votes  Tally // of the source
	Both   int64 // voters who have a vote in force on both
	Change Tally // what the target gains
	More   bool  // there are more votes than were looked at
}

// Add takes in one voter.
func (o *MergeOutlook) Add(source, target Cast, author bool) {
	gained := Change(None, source.Counted())
	o.Votes.Promotes += gained.Promotes
	o.Votes.Demotes += gained.Demotes
	if target.Value != None {
		o.Both++
	}
	if value, carries := CarryVote(source, target, author, math.MaxInt64); carries {
		change := Change(target.Counted(), value.Counted(source.Held))
		o.Change.Promotes += change.Promotes
		o.Change.Demotes += change.Demotes
	}
}

// CheckMerge refuses to put an idea into another one that cannot take it, or that is
// merged itself: what it went into can.
func CheckMerge(source, target *Idea) error {
	switch {
	case source.ID == target.ID:
		return BadField("into", "error.merge_self", nil)
	case source.Status == StatusMerged:
		return Refuse(Conflict, "error.merged_before")
	case target.Status == StatusMerged:
		return Refuse(Conflict, "error.merge_into_merged")
	case source.Status.Closed():
		return &Error{Kind: Conflict, Key: "error.merge_closed", Args: Args{"Status": source.Status}}
	case target.Status.Closed():
		return &Error{Kind: Conflict, Key: "error.merge_target", Args: Args{"Status": target.Status}}
	case source.Removed || target.Removed:
		return ErrNotFound
	}
	return nil
}

// CheckMergeReason notes what is wrong with the public words of a merge, which may be none.
func CheckMergeReason(p *Problems, reason string) {
	if utf8.RuneCountInString(reason) > ReasonMax {
		p.Add("reason", "error.reason_long", Args{"Max": ReasonMax})
	}
}

// Proposal is a merge that somebody proposes.
type Proposal struct {
	ID             int64
	Source, Target Idea // as lists show them
	By             MemberRef
	Note           string
	At             time.Time
}

// Limits of proposals.
const (
	ProposalNoteMax  = 500 // characters
	ProposalsOpenMax = 20  // of a member, who is no moderator
)

// CheckProposal notes what is wrong with the words of a proposal.
func CheckProposal(p *Problems, note string) {
	if utf8.RuneCountInString(note) > ProposalNoteMax {
		p.Add("note", "error.too_long", Args{"Max": ProposalNoteMax})
	}
}
