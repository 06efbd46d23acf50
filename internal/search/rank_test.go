package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func order(hits []Hit) []int64 {
	ids := make([]int64, len(hits))
	for i, h := range hits {
		ids[i] = h.ID
	}
	return ids
}

// TestRankOrders: the first document comes before the second, whichever is given first.
func TestRankOrders(t *testing.T) {
	w := NewWords()
	read := func(text string) []Token { return w.Tokens(text, "en") }
	for why, c := range map[string]struct {
		query         string
		first, second Doc
	}{
		"title before body":   {"battery", Doc{Title: read("battery")}, Doc{Body: read("battery")}},
		"body before comment": {"battery", Doc{Body: read("battery")}, Doc{Comments: read("battery")}},
		"both words":          {"battery keyboard", Doc{Body: read("battery keyboard")}, Doc{Body: read("battery battery battery")}},
		"a short title": {"battery", Doc{Title: read("battery")},
			Doc{Title: read("battery screen lid hinge fan charger printer scanner router")}},
		"the word itself":      {"bicycle", Doc{Body: read("bicycle")}, Doc{Body: read("bike")}},
		"the whole compound":   {"Tastaturkabel", Doc{Body: w.Tokens("Tastaturkabel", "de")}, Doc{Body: w.Tokens("Kabel", "de")}},
		"the newer of equals":  {"battery", Doc{Body: read("battery"), At: 2}, Doc{Body: read("battery"), At: 1}},
		"the later of equals":  {"battery", Doc{ID: 5, Body: read("battery")}, Doc{ID: 4, Body: read("battery")}},
		"one word is enough":   {"battery zebra", Doc{Body: read("battery")}, Doc{Body: read("nothing of the kind")}},
		"the rarer word first": {"battery keyboard", Doc{Body: read("keyboard")}, Doc{Body: read("battery")}},
	} {
		if c.first.ID == 0 {
			c.first.ID, c.second.ID = 1, 2
		}
		corpus := corpusOf(c.first, c.second)
		corpus.Docs, corpus.Frequency["batteri"] = 100, 30
		q := w.Query(c.query, nil)
		forth, back := Rank(q, []Doc{c.first, c.second}, corpus), Rank(q, []Doc{c.second, c.first}, corpus)
		if len(forth) == 0 || forth[0].ID != c.first.ID || !slices.Equal(forth, back) {
			t.Errorf("%s: %v, %v", why, forth, back)
		}
	}
}

func TestSimilarMindsLettersAndVotes(t *testing.T) {
	w := NewWords()
	doc := func(id int64, title string, points int64) Doc {
		return Doc{ID: id, Title: w.Tokens(title, "en"), TitleText: title, Points: points}
	}
	docs := []Doc{doc(1, "battery of the keyboard", 0), doc(2, "keyboards with batteries", 0),
		doc(3, "battery of the keyboard", 500), doc(4, "a lamp", 1_000_000)}
	hits := Similar(w.Query("battery of a keyboard", nil), "battery of a keyboard", docs, corpusOf(docs...))
	if got := order(hits); !slices.Equal(got, []int64{3, 1, 2}) {
		t.Errorf("%v", hits)
	}
	if len(hits) > 0 && (hits[0].Score < 0.8 || hits[0].Score > 1.1) {
		t.Errorf("the same title is worth %.2f", hits[0].Score)
	}
	far := Similar(w.Query("a keyboard with a printer, scanner, router and webcam", nil),
		"a keyboard with a printer, scanner, router and webcam", docs, corpusOf(docs...))
	if len(far) != 3 || far[0].Score > hits[0].Score/2 {
		t.Errorf("one word of five is worth %v", far)
	}
}

func TestQueriesAreBounded(t *testing.T) {
	w := NewWords()
	var b strings.Builder
	for i := range 500 {
		fmt.Fprintf(&b, "%s-%s ", invented(i), invented(i+1))
	}
	q := w.Query(b.String(), nil)
	if len(q.groups) != mostWords || len(q.Terms()) > 12*mostWords {
		t.Errorf("%d words, %d terms", len(q.groups), len(q.Terms()))
	}
}

func TestLookupTakesTheTellingTerms(t *testing.T) {
	w := NewWords()
	c := Corpus{Docs: 1000, Frequency: map[string]int64{"batteri": 700, "hing": 4, "keyboard": 90}}
	q := w.Query("battery keyboard hinges zebra", nil)
	for enough, want := range map[int64][]string{3: {"hing"}, 50: {"hing", "keyboard"}, 10_000: {"hing", "keyboard", "batteri"}} {
		if got := q.Lookup(c, enough); !slices.Equal(got, want) {
			t.Errorf("enough %d: %v", enough, got)
		}
	}
}

func TestSynonymsOfTheSite(t *testing.T) {
	w := NewWords()
	synonyms := NewSynonyms([][]string{{"canopy", "27 inch monitor"}, {"too many words to be a phrase", "ignored"}, {"alone"}})
	doc := Doc{ID: 1, Body: w.Tokens("The Canopy is bright", "en")}
	for query, want := range map[string]int{"27 inch monitor": 1, "canopies": 1, "ignored": 0, "alone": 0} {
		if got := len(Rank(w.Query(query, synonyms), []Doc{doc}, corpusOf(doc))); got != want {
			t.Errorf("%q finds %d", query, got)
		}
	}
	if len(Rank(w.Query("monitor", nil), []Doc{doc}, corpusOf(doc))) != 0 {
		t.Error("a synonym is known that nobody taught")
	}
}
