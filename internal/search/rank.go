package search

import (
	"math"
	"slices"
)

// The weights of BM25F: how much a place counts, and how much its length matters.
const (
	titleWeight   = 3.0
	bodyWeight    = 1.0
	commentWeight = 0.4
	saturation    = 1.2 // k1
	titleNorm     = 0.4 // b
	bodyNorm      = 0.7
	commentNorm   = 0.7
)

// Rank orders the documents that hold a word of the query, best first: those in which
// nothing but guesses at misspelt words was found come last, and of equals the newer
// first.
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
		case a.Near != b.Near:
			if b.Near {
				return -1
			}
			return 1
		case a.Score != b.Score:
			return compare(b.Score, a.Score)
		case at[a.ID] != at[b.ID]:
			return int(max(-1, min(1, at[b.ID]-at[a.ID])))
		}
		return int(max(-1, min(1, b.ID-a.ID)))
	})
}

// matcher is a query made ready for many documents.
type matcher struct {
	slots  map[string]int // of the terms
	idf    []float64
	counts []float64 // of the document at hand, by slot
	groups [][]slotReading
	c      Corpus
}

type slotReading struct {
	slots   []int
	weights []float64
	near    bool
}

func newMatcher(q Query, c Corpus) *matcher {
	m := &matcher{slots: map[string]int{}, c: c}
	for _, g := range q.groups {
		var readings []slotReading
		for _, r := range g.readings {
			s := slotReading{near: r.near}
			for _, t := range r.terms {
				s.slots, s.weights = append(s.slots, m.slot(t.Term)), append(s.weights, t.Weight)
			}
			readings = append(readings, s)
		}
		m.groups = append(m.groups, readings)
	}
	m.counts = make([]float64, len(m.idf))
	return m
}

func (m *matcher) slot(term string) int {
	n, known := m.slots[term]
	if !known {
		n = len(m.idf)
		m.slots[term] = n
		m.idf = append(m.idf, m.c.idf(term))
	}
	return n
}

// idf is how telling a term is: never below 0.
func (c Corpus) idf(term string) float64 {
	n, of := float64(c.Frequency[term]), float64(c.Docs)
	return math.Log(1 + max(of-n, 0)/(n+0.5) + 0.5/(n+0.5))
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
	for _, readings := range m.groups {
		best := 0.0
		for _, r := range readings {
			s := 0.0
			for i, slot := range r.slots {
				n := m.counts[slot]
				s += r.weights[i] * m.idf[slot] * n / (n + saturation)
			}
			if s > 0 && !r.near {
				near = false
			}
			best = max(best, s)
		}
		score += best
	}
	return score, near
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
	if mean <= 0 {
		mean = length
	}
	weight /= 1 - norm + norm*length/mean
	found := false
	for _, t := range tokens {
		if slot, ok := m.slots[t.Term]; ok {
			m.counts[slot] += weight * t.Weight
			found = true
		}
	}
	return found
}
