package domain

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

var berlin = Queue{TimeZone: "Europe/Berlin"}.Zone()

func TestWorkingTime(t *testing.T) {
	at := func(s string) time.Time {
		at, err := time.ParseInLocation("2006-01-02 15:04", s, berlin)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	for _, c := range []struct {
		from string
		days int64
		due  string
	}{
		{"2026-03-10 12:00", 5, "2026-03-17 12:00"}, // Tuesday to Tuesday
		{"2026-03-14 09:00", 1, "2026-03-17 00:00"}, // a Saturday counts nothing
		{"2026-03-13 18:00", 1, "2026-03-16 18:00"}, // Friday evening to Monday evening
		{"2026-03-27 12:00", 2, "2026-03-31 12:00"}, // over the night in which the clocks go forward
	} {
		due := NewDeadline(at(c.from), c.days, berlin).Due
		if !due.Equal(at(c.due)) {
			t.Errorf("%d days from %s: %s, want %s", c.days, c.from, due.In(berlin), c.due)
		}
		if got := Working(at(c.from), due, berlin); got != time.Duration(c.days)*WorkingDay {
			t.Errorf("%s to %s is %v of working time", c.from, c.due, got)
		}
	}
}

// However often a clock is stopped and started, the working time it ran adds up to
// what it had less what is left.
func TestTheClocksStopsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rapid.Int64Range(0, 400*24*60).Draw(t, "start")) * time.Minute)
		days := rapid.Int64Range(1, 20).Draw(t, "days")
		clock := NewDeadline(now, days, berlin)
		ran := time.Duration(0)
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			next := now.Add(time.Duration(rapid.Int64Range(0, 6*24*60).Draw(t, "minutes")) * time.Minute)
			if clock.Running() {
				ran += Working(now, next, berlin)
			}
			now = next
			if rapid.Bool().Draw(t, "stop") {
				clock = clock.Stop(now, berlin)
			} else {
				clock = clock.Start(now, berlin)
			}
		}
		if left := clock.Stop(now, berlin).Left; left != time.Duration(days)*WorkingDay-ran {
			t.Fatalf("left %v after %v of %d days", left, ran, days)
		}
	})
}
