package text

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"groundswell/internal/domain"
)

// Skeleton is what a name looks like: two names with the same one can be taken for
// each other. Marks, case, spaces and punctuation do not count, and letters and
// digits that look alike are one, in Latin, Cyrillic, Greek, Armenian and Cherokee
// (after Unicode's UTS #39, which has no case and keeps the marks).
func Skeleton(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(utf8Only(name)) {
		if like, known := looksLike[r]; known { // before case is folded: Cyrillic В is a B, в is none
			b.WriteString(like)
			continue
		}
		r = unicode.ToLower(r)
		switch like, known := looksLike[r]; {
		case known:
			b.WriteString(like)
		case unicode.IsLetter(r), unicode.IsDigit(r):
			if !domain.Invisible(r) {
				b.WriteRune(r)
			}
		}
	}
	return pairs.Replace(b.String())
}

// pairs of letters that look like one.
var pairs = strings.NewReplacer("rn", "m", "vv", "w")

// looksLike are the letters that look like a Latin one. Lower-case i, l and the
// digit 1 are one letter, o and 0 another.
var looksLike = likenesses(map[string]string{
	"a": "@аαɑ⍺ΑАᎪ", "b": "ВΒᏴƄЬвʙ", "c": "сςСᏟᴄ", "d": "ԁɗᎠᏧ", "e": "еҽєЕΕᎬ", "f": "ƒϝ", "g": "ɡգԍᏀԌ", "h": "һհНΗᎻн", "j": "јϳЈᎫ",
	"k": "кκКΚᏦĸ",
	"l": "iI1|!ıіІΙӀӏɩᎥǀι", "m": "мМΜᎷ", "n": "ոпɴΝη", "o": "0оοσОΟօՕଠ", "p": "рρРΡᏢ", "q": "ԛ", "r": "гᴦᏒ", "s": "$ѕЅꜱᏚՏ",
	"t": "тτТΤᎢ", "u": "υսμʋᴜՍ",
	"v": "νѵѴᏙᴠ", "w": "ѡԝᎳᴡա", "x": "хХΧχᎽ", "y": "уγУΥүҮყ", "z": "ΖᴢᏃ", "ss": "ß", "ae": "æ", "oe": "œ", "th": "þ",
})

func likenesses(letters map[string]string) map[rune]string {
	all := map[rune]string{}
	for latin, alike := range letters {
		for _, r := range alike {
			all[r] = latin
		}
	}
	return all
}

// Pretends reports whether a name can be taken for one of others, or says nothing
// but what is reserved: words for those who run the place, alone or together.
// Names and words are compared as Skeletons.
func Pretends(name string, others, reserved []string) bool {
	whole := Skeleton(name)
	if whole == "" {
		return false
	}
	if slices.ContainsFunc(others, func(other string) bool { return Skeleton(other) == whole }) {
		return true
	}
	var words []string
	for _, word := range reserved {
		if s := Skeleton(word); s != "" {
			words = append(words, s)
		}
	}
	return madeOf(whole, words)
}

// madeOf reports whether a text is nothing but some of the words.
func madeOf(s string, words []string) bool {
	return s == "" || slices.ContainsFunc(words, func(word string) bool {
		rest, begins := strings.CutPrefix(s, word)
		return begins && madeOf(rest, words)
	})
}
