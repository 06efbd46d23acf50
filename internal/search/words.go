package search

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"groundswell/internal/language"
)

// Words knows words: nouns that German compounds are made of, those of the shipped
// table and those seen on this site. It is safe for concurrent use.
//
// What Tokens makes of a compound depends on what was learned before: a text that is
// read again later may have more parts, never others of the whole words.
type Words struct {
	mu      sync.RWMutex
	nouns   map[string]int32 // folded and contracted, how often they were seen
	may     [1 << 14]bool    // what a noun may be by its ends and length: most words are none
	grams   *grams           // of all nouns
	learned int              // nouns that are not of the table
	known   remembered
}

// mostLearned bounds the nouns that Learn keeps.
const mostLearned = 20_000

//go:embed nouns_de.txt
var nounsTable string

//go:embed parts_de.txt
var partsTable string

// NewWords returns the words of the shipped table.
func NewWords() *Words {
	w := &Words{nouns: map[string]int32{}, grams: newGrams()}
	for line := range strings.Lines(nounsTable) {
		word, count, _ := strings.Cut(strings.TrimSpace(line), " ")
		n, _ := strconv.Atoi(count)
		w.add(fold(word), int32(max(n, 1)))
	}
	for line := range strings.Lines(partsTable) {
		if !strings.HasPrefix(line, "#") {
			for word := range strings.FieldsSeq(line) {
				w.add(fold(word), 1)
			}
		}
	}
	return w
}

// add counts a folded noun, and its beginnings and ends once.
func (w *Words) add(word string, n int32) {
	key := contract(word)
	if w.nouns[key] == 0 {
		w.grams.add(word)
		w.may[shape(key)&(len(w.may)-1)] = true
	}
	w.nouns[key] += n
}

// Learn adds the nouns of a German text: words that are capitalised where nothing but
// being a noun asks for it. Texts in other languages teach nothing.
func (w *Words) Learn(text string) {
	if language.Of(text) != "de" {
		return
	}
	var fresh []string
	runs(text, func(r run) bool {
		word := text[r.from:r.to]
		if !r.begins && isNoun(word) {
			fresh = append(fresh, fold(word))
		}
		return true
	})
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, word := range fresh {
		known := w.nouns[contract(word)] > 0
		if !known && w.learned >= mostLearned {
			continue
		}
		if !known {
			w.learned++
			w.known.forget() // its compounds may have parts from now on
		}
		w.add(word, 1)
	}
}

// isNoun reports whether a word is one capital and small letters.
func isNoun(word string) bool {
	first, size := utf8.DecodeRuneInString(word)
	if !unicode.IsUpper(first) || utf8.RuneCountInString(word) < leastPart || len(word) > 2*longest {
		return false
	}
	for _, r := range word[size:] {
		if !unicode.IsLower(r) {
			return false
		}
	}
	return true
}
