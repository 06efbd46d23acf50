package domain

import "time"

// Asked says about what a member's own things are asked for.
type Asked struct {
	Votes    []int64 // ideas
	Talk     int64   // an idea, for the last visit; 0: none
	Comments []int64 // on it
	Ratings  []int64
	Follows  Subject // for whether they follow it; ID 0: nothing
}

// Nothing reports whether there is nothing to ask for.
func (a Asked) Nothing() bool {
	return len(a.Votes)+len(a.Comments)+len(a.Ratings) == 0 && a.Talk == 0 && a.Follows.ID == 0
}

// Mine is what of them is a member's own.
type Mine struct {
	OwnVotes
	Helped  map[int64]bool // comments that the member found helpful
	Helpful map[int64]bool // ratings that the member found helpful
	Seen    int64          // the newest comment at the visit before this one; NeverSeen: there was none
	Noted   int64          // the newest comment when they last looked; NeverSeen: they never did
	// Follows tells whether they follow what was asked for.
	Follows bool
}

// Add adds a vote on an idea, with when and why it was cast.
func (o *OwnVotes) Add(idea int64, v Recorded, cast time.Time, why Reason) {
	o.Votes[idea], o.Cast[idea] = v.Vote, cast
	if v.By.ID != 0 {
		o.Recorded[idea] = v
	}
	if !why.Empty() {
		o.Reasons[idea] = why
	}
}
