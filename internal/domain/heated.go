package domain

import "time"

// How a thread slows down in which posts were flagged.
const (
	HeatedMemory = time.Hour       // for how long a flag does it
	HeatedGap    = 2 * time.Minute // from somebody's comment in it to their next reply
	HeatedMore   = time.Minute     // the same for each flag
)

// Heated is how a thread stands for somebody who replies in it.
type Heated struct {
	Flags int64     // within HeatedMemory, on any comment of the thread
	Last  time.Time // when whoever replies last wrote in it; zero: not of late
}

// Gap is how long after a comment its writer may reply again; 0 where nothing was flagged.
func (h Heated) Gap() time.Duration {
	if h.Flags == 0 {
		return 0
	}
	return HeatedGap + time.Duration(h.Flags)*HeatedMore
}

// GoesOn is when whoever replies may do it.
func (h Heated) GoesOn() time.Time { return h.Last.Add(h.Gap()) }

// CheckHeated refuses a reply that comes too soon in a thread with flags.
func CheckHeated(h Heated, now time.Time) error {
	if h.Flags == 0 || h.Last.IsZero() || !now.Before(h.GoesOn()) {
		return nil
	}
	return &Error{Kind: TooMany, Key: "error.heated", RetryAfter: h.GoesOn().Sub(now), Args: Args{"Flags": h.Flags, "At": h.GoesOn()}}
}
