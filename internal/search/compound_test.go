package search

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// labelled is a word of testdata/compounds.txt, and where it may be cut.
type labelled struct {
	subject, word string
	parts         []string // folded, as short as they get
}

func labelledWords(t *testing.T) []labelled {
	t.Helper()
	text, err := os.ReadFile("testdata/compounds.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []labelled
	subject := ""
	for line := range strings.Lines(string(text)) {
		if comment, ok := strings.CutPrefix(strings.TrimSpace(line), "# "); ok {
			subject = comment
			continue
		}
		for written := range strings.FieldsSeq(line) {
			l := labelled{subject: subject, word: strings.ReplaceAll(written, "|", "")}
			for part := range strings.SplitSeq(written, "|") {
				l.parts = append(l.parts, fold(part))
			}
			all = append(all, l)
		}
	}
	return all
}

// right reports whether a part is made of parts that belong together, but for what
// links it to the next.
func (l labelled) right(part string) bool {
	for from := range l.parts {
		for to := from + 1; to <= len(l.parts); to++ {
			whole := strings.Join(l.parts[from:to], "")
			for _, link := range links {
				if part == whole || part+link == whole {
					return len(l.parts) > 1
				}
			}
		}
	}
	return false
}

// leastRecall is what must be found of a subject that the table was made for, and of
// one that it was not.
const (
	leastRecall   = 0.85
	leastHeldOut  = 0.75
	leastPrecise  = 0.91
	wholeSubject  = "whole"
	heldOutMarker = "held out"
)

// TestCompoundsAreTakenApart measures the splitter on labelled words of five subjects:
// recall over the compounds, precision over the parts, those of whole words included.
func TestCompoundsAreTakenApart(t *testing.T) {
	w := NewWords()
	type score struct{ words, found, parts, right int }
	scores := map[string]*score{}
	all := score{}
	for _, l := range labelledWords(t) {
		if scores[l.subject] == nil {
			scores[l.subject] = &score{}
		}
		s := scores[l.subject]
		parts := w.split(fold(l.word), isCapital(l.word))
		wrong := slices.DeleteFunc(slices.Clone(parts), l.right)
		s.words++
		s.parts, all.parts = s.parts+len(parts), all.parts+len(parts)
		s.right, all.right = s.right+len(parts)-len(wrong), all.right+len(parts)-len(wrong)
		if len(parts) > 0 && len(wrong) == 0 {
			s.found++
		}
		if (len(l.parts) > 1) != (len(parts) > 0) || len(wrong) > 0 {
			t.Logf("%s: %v", l.word, parts)
		}
	}
	for subject, s := range scores {
		t.Logf("%s: %d of %d are taken apart rightly, %d of %d parts are right", subject, s.found, s.words, s.right, s.parts)
		least := leastRecall
		switch {
		case subject == wholeSubject:
			continue
		case strings.Contains(subject, heldOutMarker):
			least = leastHeldOut
		}
		if recall := float64(s.found) / float64(s.words); recall < least {
			t.Errorf("%s: recall %.2f", subject, recall)
		}
	}
	precision := float64(all.right) / float64(all.parts)
	t.Logf("precision %.3f of %d parts", precision, all.parts)
	if precision < leastPrecise {
		t.Errorf("precision %.2f", precision)
	}
	if whole := scores[wholeSubject]; whole.words < 50 || len(scores) < 3 {
		t.Errorf("too few words: %d that are whole, %d subjects", whole.words, len(scores))
	}
}
