package domain

import "time"

// ClockSlack is how far apart the clocks of two machines of one installation may
// be. What lies further in the future than that was written by a clock that was
// wrong.
const ClockSlack = time.Minute

// NewestHonest is the last moment that a right clock may have written by now.
func NewestHonest(now time.Time) time.Time { return now.Add(ClockSlack) }

// FurthestHonest is the last end that a right clock may have given by now to what
// takes so long.
func FurthestHonest(now time.Time, length time.Duration) time.Time {
	return NewestHonest(now).Add(length)
}

// Over reports whether a time that somebody set length ahead has passed. One
// that is further ahead than its own length is over too: whatever set it did not
// know what time it was, and would hold for years.
func Over(at time.Time, length time.Duration, now time.Time) bool {
	return !at.After(now) || at.After(FurthestHonest(now, length))
}

// ToCome reports whether a moment that has been noted lies in the future.
func ToCome(at, now time.Time) bool { return at.After(NewestHonest(now)) }

// NewestDay is the last day that a vote may have.
func NewestDay(now time.Time) int64 { return Day(now) + 1 }

// SweepEvery is how often the clock forgets what has run out.
const SweepEvery = time.Hour

// evenFor is how long a clock must have run evenly to be believed whatever it
// says.
const evenFor = 24 * time.Hour

// Clock is what the sweeps have seen of the clock. A clock that jumps must not
// destroy: what ran out is forgotten until a moment that moves on by two sweeps
// at most with each, and a time is called one of the future only behind every
// time that was sure.
type Clock struct {
	Seen  time.Time // at the last sweep
	Since time.Time // it has run evenly since then
	Sure  time.Time // the last time at which it had run evenly for a day
	Swept time.Time // until here things are forgotten; zero before the second sweep
}

// At is what is known of the clock once it shows now, at a sweep.
func (c Clock) At(now time.Time) Clock {
	const step = 2 * SweepEvery
	even := now.After(c.Seen) && now.Sub(c.Seen) <= step
	if !even {
		c.Since = now
	}
	last := c.Swept
	if last.IsZero() {
		last = c.Seen
	}
	switch latest := last.Add(step); {
	case now.Sub(c.Since) >= evenFor:
		c.Sure, c.Swept = now, now
	case c.Seen.IsZero(): // the first sweep only looks at the clock
	case now.Before(latest):
		c.Swept = now
	default:
		c.Swept = latest
	}
	c.Seen = now
	return c
}

// Newest is the last time there may be: now, or a later one that was sure. A clock
// that fell behind must not take everything for the future's.
func (c Clock) Newest(now time.Time) time.Time {
	if c.Sure.After(now) {
		return c.Sure
	}
	return now
}
