package domain

import (
	"testing"
	"time"
)

func TestOver(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		ahead, length time.Duration
		want          bool
	}{
		{0, time.Hour, true}, {-time.Second, time.Hour, true}, {time.Second, time.Hour, false}, {time.Hour, time.Hour, false},
		{time.Hour + ClockSlack, time.Hour, false}, {time.Hour + ClockSlack + 1, time.Hour, true}, {87600 * time.Hour, 24 * time.Hour, true},
	} {
		if got := Over(now.Add(c.ahead), c.length, now); got != c.want {
			t.Errorf("%v ahead, set for %v: over %v", c.ahead, c.length, got)
		}
	}
	if !Over(time.Time{}, time.Hour, now) {
		t.Error("no time at all is not over")
	}
}

// What is forgotten never depends on a clock that jumped.
func TestSweepsBelieveAnEvenClock(t *testing.T) {
	start := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	const year = 365 * 24 * time.Hour
	sweep := func(c Clock, at time.Time, times int) (Clock, time.Time) {
		for range times {
			at = at.Add(SweepEvery)
			c = c.At(at)
		}
		return c, at
	}
	first := Clock{}.At(start)
	if !first.Swept.IsZero() {
		t.Errorf("the first sweep forgets until %v", first.Swept)
	}
	even, now := sweep(first, start, 30)
	if !even.Swept.Equal(now) || !even.Sure.Equal(now) {
		t.Errorf("an even clock of %v: %+v", now, even)
	}
	ahead := even.At(now.Add(10 * year))
	if ahead.Swept.After(now.Add(2*SweepEvery)) || !ahead.Sure.Equal(now) {
		t.Errorf("ten years ahead: %+v", ahead)
	}
	back := ahead.At(now.Add(SweepEvery))
	if !back.Swept.Equal(now.Add(SweepEvery)) {
		t.Errorf("and back: %+v", back)
	}
	behind := even.At(now.Add(-10 * year))
	if newest := behind.Newest(now.Add(-10 * year)); !newest.Equal(now) {
		t.Errorf("ten years behind, everything behind %v is of the future", newest)
	}
	if again := behind.At(now.Add(SweepEvery)); again.Newest(now.Add(SweepEvery)) != now.Add(SweepEvery) {
		t.Errorf("right again: %+v", again)
	}
	later, at := sweep(even, now.Add(year), 30) // the server was off for a year
	if !later.Swept.Equal(at) {
		t.Errorf("a year later, after a day: %+v at %v", later, at)
	}
	wrong, _ := Clock{}, start // an installation whose first clock was ten years ahead
	wrong = wrong.At(start.Add(10 * year)).At(start.Add(SweepEvery))
	if wrong.Swept.After(start.Add(SweepEvery)) || wrong.Newest(start.Add(SweepEvery)).After(start.Add(SweepEvery)) {
		t.Errorf("begun with a wrong clock: %+v", wrong)
	}
}
