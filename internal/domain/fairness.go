package domain

import "time"

// FairMonths is of how many months the public figures of moderation are, the one that runs
// among them. Months are those of UTC.
const FairMonths = 12

// FairMeasure is what a figure of moderation counts.
type FairMeasure string

// The measures of decisions, of a month and a DeskKind, and those of restrictions, of a
// Restricted. A decision is one of a person on the desk; it counts in the month it was made
// in, whenever it was overturned.
const (
	FairDecided  FairMeasure = "decided"
	FairUndone   FairMeasure = "undone"   // of these, taken back by a moderator
	FairRestored FairMeasure = "restored" // of these, overturned by an objection and not undone
	FairMinutes  FairMeasure = "minutes"  // within which half of these were made, from when it waited

	FairByPeople FairMeasure = "people" // restrictions that people decided
	FairByRules  FairMeasure = "rules"  // restrictions by a rule
	FairWaiting  FairMeasure = "waiting"
	FairUpheld   FairMeasure = "upheld"
	FairLifted   FairMeasure = "lifted" // after an objection; as the two before, by how it ended
)

// FairFigure names a number. Month is as FairMonth writes it and "" for all of them; Kind
// is "" for all kinds.
type FairFigure struct {
	Measure FairMeasure
	Month   string
	Kind    string
}

// Fairness is how the community was moderated, as of the last count; what is 0 is not in it.
type Fairness map[FairFigure]int64

// FairMonth is the month of a moment: 2026-03.
func FairMonth(t time.Time) string { return t.UTC().Format("2006-01") }

// FairSince is when the figures begin that are counted at a moment.
func FairSince(now time.Time) time.Time {
	now = now.UTC()
	return time.Date(now.Year(), now.Month()-FairMonths+1, 1, 0, 0, 0, 0, time.UTC)
}

// Add counts something for its month and for all, for its kind and for all.
func (f Fairness) Add(m FairMeasure, month, kind string, n int64) {
	for _, of := range fairParts(month, kind) {
		f[FairFigure{m, of.Month, of.Kind}] += n
	}
}

// fairParts are what something of a month and a kind is counted for. Restrictions have no
// month.
func fairParts(month, kind string) []FairFigure {
	parts := []FairFigure{{Kind: kind}, {}}
	if month != "" {
		parts = append(parts, FairFigure{Month: month, Kind: kind}, FairFigure{Month: month})
	}
	return parts
}

// FairTally counts decisions by what they are counted for and by the minutes they took.
type FairTally map[FairFigure]map[int64]int64

// Add counts decisions that took so many minutes each.
func (t FairTally) Add(month, kind string, minutes, n int64) {
	for _, of := range fairParts(month, kind) {
		if t[of] == nil {
			t[of] = map[int64]int64{}
		}
		t[of][minutes] += n
	}
}

// SetMinutes makes the medians figures.
func (f Fairness) SetMinutes(t FairTally) {
	for of, tally := range t {
		f[FairFigure{FairMinutes, of.Month, of.Kind}] = Median(tally)
	}
}

// FairLine is what decisions of a month or of a kind came to.
type FairLine struct {
	Decided          int64
	Undone, Restored int64
	Half             time.Duration // within which half of them were made
}

// Overturned are those that were taken back, either way.
func (l FairLine) Overturned() int64 { return l.Undone + l.Restored }

// Line is the line of a month and a kind, each "" for all.
func (f Fairness) Line(month, kind string) FairLine {
	return FairLine{
		Decided: f[FairFigure{FairDecided, month, kind}], Undone: f[FairFigure{FairUndone, month, kind}],
		Restored: f[FairFigure{FairRestored, month, kind}],
		Half:     time.Duration(f[FairFigure{FairMinutes, month, kind}]) * time.Minute,
	}
}

// FairRestricted is what restrictions of a kind came to.
type FairRestricted struct {
	ByPeople, ByRules       int64
	Waiting, Upheld, Lifted int64 // those that somebody objected to, by how that ended
}

// All are the restrictions there were.
func (r FairRestricted) All() int64 { return r.ByPeople + r.ByRules }

// Objected are those that somebody objected to.
func (r FairRestricted) Objected() int64 { return r.Waiting + r.Upheld + r.Lifted }

// Restricted is the line of a kind of restriction, "" for all.
func (f Fairness) Restricted(what Restricted) FairRestricted {
	of := func(m FairMeasure) int64 { return f[FairFigure{m, "", string(what)}] }
	return FairRestricted{of(FairByPeople), of(FairByRules), of(FairWaiting), of(FairUpheld), of(FairLifted)}
}

// FairMonthsTo are the months of the figures up to a moment, the newest first.
func FairMonthsTo(now time.Time) []time.Time {
	months := make([]time.Time, FairMonths)
	for i := range months {
		months[i] = FairSince(now).AddDate(0, FairMonths-1-i, 0)
	}
	return months
}
