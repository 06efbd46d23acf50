package search

import (
	_ "embed"
	"slices"
	"strings"
)

// Synonyms are words and phrases that mean the same, by the terms of each.
type Synonyms map[string][][]string

// mostPhrase is how many words a phrase may have.
const mostPhrase = 3

// NewSynonyms reads lists of words that mean the same, in either language: {"wifi",
// "wlan", "wireless network"}. Phrases of more than three words are left out.
func NewSynonyms(lists [][]string) Synonyms {
	s := Synonyms{}
	for _, list := range lists {
		phrases := phrasesOf(list)
		for n, phrase := range phrases {
			for m, other := range phrases {
				if n != m && !slices.Contains(keysOf(other), keysOf(phrase)[0]) {
					for _, key := range keysOf(phrase) {
						s[key] = append(s[key], other)
					}
				}
			}
		}
	}
	return s
}

func phrasesOf(list []string) [][]string {
	var phrases [][]string
	for _, text := range list {
		var words []string
		runs(text, func(r run) bool {
			if word := fold(strings.Join(pieces(text[r.from:r.to]), "")); word != "" {
				words = append(words, word)
			}
			return true
		})
		if len(words) > 0 && len(words) <= mostPhrase {
			phrases = append(phrases, words)
		}
	}
	return phrases
}

// keysOf are the terms of a phrase's words, in each language.
func keysOf(words []string) []string {
	var de, en []string
	for _, word := range words {
		de, en = append(de, germanStem(word)), append(en, englishStem(word))
	}
	keys := []string{strings.Join(de, " ")}
	if other := strings.Join(en, " "); other != keys[0] {
		keys = append(keys, other)
	}
	return keys
}

//go:embed synonyms.txt
var synonymsTable string

// shippedSynonyms are common words of products and towns, English and German.
var shippedSynonyms = func() Synonyms {
	var lists [][]string
	for line := range strings.Lines(synonymsTable) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			lists = append(lists, strings.Split(line, ","))
		}
	}
	return NewSynonyms(lists)
}()

// mean adds what means the same as a word, or as the phrase that begins with it.
func (g *group) mean(words []string, synonyms Synonyms) {
	for size := min(mostPhrase, len(words)-g.at); size > 0; size-- {
		for _, key := range keysOf(words[g.at : g.at+size]) {
			for _, table := range []Synonyms{synonyms, shippedSynonyms} {
				for _, phrase := range table[key] {
					g.takePhrase(phrase, synonymWeight*float64(size))
				}
			}
		}
	}
}

// takePhrase adds a phrase as readings, one of each language, without its small words.
func (g *group) takePhrase(words []string, weight float64) {
	words = slices.DeleteFunc(slices.Clone(words), func(word string) bool { return isStop(word, "") })
	for _, key := range keysOf(words) {
		var terms []Token
		for term := range strings.FieldsSeq(key) {
			terms = append(terms, Token{term, weight / float64(len(words))})
		}
		g.takeTerms(terms, false)
	}
}
