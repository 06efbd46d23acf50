package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// longest is how much of a word counts, in characters: nobody types more of one.
const longest = 40

// fold writes a word the way in which it is compared: small letters without
// accents, ß as ss. It reads at most longest characters of it.
func fold(word string) string {
	word = firstRunes(word, longest)
	if plain(word) {
		return word
	}
	if latin := strings.Map(latinLetter, word); !strings.ContainsRune(latin, unknownLetter) {
		return strings.ReplaceAll(latin, sharp, "ss")
	}
	word = strings.Map(withoutMarks, norm.NFKD.String(strings.ToLower(word)))
	return firstRunes(norm.NFC.String(letters.Replace(word)), longest)
}

// What latinLetter says of letters that are two, and of those that it does not know.
const (
	sharp         = "\x01"
	unknownLetter = '\x02'
)

// latinLetter folds the letters that nearly all German and English words have, which is
// a hundred times as fast as asking Unicode.
func latinLetter(r rune) rune {
	switch {
	case r >= 'A' && r <= 'Z':
		return r + 'a' - 'A'
	case r < utf8.RuneSelf && r > unknownLetter:
		return r
	}
	switch r {
	case 'ä', 'Ä', 'à', 'á', 'â', 'À', 'Á', 'Â':
		return 'a'
	case 'ö', 'Ö', 'ò', 'ó', 'ô', 'Ò', 'Ó', 'Ô':
		return 'o'
	case 'ü', 'Ü', 'ù', 'ú', 'û', 'Ù', 'Ú', 'Û':
		return 'u'
	case 'è', 'é', 'ê', 'ë', 'È', 'É', 'Ê', 'Ë':
		return 'e'
	case 'ß', 'ẞ':
		return rune(sharp[0])
	}
	return unknownLetter
}

// plain reports whether there is nothing to fold.
func plain(word string) bool {
	for i := range len(word) {
		if c := word[i]; c >= utf8.RuneSelf || c >= 'A' && c <= 'Z' {
			return false
		}
	}
	return true
}

// withoutMarks drops what Latin, Greek and Cyrillic letters carry; the marks of other
// scripts are letters of their own.
func withoutMarks(r rune) rune {
	if r >= '\u0300' && r <= '\u036F' || r == '\u00AD' || r == '\u200B' || r == '\u200C' || r == '\u200D' || r == utf8.RuneError {
		return -1
	}
	return unicode.ToLower(r)
}

// letters that are not letter and mark.
var letters = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i", "ς", "σ")

func firstRunes(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for i := range s {
		if most == 0 {
			return s[:i]
		}
		most--
	}
	return s
}

// contract makes one word of "gaenger" and "ganger", as which "Gänger" was folded: ae,
// oe and ue are a, o and u unless a vowel or q is before them ("neue", "quelle").
func contract(word string) string {
	i := umlaut(word, 0)
	if i < 0 {
		return word
	}
	var b strings.Builder
	from := 0
	for ; i >= 0; i = umlaut(word, from) {
		b.WriteString(word[from : i+1])
		from = i + 2
	}
	b.WriteString(word[from:])
	return b.String()
}

// umlaut finds the next umlaut that is written with two letters.
func umlaut(word string, from int) int {
	for i := from; i+1 < len(word); i++ {
		if word[i+1] == 'e' && (word[i] == 'a' || word[i] == 'o' || word[i] == 'u') && (i == 0 || !isVowel(word[i-1]) && word[i-1] != 'q') {
			return i
		}
	}
	return -1
}

func isVowel(c byte) bool { return strings.IndexByte("aeiouy", c) >= 0 }
