package domain

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// HalfLifeDays is how long a vote takes to lose half its weight: IdeaStorm's
// vote half-life (product.md §2, Heat).
const HalfLifeDays = 7

// heatEpoch is 2026-01-01, the day whose votes weigh exactly one.
var heatEpoch = Day(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))

// HeatWindowDays is how far before its newest day with a counted vote an idea's
// votes still weigh: beyond it a vote is worth less than 2^-57 of a new one. Days
// that are older need not be given to Heat.
const HeatWindowDays = 400

// DayTally is what was voted on one idea on one UTC day.
type DayTally struct {
	Day int64
	Tally
}

// Heat orders Hot. It is Σ (promotes − demotes) · 2^((day − 2026-01-01)/7) over
// the days given, which must be oldest first so that the sum is the same bit
// for bit whenever it is computed. Days without a counted vote have no part in
// it, not even as the newest day: a withdrawn vote leaves no trace.
//
// Weights are relative to a fixed day instead of to now: with time all of them
// grow alike, so the order at any later moment is the order of Heat and nothing
// is ever computed again for the passing of time.
func Heat(days []DayTally) float64 {
	newest, any := newestVoted(days)
	if !any {
		return 0
	}
	heat := 0.0
	for _, d := range days {
		if newest-d.Day <= HeatWindowDays {
			heat += float64(d.Net()) * weight(d.Day)
		}
	}
	return heat
}

// AddDay adds what was voted on a day to days that are oldest first.
func AddDay(days []DayTally, more DayTally) []DayTally {
	at, there := slices.BinarySearchFunc(days, more.Day, func(d DayTally, day int64) int { return cmp.Compare(d.Day, day) })
	if !there {
		return slices.Insert(days, at, more)
	}
	days[at].Promotes += more.Promotes
	days[at].Demotes += more.Demotes
	return days
}

// Decayed is the heat people and rules see: the votes as they weigh at now.
func Decayed(heat float64, now time.Time) float64 {
	return heat / math.Exp2((float64(now.Unix())/(24*60*60)-float64(heatEpoch))/HalfLifeDays)
}

func weight(day int64) float64 {
	return math.Exp2(float64(day-heatEpoch) / HalfLifeDays)
}

func newestVoted(days []DayTally) (day int64, any bool) {
	for _, d := range days {
		if !d.Zero() && (!any || d.Day > day) {
			day, any = d.Day, true
		}
	}
	return day, any
}
