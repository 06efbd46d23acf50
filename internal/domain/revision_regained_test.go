package domain

import (
	"math"
	"testing"
	"time"
)

// What was regained is a mean with the half of its 95 % interval; one person gives none.
func TestRegained(t *testing.T) {
	for _, c := range []struct {
		of           Regained
		gain, margin float64
	}{
		{Regained{}, 0, 0},
		{Regained{People: 1, Sum: 2, Squares: 4}, 2, 0},
		{Regained{People: 4, Sum: 4, Squares: 8}, 1, 1.96 * math.Sqrt(4.0/3/4)},
		{Regained{People: 4, Sum: 4 * 840, Squares: 8 * 840 * 840, Parts: 840}, 1, 1.96 * math.Sqrt(4.0/3/4)},
		{Regained{People: 3, Sum: -3, Squares: 3}, -1, 0},
	} {
		if gain, margin := c.of.Gain(), c.of.Margin(); gain != c.gain || math.Abs(margin-c.margin) > 1e-9 {
			t.Errorf("%+v gives %v ± %v, not %v ± %v", c.of, gain, margin, c.gain, c.margin)
		}
	}
}

// A queue's pace is the median of the working days its decisions took.
func TestPaceOf(t *testing.T) {
	q := Queue{Days: 5}
	took := func(days ...float64) []time.Duration {
		left := make([]time.Duration, len(days))
		for n, d := range days {
			left[n] = time.Duration((5 - d) * float64(WorkingDay))
		}
		return left
	}
	for _, c := range []struct {
		left []time.Duration
		want Pace
	}{{nil, Pace{}}, {took(.2), Pace{1, 1}}, {took(7, .5, 2.5), Pace{3, 3}}, {took(1, 1, 6, 9), Pace{4, 6}}} {
		if got := q.PaceOf(c.left); got != c.want {
			t.Errorf("%v is %+v, not %+v", c.left, got, c.want)
		}
	}
}
