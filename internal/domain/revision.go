package domain

import (
	"math"
	"time"
	"unicode/utf8"
)

// FirstRevision is the name of the revision that every product starts with.
const FirstRevision = "first"

// Limits of a revision's words, in characters.
const (
	RevisionNameMax = 40
	RevisionNoteMax = 1000
)

// Revision is a release of a product that claims to fix something.
type Revision struct {
	ID        int64
	Number    int64 // 1 is the first
	Name      string
	Note      string // what it claims to fix
	Released  time.Time
	By        MemberRef
	Histogram          // of its counted ratings
	Regained  Regained // since the revision before
	Invited   Invited
}

// Invited are those of a revision's counted ratings whose writers had rated the one before
// and were asked to rate this one.
type Invited struct {
	N, Sum int64 // ratings, and their stars
}

// Others are the counted ratings of a revision that nobody asked for.
func (r Revision) Others() Invited {
	return Invited{r.Histogram.N() - r.Invited.N, r.Histogram.Sum() - r.Invited.Sum}
}

// Apart reports whether those who were asked rate otherwise than those who came by
// themselves: both are enough for a score, and their means lie further apart than that of
// all may be off, 1.96·s/√n.
func (r Revision) Apart() bool {
	others := r.Others()
	if r.Invited.N < ScoreMin || others.N < ScoreMin {
		return false
	}
	return math.Abs(r.Invited.mean()-others.mean()) > r.Histogram.margin()
}

func (i Invited) mean() float64 { return float64(i.Sum) / float64(i.N) }

// Regained is what people who rated two revisions of a product gave the later one
// more, in parts of a star.
type Regained struct {
	People  int64
	Sum     int64
	Squares int64 // the sum of the squares of what each gave more
	Parts   int64 // of a star; 0: whole stars
}

// Gain is what they gave more on average, in stars.
func (r Regained) Gain() float64 {
	if r.People == 0 {
		return 0
	}
	return float64(r.Sum) / float64(r.People) / float64(max(r.Parts, 1))
}

// Margin is how far the gain may be off, 1.96·s/√n in stars; 0 below two people, where
// nobody knows.
func (r Regained) Margin() float64 {
	if r.People < 2 {
		return 0
	}
	n, sum := float64(r.People), float64(r.Sum)
	variance := max(0, (float64(r.Squares)-sum*sum/n)/(n-1))
	return 1.96 * math.Sqrt(variance/n) / float64(max(r.Parts, 1))
}

// CheckRelease notes what is wrong with a revision to be released, whose note stands in
// a field of the form.
func CheckRelease(p *Problems, name, field, note string) {
	switch n, bad := Seen(name), badLetters(name); {
	case bad != "":
		p.Add("revision", bad, nil)
	case n == 0:
		p.Add("revision", "error.revision_empty", nil)
	case n > RevisionNameMax:
		p.Add("revision", "error.name_long", Args{"Max": RevisionNameMax})
	}
	switch {
	case Seen(note) < ReasonMin:
		p.Add(field, "error.revision_note", Args{"Min": ReasonMin})
	case utf8.RuneCountInString(note) > RevisionNoteMax:
		p.Add(field, "error.too_long", Args{"Max": RevisionNoteMax})
	}
}

// StarsMax is the best rating; the worst is 1.
const StarsMax = 5

// ScoreMin is from how many counted ratings on a score is shown (product.md §3).
const ScoreMin = 8

// Histogram counts ratings by stars: index 0 is one star.
type Histogram [StarsMax]int64

// N is how many ratings are counted.
func (h Histogram) N() int64 {
	var n int64
	for _, count := range h {
		n += count
	}
	return n
}

// Sum is the sum of their stars.
func (h Histogram) Sum() int64 {
	var sum int64
	for i, count := range h {
		sum += int64(i+1) * count
	}
	return sum
}

// Add counts a rating n times; n is negative to take it back.
func (h *Histogram) Add(stars, n int64) { h[stars-1] += n }

// Shown reports whether there are enough ratings for a score.
func (h Histogram) Shown() bool { return h.N() >= ScoreMin }

// Mean is the average, 0 without ratings.
func (h Histogram) Mean() float64 {
	if h.N() == 0 {
		return 0
	}
	return float64(h.Sum()) / float64(h.N())
}

// Range is the mean ± 1.96·s/√n, kept within 1 to 5: the 95 % interval by the
// normal approximation, s being the sample's standard deviation with n − 1.
// Below two ratings it is 1 to 5.
func (h Histogram) Range() (low, high float64) {
	if h.N() < 2 {
		return 1, StarsMax
	}
	return max(1, h.Mean()-h.margin()), min(StarsMax, h.Mean()+h.margin())
}

// margin is 1.96·s/√n, of two ratings or more.
func (h Histogram) margin() float64 {
	n := float64(h.N())
	var squares float64
	for i, count := range h {
		squares += float64(count) * float64((i+1)*(i+1))
	}
	sum := float64(h.Sum())
	variance := max(0, (squares-sum*sum/n)/(n-1))
	return 1.96 * math.Sqrt(variance/n)
}

// SortKey is what the catalog's order by rating goes by: the lower end of the
// range, or 0 while no score is shown.
func (h Histogram) SortKey() float64 {
	if !h.Shown() {
		return 0
	}
	low, _ := h.Range()
	return low
}
