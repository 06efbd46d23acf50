package domain

import (
	"slices"
	"strconv"
)

// Periods are the days that Top can be asked for, beside all of them.
var Periods = [...]int64{7, 30, 365}

// ParsePeriod accepts one of Periods; anything else is 0, all days.
func ParsePeriod(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || !slices.Contains(Periods[:], n) {
		return 0
	}
	return n
}

// Nets are an idea's promotes less demotes in each of the Periods that end with a day.
type Nets [len(Periods)]int64

// NetsOf adds up an idea's days. A vote behind the last day counts: another replica's
// clock is a little ahead.
func NetsOf(days []DayTally, today int64) (n Nets) {
	for _, d := range days {
		for p, length := range Periods {
			if d.Day > today-length {
				n[p] += d.Net()
			}
		}
	}
	return n
}

// leavesMost is how many days at a time are caught up by looking at those that left. A
// longer gap, as when nothing was ever counted or a clock was wrong, counts every idea.
const leavesMost = 30

// Leaving are the days whose votes leave a period between two days, oldest first; false
// when every idea must be counted anew.
func Leaving(from, to int64) ([]int64, bool) {
	if from == 0 || to <= from || to-from > leavesMost {
		return nil, false
	}
	var days []int64
	for day := from + 1; day <= to; day++ {
		for _, length := range Periods {
			days = append(days, day-length)
		}
	}
	slices.Sort(days)
	return slices.Compact(days), true
}
