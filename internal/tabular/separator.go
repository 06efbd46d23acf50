package tabular

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// separators are those found out, the likelier first.
var separators = []rune{',', ';', '\t', '|'}

// declared reads the line "sep=;" that spreadsheets write and obey; length is
// that of the whole line, 0 when there is none.
func declared(head []byte) (separator rune, length int) {
	line := head
	if end := bytes.IndexAny(head, "\r\n"); end >= 0 {
		line = head[:end]
	}
	rest, found := strings.CutPrefix(strings.ToLower(strings.Trim(string(line), `"`)), "sep=")
	separator, size := utf8.DecodeRuneInString(rest)
	if !found || size == 0 || size != len(rest) {
		return 0, 0
	}
	length = len(line)
	for _, end := range []string{"\r\n", "\n", "\r"} {
		if bytes.HasPrefix(head[length:], []byte(end)) {
			length += len(end)
			break
		}
	}
	return separator, length
}

// sniffedRows is in how many rows separators are counted.
const sniffedRows = 20

// sniffSeparator finds what separates values: what stands equally often in the
// header and in most rows, outside of quotes; of several the most frequent one.
func sniffSeparator(head []byte) rune {
	best, bestAlike, bestCount := separators[0], 0, 0
	for _, separator := range separators {
		counts := countOutside(head, separator)
		if counts[0] == 0 {
			continue
		}
		alike := 0
		for _, n := range counts {
			if n == counts[0] {
				alike++
			}
		}
		share := alike * 100 / len(counts)
		if share > bestAlike || share == bestAlike && counts[0] > bestCount {
			best, bestAlike, bestCount = separator, share, counts[0]
		}
	}
	return best
}

// countOutside counts a separator in each of the first rows, outside of quotes.
func countOutside(head []byte, separator rune) []int {
	counts := []int{0}
	scan(head, separator, func(r rune) bool {
		if r == separator {
			counts[len(counts)-1]++
		} else {
			counts = append(counts, 0)
		}
		return len(counts) <= sniffedRows
	})
	return counts[:max(1, len(counts)-1)] // the last row may be cut
}

// onlyReturns reports whether the first row ends as on old Macs, with CR alone.
func onlyReturns(head []byte, separator rune) (only bool) {
	scan(head, separator, func(r rune) bool {
		only = r == '\r'
		return r == separator
	})
	return only
}

// scan calls do for every separator outside of quotes and for every end of a row
// that is not empty, with CR for one that is CR alone and LF for others, until do
// returns false. A quote opens where a value begins.
func scan(head []byte, separator rune, do func(rune) bool) {
	quoted, begins, empty := false, true, true
	for i, r := range string(head) {
		if r == '\r' && bytes.HasPrefix(head[i+1:], []byte("\n")) {
			continue
		}
		ends := !quoted && (r == '\n' || r == '\r')
		switch {
		case r == '"' && (quoted || begins):
			quoted, begins = !quoted, true // a doubled quote closes and opens again
		case ends && empty:
			continue
		case ends || !quoted && r == separator:
			begins = true
			if !do(r) {
				return
			}
		default:
			begins = false
		}
		empty = ends
	}
}
