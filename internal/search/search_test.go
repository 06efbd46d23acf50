package search

import (
	"slices"
	"testing"
)

// TestWordsAreFound: a text that holds the one word is found by the other.
func TestWordsAreFound(t *testing.T) {
	w := NewWords()
	for _, c := range []struct{ text, query string }{
		{"Vertretungsplan", "Vertretung"},
		{"Fußgänger", "gang"},
		{"Fußgänger", "Fussgaenger"},
		{"Fussgaenger", "Fußgänger"},
		{"Öffnungszeiten", "oeffnungszeit"},
		{"STRASSEN", "Straße"},
		{"E-Mail-Adresse", "Email"},
		{"E-Mail-Adresse", "Adressen"},
		{"Homeoffice", "home office"},
		{"Wi-Fi", "wifi"},
		{"my notifications", "notification"},
		{"café", "cafe\u0301"},
		{"a bicycle rack", "Fahrrad"},
	} {
		doc := Doc{ID: 1, Title: w.Tokens(c.text, "")}
		frequency := map[string]int64{}
		for _, token := range doc.Title {
			frequency[token.Term] = 1
		}
		hits := Rank(w.Query(c.query, nil), []Doc{doc}, Corpus{Docs: 10, TitleLength: 1, Frequency: frequency})
		if len(hits) != 1 {
			t.Errorf("%q does not find %q: %v, %v", c.query, c.text, w.Query(c.query, nil).Terms(), doc.Title)
		}
	}
}

func TestSmallWordsAreNoTerms(t *testing.T) {
	if got := NewWords().Tokens("Die und das, the and of it's", ""); len(got) > 0 {
		t.Errorf("%v", got)
	}
}

func TestNearCountsMistakes(t *testing.T) {
	for _, c := range []struct {
		word      string
		candidate string
		want      bool
	}{
		{"helo", "hell", false}, {"hallo", "hello", true}, {"ruoter", "router", true}, {"routr", "router", true},
		{"ruotr", "router", false}, {"bildschrim", "bildschirm", true}, {"bildshrim", "bildschirm", true}, {"bilschrm", "bildschirm", false},
	} {
		if got := slices.Contains(Near(c.word, []string{c.candidate}), c.candidate); got != c.want {
			t.Errorf("%s near %s: %v", c.word, c.candidate, got)
		}
	}
}
