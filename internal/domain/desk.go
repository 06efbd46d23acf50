package domain

import (
	"slices"
	"time"
	"unicode/utf8"
)

// DeskKind is what a row of the moderators' desk asks to decide.
type DeskKind string

// The kinds of rows.
const (
	DeskFlag      DeskKind = "flag"      // members flagged a text
	DeskReport    DeskKind = "report"    // guests say that a text is against the law
	DeskApproval  DeskKind = "approval"  // a text waits to be let in
	DeskProposal  DeskKind = "proposal"  // two ideas may be one
	DeskVotes     DeskKind = "votes"     // votes are held
	DeskBomb      DeskKind = "bomb"      // ratings may be a concerted attack
	DeskErasure   DeskKind = "erasure"   // an author wants an idea gone that others voted on
	DeskObjection DeskKind = "objection" // somebody objects to a restriction
)

// DeskKinds lists them as they are offered.
var DeskKinds = []DeskKind{DeskReport, DeskFlag, DeskObjection, DeskApproval, DeskVotes, DeskBomb, DeskErasure, DeskProposal}

// Part is a kind of thing that rows, flags, restrictions and news are about.
type Part string

// The parts.
const (
	PartIdea        Part = "idea"
	PartComment     Part = "comment"
	PartReview      Part = "review"
	PartMember      Part = "member"
	PartProduct     Part = "product"
	PartProposal    Part = "merge_proposal"
	PartRestriction Part = "restriction"
	PartSpace       Part = "space"
	PartVotes       Part = "vote_group"
	PartBomb        Part = "bomb"
	PartErasure     Part = "erasure"
	PartHeld        Part = "held"    // a post that was never let in
	PartCase        Part = "case"    // posts that are decided together
	PartRemoval     Part = "removal" // all that an account wrote
)

// DeskDo names a decision.
type DeskDo string

// DeskDecision is one of the decisions that a kind of row has. Its words in the
// catalogues are "desk.KIND.DO", what a notice says of it "done.desk_KIND_DO".
type DeskDecision struct {
	Do    DeskDo
	Key   string // a single letter that decides the row with the focus
	Words bool   // it needs a sentence of whoever decides
	Bulk  bool   // it can be made for several rows at once
	Final bool   // it cannot be taken back
}

// deskDecisions is the one table of what can be decided about which kind of row.
var deskDecisions = map[DeskKind][]DeskDecision{
	DeskProposal:  {{Do: MergeThem, Key: "m"}, {Do: LeaveApart, Key: "n", Bulk: true}},
	DeskBomb:      {{Do: LeaveOut, Key: "e", Words: true}, {Do: CountRatings, Key: "v"}},
	DeskErasure:   {{Do: DeleteIt, Key: "d"}, {Do: TakeNameOff, Key: "n"}, {Do: KeepIt, Key: "o"}},
	DeskVotes:     {{Do: KeepVotesOut, Key: "o", Bulk: true}, {Do: CountVotes, Key: "v", Bulk: true}},
	DeskFlag:      {{Do: HideIt, Key: "h", Bulk: true}, {Do: RemoveIt, Key: "r", Bulk: true}, {Do: KeepIt, Key: "o", Bulk: true}},
	DeskReport:    {{Do: HideIt, Key: "h"}, {Do: RemoveIt, Key: "r"}, {Do: KeepIt, Key: "o"}},
	DeskObjection: {{Do: RestoreIt, Key: "r"}, {Do: UpholdIt, Key: "s", Words: true}},
	DeskApproval: {
		{Do: LetIn, Key: "a", Bulk: true}, {Do: LetTrust, Key: "t"}, {Do: SendBack, Key: "r", Words: true},
		{Do: CallSpam, Key: "s", Bulk: true},
	},
}

// The decisions about texts and about proposals.
const (
	HideIt   DeskDo = "hide"
	RemoveIt DeskDo = "remove"
	KeepIt   DeskDo = "keep"

	RestoreIt DeskDo = "restore"
	UpholdIt  DeskDo = "uphold"

	MergeThem  DeskDo = "merge"
	LeaveApart DeskDo = "apart"
)

// The decisions about votes of accounts that vote as one.
const (
	KeepVotesOut DeskDo = "out"
	CountVotes   DeskDo = "count"
)

// The decisions about what authors want deleted.
const (
	DeleteIt    DeskDo = "delete"
	TakeNameOff DeskDo = "nameless"
)

// The decisions about days on which a product was rated as it is not otherwise.
const (
	LeaveOut     DeskDo = "exclude"
	CountRatings DeskDo = "keep"
)

// What is the restriction that a decision about a text is.
func (d DeskDo) What() Restricted {
	if d == RemoveIt {
		return TakenAway
	}
	return Hidden
}

