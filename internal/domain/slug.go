package domain

import (
	"strings"
	"unicode"
)

// Slug makes the words of an address: lower case, German letters spelled out,
// other accents dropped, everything else a single hyphen, at most SlugMax
// bytes, cut between words. It is empty when nothing can be kept.
func Slug(s string) string {
	var b strings.Builder
	pending := false
	for _, r := range strings.ToLower(s) {
		part := foldLetter(r)
		if part == "" {
			pending = b.Len() > 0
			continue
		}
		if pending {
			b.WriteByte('-')
			pending = false
		}
		b.WriteString(part)
	}
	return cutAtHyphen(b.String())
}

func cutAtHyphen(s string) string {
	if len(s) <= SlugMax {
		return s
	}
	cut := s[:SlugMax+1]
	if i := strings.LastIndexByte(cut, '-'); i > 0 {
		return cut[:i]
	}
	return s[:SlugMax]
}

// folds spells out what Latin letters lose in an address.
var folds = map[rune]string{
	'ä': "ae", 'ö': "oe", 'ü': "ue", 'ß': "ss", 'æ': "ae", 'ø': "oe", 'å': "a", 'œ': "oe",
	'á': "a", 'à': "a", 'â': "a", 'ã': "a", 'ç': "c", 'č': "c", 'ć': "c", 'ď': "d", 'ð': "d",
	'é': "e", 'è': "e", 'ê': "e", 'ë': "e", 'ě': "e", 'ę': "e", 'í': "i", 'ì': "i", 'î': "i", 'ï': "i",
	'ł': "l", 'ñ': "n", 'ń': "n", 'ň': "n", 'ó': "o", 'ò': "o", 'ô': "o", 'õ': "o", 'ř': "r",
	'š': "s", 'ś': "s", 'ş': "s", 'ť': "t", 'þ': "th", 'ú': "u", 'ù': "u", 'û': "u", 'ů': "u",
	'ý': "y", 'ÿ': "y", 'ž': "z", 'ź': "z", 'ż': "z",
}

// foldLetter returns what stands for a lower-case rune in an address. Letters
// of other scripts are dropped: the number in the address finds the idea.
func foldLetter(r rune) string {
	if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
		return string(r)
	}
	return folds[r]
}
