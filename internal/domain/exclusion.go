package domain

import "time"

// Exclusion is a window of time whose ratings are not counted, such as that of a
// review bomb. The ratings stay readable and are marked.
type Exclusion struct {
	ID       int64
	From, To time.Time // To is the first moment behind it
	Reason   string
	By       MemberRef
	At       time.Time
	Undone   time.Time // zero while it is in force
}

// ExclusionMax is the longest window.
const ExclusionMax = 90 * 24 * time.Hour

// CheckExclusion notes what is wrong with a window. It lies in the past: what
// somebody will say cannot be excluded beforehand.
func CheckExclusion(p *Problems, e Exclusion, now time.Time) {
	switch {
	case e.From.IsZero():
		p.Add("from", "error.day", nil)
	case e.To.IsZero():
		p.Add("to", "error.day", nil)
	case !e.To.After(e.From):
		p.Add("to", "error.window_order", nil)
	case e.To.Sub(e.From) > ExclusionMax:
		p.Add("to", "error.window_long", Args{"Days": int64(ExclusionMax / (24 * time.Hour))})
	case Day(e.From) > Day(now) || Day(e.To.Add(-1)) > Day(now):
		p.Add("to", "error.window_future", nil)
	}
	CheckReason(p, e.Reason)
}

// RatingDay is what came in on one UTC day, as evidence.
type RatingDay struct {
	Day int64
	Histogram
	Young    int64 // from accounts that were less than YoungAccount old
	Verified int64 // from verified owners
}

// YoungAccount is the age below which an account is young.
const YoungAccount = 7 * 24 * time.Hour

// EvidenceDays is how far back the histogram over time goes.
const EvidenceDays = 120
