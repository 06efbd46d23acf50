// Package text is the one door for letters: whatever people type, files hold and
// headers carry comes through here before it is checked, stored, compared or
// logged. Valid tells whether there is anything to read at all, Mend repairs what
// nobody can be asked about, Line and Body write one line or many in the one way
// in which they are kept, and Cut shortens between characters.
package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"golang.org/x/text/unicode/norm"

	"groundswell/internal/domain"
)

// Valid reports whether a value is text at all: UTF-8 without NUL, which
// PostgreSQL does not keep. No form of ours sends anything else.
func Valid(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

// Mend repairs text whose writer cannot be asked: headers, files, what other
// servers say. Bytes that are no UTF-8 become U+FFFD, control characters but tab
// and line ends go, of piled marks the first domain.MarksMax stay.
func Mend(s string) string {
	return capMarks(norm.NFC.String(strings.Map(withoutControls, utf8Only(s))), domain.MarksMax)
}

// Line is one line as it is kept: composed (NFC), without what nobody can see or
// what turns the direction of reading, any white space between words a single
// space. Control characters and piled marks stay, for the rules to refuse.
//
// Joiners stay inside words of scripts that need them and inside emoji, variation
// selectors right behind what has variants.
func Line(s string) string {
	s = visible(norm.NFC.String(utf8Only(s)))
	return strings.Join(strings.Fields(norm.NFC.String(s)), " ") // what stood between them is gone
}

func utf8Only(s string) string { return strings.ToValidUTF8(s, string(utf8.RuneError)) }

// bodyMarks is how many marks one letter may carry in running text.
const bodyMarks = 8

// Body is text of many lines as it is kept: composed (NFC), with \n for every kind
// of line end, without control characters other than tab, and with directions that
// end where their line ends.
func Body(s string) string {
	s = strings.Map(withoutControls, lineEnds.Replace(utf8Only(s)))
	s = capMarks(norm.NFC.String(balanced(s)), bodyMarks)
	return strings.TrimFunc(s, unicode.IsSpace)
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// withoutControls drops control characters that are no white space, what turns
// letters round whatever they are, and the invisible copy of ASCII in plane 14.
func withoutControls(r rune) rune {
	switch {
	case r >= ' ' && r < '\x7f': // most of them
	case unicode.IsControl(r) && !unicode.IsSpace(r), r == leftOverride, r == rightOverride, r == '\uFEFF', r >= 0xE0000 && r <= 0xE007F:
		return -1
	}
	return r
}

// firstMark is the first character that is a mark.
const firstMark = '\u0300'

// capMarks keeps the first few of the marks that stand on one letter.
func capMarks(s string, most int) string {
	marks := 0
	return strings.Map(func(r rune) rune {
		switch {
		case r < firstMark && r != '\u00AD': // the soft hyphen is invisible
			marks = 0
		case unicode.In(r, unicode.Mn, unicode.Me):
			marks++
		case !domain.Invisible(r):
			marks = 0
		}
		if marks > most {
			return -1
		}
		return r
	}, s)
}

// Cut shortens a text to at most so many characters (code points), and never
// inside what people see as one, such as an emoji of several.
func Cut(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	end, n, state := 0, 0, -1
	for rest := s; rest != ""; {
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if n += utf8.RuneCountInString(cluster); n > most {
			break
		}
		end += len(cluster)
	}
	if end == 0 { // one single pile
		return string([]rune(s)[:max(most, 0)])
	}
	return s[:end]
}
