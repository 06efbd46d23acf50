package search

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// findsIn reports whether a query finds a text that is one of ten.
func findsIn(w *Words, query, text string) bool {
	doc := Doc{ID: 1, Body: w.Tokens(text, "")}
	return len(Rank(w.Query(query, nil), []Doc{doc}, corpusOf(doc))) == 1
}

// corpusOf is a corpus that has some documents, and nine without any of their terms.
func corpusOf(docs ...Doc) Corpus {
	c := Corpus{Docs: int64(len(docs)) + 9, TitleLength: 5, BodyLength: 20, CommentLength: 10, Frequency: map[string]int64{}}
	for _, d := range docs {
		seen := map[string]bool{}
		for _, t := range slices.Concat(d.Title, d.Body, d.Comments) {
			if !seen[t.Term] {
				seen[t.Term] = true
				c.Frequency[t.Term]++
			}
		}
	}
	return c
}

func TestWordsAreFound(t *testing.T) {
	w := NewWords()
	for _, c := range []struct{ why, query, text string }{
		{"compound", "Vertretung", "Der Vertretungsplan kommt zu spät."},
		{"compound, as people type", "vertretung", "vertretungsplan"},
		{"the other way", "Vertretungsplan", "Ein Plan für die Vertretung der Lehrer"},
		{"two compounds with one part", "Ladekabel", "Das Kabelfach ist zu klein"},
		{"an umlaut behind a part", "gang", "Fußgänger"},
		{"ss and ae", "Fussgaenger", "Fußgänger"},
		{"ß and ä", "Fußgänger", "Fussgaenger"},
		{"a for ä", "Fussganger", "Fußgänger"},
		{"oe", "oeffnungszeit", "Öffnungszeiten"},
		{"ue", "Muelleimer", "ein Mülleimer"},
		{"a vowel before ue", "neue Steuer", "Neue Steuern"},
		{"capitals", "Straße", "STRASSEN"},
		{"composed and not", "cafe\u0301", "caf\u00e9"},
		{"not composed and composed", "Lu\u0308fter", "Lüfter"},
		{"plural", "notification", "My notifications are late"},
		{"English stem", "charging", "It charges slowly"},
		{"German stem", "Einstellung", "in den Einstellungen"},
		{"women", "Nutzer", "alle Nutzerinnen"},
		{"women and men", "Nutzerinnen", "für NutzerInnen, Nutzer*innen und Nutzer:innen"},
		{"participle", "räumen", "Der Weg wird nie geräumt"},
		{"participle of two", "absenken", "Bordstein abgesenkt"},
		{"hyphens", "Email", "die E-Mail-Adresse"},
		{"between hyphens", "Adressen", "die E-Mail-Adresse"},
		{"hyphen and none", "wifi", "Wi-Fi"},
		{"written apart", "home office", "Homeoffice"},
		{"apostrophe", "company", "the company’s laptop"},
		{"other language", "Fahrrad", "a bicycle rack"},
		{"other language, phrase", "dark mode", "Bitte einen Nachtmodus"},
		{"a phrase with a small word", "sign in", "Die Anmeldung klappt nicht"},
		{"number", "27", "Canopy 27"},
		{"Greek", "ΟΔΟΣ", "η οδος"},
	} {
		if !findsIn(w, c.query, c.text) {
			t.Errorf("%s: %q does not find %q: %v, %v", c.why, c.query, c.text, w.Query(c.query, nil).Terms(), w.Tokens(c.text, ""))
		}
	}
}

func TestWordsAreNotFound(t *testing.T) {
	w := NewWords()
	for _, c := range []struct{ why, query, text string }{
		{"too short for a part", "ang", "Fußgänger"},
		{"a bare suffix", "heit", "Sicherheit"},
		{"a bare suffix", "keit", "Möglichkeit"},
		{"a bare suffix", "tion", "Information"},
		{"no part", "kart", "Kartoffel"},
		{"another word", "keyboard", "The mouse is too small"},
		{"a small word", "the", "the mouse"},
		{"a small word", "und", "Maus und Tastatur"},
		{"a single letter", "x", "x and y"},
		{"nothing", "", "anything"},
		{"no words", "?! …", "anything ?! …"},
	} {
		if findsIn(w, c.query, c.text) {
			t.Errorf("%s: %q finds %q: %v, %v", c.why, c.query, c.text, w.Query(c.query, nil).Terms(), w.Tokens(c.text, ""))
		}
	}
}

