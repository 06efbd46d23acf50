package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"groundswell/internal/language"
)

// Tokens returns the terms of a text without markup, in order and as often as they
// occur, without the small words. The language is "en", "de", or "" to find it out;
// what is in neither gets the terms of both.
func (w *Words) Tokens(text, lang string) []Token {
	if lang != "de" && lang != "en" {
		lang = language.Of(text)
	}
	all := make([]Token, 0, len(text)/6)
	w.mu.RLock()
	defer w.mu.RUnlock()
	runs(text, func(r run) bool {
		all = w.appendRun(all, text[r.from:r.to], lang)
		return true
	})
	return all
}

// appendRun adds the terms of a word. What has hyphens is its pieces and, written
// together, a word of its own: "E-Mail" is found as "Email".
func (w *Words) appendRun(all []Token, text, lang string) []Token {
	words := pieces(text)
	if len(words) > 1 {
		if joined := strings.Join(words, ""); len(words) <= mostParts {
			all = append(all, w.terms(fold(joined), lang, isCapital(joined))...)
		}
	}
	for _, word := range words {
		if len(words) == 1 || len(word) >= leastPiece {
			all = append(all, w.terms(fold(word), lang, isCapital(word))...)
		}
	}
	return all
}

// leastPiece is how long a piece between hyphens must be to count alone, in bytes.
const leastPiece = 3

// terms are what a folded word is looked up by: itself, then its parts. They are
// remembered, for most words of a text have been in others.
func (w *Words) terms(word, lang string, noun bool) []Token {
	key := spelling{word, lang, noun}
	if all, known := w.known.of(key); known {
		return all
	}
	all := w.newTerms(word, lang, noun)
	w.known.keep(key, all)
	return all
}

func (w *Words) newTerms(word, lang string, noun bool) []Token {
	if isStop(word, lang) || !isTerm(word) {
		return nil
	}
	var all []Token
	for _, term := range stems(word, lang) {
		all = append(all, Token{term, 1})
	}
	if lang == "en" {
		return all
	}
	for _, part := range w.split(word, noun) {
		if t := (Token{germanStem(part), partWeight}); !slices.Contains(all, t) {
			all = append(all, t)
		}
	}
	return all
}

// isTerm reports whether a folded word is worth a term: single letters are not.
func isTerm(word string) bool {
	return utf8.RuneCountInString(word) > 1 || len(word) == 1 && word[0] >= '0' && word[0] <= '9' || len(word) > 2
}

func isCapital(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(first)
}
