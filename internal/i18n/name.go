package i18n

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/unicode/bidi"
)

// Isolate keeps a name that is read from right to left from turning the words and
// marks beside it in a sentence: it stands between U+2068 and U+2069 then. Other
// names are returned as they are: our languages are read from left to right.
func Isolate(s string) string {
	if !strings.ContainsFunc(s, rightToLeft) {
		return s
	}
	return "\u2068" + s + "\u2069"
}

func rightToLeft(r rune) bool {
	if r < '\u0590' { // below Hebrew
		return false
	}
	p, _ := bidi.LookupString(string(r))
	switch p.Class() {
	case bidi.R, bidi.AL, bidi.RLE, bidi.RLO, bidi.RLI, bidi.FSI:
		return true
	}
	return false
}

// SortByName returns a list in the order in which people of the language look names
// up: Ä beside A, é beside e, capitals not before all others, 9 before 10. The list
// itself stays as it is: pages share it.
func SortByName[T any](l *Language, list []T, name func(T) string) []T {
	type entry struct {
		key   []byte
		plain string
		value T
	}
	collator := collate.New(l.tag, collate.Numeric) // has state: one for each sorting
	var buffer collate.Buffer
	entries := make([]entry, len(list))
	for i, v := range list {
		entries[i] = entry{slices.Clone(collator.KeyFromString(&buffer, name(v))), name(v), v}
		buffer.Reset()
	}
	slices.SortStableFunc(entries, func(a, b entry) int {
		return cmp.Or(slices.Compare(a.key, b.key), cmp.Compare(a.plain, b.plain))
	})
	sorted := make([]T, len(list))
	for i, e := range entries {
		sorted[i] = e.value
	}
	return sorted
}
