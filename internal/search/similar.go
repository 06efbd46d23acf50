package search

import (
	"math"
	"slices"
)

// What Similar adds to the words: the letters of the titles, and a little for votes,
// of which a thousand are all.
const (
	trigramWeight = 0.3
	voteWeight    = 0.02
	allVotes      = 1000
)

// enough is the share of all that could be said for a document, from which on the best
// one is as alike as can be asked: no two people say everything in the same words.
const enough = 0.18

// Similar orders the documents that hold a word of the query by how alike they are to
// an idea with this title: the words of the query, the letters of the titles, the
// votes. Scores are comparable between queries, from 0 to 1 and a little for votes:
// what is below 0.25 shares hardly more than a word.
func Similar(q Query, title string, docs []Doc, c Corpus) []Hit {
	m := newMatcher(q, c)
	for slot := range m.idf {
		m.idf[slot] *= m.idf[slot] // telling both of what is typed and of what is there, as where cosines are compared
	}
	found := make([]Hit, len(docs))
	best := 0.0
	for i := range docs {
		found[i].Score, found[i].Near = m.score(&docs[i])
		best = max(best, found[i].Score)
	}
	sure := min(1, best/(enough*m.most()))
	mine := trigrams(title)
	hits := make([]Hit, 0, len(docs))
	at := make(map[int64]int64, len(docs))
	for i := range docs {
		d, h := &docs[i], found[i]
		if h.Score > 0 {
			words, letters := h.Score/best, alike(mine, trigrams(d.TitleText))
			h.ID, h.Score = d.ID, sure*((1-trigramWeight)*words+trigramWeight*letters)+prior(d.Points)
			hits = append(hits, h)
			at[d.ID] = d.At
		}
	}
	sortHits(hits, at)
	return hits
}

// most is more than any document can reach.
func (m *matcher) most() float64 {
	sum := 0.0
	for _, readings := range m.groups {
		most := 0.0
		for _, r := range readings {
			reached := 0.0
			for i, slot := range r.slots {
				reached += r.weights[i] * m.idf[slot]
			}
			most = max(most, reached)
		}
		sum += most
	}
	return max(sum, math.SmallestNonzeroFloat64)
}

func prior(points int64) float64 {
	return voteWeight * min(1, math.Log1p(float64(max(points, 0)))/math.Log1p(allVotes))
}

// trigrams are the letters of a title's words by threes with the spaces around them,
// sorted, each once.
func trigrams(title string) []uint64 {
	all := make([]uint64, 0, len(title)+8)
	runs(title, func(r run) bool {
		before, last := ' ', ' '
		for _, letter := range contract(fold(title[r.from:r.to])) + " " {
			if last != ' ' {
				all = append(all, uint64(before)<<42|uint64(last)<<21|uint64(letter))
			}
			before, last = last, letter
		}
		return true
	})
	slices.Sort(all)
	return slices.Compact(all)
}

// alike is how much of two sorted sets is common to both, from 0 to 1 (L. Dice, 1945).
func alike(a, b []uint64) float64 {
	both := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			both, i, j = both+1, i+1, j+1
		}
	}
	return 2 * float64(both) / float64(max(len(a)+len(b), 1))
}
