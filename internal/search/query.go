package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"groundswell/internal/language"
)

// Query is what somebody typed: groups, each one word in all its readings.
type Query struct {
	groups []group
	words  *Words // for Excerpt
}

// group is one word of a query. A text holds it when it holds one of its readings.
type group struct {
	word     string // folded, as typed
	whole    int    // the first so many readings are the word itself
	readings []reading
}

// reading is one way to understand a word: terms that count together.
type reading struct {
	terms []Token
	near  bool // a guess at what was meant
}

// The bounds of a query, and what its readings weigh beside the word itself.
const (
	mostWords     = 24
	joinedWeight  = 0.8 // two words that were written apart
	pieceWeight   = 0.5 // one side of a hyphen
	synonymWeight = 0.6
	nearWeight    = 0.5 // a word that may have been meant
)

// Query understands what somebody typed, at most mostWords words of it.
func (w *Words) Query(q string, synonyms Synonyms) Query {
	lang := guess(q)
	query := Query{words: w}
	w.mu.RLock()
	defer w.mu.RUnlock()
	seen := map[string]bool{}
	var run2 []string
	runs(q, func(r run) bool {
		words := pieces(q[r.from:r.to])
		if g := w.group(words, lang); len(g.readings) > 0 && !seen[g.word] {
			seen[g.word] = true
			query.groups = append(query.groups, g)
		}
		run2 = append(run2, fold(strings.Join(words, "")))
		return len(query.groups) < mostWords
	})
	query.join(run2)
	query.add(synonyms, synonymWeight)
	return query
}

// guess tells the language of a few words: surely, or "".
func guess(q string) string {
	if lang := language.Of(q); lang != "" {
		return lang
	}
	if strings.ContainsAny(q, "äöüßÄÖÜ") {
		return "de"
	}
	return ""
}

// group reads one word, or one that was written with hyphens.
func (w *Words) group(words []string, lang string) group {
	if len(words) == 0 {
		return group{}
	}
	word := fold(strings.Join(words, ""))
	g := group{word: word}
	if len(words) == 1 && (isStop(word, lang) || utf8.RuneCountInString(word) < 2 && !isDigit(word)) {
		return group{}
	}
	g.take(word, 1, false)
	g.whole = len(g.readings)
	if lang != "en" {
		g.takeTerms(w.partTerms(word), false)
	}
	if len(words) > 1 {
		var sides []Token
		for _, piece := range words {
			if len(piece) >= leastPiece && !isStop(fold(piece), lang) {
				sides = append(sides, Token{germanStem(fold(piece)), pieceWeight})
			}
		}
		g.takeTerms(sides, false)
	}
	return g
}

func (w *Words) partTerms(word string) []Token {
	var terms []Token
	for _, part := range w.split(word) {
		terms = append(terms, Token{germanStem(part), partWeight})
	}
	return terms
}

// take adds a folded word as readings, one of each language.
func (g *group) take(word string, weight float64, near bool) {
	for _, term := range stems(word, "") {
		g.takeTerms([]Token{{term, weight}}, near)
	}
}

func (g *group) takeTerms(terms []Token, near bool) {
	if len(terms) > 0 {
		g.readings = append(g.readings, reading{terms, near})
	}
}

// join reads neighbours as one word: "home office" is "Homeoffice".
func (q *Query) join(words []string) {
	for i := 0; i+1 < len(words); i++ {
		for n := range q.groups {
			if q.groups[n].word == words[i] && len(words[i])+len(words[i+1]) <= longest {
				q.groups[n].take(words[i]+words[i+1], joinedWeight, false)
				break
			}
		}
	}
}

// Terms are what is looked up, each once: whole words first.
func (q Query) Terms() []string {
	var whole, rest []string
	for _, g := range q.groups {
		for n, r := range g.readings {
			for _, t := range r.terms {
				if n < g.whole {
					whole = append(whole, t.Term)
				} else {
					rest = append(rest, t.Term)
				}
			}
		}
	}
	var all []string
	seen := map[string]bool{}
	for _, term := range append(whole, rest...) {
		if !seen[term] {
			seen[term] = true
			all = append(all, term)
		}
	}
	return all
}

// Lookup are the terms that are worth looking up, the telling ones first: what no
// document holds is left out, and so is what would only bring documents that the
// terms before it bring, once those have enough.
func (q Query) Lookup(c Corpus, enough int64) []string {
	worth := map[string]float64{}
	for _, g := range q.groups {
		for _, r := range g.readings {
			for _, t := range r.terms {
				worth[t.Term] = max(worth[t.Term], t.Weight*c.idf(t.Term))
			}
		}
	}
	all := slices.DeleteFunc(q.Terms(), func(term string) bool { return c.Frequency[term] == 0 })
	slices.SortStableFunc(all, func(a, b string) int { return compare(worth[b], worth[a]) })
	var found int64
	for n, term := range all {
		if found += c.Frequency[term]; found >= enough {
			return all[:n+1]
		}
	}
	return all
}

func compare(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// Unknown are the words, folded, that no document holds: what typos are made of.
func (q Query) Unknown(c Corpus) []string {
	var all []string
	for _, g := range q.groups {
		known := false
		for _, r := range g.readings[:g.whole] {
			known = known || c.Frequency[r.terms[0].Term] > 0
		}
		if !known {
			all = append(all, g.word)
		}
	}
	return all
}

// Meant adds words that somebody may have meant with another one, as Near found them.
func (q *Query) Meant(word string, near []string) {
	for n := range q.groups {
		g := &q.groups[n]
		if g.word != word {
			continue
		}
		g.readings = slices.Clone(g.readings)
		for _, other := range near {
			g.take(fold(other), nearWeight, true)
		}
	}
}
