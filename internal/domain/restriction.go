package domain

import (
	"slices"
	"time"
	"unicode/utf8"
)

// Restricted is what was done to a text or an account.
type Restricted string

// The restrictions. Hidden texts have a place that says so and may come back after their
// author's edit; removed ones are gone until somebody restores them; rejected ones were
// never let in; who is silenced writes nothing, who is suspended does not sign in.
const (
	Hidden    Restricted = "hidden"
	TakenAway Restricted = "removed"
	Rejected  Restricted = "rejected"
	Silenced  Restricted = "silenced"
	Suspended Restricted = "suspended"
)

// Restrictions lists them.
var Restrictions = []Restricted{Hidden, TakenAway, Rejected, Silenced, Suspended}

// Ground is the law or the house rule that a restriction names: "law:" or "rule:" and a
// name. Its sentence in the catalogues is "ground.NAME" with a dot for the colon.
type Ground string

// The grounds.
const (
	LawHate       Ground = "law:hate"
	LawInsult     Ground = "law:insult"
	LawPrivacy    Ground = "law:privacy"
	LawRights     Ground = "law:rights"
	LawOther      Ground = "law:other"
	RuleSpam      Ground = "rule:spam"
	RuleOffTopic  Ground = "rule:off_topic"
	RuleHarass    Ground = "rule:harassment"
	RuleFake      Ground = "rule:fake"
	RuleFirstPost Ground = "rule:first_post"
	RuleOther     Ground = "rule:other"
)

// Grounds lists them as they are offered.
var Grounds = []Ground{RuleSpam, RuleOffTopic, RuleHarass, RuleFake, RuleFirstPost, RuleOther, LawHate, LawInsult,
	LawPrivacy, LawRights, LawOther}

// Laws are the grounds that are against the law.
var Laws = []Ground{LawHate, LawInsult, LawPrivacy, LawRights, LawOther}

// ParseGround accepts a ground by name; anything else is "".
func ParseGround(s string) Ground {
	if g := Ground(s); slices.Contains(Grounds, g) {
		return g
	}
	return ""
}

// Limits of what is said of restrictions, in characters.
const (
	RestrictedWordsMax = 300
	ObjectionMin       = 20
	ObjectionMax       = 2000
	ObjectionWait      = 24 * time.Hour // before a moderator alone decides about their own
	RestrictionPage    = 25
	RestrictMax        = 366 * 24 * time.Hour // the furthest end of one that has an end
)

// Restriction is a statement of what was restricted and why, for whom it concerns.
type Restriction struct {
	ID       int64
	Whom     MemberRef
	Part     Part
	Subject  int64
	What     Restricted
	Ground   Ground
	Words    string    // of the text that it is about, RestrictedWordsMax at most
	Note     string    // of whoever decided; may be empty
	By       MemberRef // with the role at that time; ID 0: a rule
	Row      int64     // of the desk, that it was decided on; 0: elsewhere
	Removal  int64     // that it is part of; 0: none
	At       time.Time
	Ends     time.Time // zero: by itself never
	Edited   time.Time // when the author mended what was hidden; zero: not yet
	Lifted   time.Time // zero: it is in force
	LiftedBy MemberRef // ID 0 beside Lifted: a rule

	Objection Objection // ID 0: none
}

// InForce reports whether the restriction still restricts.
func (r *Restriction) InForce(now time.Time) bool {
	return r.Lifted.IsZero() && (r.Ends.IsZero() || now.Before(r.Ends))
}

// ObjectionOutcome is how an objection ended.
type ObjectionOutcome string

// The outcomes.
const (
	ObjectionUpheld   ObjectionOutcome = "upheld"   // the restriction stays
	ObjectionRestored ObjectionOutcome = "restored" // it is lifted
)

// Objection is what somebody says against a restriction.
type Objection struct {
	ID      int64
	Words   string
	At      time.Time
	Outcome ObjectionOutcome // "": it waits
	Answer  string
	By      MemberRef
	Decided time.Time
}

// CheckObjection notes what is wrong with the words of an objection.
func CheckObjection(p *Problems, words string) {
	switch n := utf8.RuneCountInString(words); {
	case n < ObjectionMin:
		p.Add("words", "error.objection_short", Args{"Min": ObjectionMin})
	case n > ObjectionMax:
		p.Add("words", "error.too_long", Args{"Max": ObjectionMax})
	}
}

// CheckObjects lets whom a restriction concerns object to it, once, while it is in force.
func CheckObjects(who Actor, r *Restriction, now time.Time) error {
	switch {
	case r.Whom.ID != who.ID:
		return ErrNotFound
	case r.Objection.ID != 0:
		return Refuse(Conflict, "error.objected")
	case !r.InForce(now):
		return Refuse(Conflict, "error.lifted")
	}
	return nil
}

// CheckObjectionDecider keeps whoever restricted from deciding about an objection: another
// person does. One who decides alone, for others there are none, does after ObjectionWait.
func CheckObjectionDecider(who Actor, r *Restriction, others int64, now time.Time) error {
	switch {
	case r.Whom.ID == who.ID:
		return Refuse(Forbidden, "error.objection_own")
	case r.By.ID == 0 || r.By.ID != who.ID:
		return nil
	case others > 0:
		return Refuse(Conflict, "error.objection_other")
	case now.Before(r.Objection.At.Add(ObjectionWait)):
		return &Error{Kind: Conflict, Key: "error.objection_wait", Args: Args{"Hours": int64(ObjectionWait.Hours())}}
	}
	return nil
}
