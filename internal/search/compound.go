package search

import (
	"math"
	"slices"
	"strings"
)

// The rules of compounds.
const (
	partWeight = 0.4
	leastPart  = 4 // letters of a part; shorter words are known by name, and no terms
	leastShort = 3
	mostDepth  = 3 // cuts within cuts
	mostParts  = 6
)

// How sure a cut must be that known nouns do not make, of about 2.
const (
	sureBeside  = 0.7 // one side is a known noun
	sureBetween = 1.1
)

// links are what German puts between the parts of a compound. The first that fits is
// taken, so a noun that ends in one keeps it.
var links = []string{"", "s", "n", "en", "es", "e", "er"}

// endings are what a noun at the end of a compound may have.
var endings = []string{"", "n", "en", "s", "es", "e", "er", "ern"}

// suffixes never are a part, nor with consonants alone before them ("tung", "rheit").
var suffixes = []string{"ung", "ungen", "heit", "keit", "tion", "schaft", "lich", "isch", "sion", "ieren", "iert", "ling",
	"tum", "chen", "lein",
	"ismus", "itat", "bar", "end", "ende", "erin", "ent", "ment", "enz", "ant", "anz", "ist", "eur", "iker", "nis", "sal", "sam",
	"los", "weise", "warts", "aft", "ive", "age", "ator", "ier", "ium", "ion", "ett", "ell", "est", "elt", "ert", "rie", "ate",
	"ernd", "elnd", "eln", "ern", "enden", "ender", "igen", "ige", "iges", "iger"}

// beginnings never are a part: words begin with them that are no compounds.
var beginnings = []string{"uber", "unter", "hinter", "nach", "durch", "gegen", "wieder", "zusammen", "auseinander", "miss", "wider", "voll",
	"fort", "heraus", "herein", "hinaus", "hinein", "herum", "vorbei", "zuruck", "weit", "weiter", "unge", "aufge", "ausge", "einge", "abge",
	"ange", "vorge", "zuge", "sein", "eine", "kein", "mein", "dein", "diese", "jede", "alle", "viel", "sehr", "dann", "wenn", "dass", "aber",
	"oder", "noch", "auch", "dort", "mitt", "gesell", "wahr", "eigen", "verein", "auf", "aus", "ein", "vor", "mit", "bei", "ent", "ver", "ent"}

// describing are the ends of words that are no nouns: those are cut between known
// nouns alone.
var describing = []string{"lich", "isch", "bar", "sam", "end", "los", "ig", "iert", "ieren", "eren", "igen", "elt", "ert", "ichen", "echen"}

// split returns the parts of a folded word, also those that are compounds themselves,
// or nil when it is none.
// Words that are not written as nouns are cut between known ones alone.
func (w *Words) split(word string, noun bool) []string {
	var parts []string
	if allLetters(word) {
		w.take(&parts, word, mostDepth, noun)
	}
	return parts[:min(len(parts), mostParts)]
}

// take adds the two sides of a word, and of each side.
func (w *Words) take(parts *[]string, word string, depth int, mayGuess bool) {
	if depth == 0 || len(word) < leastPart+leastShort {
		return
	}
	head, tail := w.meet(word)
	if head == "" && mayGuess && !describes(word) {
		head, tail = w.guess(word)
	}
	for _, part := range []string{head, tail} {
		if len(part) >= leastPart && !slices.Contains(*parts, part) {
			*parts = append(*parts, part)
			w.take(parts, part, depth-1, false)
		}
	}
}

// meet cuts a word where known nouns meet, the most frequent ones (P. Koehn and K.
// Knight, "Empirical Methods for Compound Splitting", 2003).
func (w *Words) meet(word string) (head, tail string) {
	best := 0
	for at := leastShort; at+leastShort <= len(word); at++ {
		if at < leastPart && len(word)-at < leastPart {
			continue
		}
		end, often := w.endsAs(word[at:])
		if end == "" {
			continue
		}
		if front, n := w.beginsAs(word[:at]); n*often > best {
			best, head, tail = n*often, front, end
		}
	}
	return head, tail
}

// guess cuts a word where the n-grams say, and known nouns on one side.
func (w *Words) guess(word string) (head, tail string) {
	best := 0.0
	for at := leastPart; at+leastPart <= len(word); at++ {
		front, end := unlinked(word[:at]), word[at:]
		if strings.HasSuffix(word[:at], "s") && strings.HasPrefix(end, "ch") {
			continue // sch is one sound
		}
		least := sureBetween
		before, after := w.grams.ends(front), w.grams.begins(end)
		if noun, n := w.beginsAs(word[:at]); n > 0 {
			front, before, least = noun, sureOf(n), sureBeside
		}
		if noun, n := w.endsAs(end); n > 0 {
			end, after, least = noun, sureOf(n), sureBeside
		}
		if before < 1 && !isPart(front) || after < 1 && !isPart(end) || slices.Contains(beginnings, front) || before < 0 || after < 0 {
			continue
		}
		if score := before + after - w.grams.inside(word[at:]); score > max(best, least) {
			best, head, tail = score, front, end
		}
	}
	return head, tail
}

// sureOf is how sure a known noun is as a side: a little more when it is frequent.
func sureOf(often int) float64 { return 1 + 0.02*math.Log(float64(often)) }

// beginsAs returns the noun that a beginning is, without what links it, and how often
// it was seen; or nothing.
func (w *Words) beginsAs(beginning string) (noun string, often int) {
	if slices.Contains(beginnings, beginning) {
		return "", 0
	}
	for _, link := range links {
		if head, ok := strings.CutSuffix(beginning, link); ok && !slices.Contains(beginnings, head) {
			if n := w.seen(head); n > 0 && (len(head) >= leastPart || len(link) < 2) {
				return head, n
			}
		}
	}
	return "", 0
}

// endsAs returns the noun that an end of a word is, in the form it has there, and how
// often the noun was seen; or nothing.
func (w *Words) endsAs(end string) (noun string, often int) {
	for _, ending := range endings {
		noun, ok := strings.CutSuffix(end, ending)
		if n := w.seen(noun); ok && n > 0 && !slices.Contains(suffixes, end) && (len(noun) >= leastPart || len(ending) < 2) {
			if len(noun) < leastPart {
				return noun, n
			}
			return end, n
		}
	}
	return "", 0
}

// seen is how often a noun was seen.
func (w *Words) seen(word string) int {
	if len(word) < leastShort {
		return 0
	}
	if word = contract(word); !w.may[shape(word)&(len(w.may)-1)] {
		return 0
	}
	return int(w.nouns[word])
}

// isPart reports whether letters may be a part at all.
func isPart(part string) bool {
	if len(part) < leastPart {
		return false
	}
	for _, suffix := range suffixes {
		if rest, ok := strings.CutSuffix(part, suffix); ok && !strings.ContainsAny(rest, "aeiouy") {
			return false
		}
	}
	return strings.ContainsAny(part, "aeiouy")
}

// describes reports whether a word ends as adjectives and verbs do.
func describes(word string) bool {
	for _, ending := range []string{"", "e", "en", "er", "es", "em"} {
		if stem, ok := strings.CutSuffix(word, ending); ok {
			for _, end := range describing {
				if strings.HasSuffix(stem, end) {
					return true
				}
			}
		}
	}
	return false
}

func allLetters(word string) bool {
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return false
		}
	}
	return true
}
