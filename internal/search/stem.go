package search

import (
	"strings"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/german"
)

// germanStem is the term of a folded German word; a woman who does something has that
// of a man who does.
func germanStem(word string) string {
	if male, ok := strings.CutSuffix(strings.TrimSuffix(word, "nen"), "in"); ok && len(male) > 5 &&
		(strings.HasSuffix(male, "er") || strings.HasSuffix(male, "ist")) {
		word = male
	}
	env := snowballstem.NewEnv(contract(word))
	german.Stem(env)
	return contract(env.Current())
}

// englishStem is the term of a folded English word.
func englishStem(word string) string {
	env := snowballstem.NewEnv(word)
	english.Stem(env)
	return contract(env.Current())
}

// stems are the terms of a folded word: one when the language is known or does not
// matter.
func stems(word, language string) []string {
	switch language {
	case "de":
		return []string{germanStem(word)}
	case "en":
		return []string{englishStem(word)}
	}
	de, en := germanStem(word), englishStem(word)
	if de == en {
		return []string{de}
	}
	return []string{de, en}
}
