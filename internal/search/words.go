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
	grams   *grams           // of all nouns
	learned int              // nouns that are not of the table
	known   map[spelling][]Token
}

// mostLearned bounds what Learn keeps, mostKept the words whose terms are remembered:
// about 6 MB and 4 MB on top of the 6 MB of the table.
const (
	mostLearned = 20_000
	mostKept    = 16_384
)

// spelling is a folded word in a language.
type spelling struct{ word, language string }

//go:embed nouns_de.txt
var nounsTable string

//go:embed parts_de.txt
var partsTable string

// NewWords returns the words of the shipped table.
func NewWords() *Words {
	w := &Words{nouns: map[string]int32{}, grams: newGrams(), known: map[spelling][]Token{}}
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
			clear(w.known) // its compounds may have parts from now on
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
