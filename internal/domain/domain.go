// Package domain holds the nouns of Groundswell and the rules that need no
// input or output: who may do what, what a vote weighs, which status may follow
// which, when a text is acceptable. It imports only the standard library, so
// that every rule can be read and tested alone.
//
// Times are time.Time in UTC; a "day" is the number of whole UTC days since
// 1970-01-01. Nothing here reads a clock: now is always an argument.
package domain

import "time"

// Day returns the UTC day of t as whole days since 1970-01-01.
func Day(t time.Time) int64 {
	return floorDiv(t.Unix(), 24*60*60)
}

// DayStart returns the first moment of a UTC day.
func DayStart(day int64) time.Time {
	return time.Unix(day*24*60*60, 0).UTC()
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}
