package domain

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// MarksMax is how many marks one letter may carry in a name or a title. Vietnamese,
// Hebrew and Arabic need no more; what has more is there to paint over its
// neighbours.
const MarksMax = 3

// Invisible reports whether a character shows nothing by itself: format
// characters, fillers, blanks that are no spaces, variation selectors.
func Invisible(r rune) bool {
	switch {
	case r < 0xAD: // everything common
		return false
	case r == '\u2800', r == '\uFFFC', r == '\U0001D159': // a blank pattern, a lost object, a note without a head
		return true
	case unicode.Is(unicode.Prepended_Concatenation_Mark, r): // Arabic signs that enclose a number
		return false
	}
	return unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// Seen counts the characters of a text that people see: a letter with its marks is
// one, what is invisible none, and a picture joined of several as many as these.
func Seen(s string) int {
	n := 0
	for _, r := range s {
		if !Invisible(r) && !isMark(r) && !skinTone(r) {
			n++
		}
	}
	return n
}

// Blank reports whether nobody sees anything of a text.
func Blank(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !Invisible(r) && !isMark(r) && !unicode.IsSpace(r) })
}

// isMark reports whether a character stands above, below or round the one before
// it. Vowel signs that take a place of their own are none.
func isMark(r rune) bool { return unicode.In(r, unicode.Mn, unicode.Me) }

func skinTone(r rune) bool { return r >= 0x1F3FB && r <= 0x1F3FF }

// badLetters is the key of what is wrong with the characters of one line, or "":
// control characters, bytes that were none, or a pile of marks.
func badLetters(s string) string {
	marks := 0
	for _, r := range s {
		switch {
		case unicode.IsControl(r), r == utf8.RuneError:
			return "error.characters"
		case isMark(r):
			marks++
		case !Invisible(r):
			marks = 0
		}
		if marks > MarksMax {
			return "error.marks"
		}
	}
	return ""
}
