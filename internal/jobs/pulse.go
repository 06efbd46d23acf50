package jobs

import "time"

// steady is how long a clock must have gone evenly after a jump to be believed.
const steady = time.Minute

// pulse watches a clock that is looked at with every beat. A clock that is wrong
// for some seconds must end no watch and count no figures.
type pulse struct{ last, since time.Time }

// even reports whether the clock has gone evenly for long enough.
func (p *pulse) even(now time.Time) bool {
	now = now.Round(0) // the wall's time: the monotonic clock does not jump
	if gone := now.Sub(p.last); !p.last.IsZero() && (gone < -beat || gone > steady) {
		p.since = now
	}
	p.last = now
	return p.since.IsZero() || now.Sub(p.since) >= steady
}
