package bench

import (
	"slices"
	"testing"
)

// rate is how well accounts of rings are told from others.
type rate struct{ right, found, bad int }

func (r rate) precision() float64 {
	if r.found == 0 {
		return 1
	}
	return float64(r.right) / float64(r.found)
}

func (r rate) recall() float64 { return float64(r.right) / float64(r.bad) }

// attacked is a world with ten rings of a class.
func attacked(seed uint64, a attack) rate {
	w := newWorld(seed)
	for range rings {
		a.ring(w)
	}
	r := rate{bad: len(w.bad)}
	for _, id := range w.found() {
		r.found++
		if w.bad[id] {
			r.right++
		}
	}
	return r
}

// crowds are honest ones that look like rings, with the share that may be held.
var crowds = []struct {
	name string
	most float64
	come func(w *world) []int64
}{
	{"an honest burst of 1,000", 0.01, (*world).burst},
	{"a company of 200", 0.05, (*world).company},
}

// held is the share of a crowd that is taken for a group.
func held(seed uint64, come func(w *world) []int64) float64 {
	w := newWorld(seed)
	crowd := come(w)
	n := 0
	found := w.found()
	for _, id := range crowd {
		if _, is := slices.BinarySearch(found, id); is {
			n++
		}
	}
	return float64(n) / float64(len(crowd))
}

// Rings are found, each class apart, and honest crowds are left alone: on one seed, of
// those that the limits were not set on.
func TestRingsAreFound(t *testing.T) {
	const seed = 101
	for _, a := range attacks {
		r := attacked(seed, a)
		if r.precision() < a.precision || r.recall() < a.recall {
			t.Errorf("%s: precision %.3f, recall %.3f of %d accounts", a.name, r.precision(), r.recall(), r.bad)
		}
	}
	for _, c := range crowds {
		if share := held(seed, c.come); share > c.most {
			t.Errorf("of %s %.3f are held", c.name, share)
		}
	}
	if found := newWorld(seed).found(); len(found) > honest/1000 {
		t.Errorf("of members alone %d are taken for rings", len(found))
	}
}

// BenchmarkRings reports precision and recall of accounts for each class, the least of ten
// seeds that the limits were not set on, and the largest share of honest crowds.
func BenchmarkRings(b *testing.B) {
	for _, a := range attacks {
		b.Run(a.name, func(b *testing.B) {
			precision, recall := 1.0, 1.0
			for seed := uint64(101); seed <= 110; seed++ {
				r := attacked(seed, a)
				precision, recall = min(precision, r.precision()), min(recall, r.recall())
			}
			b.ReportMetric(precision, "precision-least")
			b.ReportMetric(recall, "recall-least")
		})
	}
	for _, c := range crowds {
		b.Run(c.name, func(b *testing.B) {
			most := 0.0
			for seed := uint64(101); seed <= 110; seed++ {
				most = max(most, held(seed, c.come))
			}
			b.ReportMetric(100*most, "%held-most")
		})
	}
}
