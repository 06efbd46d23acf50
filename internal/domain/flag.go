package domain

import (
	"math"
	"slices"
	"time"
	"unicode/utf8"
)

// FlagReason is why somebody flags a post.
type FlagReason string

// The reasons.
const (
	FlagSpam     FlagReason = "spam"
	FlagOffTopic FlagReason = "off_topic"
	FlagHarass   FlagReason = "harassment"
	FlagIllegal  FlagReason = "illegal"
	FlagOther    FlagReason = "other"
)

// FlagReasons lists them as they are offered.
var FlagReasons = []FlagReason{FlagSpam, FlagOffTopic, FlagHarass, FlagIllegal, FlagOther}

// Ground is the rule or law that a reason names.
func (r FlagReason) Ground() Ground {
	switch r {
	case FlagSpam:
		return RuleSpam
	case FlagOffTopic:
		return RuleOffTopic
	case FlagHarass:
		return RuleHarass
	case FlagIllegal:
		return LawOther
	}
	return RuleOther
}

// Numbers of flags (product.md §5).
const (
	FlagWordsMax    = 500
	FlagsPlain      = 5  // decided flags up to which everybody's weighs the same
	FlagsProven     = 10 // decided flags from which somebody may be a proven flagger
	FlagsShown      = 20 // of a post on the desk
	AcceptedAfter   = 24 * time.Hour
	FlaggerAge      = 24 * time.Hour // of an account whose flags do more than list
	PostReturns     = 10 * time.Minute
	flagUnit        = 1000 // weights are kept in thousandths
	FlagRightShare  = 70   // percent, below which flags weigh nothing
	FlagProvenShare = 90
)

// Flag is somebody's word that a post breaks a rule.
type Flag struct {
	ID      int64
	Part    Part
	Subject int64
	By      MemberRef
	Reason  FlagReason
	Words   string
	Weight  int64 // in thousandths, as it was fixed; 0: it only lists
	At      time.Time
	Outcome FlagOutcome
	Row     int64 // of the desk, that decided it; 0: it waits
}

// Waiting are those of flags that nobody has decided.
func Waiting(flags []Flag) []Flag { return FlagsOn(flags, 0) }

// FlagsOn are those of flags that were decided on a row of the desk; with 0, that wait.
func FlagsOn(flags []Flag, row int64) (some []Flag) {
	for _, f := range flags {
		if f.Row == row {
			some = append(some, f)
		}
	}
	return some
}

// FlagOutcome is what the moderators said of a flag.
type FlagOutcome string

// The outcomes.
const (
	FlagRight FlagOutcome = "right"
	FlagWrong FlagOutcome = "wrong"
)

// FlagRecord is how often somebody's flags were right.
type FlagRecord struct{ Right, Wrong int64 }

// Decided is how many flags the moderators decided.
func (r FlagRecord) Decided() int64 { return r.Right + r.Wrong }

// Weight is what a flag of somebody with the record weighs, in thousandths: one up to
// five decided flags; then nothing when fewer than 70 % were right, else 1 + log₄(n).
func (r FlagRecord) Weight() int64 {
	n := r.Decided()
	switch {
	case n <= FlagsPlain:
		return flagUnit
	case 100*r.Right < FlagRightShare*n:
		return 0
	}
	return int64(math.Round(flagUnit * (1 + math.Log(float64(n))/math.Log(4))))
}

// Proven reports whether one spam flag is enough to hide a newcomer's post.
func (r FlagRecord) Proven() bool {
	n := r.Decided()
	return n >= FlagsProven && 100*r.Right >= FlagProvenShare*n
}

// HideAt is the weight at which a post is hidden, in thousandths: so many, in tenths, and
// the root of its promotes.
func HideAt(tenths, promotes int64) int64 {
	return tenths*flagUnit/10 + int64(math.Round(flagUnit*math.Sqrt(float64(max(promotes, 0)))))
}

// FlagDraft is what somebody says with a flag.
type FlagDraft struct {
	Reason FlagReason
	Words  string // needed with FlagOther
}

// CheckFlagDraft notes what is wrong with a flag that somebody typed.
func CheckFlagDraft(p *Problems, d FlagDraft) {
	if !slices.Contains(FlagReasons, d.Reason) {
		p.Add("reason", "error.flag_reason", nil)
	}
	switch {
	case d.Reason == FlagOther && Blank(d.Words):
		p.Add("words", "error.flag_words", nil)
	case utf8.RuneCountInString(d.Words) > FlagWordsMax:
		p.Add("words", "error.too_long", Args{"Max": FlagWordsMax})
	}
}

// CheckFlag refuses to flag one's own post, and what is not there to be read.
func CheckFlag(who Actor, p *Post) error {
	switch {
	case p.State != PostShown || p.Words == "" && p.Part == PartReview:
		return ErrNotFound
	case p.ByAccount() == who.ID:
		return Refuse(Conflict, "error.flag_own")
	}
	return nil
}

// Flagged is what the desk shows of a flagged post.
type Flagged struct {
	Post   Post
	Flags  []Flag // the newest, FlagsShown at most
	Weight int64  // of all that count, in thousandths
	HideAt int64
}

// TopReason is the reason that weighs most among flags, those that only list counting
// little.
func TopReason(flags []Flag) FlagReason {
	weight, top := map[FlagReason]int64{}, FlagOther
	for _, f := range flags {
		weight[f.Reason] += f.Weight + 1
	}
	for _, r := range FlagReasons {
		if weight[r] > weight[top] {
			top = r
		}
	}
	return top
}

// FlagHarm is the evidence of flags for the order of the desk.
func FlagHarm(weight int64, reason FlagReason) int64 {
	evidence := weight * 100 / flagUnit
	if reason == FlagIllegal {
		evidence += 500
	}
	return evidence
}
