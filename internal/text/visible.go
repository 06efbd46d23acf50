package text

import (
	"strings"
	"unicode"

	"groundswell/internal/domain"
)

// visible drops what nobody can see, but for joiners and variation selectors where
// they change what is seen.
func visible(s string) string {
	if !strings.ContainsFunc(s, domain.Invisible) {
		return s
	}
	var b strings.Builder
	runes := []rune(s)
	var base, last rune // the last character kept that stands for itself; the last one kept
	for i, r := range runes {
		var next rune
		if i+1 < len(runes) {
			next = runes[i+1]
		}
		if domain.Invisible(r) && !joins(base, last, r, next) && !selects(last, r, next) {
			continue
		}
		b.WriteRune(r)
		last = r
		if !domain.Invisible(r) && !unicode.IsMark(r) {
			base = r
		}
	}
	return b.String()
}

const (
	nonJoiner = '\u200C'
	joiner    = '\u200D'
	keycap    = '\u20E3'
)

// joining are the scripts that write differently with a joiner or a non-joiner.
var joining = []*unicode.RangeTable{
	unicode.Arabic, unicode.Syriac, unicode.Nko, unicode.Mongolian, unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati,
	unicode.Oriya, unicode.Tamil, unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Khmer, unicode.Myanmar,
}

// joins reports whether a joiner is one that its neighbours need: between letters
// of a joining script, or between the parts of an emoji.
func joins(base, last, r, next rune) bool {
	if r != joiner && r != nonJoiner || last == joiner || last == nonJoiner {
		return false
	}
	if unicode.In(base, joining...) && unicode.In(next, joining...) {
		return true
	}
	return r == joiner && pictured(base) && pictured(next)
}

// pictured characters can be part of an emoji.
func pictured(r rune) bool { return unicode.In(r, unicode.So, unicode.Sm, unicode.Sk) && r > 0xFF }

// selects reports whether a variation selector stands behind something that has
// variants: an emoji, a key, a Han ideograph, a Mongolian letter.
func selects(last, r, next rune) bool {
	switch {
	case r >= 0xFE00 && r <= 0xFE0F && (last >= '0' && last <= '9' || last == '#' || last == '*'):
		return next == keycap
	case r >= 0xFE00 && r <= 0xFE0F:
		return pictured(last) || strings.ContainsRune("©®‼⁉〰ℹ", last) || unicode.In(last, unicode.Han, unicode.Myanmar, unicode.Phags_Pa)
	case r >= 0xE0100 && r <= 0xE01EF:
		return unicode.Is(unicode.Han, last)
	}
	return unicode.Is(unicode.Variation_Selector, r) && unicode.Is(unicode.Mongolian, last) && !domain.Invisible(last)
}
