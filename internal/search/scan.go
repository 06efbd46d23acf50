package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// run is a word as it stands in a text, with the hyphens and apostrophes inside it.
type run struct {
	from, to int  // bytes of the text
	begins   bool // a sentence, or whatever else is written with a capital
}

// mostRuns is how many words of a text count: more than 10,000 characters have.
const mostRuns = 5000

// runs calls do for each word of a text until it returns false.
func runs(text string, do func(run) bool) {
	begins := true
	count := 0
	for i := 0; i < len(text) && count < mostRuns; {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !inWord(r) {
			begins = begins || strings.ContainsRune(".!?:;\n\"„“»«(…•*", r)
			i += size
			continue
		}
		end := runEnd(text, i)
		if !do(run{i, end, begins}) {
			return
		}
		i, begins = end, false
		count++
	}
}

// runEnd is where the word that begins at a place ends.
func runEnd(text string, i int) int {
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !inWord(r) && !(joins(r) && i+size < len(text) && wordFollows(text[i+size:])) {
			break
		}
		i += size
	}
	return i
}

func wordFollows(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return inWord(r)
}

func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r) || r == '\u00AD')
}

// joins reports whether what stands on both sides of a character is one word.
func joins(r rune) bool { return r == '-' || r == '\u2010' || r == '\u2011' || r == '\'' || r == '’' }

// pieces are the words between the hyphens of a run, without apostrophes: "it's" and
// "company's" are it and company, "don't" is dont. "BürgerInnen" are Bürger.
func pieces(text string) []string {
	text = strings.TrimSuffix(text, "Innen")
	if !strings.ContainsAny(text, "-\u2010\u2011'’") {
		return []string{text}
	}
	var all []string
	for _, piece := range strings.FieldsFunc(text, func(r rune) bool { return r == '-' || r == '\u2010' || r == '\u2011' }) {
		piece = apostrophes.Replace(piece)
		piece = strings.ReplaceAll(strings.TrimSuffix(piece, "'s"), "'", "")
		if piece != "" {
			all = append(all, piece)
		}
	}
	return all
}

var apostrophes = strings.NewReplacer("’", "'", "'S", "'s")
