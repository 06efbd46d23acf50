package domain

import "time"

// Vote is what a member wants for an idea.
type Vote int

// The three wishes. A withdrawn vote is kept as None, so that its day stays.
const (
	Demote  Vote = -1
	None    Vote = 0
	Promote Vote = 1
)

// Counted is what a vote counts for: one that is held is there and counts nothing.
func (v Vote) Counted(held bool) Vote {
	if held {
		return None
	}
	return v
}

// ParseVote reads the form's value: "1", "-1" or "0".
func ParseVote(s string) (Vote, error) {
	switch s {
	case "1":
		return Promote, nil
	case "-1":
		return Demote, nil
	case "0":
		return None, nil
	}
	return None, BadField("value", "error.vote_value", nil)
}

// OwnVotes are a member's votes on some ideas, by idea, with what belongs to them.
type OwnVotes struct {
	Votes    map[int64]Vote      // none: None
	Cast     map[int64]time.Time // when these became what they are
	Recorded map[int64]Recorded  // of these votes, those that staff wrote down
	Reasons  map[int64]Reason    // said with a vote, also with one that is no promote now
}

// Tally counts promotes and demotes.
type Tally struct{ Promotes, Demotes int64 }

// Net is promotes less demotes.
func (t Tally) Net() int64 { return t.Promotes - t.Demotes }

// Zero reports whether nothing is counted.
func (t Tally) Zero() bool { return t == Tally{} }

// Change is what a tally gains when one vote goes from old to wanted.
func Change(old, wanted Vote) Tally {
	return Tally{
		Promotes: is(wanted, Promote) - is(old, Promote),
		Demotes:  is(wanted, Demote) - is(old, Demote),
	}
}

func is(v, want Vote) int64 {
	if v == want {
		return 1
	}
	return 0
}

// CheckVote refuses a vote that the idea does not take: any on a closed idea,
// and a demote by its own author.
func CheckVote(who Actor, idea *Idea, v Vote) error {
	if idea.Status.Closed() {
		return &Error{Kind: Conflict, Key: "error.idea_closed", Args: Args{"Status": idea.Status}}
	}
	if v == Demote && idea.Author.ID == who.ID {
		return Refuse(Conflict, "error.demote_own")
	}
	return nil
}
