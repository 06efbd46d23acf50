package web

import (
	"testing"
	"time"
)

// A commit after a quiet second is seen at once, and those that follow it a second
// later; a clock that is set back keeps nothing.
func TestGuestsSeeCommitsOnceASecond(t *testing.T) {
	c, start := newPageCache(), time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	for _, step := range []struct {
		after         time.Duration
		changes, seen int64
	}{
		{0, 7, 7}, {100 * time.Millisecond, 8, 7}, {999 * time.Millisecond, 500, 7}, {time.Second, 501, 501}, {time.Second, 502, 501},
		{5 * time.Second, 502, 502}, {5 * time.Second, 503, 502}, {time.Hour, 503, 503}, {time.Minute, 504, 504},
	} {
		if got := c.seen(step.changes, start.Add(step.after)); got != step.seen {
			t.Errorf("%d commits after %v: %d are seen, want %d", step.changes, step.after, got, step.seen)
		}
	}
}
