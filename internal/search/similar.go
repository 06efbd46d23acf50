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

// Similar orders the documents that hold a word of the query by how alike they are to
// an idea with this title: the words of the query, and those that its best documents
// share; the letters of the titles; the votes.
func Similar(q Query, title string, docs []Doc, c Corpus) []Hit {
	m := newMatcher(q, c)
	scores, nears := make([]float64, len(docs)), make([]bool, len(docs))
	for i := range docs {
		scores[i], nears[i] = m.score(&docs[i])
	}
	best := m.feedback(docs, scores)
	mine := trigrams(title)
	hits := make([]Hit, 0, len(docs))
	at := make(map[int64]int64, len(docs))
	for i := range docs {
		if scores[i] > 0 {
			score := (1-trigramWeight)*scores[i]/best + trigramWeight*alike(mine, trigrams(docs[i].TitleText)) + prior(docs[i].Points)
			hits = append(hits, Hit{docs[i].ID, score, nears[i]})
			at[docs[i].ID] = docs[i].At
		}
	}
	sortHits(hits, at)
	return hits
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
