package domain

import (
	"time"
	"unicode/utf8"
)

// Erasure is an author's wish that an idea be deleted on which others voted or commented.
type Erasure struct {
	ID      int64
	Idea    Idea // as a line of a list: id, title, counts
	Author  MemberRef
	Words   string // why, for the moderators; may be empty
	Created time.Time
	Outcome ErasureOutcome
}

// ErasureOutcome is what somebody decided; "" until then.
type ErasureOutcome string

// The outcomes.
const (
	ErasureDeleted  ErasureOutcome = "deleted"
	ErasureNameless ErasureOutcome = "nameless"
	ErasureKept     ErasureOutcome = "kept"
)

// Limits of such wishes.
const (
	NamelessFrom = 10  // promotes from which on only the author's name goes
	ErasureWords = 500 // characters
)

// NameOnlyGoes reports whether too many want the idea for it to be deleted.
func (e *Erasure) NameOnlyGoes() bool { return e.Idea.Promotes >= NamelessFrom }

// CheckAskErasure lets an author ask for what they cannot do alone.
func CheckAskErasure(who Actor, idea *Idea) error {
	switch err := CheckDelete(who, idea); {
	case KindOf(err) == Forbidden || idea.Removed:
		return Refuse(Forbidden, "error.not_yours")
	case err == nil:
		return Refuse(Conflict, "error.delete_alone")
	}
	return nil
}

// CheckErasureWords notes what is wrong with the words of a wish.
func CheckErasureWords(p *Problems, words string) {
	if utf8.RuneCountInString(words) > ErasureWords {
		p.Add("words", "error.too_long", Args{"Max": ErasureWords})
	}
}
