package search

import (
	"cmp"
	"slices"
	"strings"

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
	at       int    // the how manieth word of the query it is
	weight   float64
	whole    int // the first so many readings are the word itself
	readings []reading
}

// reading is one way to understand a word: terms that count together.
type reading struct {
	terms []Token
	near  bool // a guess at what was meant
}

// mostWords bounds a query.
const mostWords = 24

// What words and readings weigh beside a word that is written as a noun, and is itself.
const (
	smallWeight     = 0.6 // a word without a capital where nouns have one
	weakWeight      = 0.6 // a word that says little
	inflectedWeight = 0.8 // another form of a verb
	joinedWeight    = 0.8 // two words that were written apart
	pieceWeight     = 0.5 // one side of a hyphen
	synonymWeight   = 0.6
	nearWeight      = 0.5 // a word that may have been meant
)

// Query understands what somebody typed, at most mostWords words of it.
func (w *Words) Query(q string, synonyms Synonyms) Query {
	lang := guess(q)
	nouns := lang != "en" && writesNouns(q)
	query := Query{words: w}
	var words []string // as they follow each other
	seen := map[string]bool{}
	w.mu.RLock()
	defer w.mu.RUnlock()
	runs(q, func(r run) bool {
		text := q[r.from:r.to]
		g := w.group(pieces(text), lang)
		g.at = len(words)
		words = append(words, g.word)
		if len(g.readings) > 0 && !seen[g.word] {
			seen[g.word] = true
			if nouns && !isCapital(text) {
				g.weight = smallWeight
			}
			query.groups = append(query.groups, g)
		}
		return len(query.groups) < mostWords
	})
	for n := range query.groups {
		query.groups[n].join(words)
		query.groups[n].mean(words, synonyms)
	}
	return query
}

// guess tells the language of a few words, or "" when nothing in them does.
func guess(q string) string {
	if lang := language.Of(q); lang != "" {
		return lang
	}
	if strings.ContainsAny(q, "äöüßÄÖÜ") {
		return "de"
	}
	english, german := 0, 0
	runs(q, func(r run) bool {
		word := fold(q[r.from:r.to])
		if stopEnglish[word] && !stopGerman[word] {
			english++
		}
		if stopGerman[word] && !stopEnglish[word] {
			german++
		}
		return true
	})
	switch {
	case english > 2*german:
		return "en"
	case german > 2*english:
		return "de"
	}
	return ""
}

// writesNouns reports whether a text writes nouns with a capital, and others without.
func writesNouns(q string) bool {
	capital, small := false, false
	runs(q, func(r run) bool {
		if isCapital(q[r.from:r.to]) {
			capital = capital || !r.begins
		} else {
			small = true
		}
		return true
	})
	return capital && small
}

// group reads one word, or one that was written with hyphens. What says nothing has no
// readings.
func (w *Words) group(words []string, lang string) group {
	word := fold(strings.Join(words, ""))
	g := group{word: word, weight: 1}
	if len(words) < 2 && (isStop(word, lang) || !isTerm(word)) {
		return g
	}
	if isWeak(word) {
		g.weight = weakWeight
	}
	g.take(word, 1, false)
	g.whole = len(g.readings)
	if lang != "en" {
		g.takeTerms(w.partTerms(word), false)
		for _, other := range inflected(word) {
			g.takeTerms([]Token{{germanStem(other), inflectedWeight}}, false)
		}
	}
	if len(words) > 1 {
		g.takeTerms(sides(words, lang), false)
	}
	return g
}

// sides are the terms of what stands between hyphens.
func sides(words []string, lang string) []Token {
	var all []Token
	for _, piece := range words {
		if word := fold(piece); len(piece) >= leastPiece && !isStop(word, lang) {
			all = append(all, Token{germanStem(word), pieceWeight})
			if english := englishStem(word); english != germanStem(word) {
				all = append(all, Token{english, pieceWeight})
			}
		}
	}
	return all
}

func (w *Words) partTerms(word string) []Token {
	var terms []Token
	for _, part := range w.split(word, true) {
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

// join reads a word and the next as one: "home office" is "Homeoffice".
func (g *group) join(words []string) {
	if g.at+1 < len(words) && len(g.word)+len(words[g.at+1]) <= longest {
		g.take(g.word+words[g.at+1], joinedWeight, false)
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
	slices.SortStableFunc(all, func(a, b string) int { return cmp.Compare(worth[b], worth[a]) })
	var found int64
	for n, term := range all {
		if found += c.Frequency[term]; found >= enough {
			return all[:n+1]
		}
	}
	return all
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

// Meant adds terms that somebody may have meant with a word, as Near found them.
func (q *Query) Meant(word string, terms []string) {
	for n := range q.groups {
		g := &q.groups[n]
		if g.word != word {
			continue
		}
		g.readings = slices.Clone(g.readings)
		for _, term := range terms {
			g.takeTerms([]Token{{term, nearWeight}}, true)
		}
	}
}
