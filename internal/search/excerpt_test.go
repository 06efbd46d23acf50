package search

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// drawn writes an excerpt with its hits between brackets.
func drawn(spans []Span) string {
	var b strings.Builder
	for _, s := range spans {
		if s.Hit {
			b.WriteString("[" + s.Text + "]")
		} else {
			b.WriteString(s.Text)
		}
	}
	return b.String()
}

func TestExcerptsMarkWholeWords(t *testing.T) {
	w := NewWords()
	long := strings.Repeat("Hier steht vieles, was niemand sucht. ", 20)
	for _, c := range []struct{ why, text, query, want string }{
		{"all of a short text", "The battery is flat.", "batteries", "The [battery] is flat."},
		{"a part", "Der Vertretungsplan fehlt.", "Vertretung", "Der [Vertretungsplan] fehlt."},
		{"nothing", "The battery is flat.", "lamp", "The battery is flat."},
		{"markup stays text", "<b>battery</b> & more", "battery", "<b>[battery]</b> & more"},
		{"no text", "", "battery", ""},
		{"the place of the hits", long + "Der Akku hält nicht. " + long, "Akku",
			"…sucht. Der [Akku] hält nicht. Hier steht vieles, was niemand…"},
		{"the beginning", long, "lamp", "Hier steht vieles, was niemand sucht. Hier steht vieles, was…"},
	} {
		if got := drawn(Excerpt(c.text, w.Query(c.query, nil), 64)); got != c.want {
			t.Errorf("%s: %s", c.why, got)
		}
	}
}

// FuzzTokens: whatever bytes there are, no panic, terms that can be kept, and excerpts
// that are pieces of the text.
func FuzzTokens(f *testing.F) {
	for _, seed := range []string{"Vertretungsplan", "E-Mail’s", "\xff\xfe", "a\u0301\u0301\u0301", "ﬁ İ ẞ Ⅷ", "👨‍👩‍👧 日本語",
		"--'-'", strings.Repeat("aue", 99)} {
		f.Add(seed, seed)
	}
	w := NewWords()
	f.Fuzz(func(t *testing.T, text, query string) {
		tokens := w.Tokens(text, "")
		if len(tokens) > mostRuns*(mostParts+2)*(mostParts+1) {
			t.Errorf("%d tokens", len(tokens))
		}
		for _, token := range tokens {
			if token.Term == "" || !utf8.ValidString(token.Term) || strings.ContainsAny(token.Term, " \x00'\"") || len(token.Term) > 8*longest {
				t.Errorf("the term %q of %q", token.Term, text)
			}
		}
		q := w.Query(query, nil)
		length := 0
		spans := Excerpt(text, q, 50)
		for _, s := range spans {
			if s.Text != ellipsis {
				length += utf8.RuneCountInString(s.Text)
				if !strings.Contains(text, s.Text) {
					t.Errorf("%q is not in %q", s.Text, text)
				}
			}
		}
		if length > 50 {
			t.Errorf("an excerpt of %d characters", length)
		}
		doc := Doc{ID: 1, Title: tokens, TitleText: text}
		Rank(q, []Doc{doc}, corpusOf(doc))
		Similar(q, query, []Doc{doc}, corpusOf(doc))
		Near(query, []string{text})
		w.Learn(text)
	})
}
