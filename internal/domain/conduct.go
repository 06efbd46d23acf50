package domain

import (
	"slices"
	"time"
	"unicode/utf8"
)

// Bounds of what the page of an account shows moderators.
const (
	ConductPosts    = 20 // a page of what it wrote
	ConductFlags    = 20 // the newest, given and received each
	ConductNotes    = 50 // the newest
	ConductNetworks = 10 // the newest
	ConductAccounts = 10 // of one network, the newest
	ConductMax      = 1000
	ConductRemovals = 10
	MemberNoteMax   = 2000 // characters
)

// ConductParts are the parts of what an account wrote, as they are offered.
var ConductParts = []Part{PartIdea, PartComment, PartReview}

// RemovalParts are what a removal of everything settles, one after the other: what the
// account wrote, and what of it was never let in.
var RemovalParts = append(slices.Clone(ConductParts), PartHeld)

// ParseConductPart accepts one of them by name; anything else is ideas.
func ParseConductPart(s string) Part {
	if p := Part(s); slices.Contains(ConductParts, p) {
		return p
	}
	return PartIdea
}

// Conduct is what moderators see of an account beside its own page.
type Conduct struct {
	Wrote        map[Part]int64 // how many, each counted up to ConductMax
	Posts        Page[Post]     // of one part, newest first
	Record       FlagRecord     // of the flags it gave
	Given        []Flag         // newest first
	Received     []Flag
	ReceivedAs   map[FlagOutcome]int64 // of those received, counted up to ConductMax; "": they wait
	Networks     []SeenNetwork
	Notes        []MemberNote
	Restrictions []Restriction // RestrictionPage at most, newest first
	Removals     []Removal
	Silenced     Restriction // that is in force; ID 0: the account may write
}

// SeenNetwork is a network that an account was seen in within NetworkLife, and who else was.
type SeenNetwork struct {
	Name     string // a beginning of its keyed hash: it tells apart, and nothing else
	Seen     time.Time
	Others   int64       // accounts, counted up to ConductMax
	Accounts []MemberRef // of the others those seen last, ConductAccounts at most
}

// MemberNote is what somebody of the staff notes about an account. It is never changed.
type MemberNote struct {
	By   MemberRef // with the role at that time
	Body string
	At   time.Time
}

// CheckMemberNote notes what is wrong with the words of a note.
func CheckMemberNote(p *Problems, body string) {
	switch {
	case Blank(body):
		p.Add("body", "error.note_empty", nil)
	case utf8.RuneCountInString(body) > MemberNoteMax:
		p.Add("body", "error.too_long", Args{"Max": MemberNoteMax})
	}
}

// Sanction is how long an account is silenced or suspended, and why.
type Sanction struct {
	Reason string
	Days   int64 // 0: until somebody lifts it
}

// SanctionDays are the lengths that are offered.
var SanctionDays = []int64{0, 1, 3, 7, 30, 90, 365}

// CheckSanction notes what is wrong with what somebody chose and typed.
func CheckSanction(p *Problems, s Sanction) {
	CheckReason(p, s.Reason)
	if !slices.Contains(SanctionDays, s.Days) {
		p.Add("days", "error.sanction_days", nil)
	}
}

// Ends is when it ends by itself; zero: it does not.
func (s Sanction) Ends(now time.Time) time.Time {
	if s.Days == 0 {
		return time.Time{}
	}
	return now.AddDate(0, 0, int(s.Days))
}

// RemovalDraft is why everything that an account wrote is removed.
type RemovalDraft struct {
	Ground Ground
	Reason string // which the account is told
}

// CheckRemovalDraft notes what is wrong with it.
func CheckRemovalDraft(p *Problems, d RemovalDraft) {
	CheckReason(p, d.Reason)
	if ParseGround(string(d.Ground)) == "" {
		p.Add("ground", "error.ground", nil)
	}
}

// Removal is everything that an account had written until a moment, removed as one
// decision. It goes on in the background until it is done.
type Removal struct {
	ID     int64
	Member int64
	Ground Ground
	Note   string
	By     MemberRef // with the role at that time
	At     time.Time
	Posts  int64     // removed so far
	Done   time.Time // zero: it goes on
	Undone time.Time // zero: it stands
	Undid  MemberRef
}

// Stands reports whether nobody has taken the removal back.
func (r *Removal) Stands() bool { return r.Undone.IsZero() }
