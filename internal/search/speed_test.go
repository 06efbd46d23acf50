package search

import (
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"testing"
)

// germanText is a text of about so many characters, of the words of the compounds.
func germanText(tb testing.TB, characters int, random *rand.Rand) string {
	tb.Helper()
	file, err := os.ReadFile("testdata/compounds.txt")
	if err != nil {
		tb.Fatal(err)
	}
	words := strings.Fields(strings.ReplaceAll(string(file), "|", ""))
	small := strings.Fields("und der die das mit für auf nicht ein eine wird sollte bitte geht fehlt suchen finden läuft")
	var b strings.Builder
	for b.Len() < characters {
		b.WriteString(small[random.IntN(len(small))] + " " + words[random.IntN(len(words))] + " ")
	}
	return b.String()
}

// BenchmarkTokens reads a body of 10,000 characters whose words were never seen before,
// and one whose words were.
func BenchmarkTokens(b *testing.B) {
	text := germanText(b, 10_000, rand.New(rand.NewPCG(1, 2)))
	b.Run("new words", func(b *testing.B) {
		w := NewWords()
		for b.Loop() {
			w.known.forget()
			w.Tokens(text, "de")
		}
	})
	b.Run("known words", func(b *testing.B) {
		w := NewWords()
		for b.Loop() {
			w.Tokens(text, "de")
		}
	})
}

func BenchmarkQuery(b *testing.B) {
	w := NewWords()
	for b.Loop() {
		w.Query("Vertretungsplan auf dem Handy anzeigen, wenn Stunden ausfallen", nil)
	}
}

// BenchmarkRank ranks 500 candidates of 600 characters, as many as are ever asked for.
func BenchmarkRank(b *testing.B) {
	w, docs, c := candidates(b, 500)
	q := w.Query("Vertretungsplan Akkulaufzeit Fahrradstraße suchen Kühlschrankfach", nil)
	b.Run("search", func(b *testing.B) {
		for b.Loop() {
			Rank(q, docs, c)
		}
	})
	b.Run("similar", func(b *testing.B) {
		for b.Loop() {
			Similar(q, "Vertretungsplan Akkulaufzeit Fahrradstraße suchen Kühlschrankfach", docs, c)
		}
	})
}

func BenchmarkExcerpt(b *testing.B) {
	w := NewWords()
	text := germanText(b, 10_000, rand.New(rand.NewPCG(1, 2)))
	q := w.Query("Vertretungsplan Akkulaufzeit", nil)
	for b.Loop() {
		Excerpt(text, q, 200)
	}
}

// candidates are documents and what is known of them.
func candidates(tb testing.TB, n int) (*Words, []Doc, Corpus) {
	w := NewWords()
	random := rand.New(rand.NewPCG(3, 4))
	docs := make([]Doc, n)
	c := Corpus{Docs: 100_000, TitleLength: 8, BodyLength: 60, CommentLength: 20, Frequency: map[string]int64{}}
	for i := range docs {
		title := germanText(tb, 50, random)
		docs[i] = Doc{ID: int64(i), Title: w.Tokens(title, "de"), Body: w.Tokens(germanText(tb, 600, random), "de"), TitleText: title}
		for _, t := range docs[i].Body {
			c.Frequency[t.Term]++
		}
	}
	return w, docs, c
}

// TestMemoryOfWordsIsBounded: the table, and all that can be learned and remembered.
func TestMemoryOfWordsIsBounded(t *testing.T) {
	before := heap()
	w := NewWords()
	table := heap() - before
	for i := range 3 * mostLearned / 100 {
		var b strings.Builder
		for k := range 100 {
			fmt.Fprintf(&b, "Das ist nicht der %s und ", invented(i*100+k))
		}
		w.Learn(b.String())
		w.Tokens(b.String(), "de")
	}
	all := heap() - before
	t.Logf("the table takes %d KB, everything that can be learned %d KB", table>>10, all>>10)
	if w.learned > mostLearned || len(w.grams.counts) > mostGrams || len(w.known.terms) > mostKept {
		t.Errorf("%d nouns, %d n-grams, %d words are kept", w.learned, len(w.grams.counts), len(w.known.terms))
	}
	if table > 8<<20 || all > 48<<20 {
		t.Errorf("the table takes %d KB, everything %d KB", table>>10, all>>10)
	}
	runtime.KeepAlive(w)
}

// invented is a word for a number.
func invented(n int) string {
	syllables := []string{"ka", "lo", "mi", "nu", "per", "sa", "ton", "vi", "wer", "zu"}
	word := "Qu"
	for range 6 {
		word += syllables[n%10]
		n /= 10
	}
	return word
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
