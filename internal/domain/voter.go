package domain

import "time"

// Voter is who voted on an idea, as staff see it: a member or a contact, and what they
// wish for now.
type Voter struct {
	Recorded           // By.ID 0: cast by the member
	Day      int64     // of their first vote on the idea
	Changed  time.Time // when the vote became what it is
	Held     bool      // it is there and counts nothing
	// Reason is what a member says with a promote who agreed to be named, empty of others:
	// beside a name it would tell whose words an unnamed quote is.
	Reason Reason
}

// VoteDays is how many of an idea's days with votes staff are shown, the newest.
const VoteDays = 60

// ContactsShown bounds how many votes of contacts stand beside an idea, the newest.
const ContactsShown = 200
