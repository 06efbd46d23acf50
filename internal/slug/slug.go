// Package slug makes of a name what can be read in an address or typed in a search.
// A slug is an address and nothing more: names that differ may have the same one,
// and what a name is known by is domain.NameKey.
package slug

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/mozillazg/go-unidecode"
	"golang.org/x/text/unicode/norm"

	"groundswell/internal/domain"
)

// Of makes the words of an address: lower-case ASCII letters and digits with single
// hyphens between the words, at most domain.SlugMax bytes, cut between words.
// German letters are spelled out, other Latin ones lose their marks, other scripts
// are transliterated; "+" and "#" behind a letter or digit and a dot before a word
// are spelled, because they tell names apart (C, C#, C++, .NET). It is empty when
// nothing of the name can be read.
func Of(name string) string { return cut(words(name), domain.SlugMax) }

// Numbered is the nth address made of the same words: the words themselves for 1,
// otherwise with the number behind them, within domain.SlugMax bytes.
func Numbered(words string, n int64) string {
	if n == 1 {
		return words
	}
	number := "-" + strconv.FormatInt(n, 10)
	return cut(words, domain.SlugMax-len(number)) + number
}

// Words are the words by which something with that name is found, each once,
// written as in an address.
func Words(text string) []string {
	var all []string
	seen := map[string]bool{}
	apart := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }
	for word := range strings.FieldsFuncSeq(text, apart) {
		if folded := Of(word); folded != "" && !seen[folded] {
			seen[folded] = true
			all = append(all, folded)
		}
	}
	return all
}

// cut shortens words to so many bytes, between two words where it can.
func cut(words string, most int) string {
	if len(words) <= most {
		return words
	}
	if i := strings.LastIndexByte(words[:most+1], '-'); i > 0 {
		return words[:i]
	}
	return words[:most]
}

// writer puts words together.
type writer struct {
	strings.Builder
	apart bool // the next letter begins a word
}

func (w *writer) write(letters string) {
	for i := range len(letters) {
		switch c := letters[i]; {
		case c >= 'A' && c <= 'Z':
			w.letter(c + 'a' - 'A')
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			w.letter(c)
		case c == ' ' || c == '/': // of a syllable, of a fraction
			w.apart = true
		}
	}
}

func (w *writer) letter(c byte) {
	if w.apart && w.Len() > 0 {
		w.WriteByte('-')
	}
	w.apart = false
	w.WriteByte(c)
}

// word writes a word of its own.
func (w *writer) word(s string) {
	w.apart = true
	w.write(s)
	w.apart = true
}

// enough is how much is read of a name that is very long: more than SlugMax letters
// whatever they are.
const enough = 10 * domain.SlugMax

func words(name string) string {
	var w writer
	runes := []rune(norm.NFC.String(name[:min(len(name), enough)]))
	for i, r := range runes {
		switch {
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			w.write(readable(r))
		case unicode.IsMark(r) || unicode.Is(unicode.Cf, r): // belongs to its letter
			w.write(readable(r))
		case meant(runes, i):
			w.word(spelled[r])
		default:
			w.apart = true
		}
		if w.Len() > domain.SlugMax {
			break
		}
	}
	return w.String()
}

// spelled are marks that are a part of names.
var spelled = map[rune]string{'+': "plus", '#': "sharp", '.': "dot"}

// meant reports whether a mark is spelled: "C#" is, and "#1" is not.
func meant(runes []rune, i int) bool {
	behind := i > 0 && (unicode.IsLetter(runes[i-1]) || unicode.IsNumber(runes[i-1]))
	switch runes[i] {
	case '+':
		return behind || i > 0 && runes[i-1] == '+' && meant(runes, i-1)
	case '#':
		return behind
	case '.':
		return (i == 0 || unicode.IsSpace(runes[i-1])) && i+1 < len(runes) && unicode.IsLetter(runes[i+1])
	}
	return false
}

// letters are those that German readers spell otherwise than other tables do.
var letters = map[rune]string{
	'ä': "ae", 'ö': "oe", 'ü': "ue", 'Ä': "ae", 'Ö': "oe", 'Ü': "ue", 'ø': "oe", 'Ø': "oe", 'þ': "th", 'Þ': "th",
}

// readable is what stands for a letter, digit or mark in ASCII; "" when nothing does.
func readable(r rune) string {
	if r < unicode.MaxASCII {
		return string(r)
	}
	if spelled, ok := letters[r]; ok {
		return spelled
	}
	if bare := strings.Map(withoutMarks, norm.NFKD.String(string(r))); bare != "" && ascii(bare) {
		return bare
	}
	return unidecode.Unidecode(string(r))
}

func withoutMarks(r rune) rune {
	switch {
	case unicode.IsMark(r):
		return -1
	case r == '⁄': // of ½
		return '/'
	}
	return r
}

func ascii(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > unicode.MaxASCII }) < 0
}
