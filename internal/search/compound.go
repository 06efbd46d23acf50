package search

import (
	"slices"
	"strings"
)

// The rules of compounds.
const (
	partWeight = 0.4
	leastPart  = 4 // letters of a part
	mostParts  = 4
)

// links are what German puts between the parts of a compound; of two that fit the
// longer is tried first.
var links = []string{"es", "en", "er", "s", "n", "e", ""}

// suffixes never are a part.
var suffixes = []string{"ung", "ungen", "heit", "heiten", "keit", "keiten", "tion", "tionen", "schaft", "schaften", "lich", "liche",
	"lichen", "isch", "ische", "ischen", "sion", "sionen", "ation", "ationen", "ieren", "iert", "ierung", "ling", "linge", "tum", "chen",
	"lein", "ismus", "ität", "itat", "itaten", "bare", "baren", "barkeit", "igkeit", "enden", "ende", "erin", "erinnen", "eren"}

// prefixes are no words of their own where a word begins with them.
var prefixes = []string{"uber", "unter", "hinter", "nach", "durch", "gegen", "wieder", "zusammen", "auseinander", "miss", "ueber", "wider", "unge",
	"voll", "fort", "heraus", "herein", "hinaus", "hinein", "herum", "vorbei", "zuruck", "weiter", "ausein", "aufge", "ausge", "einge", "abge",
	"ange", "vorge", "zuge", "sein", "eine", "kein", "mein", "dein", "diese", "jede", "alle", "viel", "mehr", "sehr", "ganz", "dann", "wenn",
	"dass", "aber", "oder", "noch", "auch", "hier", "dort", "dar", "worauf"}

// split returns the parts of a folded word, or nil when it is no compound. Between
// nouns that are known it is cut wherever they meet, else once where the n-grams say.
func (w *Words) split(word string) []string {
	if len(word) < 2*leastPart || !allLetters(word) {
		return nil
	}
	if parts := w.meet(word, mostParts); len(parts) > 1 {
		return parts
	}
	if at, tail := w.grams.cut(word); at > 0 {
		return []string{word[:at], word[tail:]}
	}
	return nil
}

// meet cuts a word into known nouns, the longest last part first.
func (w *Words) meet(word string, most int) []string {
	if most < 2 {
		return nil
	}
	for at := leastPart; at+leastPart <= len(word); at++ {
		tail := word[at:]
		if !w.noun(tail) {
			continue
		}
		if head, ok := w.head(word[:at]); ok {
			return w.whole(head, tail, most)
		}
	}
	return nil
}

// whole takes the two parts apart in turn.
func (w *Words) whole(head, tail string, most int) []string {
	parts := w.meet(head, most-1)
	if parts == nil {
		parts = []string{head}
	}
	if more := w.meet(tail, most-len(parts)); more != nil {
		return append(parts, more...)
	}
	return append(parts, tail)
}

// head returns the noun that a beginning is, without what links it.
func (w *Words) head(beginning string) (string, bool) {
	for _, link := range links {
		head, ok := strings.CutSuffix(beginning, link)
		if ok && w.noun(head) && !slices.Contains(prefixes, head) {
			return head, true
		}
	}
	return "", false
}

// noun reports whether something may be a part because it is known as a word.
func (w *Words) noun(part string) bool {
	return isPart(part) && w.nouns[contract(part)] > 0
}

// isPart reports whether letters may be a part at all.
func isPart(part string) bool {
	return len(part) >= leastPart && strings.ContainsAny(part, "aeiouy") && !slices.Contains(suffixes, part)
}

func allLetters(word string) bool {
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return false
		}
	}
	return true
}