func TestPartsAreLinked(t *testing.T) {
	w := NewWords()
	for link, c := range map[string]struct{ word, head, tail string }{
		"":   {"Tastaturkabel", "tastatur", "kabel"},
		"s":  {"Vertretungsplan", "vertretung", "plan"},
		"es": {"Bundesminister", "bund", "minister"},
		"n":  {"Lampenschirm", "lampe", "schirm"},
		"en": {"Studentenwohnung", "student", "wohnung"},
		"e":  {"Hundeleine", "hund", "leine"},
		"er": {"Bilderrahmen", "bild", "rahmen"},
	} {
		parts := w.split(fold(c.word), true)
		stem := func(word string) bool {
			return slices.ContainsFunc(parts, func(part string) bool { return germanStem(part) == germanStem(word) })
		}
		if !stem(c.head) || !stem(c.tail) {
			t.Errorf("%q links %s, and it is %v", link, c.word, parts)
		}
	}
}

func TestTokensAreInOrderWithWeights(t *testing.T) {
	got := NewWords().Tokens("Tastaturkabel, und noch ein Kabel: die Kabel", "de")
	want := []Token{{"tastaturkabel", 1}, {"tastatur", 0.4}, {"kabel", 0.4}, {"kabel", 1}, {"kabel", 1}}
	if !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}

// A text in a language has its stems; one in neither has those of both.
func TestTokensAreOfTheLanguage(t *testing.T) {
	w := NewWords()
	for language, want := range map[string][]string{"en": {"batteri"}, "de": {"batteri"}, "": {"batteri"}} {
		if got := w.Tokens("batteries", language); len(got) == 0 || got[0].Term != want[0] {
			t.Errorf("%q: %v", language, got)
		}
	}
	if got := w.Tokens("generation", ""); len(got) != 2 || got[0].Term == got[1].Term {
		t.Errorf("stems of both: %v", got)
	}
	if got := w.Tokens("Tastaturkabel", "en"); len(got) != 1 {
		t.Errorf("English has no compounds: %v", got)
	}
}

// TestPartsAreParts: of whatever words, all parts keep the rules.
func TestPartsAreParts(t *testing.T) {
	w := NewWords()
	parts := 0
	for line := range strings.Lines(nounsTable) {
		word, _, _ := strings.Cut(line, " ")
		for _, part := range w.split(fold(word), true) {
			parts++
			if len(part) < 4 || !strings.ContainsAny(part, "aeiouy") || slices.Contains([]string{"ung", "heit", "keit", "tion"}, part) {
				t.Errorf("%s has the part %s", word, part)
			}
		}
	}
	if parts < 1000 {
		t.Errorf("only %d parts were seen", parts)
	}
}

func TestNounsAreLearned(t *testing.T) {
	w := NewWords()
	if got := w.split("quorbelflansche", true); got != nil {
		t.Errorf("unknown nouns are parts: %v", got)
	}
	before := w.Tokens("Quorbelflansche", "de")
	w.Learn("We do not know what the Quorbel and the Flansch are, and this is English.")
	if got := w.Tokens("Quorbelflansche", "de"); !slices.Equal(got, before) {
		t.Errorf("English teaches nouns: %v", got)
	}
	w.Learn("Das ist nicht der Quorbel, und hier ist auch noch ein Flansch, wie man sieht.")
	want := []Token{{germanStem("quorbelflansche"), 1}, {"quorbel", 0.4}, {"flansch", 0.4}}
	if got := w.Tokens("Quorbelflansche", "de"); !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}

func TestLongWordsAreCut(t *testing.T) {
	w := NewWords()
	for _, word := range []string{strings.Repeat("a", 10_000), strings.Repeat("ä", 10_000), strings.Repeat("fahrrad", 1_500),
		strings.Repeat("ﷺ", 5_000)} {
		for _, token := range w.Tokens(word, "") {
			if utf8.RuneCountInString(token.Term) > 2*longest {
				t.Errorf("a term has %d characters", utf8.RuneCountInString(token.Term))
			}
		}
		Near(word, []string{word, "fahrrad"})
		Excerpt(word, w.Query(word, nil), 100)
	}
}
