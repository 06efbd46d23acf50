package jobs

import (
	"testing"
	"time"
)

func TestTheClocksWorkWaitsWhileTheClockJumps(t *testing.T) {
	var p pulse
	at := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name  string
		after time.Duration
		beats int // how many beats of a second follow
		want  bool
	}{
		{"at first", 0, 0, true},
		{"a beat later", time.Second, 10, true},
		{"a work of half a minute", 30 * time.Second, 0, true},
		{"a tick back, as clocks are set", -500 * time.Millisecond, 0, true},
		{"ten years ahead", 10 * 365 * 24 * time.Hour, 5, false},
		{"and back", -10 * 365 * 24 * time.Hour, 5, false},
		{"almost a minute later", time.Second, 50, false},
		{"a minute later", time.Second, 5, true},
		{"ten years back", -10 * 365 * 24 * time.Hour, 5, false},
	} {
		at = at.Add(c.after)
		got := p.even(at)
		for range c.beats {
			at = at.Add(time.Second)
			got = p.even(at)
		}
		if got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
