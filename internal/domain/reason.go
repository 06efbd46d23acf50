package domain

import (
	"cmp"
	"slices"
	"time"
	"unicode/utf8"
)

// Importance is how much an idea matters to somebody who promoted it.
type Importance int64

// The importances; nothing was said at first.
const (
	ImportanceUnsaid Importance = 0
	NiceToHave       Importance = 1
	Important        Importance = 2
	Critical         Importance = 3
)

// ImportanceLevels are those one can choose, most first.
var ImportanceLevels = []Importance{Critical, Important, NiceToHave}

// Importances counts how many said each, by Importance; nobody is counted at 0.
type Importances [4]int64

// Said is how many said how important it is to them.
func (n Importances) Said() int64 { return n[NiceToHave] + n[Important] + n[Critical] }

// Mean is the mean of what was said, ImportanceUnknown where nobody said anything.
func (n Importances) Mean() float64 {
	if n.Said() == 0 {
		return ImportanceUnknown
	}
	return float64(n[NiceToHave]+2*n[Important]+3*n[Critical]) / float64(n.Said())
}

// Reason is why a member promoted an idea, as far as they said. It counts while their
// vote is a promote.
type Reason struct {
	Importance Importance
	Chips      []int64 // ids, up to ReasonChips
	Words      string
	Named      bool // staff may read the member's name beside the words
}

// Empty reports whether nothing was said.
func (r Reason) Empty() bool {
	return r.Importance == ImportanceUnsaid && len(r.Chips) == 0 && r.Words == ""
}

// Ticks reports whether a chip is among those of the reason.
func (r Reason) Ticks(chip int64) bool { return slices.Contains(r.Chips, chip) }

// Limits of reasons.
const (
	ReasonChips    = 3   // that one reason ticks
	ReasonWordsMax = 500 // characters
	ChipsMax       = 8   // of an idea or a space in force
	ChipsKept      = 24  // with those that were retired
	ChipNameMax    = 40  // characters
)

// Chip is a reason in a few words that people tick.
type Chip struct {
	ID      int64
	CopyOf  int64 // the chip of the space that an idea's was begun from
	NameEN  string
	NameDE  string
	Ticked  int64 // by reasons that count
	Used    bool  // somebody once ticked it, so that it can be retired but not taken away
	Retired bool  // it stays with those who ticked it; nobody else ticks it any more
	Version int64
}

// Name is the chip in a language, or in the one it has a name in.
func (c Chip) Name(language string) string {
	if language == "de" && c.NameDE != "" || c.NameEN == "" {
		return c.NameDE
	}
	return c.NameEN
}

// Nameless reports whether a chip is an empty line of its form.
func (c Chip) Nameless() bool { return c.NameEN == "" && c.NameDE == "" }

// ByTicks puts chips into the order in which they are shown: most ticked first.
func ByTicks(chips []Chip) []Chip {
	slices.SortFunc(chips, func(a, b Chip) int { return cmp.Or(cmp.Compare(b.Ticked, a.Ticked), cmp.Compare(a.ID, b.ID)) })
	return chips
}

// Reasons are what people said of an idea, counted.
type Reasons struct {
	Importances
	InWords int64  // how many said something in their own words
	Chips   []Chip // the idea's, or those it would be begun from; most ticked first
}

// None reports whether there is nothing to show.
func (r Reasons) None() bool {
	return r.Said() == 0 && r.InWords == 0 && !slices.ContainsFunc(r.Chips, func(c Chip) bool { return c.Ticked > 0 })
}

// SameChip finds among an idea's chips the one that is another idea's too: of the same
// origin, or of the same name; −1 for none.
func SameChip(own []Chip, c Chip) int {
	return slices.IndexFunc(own, func(o Chip) bool {
		return c.CopyOf != 0 && o.CopyOf == c.CopyOf || o.NameEN == c.NameEN && o.NameDE == c.NameDE
	})
}

// ChosenChips finds the idea's chips that a form ticked. It may have been drawn when the
// idea had none of its own yet: then it names those of the space. false where one is
// not there any more, or is retired and was not ticked before.
func ChosenChips(own []Chip, ticked []int64, before Reason) ([]int64, bool) {
	var chosen []int64
	for _, id := range ticked {
		at := slices.IndexFunc(own, func(c Chip) bool { return c.ID == id || c.CopyOf == id })
		if at < 0 || own[at].Retired && !before.Ticks(own[at].ID) {
			return nil, false
		}
		if !slices.Contains(chosen, own[at].ID) {
			chosen = append(chosen, own[at].ID)
		}
	}
	return chosen, true
}

// CheckWhy notes what is wrong with a reason that somebody typed.
func CheckWhy(p *Problems, r Reason) {
	if r.Importance < ImportanceUnsaid || r.Importance > Critical {
		p.Add("importance", "error.importance", nil)
	}
	if len(r.Chips) > ReasonChips {
		p.Add("chips", "error.reason_chips", Args{"Max": ReasonChips})
	}
	if n := utf8.RuneCountInString(r.Words); n > ReasonWordsMax {
		p.Add("body", "error.too_long", Args{"Max": ReasonWordsMax})
	}
}

// CheckGivesReason refuses a reason where votes are over, and one without a promote.
func CheckGivesReason(idea *Idea) error {
	switch {
	case idea.Status.Closed():
		return &Error{Kind: Conflict, Key: "error.reason_closed", Args: Args{"Status": idea.Status}}
	case idea.Mine != Promote:
		return Refuse(Conflict, "error.reason_promote")
	}
	return nil
}

// CheckChips notes what is wrong with the chips of an idea or a space. Nameless ones are
// empty lines of the form.
func CheckChips(p *Problems, chips []Chip) {
	inForce, named := 0, 0
	for n, c := range chips {
		field := ChipField(n)
		if c.Nameless() {
			continue
		}
		named++
		for _, name := range []string{c.NameEN, c.NameDE} {
			switch length, bad := Seen(name), badLetters(name); {
			case bad != "":
				p.Add(field, bad, nil)
			case length > ChipNameMax:
				p.Add(field, "error.name_long", Args{"Max": ChipNameMax})
			}
		}
		if slices.ContainsFunc(chips[:n], func(o Chip) bool { return o.NameEN == c.NameEN && o.NameDE == c.NameDE }) {
			p.Add(field, "error.chip_taken", nil)
		}
		if !c.Retired {
			inForce++
		}
	}
	if inForce > ChipsMax || named > ChipsKept {
		p.Add(ChipField(0), "error.chips_full", Args{"Max": ChipsMax, "Kept": ChipsKept})
	}
}

// ChipField is how the form of chips calls the one in a place.
func ChipField(n int) string { return "chip" + string(rune('a'+n)) }

// Quote is what somebody said in their own words.
type Quote struct {
	Importance Importance
	Words      string
	By         MemberRef // ID 0 where the member did not agree to be named
	Changed    time.Time
}

// QuotesMax is how many quotes of an idea staff are shown, the newest. They have no
// pages: a place in the list would tell whose words stand there.
const QuotesMax = 100
