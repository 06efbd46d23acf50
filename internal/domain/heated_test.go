package domain

import (
	"testing"
	"time"
)

// The next reply waits for two minutes and one for each flag, from the last one on.
func TestHeated(t *testing.T) {
	at := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		flags   int64
		since   time.Duration // the last comment
		refused bool
	}{
		{0, time.Second, false}, {1, 3*time.Minute - 1, true}, {1, 3 * time.Minute, false},
		{5, 7*time.Minute - 1, true}, {5, 7 * time.Minute, false},
	} {
		if err := CheckHeated(Heated{Flags: c.flags, Last: at.Add(-c.since)}, at); err != nil != c.refused {
			t.Errorf("%d flags, %s later: %v", c.flags, c.since, err)
		}
	}
	if err := CheckHeated(Heated{Flags: 3}, at); err != nil {
		t.Errorf("whoever has not written there yet is refused: %v", err)
	}
}
