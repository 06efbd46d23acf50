package search

import (
	"slices"
	"testing"
)

func TestNearCountsMistakes(t *testing.T) {
	for _, c := range []struct {
		why, word, candidate string
		want                 bool
	}{
		{"four letters: none", "helo", "hell", false},
		{"five letters: one", "hallo", "hello", true},
		{"left out", "routr", "router", true},
		{"too many", "routter", "router", true},
		{"in the wrong order", "ruoter", "router", true},
		{"two of six", "ruotr", "router", false},
		{"nine letters: two", "bildshrim", "bildschirm", true},
		{"eight letters: one", "bilschrm", "bildschirm", false},
		{"three of ten", "bildscxyzm", "bildschirm", false},
		{"umlauts are no mistakes", "Mülleimr", "muelleimer", true},
		{"longer by far", "kabel", "kabelkanalabdeckung", false},
	} {
		if got := slices.Contains(Near(c.word, []string{c.candidate}), c.candidate); got != c.want {
			t.Errorf("%s: %s near %s is %v", c.why, c.word, c.candidate, got)
		}
	}
	if got := Near("tastaturen", []string{"tastituran", "tastatur", "tastaturen", "testaturen"}); !slices.Equal(got,
		[]string{"tastaturen", "testaturen", "tastituran"}) {
		t.Errorf("exact before near: %v", got)
	}
}

// TestTyposComeLast: a document with the word itself stands before one with what was
// perhaps meant, whatever else that has.
func TestTyposComeLast(t *testing.T) {
	w := NewWords()
	docs := []Doc{
		{ID: 1, Title: w.Tokens("router router router", "en")},
		{ID: 2, Body: w.Tokens("a long text that says rooter once, and much about other things besides", "en")},
	}
	c := corpusOf(docs...)
	q := w.Query("rooter", nil)
	if got := q.Unknown(c); len(got) != 0 {
		t.Errorf("unknown: %v", got)
	}
	q.Meant("rooter", []string{"router"})
	hits := Rank(q, docs, c)
	if len(hits) != 2 || hits[0].ID != 2 || hits[0].Near || hits[1].ID != 1 || !hits[1].Near {
		t.Errorf("%v", hits)
	}
	q = w.Query("ruoter cable", nil)
	if got := q.Unknown(c); !slices.Equal(got, []string{"ruoter", "cable"}) {
		t.Errorf("unknown: %v", got)
	}
}
