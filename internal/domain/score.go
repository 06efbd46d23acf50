package domain

import "math"

// A mean is shown rounded half up, but never across the rule's line: nobody
// shall read 2.0 for a product that is below it (product.md §3). All of this is
// done in whole numbers, so that no mean falls to the wrong side of a half.

// Tenths is the mean of n ratings with a sum as people read it, with one digit; 0
// without ratings.
func (r Rule) Tenths(n, sum int64) float64 { return float64(r.round(n, sum, 10)) / 10 }

// Hundredths is the same mean with two digits, for logs, mails and machines.
func (r Rule) Hundredths(n, sum int64) float64 { return float64(r.round(n, sum, 100)) / 100 }

func (r Rule) round(n, sum, unit int64) int64 {
	if n == 0 {
		return 0
	}
	rounded := (2*unit*sum + n) / (2 * n)
	if line := r.Under * unit / 10; 10*sum < r.Under*n && rounded >= line {
		return line - 1
	}
	return rounded
}

// Score is the histogram's mean as people read it.
func (r Rule) Score(h Histogram) float64 { return r.Tenths(h.N(), h.Sum()) }

// ScoreRange is the histogram's range with one digit; the score is inside it.
func (r Rule) ScoreRange(h Histogram) (low, high float64) {
	low, high = h.Range()
	score := r.Score(h)
	return min(RoundTenths(low), score), max(RoundTenths(high), score)
}

// RoundTenths rounds half up to one digit.
func RoundTenths(f float64) float64 { return math.Floor(10*f+0.5) / 10 }
