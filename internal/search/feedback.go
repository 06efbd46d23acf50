package search

import (
	"cmp"
	"math"
	"slices"
)

// What the best documents say beside the words of the query (V. Lavrenko and W. B.
// Croft, "Relevance-Based Language Models", 2001).
const (
	feedbackDocs   = 4
	feedbackTerms  = 12
	feedbackWeight = 0.2 // of all of them, a query's words being 1
	feedbackTokens = 200 // of a body
)

// feedback adds to the scores what documents share with the best of them, and returns
// the highest score. The best stays the best: it is so by the words that were typed.
func (m *matcher) feedback(docs []Doc, scores []float64) (best float64) {
	order := topOf(docs, scores)
	if len(order) == 0 {
		return 0
	}
	shared := &matcher{c: m.c, slots: map[string]int{}}
	for _, t := range m.shared(docs, scores, order) {
		shared.groups = append(shared.groups, []slotReading{{slots: []int{shared.slot(t.Term)}, weights: []float64{t.Weight}}})
	}
	for i := range docs {
		if scores[i] > 0 && len(shared.groups) > 0 {
			more, _ := shared.score(&docs[i])
			scores[i] += more
			best = max(best, scores[i])
		}
	}
	scores[order[0]] = max(scores[order[0]], best)
	return scores[order[0]]
}

// topOf are the numbers of the best documents, best first.
func topOf(docs []Doc, scores []float64) []int {
	var top []int
	for i := range scores {
		if scores[i] > 0 {
			top = append(top, i)
		}
	}
	slices.SortFunc(top, func(a, b int) int {
		return cmp.Or(cmp.Compare(scores[b], scores[a]), cmp.Compare(docs[b].At, docs[a].At), cmp.Compare(docs[b].ID, docs[a].ID))
	})
	return top[:min(feedbackDocs, len(top))]
}

// shared are the most telling terms of some documents that are not the query's own, with
// the weights they have in it.
func (m *matcher) shared(docs []Doc, scores []float64, order []int) []Token {
	worth := map[string]float64{}
	for _, i := range order {
		d := &docs[i]
		body := d.Body[:min(len(d.Body), feedbackTokens)]
		often := map[string]float64{}
		for _, t := range d.Title {
			often[t.Term] += 2 * t.Weight
		}
		for _, t := range body {
			often[t.Term] += t.Weight
		}
		length := math.Sqrt(float64(20 + 2*len(d.Title) + len(body)))
		for term, n := range often {
			worth[term] += scores[i] / scores[order[0]] * n / (n + 1) * m.c.idf(term) / length
		}
	}
	var all []Token
	for term, w := range worth {
		if _, asked := m.slots[term]; !asked && term != "" {
			all = append(all, Token{term, w})
		}
	}
	slices.SortFunc(all, func(a, b Token) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Term, b.Term))
	})
	all = all[:min(feedbackTerms, len(all))]
	sum := 0.0
	for _, t := range all {
		sum += t.Weight
	}
	for i := range all {
		all[i].Weight *= feedbackWeight * float64(len(m.groups)) / sum
	}
	return all
}
