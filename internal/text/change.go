package text

import (
	"slices"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// Change is a run of words that two versions of a text have in common, or one of them
// alone.
type Change struct {
	Kind  ChangeKind
	Words string
}

// ChangeKind says which of two versions of a text some words are in.
type ChangeKind int

// The kinds of a Change.
const (
	Kept ChangeKind = iota
	Went            // in the older one
	Came            // in the newer one
)

// changeTime bounds the search for the fewest changes; what is found by then is right,
// only longer.
const changeTime = 20 * time.Millisecond

// Changes are what became of a text, word by word: without what came it is the older
// one, without what went the newer one. A word or two that both have between longer
// changes is part of them, for nobody reads a text that is cut into single words.
func Changes(older, newer string) []Change {
	var all numbering
	a, b := all.of(older), all.of(newer)
	differ := diffmatchpatch.New()
	differ.DiffTimeout = changeTime
	found := differ.DiffCleanupSemantic(differ.DiffMainRunes(a, b, false))
	kinds := map[diffmatchpatch.Operation]ChangeKind{
		diffmatchpatch.DiffEqual: Kept, diffmatchpatch.DiffDelete: Went, diffmatchpatch.DiffInsert: Came,
	}
	changes := make([]Change, 0, len(found))
	for _, d := range found {
		if words := all.words(d.Text); words != "" {
			changes = append(changes, Change{kinds[d.Type], words})
		}
	}
	return changes
}

// numbering gives each different word a letter of its own, for what compares letters.
type numbering struct {
	letters map[string]rune
	all     []string
}

// firstLetter is that of the first word. Letters that no text can have are left out.
const firstLetter = 0x100

func (n *numbering) of(text string) []rune {
	if n.letters == nil {
		n.letters = map[string]rune{}
	}
	var out []rune
	for text != "" {
		word := text[:wordEnd(text)]
		text = text[len(word):]
		letter, known := n.letters[word]
		if !known {
			letter = rune(firstLetter + len(n.all))
			for !utf8.ValidRune(letter) || letter == utf8.RuneError {
				n.all = append(n.all, "")
				letter++
			}
			n.letters[word], n.all = letter, append(n.all, word)
		}
		out = append(out, letter)
	}
	return out
}

func (n *numbering) words(letters string) string {
	var words []byte
	for _, letter := range letters {
		words = append(words, n.all[letter-firstLetter]...)
	}
	return string(words)
}

// wordEnd is where the first word of a text ends: letters and digits that stand
// together, spaces that do, or one sign.
func wordEnd(text string) int {
	first, size := utf8.DecodeRuneInString(text)
	kinds := []func(rune) bool{unicode.IsSpace, inWord}
	at := slices.IndexFunc(kinds, func(is func(rune) bool) bool { return is(first) })
	if at < 0 {
		return size
	}
	for end, c := range text {
		if !kinds[at](c) {
			return end
		}
	}
	return len(text)
}

func inWord(c rune) bool { return unicode.IsLetter(c) || unicode.IsMark(c) || unicode.IsNumber(c) }
