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

// LastDay is the last UTC day of the window.
func (e Exclusion) LastDay() int64 { return Day(e.To.Add(-1)) }

// Has reports whether a UTC day lies in the window.
func (e Exclusion) Has(day int64) bool {
	return !e.To.IsZero() && Day(e.From) <= day && day <= e.LastDay()
}

// Same reports whether another window is in force with the same days.
func (e Exclusion) Same(o Exclusion) bool {
	return o.Undone.IsZero() && o.From.Equal(e.From) && o.To.Equal(e.To)
}

// CheckExclusion notes what is wrong with a window and its reason.
func CheckExclusion(p *Problems, e Exclusion, now time.Time) {
	CheckExclusionDays(p, e, now)
	CheckReason(p, e.Reason)
}

// CheckExclusionDays notes what is wrong with the days of a window. It lies in the
// past: what somebody will say cannot be excluded beforehand.
func CheckExclusionDays(p *Problems, e Exclusion, now time.Time) {
	switch {
	case e.From.IsZero():
		p.Add("from", "error.day", nil)
	case e.To.IsZero():
		p.Add("to", "error.day", nil)
	case !e.To.After(e.From):
		p.Add("to", "error.exclusion_order", nil)
	case e.To.Sub(e.From) > ExclusionMax:
		p.Add("to", "error.exclusion_long", Args{"Days": int64(ExclusionMax / (24 * time.Hour))})
	case Day(e.From) > Day(now) || e.LastDay() > Day(now):
		p.Add("to", "error.exclusion_future", nil)
	}
}

// Outlook is where a product stands, or would stand: its counted ratings and what
// the rule makes of them.
type Outlook struct {
	Histogram
	State State
}

// Outlook is where the product stands now.
func (p *Product) Outlook() Outlook { return Outlook{p.Revision.Histogram, p.State} }

// Foresee is where a product would stand if so many counted ratings of its current
// revision came, or went where the change is negative, at now: by the steps that
// are taken when they do.
func (r Rule) Foresee(p Product, change Histogram, now time.Time) Outlook {
	for i, n := range change {
		p.Revision.Histogram[i] += n
	}
	p.N, p.Sum = p.Revision.N(), p.Revision.Sum()
	p = r.Apply(p, now)
	return p.Outlook()
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
