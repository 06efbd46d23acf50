package domain

import "time"

// ClockSlack is how far apart the clocks of two machines of one installation may
// be. What lies further in the future than that was written by a clock that was
// wrong.
const ClockSlack = time.Minute

// NewestHonest is the last moment that a right clock may have written by now.
func NewestHonest(now time.Time) time.Time { return now.Add(ClockSlack) }

// Over reports whether a time that somebody set length ahead has passed. One
// that is further ahead than its own length is over too: whatever set it did not
// know what time it was, and would hold for years.
func Over(at time.Time, length time.Duration, now time.Time) bool {
	return !at.After(now) || at.After(NewestHonest(now).Add(length))
}

// ToCome reports whether a moment that has been noted lies in the future.
func ToCome(at, now time.Time) bool { return at.After(NewestHonest(now)) }
