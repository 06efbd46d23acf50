package domain_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"groundswell/internal/domain"
)

// A mean is rounded half up and stays below the rule's line where it is below it.
func TestTheScoreIsRoundedButNeverAcrossTheLine(t *testing.T) {
	for _, c := range []struct {
		h                  domain.Histogram
		tenths, hundredths float64
	}{
		{domain.Histogram{}, 0, 0},
		{domain.Histogram{5, 0, 5, 0, 0}, 2.0, 2.00},
		{domain.Histogram{51, 0, 49, 0, 0}, 1.9, 1.98},
		{domain.Histogram{501, 0, 499, 0, 0}, 1.9, 1.99}, // 1.998
		{domain.Histogram{0, 0, 0, 0, 8}, 5.0, 5.00},
		{domain.Histogram{0, 0, 11, 9, 0}, 3.5, 3.45}, // the half goes up
		{domain.Histogram{0, 0, 56, 44, 0}, 3.4, 3.44},
		{domain.Histogram{0, 0, 2, 1, 0}, 3.3, 3.33},
		{domain.Histogram{0, 0, 1, 2, 0}, 3.7, 3.67},
		{domain.Histogram{0, 0, 0, 1, 199}, 5.0, 5.00}, // 4.995
		{domain.Histogram{9, 0, 0, 0, 0}, 1.0, 1.00},
	} {
		if got := rule.Score(c.h); got != c.tenths {
			t.Errorf("%v: %v, want %v", c.h, got, c.tenths)
		}
		if got := rule.Hundredths(c.h.N(), c.h.Sum()); got != c.hundredths {
			t.Errorf("%v: %v, want %v", c.h, got, c.hundredths)
		}
	}
	strict := domain.Rule{Ratings: 10, Under: 35}
	if got := strict.Tenths(100, 349); got != 3.4 {
		t.Errorf("3.49 under a line of 3.5 reads %v, want 3.4", got)
	}
}

// Whatever the ratings and the line: the score is the nearest tenth or, below the
// line, the one under it; and it lies in its range.
func TestAnyScoreIsInsideItsRange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var h domain.Histogram
		for i := range h {
			h[i] = rapid.Int64Range(0, 3000).Draw(t, "ratings")
		}
		r := domain.Rule{Ratings: 10, Under: rapid.Int64Range(10, 50).Draw(t, "line")}
		if h.N() == 0 {
			return
		}
		score := r.Score(h)
		low, high := r.ScoreRange(h)
		if score < low || score > high {
			t.Fatalf("%v: %v is not in %v to %v", h, score, low, high)
		}
		below := 10*h.Sum() < r.Under*h.N()
		if below && math.Round(10*score) >= float64(r.Under) {
			t.Fatalf("%v: %v is shown for a mean below %v tenths", h, score, r.Under)
		}
		if !below && math.Abs(score-h.Mean()) > 0.05+1e-9 {
			t.Fatalf("%v: %v is shown for %v", h, score, h.Mean())
		}
	})
}
