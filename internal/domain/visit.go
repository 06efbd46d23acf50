package domain

import "time"

// VisitEnds is after how long without a page a visit has ended. Somebody is seen exact
// to SessionTouch, so that a shorter silence may end it, by that much.
const VisitEnds = 30 * time.Minute

// Visit is the visit of a member that is under way, or was the last one.
type Visit struct {
	Began  time.Time
	Seen   time.Time // last, in any browser
	Before time.Time // when the visit before it began; zero: there was none
}

// On is the visit that somebody is on who reads a page now: the same one, or the next.
// One that a clock ahead of its time saw has ended.
func (v Visit) On(now time.Time) Visit {
	if now.Sub(v.Seen) < VisitEnds && !ToCome(v.Seen, now) {
		v.Seen = now
		return v
	}
	return Visit{Began: now, Seen: now, Before: v.Began}
}
