package bench

import (
	"cmp"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"groundswell/internal/search"
)

// pair is what somebody types, and the idea that says it already.
type pair struct {
	typed string
	want  int64
}

// written is an idea of the measurement; its number is its place, from 1.
type written struct{ title, text string }

// similarSet reads the labelled pairs, and the ideas that they are looked for in:
// theirs, the demo's, and each thing of testdata/others.txt with each wish.
func similarSet(tb testing.TB) (pairs []pair, ideas []written) {
	for _, line := range linesOf(tb, "testdata/similar.txt") {
		fields := strings.Split(line, " | ")
		ideas = append(ideas, written{fields[1], fields[2]})
		for typed := range strings.SplitSeq(fields[0], " / ") {
			pairs = append(pairs, pair{typed, int64(len(ideas))})
		}
	}
	things := map[string][]string{}
	for _, line := range linesOf(tb, "testdata/others.txt") {
		head, rest, _ := strings.Cut(line, ": ")
		if language, is := strings.CutSuffix(head, " things"); is {
			things[language] = strings.Split(rest, ", ")
			continue
		}
		title, text, _ := strings.Cut(rest, " | ")
		for _, thing := range things[head] {
			ideas = append(ideas, written{strings.ReplaceAll(title, "{thing}", thing), strings.ReplaceAll(text, "{thing}", thing)})
		}
	}
	files, err := filepath.Glob("../demo/content/ideas/*.txt")
	must(tb, err)
	for _, file := range files {
		content, err := os.ReadFile(file)
		must(tb, err)
		for entry := range strings.SplitSeq("\n"+string(content), "\n# ") {
			if title, text, ok := strings.Cut(entry, "\n"); ok && title != "" {
				ideas = append(ideas, written{title, text})
			}
		}
	}
	return pairs, ideas
}

// linesOf are the lines of a file but for comments.
func linesOf(tb testing.TB, file string) []string {
	content, err := os.ReadFile(file)
	must(tb, err)
	return slices.DeleteFunc(strings.Split(strings.TrimSpace(string(content)), "\n"), func(line string) bool {
		return strings.HasPrefix(line, "#")
	})
}

// recall is how well what is wanted is found.
type recall struct{ first, five, mrr float64 }

func recallOf(pairs []pair, find func(typed string) []int64) recall {
	var r recall
	for _, p := range pairs {
		at := slices.Index(find(p.typed), p.want) + 1
		switch {
		case at == 0:
			continue
		case at == 1:
			r.first++
		}
		if at <= 5 {
			r.five++
		}
		r.mrr += 1 / float64(at)
	}
	n := float64(len(pairs))
	return recall{r.first / n, r.five / n, r.mrr / n}
}

// engine finds with everything that internal/search knows, in memory and without a cap.
func engine(ideas []written) func(typed string) []int64 {
	words := search.NewWords()
	corpus := search.Corpus{Docs: int64(len(ideas)), Frequency: map[string]int64{}}
	docs := make([]search.Doc, len(ideas))
	for _, idea := range ideas {
		words.Learn(idea.title + ".\n" + idea.text)
	}
	for i, idea := range ideas {
		d := search.Doc{ID: int64(i + 1), Title: words.Tokens(idea.title, ""), Body: words.Tokens(idea.text, ""), TitleText: idea.title}
		corpus.TitleLength += float64(len(d.Title)) / float64(len(ideas))
		corpus.BodyLength += float64(len(d.Body)) / float64(len(ideas))
		seen := map[string]bool{}
		for _, t := range slices.Concat(d.Title, d.Body) {
			if !seen[t.Term] {
				seen[t.Term] = true
				corpus.Frequency[t.Term]++
			}
		}
		docs[i] = d
	}
	return func(typed string) []int64 {
		var ids []int64
		for _, hit := range search.Similar(words.Query(typed, nil), typed, docs, corpus) {
			ids = append(ids, hit.ID)
		}
		return ids
	}
}

// tfidf finds as is usual: the cosine of words as they are written, by their frequency
// and that of the documents that hold them.
func tfidf(ideas []written) func(typed string) []int64 {
	holding := map[string]float64{}
	counts := make([]map[string]float64, len(ideas))
	for i, idea := range ideas {
		counts[i] = plainWords(idea.title + " " + idea.text)
		for word := range counts[i] {
			holding[word]++
		}
	}
	weight := func(word string, n float64) float64 {
		return n * (1 + math.Log(float64(1+len(ideas))/(1+holding[word])))
	}
	lengths := make([]float64, len(ideas))
	for i := range counts {
		for word, n := range counts[i] {
			lengths[i] += weight(word, n) * weight(word, n)
		}
	}
	return func(typed string) []int64 {
		scores := make([]float64, len(ideas)+1)
		var ids []int64
		for i := range counts {
			for word, n := range plainWords(typed) {
				scores[i+1] += weight(word, n) * weight(word, counts[i][word]) / math.Sqrt(lengths[i])
			}
			if scores[i+1] > 0 {
				ids = append(ids, int64(i+1))
			}
		}
		slices.SortFunc(ids, func(a, b int64) int { return cmp.Or(cmp.Compare(scores[b], scores[a]), cmp.Compare(b, a)) })
		return ids
	}
}

func plainWords(text string) map[string]float64 {
	all := map[string]float64{}
	for word := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if len(word) > 1 {
			all[word]++
		}
	}
	return all
}

// TestSimilarIdeasAreFound: what must be reached, and that the pairs are hard enough.
func TestSimilarIdeasAreFound(t *testing.T) {
	pairs, ideas := similarSet(t)
	if len(pairs) < 60 || len(ideas)-len(pairs) < 1000 {
		t.Fatalf("%d pairs among %d ideas", len(pairs), len(ideas))
	}
	words, hard := search.NewWords(), 0
	for _, p := range pairs {
		if shared(words, p.typed, ideas[p.want-1].title+" "+ideas[p.want-1].text) <= 2 {
			hard++
		}
	}
	ours, plain := recallOf(pairs, engine(ideas)), recallOf(pairs, tfidf(ideas))
	t.Logf("%d pairs, %d share at most two stems, %d ideas: ours %.3f, TF-IDF %.3f", len(pairs), hard, len(ideas), ours, plain)
	if 2*hard < len(pairs) || ours.five < 0.70 || ours.five < plain.five+0.12 {
		t.Errorf("%d of %d pairs share at most two stems; within five %.2f, TF-IDF %.2f", hard, len(pairs), ours.five, plain.five)
	}
}

// shared counts the stems that two texts have in common.
func shared(words *search.Words, a, b string) int {
	there, both := map[string]bool{}, 0
	for _, t := range words.Tokens(b, "") {
		there[t.Term] = there[t.Term] || t.Weight == 1
	}
	for _, t := range words.Tokens(a, "") {
		if there[t.Term] && t.Weight == 1 {
			both++
		}
	}
	return both
}

// BenchmarkSimilar reports how well similar ideas are found, next to a plain TF-IDF.
func BenchmarkSimilar(b *testing.B) {
	pairs, ideas := similarSet(b)
	for range b.N {
		for name, find := range map[string]func(string) []int64{"ours": engine(ideas), "TF-IDF": tfidf(ideas)} {
			r := recallOf(pairs, find)
			b.ReportMetric(r.first, name+"_recall@1")
			b.ReportMetric(r.five, name+"_recall@5")
			b.ReportMetric(r.mrr, name+"_MRR")
		}
	}
}
