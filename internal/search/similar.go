package search

import (
	"math"
	"strings"
)

// What Similar adds to the words.
const (
	trigramWeight = 0.3
	voteWeight    = 0.02
)

// Similar orders documents by how alike they are to an idea with this title: the words
// of the query, the letters of the titles, and a little for votes.
func Similar(q Query, title string, docs []Doc, c Corpus) []Hit {
	m := newMatcher(q, c)
	best := m.most()
	mine := trigrams(title)
	hits := make([]Hit, 0, len(docs))
	at := make(map[int64]int64, len(docs))
	for i := range docs {
		d := &docs[i]
		score, near := m.score(d)
		if score == 0 {
			continue
		}
		score = (1-trigramWeight)*score/best + trigramWeight*alike(mine, trigrams(d.TitleText))
		score += voteWeight * math.Log1p(float64(max(d.Points, 0))) / math.Log(1000)
		hits = append(hits, Hit{d.ID, score, near})
		at[d.ID] = d.At
	}
	sortHits(hits, at)
	return hits
}

// most is what a document with everything in its title could reach, about.
func (m *matcher) most() float64 {
	sum := 0.0
	for _, readings := range m.groups {
		most := 0.0
		for _, r := range readings {
			s := 0.0
			for i, slot := range r.slots {
				s += r.weights[i] * m.idf[slot]
			}
			most = max(most, s)
		}
		sum += most
	}
	return max(sum, 1e-9)
}

// trigrams are the letters of a title's words by threes, with the spaces around.
func trigrams(title string) map[string]bool {
	all := map[string]bool{}
	runs(title, func(r run) bool {
		word := " " + contract(fold(strings.Join(pieces(title[r.from:r.to]), ""))) + " "
		letters := []rune(word)
		for i := 0; i+3 <= len(letters); i++ {
			all[string(letters[i:i+3])] = true
		}
		return true
	})
	return all
}

// alike is the share of two sets that is common to both (Dice).
func alike(a, b map[string]bool) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	both := 0
	for gram := range a {
		if b[gram] {
			both++
		}
	}
	return 2 * float64(both) / float64(len(a)+len(b))
}