// Decisions are what can be decided about a kind of row.
func (k DeskKind) Decisions() []DeskDecision { return deskDecisions[k] }

// Decision finds one of them.
func (k DeskKind) Decision(do DeskDo) (DeskDecision, bool) {
	all := deskDecisions[k]
	i := slices.IndexFunc(all, func(d DeskDecision) bool { return d.Do == do })
	if i < 0 {
		return DeskDecision{}, false
	}
	return all[i], true
}

// CheckDesk refuses a decision that a kind of row does not have, or that lacks the words
// it needs.
func CheckDesk(k DeskKind, do DeskDo, words string) error {
	d, known := k.Decision(do)
	switch {
	case !known:
		return BadField("do", "error.desk_do", nil)
	case utf8.RuneCountInString(words) > ReasonMax:
		return BadField("words", "error.reason_long", Args{"Max": ReasonMax})
	case d.Words && Blank(words):
		return BadField("words", "error.desk_words", nil)
	}
	return nil
}

// ParseDeskKind accepts a kind by name; anything else is "": all of them.
func ParseDeskKind(s string) DeskKind {
	if k := DeskKind(s); slices.Contains(DeskKinds, k) {
		return k
	}
	return ""
}

// deskBase is how harmful a kind of row is before its evidence is looked at: what may be
// against the law first, what only tidies up last.
var deskBase = map[DeskKind]int64{
	DeskReport: 9, DeskFlag: 7, DeskObjection: 6, DeskApproval: 5, DeskVotes: 4, DeskBomb: 4, DeskErasure: 2, DeskProposal: 1,
}

// DeskHarm is the place of a row in the order of the desk, higher first. Evidence, from 0
// to 999, orders rows of one kind.
func DeskHarm(k DeskKind, evidence int64) int64 {
	return deskBase[k]*1000 + min(max(evidence, 0), 999)
}

// Numbers of the desk.
const (
	DeskPage     = 25
	DeskCountMax = 1000                // more rows of a kind are not counted
	DeskClaim    = 15 * time.Minute    // how long who claims a row has it
	DeskLate     = 48 * time.Hour      // what waits longer is an alarm
	DeskUndo     = 30 * time.Second    // how long letters of a decision wait
	DeskSpan     = 30 * 24 * time.Hour // of the counter of decisions
)

// DeskRow is something that waits for a decision, or was decided.
type DeskRow struct {
	ID       int64
	Kind     DeskKind
	Part     Part
	Subject  int64
	Harm     int64
	Space    Space // id, slug and name; ID 0: in none
	Created  time.Time
	Version  int64
	Claimed  MemberRef // ID 0: nobody's
	ClaimAt  time.Time
	Seen     []MemberRef
	Closed   time.Time
	ClosedBy MemberRef // ID 0 beside Closed: a rule
	Decision DeskDo
	Undone   time.Time
	UndoneBy MemberRef
}

// Open reports whether the row waits.
func (r *DeskRow) Open() bool { return r.Closed.IsZero() }

// Late reports whether the row waits for too long.
func (r *DeskRow) Late(now time.Time) bool { return r.Open() && !r.Created.After(now.Add(-DeskLate)) }

// Taken reports whether somebody else has claimed the row.
func (r *DeskRow) Taken(who Actor, now time.Time) bool {
	return r.Claimed.ID != 0 && r.Claimed.ID != who.ID && now.Before(r.ClaimAt.Add(DeskClaim))
}

// Undoable reports whether what was decided can be taken back.
func (r *DeskRow) Undoable() bool {
	d, known := r.Kind.Decision(r.Decision)
	return !r.Open() && r.Undone.IsZero() && known && !d.Final
}

// Cursor is the place of the row on the desk, or in the log of decided rows.
func (r *DeskRow) Cursor() Cursor {
	if r.Open() {
		return Cursor{Key: float64(r.Harm), ID: r.ID}
	}
	return Cursor{At: r.Closed.UnixMilli(), ID: r.ID}
}

// DeskFilter asks for one page of the desk.
type DeskFilter struct {
	Kind    DeskKind // "": all
	Spaces  []int64  // none: all
	Decided bool     // the log of what was decided, newest first, instead of what waits
	After   Cursor
}

// DeskCount is how many rows of a kind wait, up to DeskCountMax.
type DeskCount struct {
	Kind DeskKind
	N    int64
}

// DeskLoad is what the desk costs.
type DeskLoad struct {
	Late      int64 // rows that wait for too long, up to DeskCountMax
	Decisions int64 // by people in the last DeskSpan
	Minutes   int64 // from claiming a row to deciding it, of those that were claimed
}
