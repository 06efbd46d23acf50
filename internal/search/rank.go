package search

import (
	"cmp"
	"math"
	"slices"
)

// The weights of BM25F: how much a place counts, and how much its length matters.
const (
	titleWeight   = 3.0
	bodyWeight    = 1.0
	commentWeight = 0.4
	saturation    = 1.2 // k1
	titleNorm     = 0.2 // b
	bodyNorm      = 0.7
	commentNorm   = 0.7
)

// coverage is the power of the share of a query's words that a document must be
// multiplied with: who has all of them comes before who has one of them often.
const coverage = 0.3

// Rank orders the documents that hold a word of the query, best first: those in which
// nothing but guesses at misspelt words was found come last, and of equals the newer
// first. It takes the documents in any order.
func Rank(q Query, docs []Doc, c Corpus) []Hit {
	m := newMatcher(q, c)
	hits := make([]Hit, 0, len(docs))
	at := make(map[int64]int64, len(docs))
	for i := range docs {
		if score, near := m.score(&docs[i]); score > 0 {
			hits = append(hits, Hit{docs[i].ID, score, near})
			at[docs[i].ID] = docs[i].At
		}
	}
	sortHits(hits, at)
	return hits
}

func sortHits(hits []Hit, at map[int64]int64) {
	slices.SortFunc(hits, func(a, b Hit) int {
		switch {
		case a.Near != b.Near && b.Near:
			return -1
		case a.Near != b.Near:
			return 1
		}
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(at[b.ID], at[a.ID]), cmp.Compare(b.ID, a.ID))
	})
}

// matcher is a query made ready for many documents. Terms have numbers, their slots.
type matcher struct {
	c      Corpus
	slots  map[string]int
	may    [1 << 10]bool // what a term may be by its ends and length: most are none
	idf    []float64
	counts []float64 // in the document at hand
	groups [][]slotReading
}

type slotReading struct {
	slots   []int
	weights []float64
	near    bool
}

func newMatcher(q Query, c Corpus) *matcher {
	m := &matcher{c: c, slots: map[string]int{}}
	for _, g := range q.groups {
		readings := make([]slotReading, 0, len(g.readings))
		for _, r := range g.readings {
			s := slotReading{near: r.near}
			for _, t := range r.terms {
				s.slots, s.weights = append(s.slots, m.slot(t.Term)), append(s.weights, t.Weight*g.weight)
			}
			readings = append(readings, s)
		}
		m.groups = append(m.groups, readings)
	}
	return m
}

func (m *matcher) slot(term string) int {
	n, known := m.slots[term]
	if !known && term != "" {
		n = len(m.idf)
		m.slots[term] = n
		m.may[shape(term)&(len(m.may)-1)] = true
		m.idf, m.counts = append(m.idf, m.c.idf(term)), append(m.counts, 0)
	}
	return n
}

// shape is a number that tells most words apart without comparing them.
func shape(word string) int {
	n := len(word)
	return int(word[0])*271 + int(word[n-1])*89 + int(word[n/2])*1031 + n*7
}

// idf is how telling a term is: above 0, the more the fewer documents hold it.
func (c Corpus) idf(term string) float64 {
	n := float64(c.Frequency[term])
	return math.Log(1 + (max(float64(c.Docs)-n, 0)+0.5)/(n+0.5))
}

// score is what a document is worth, and whether by guesses alone.
func (m *matcher) score(d *Doc) (score float64, near bool) {
	clear(m.counts)
	found := m.count(d.Title, titleWeight, titleNorm, m.c.TitleLength)
	found = m.count(d.Body, bodyWeight, bodyNorm, m.c.BodyLength) || found
	found = m.count(d.Comments, commentWeight, commentNorm, m.c.CommentLength) || found
	if !found {
		return 0, false
	}
	near = true
	has := 0
	for _, readings := range m.groups {
		best := 0.0
		for _, r := range readings {
			s := m.reading(r)
			near = near && (s == 0 || r.near)
			best = max(best, s)
		}
		if best > 0 {
			has++
		}
		score += best
	}
	return score * math.Pow(float64(has)/float64(len(m.groups)), coverage), near
}

func (m *matcher) reading(r slotReading) float64 {
	sum := 0.0
	for i, slot := range r.slots {
		n := m.counts[slot]
		sum += r.weights[i] * m.idf[slot] * n / (n + saturation)
	}
	return sum
}

// count adds the terms of one place, and reports whether there are any.
func (m *matcher) count(tokens []Token, weight, norm, mean float64) bool {
	if len(tokens) == 0 {
		return false
	}
	length := 0.0
	for _, t := range tokens {
		length += t.Weight
	}
	if mean > 0 {
		weight /= 1 - norm + norm*length/mean
	}
	found := false
	for _, t := range tokens {
		if t.Term == "" || !m.may[shape(t.Term)&(len(m.may)-1)] {
			continue
		}
		if slot, ok := m.slots[t.Term]; ok {
			m.counts[slot] += weight * t.Weight
			found = true
		}
	}
	return found
}
