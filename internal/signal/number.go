package signal

import (
	"encoding/hex"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// numberMark stands in front of a number among the hosts that posts lead to. No host begins
// with it.
const numberMark = "tel:"

// AsHost is how a number is kept among the hosts that posts lead to: as a keyed hash, for it
// may be somebody's own.
func AsHost(hash []byte) string { return numberMark + hex.EncodeToString(hash) }

// IsNumber reports whether a host is such a number.
func IsNumber(host string) bool { return strings.HasPrefix(host, numberMark) }

// written are digits as people write a number to be called: groups with a few signs between,
// and letters that look like digits where they stand among them.
var written = regexp.MustCompile(`\+?\(?[0-9][0-9OolI|]*(?:[^\pL\pN\n,:;$€£%=#<>"]{1,3}[0-9OolI|]*[0-9][0-9OolI|]*)*`)

// date is what is written like a number and is a day, or days.
var date = regexp.MustCompile(`\b(?:(?:19|20)\d\d[-./ ]\d\d?[-./ ]\d\d?|\d\d?[-./ ]\d\d?[-./ ](?:19|20)\d\d)\b`)

// alike are letters that stand for digits.
var alike = strings.NewReplacer("O", "0", "o", "0", "l", "1", "I", "1", "|", "1")

// Bounds of what is taken for a number to call, in digits.
const (
	numberLeast = 9 // and what numbers are compared by, without what dials a country
	numberMost  = 15
)

// numbers are those to call or to write to in a text, each once: their last digits, without
// what stands between and in front, by which the same number is the same however it is written.
func numbers(text string) (found []string) {
	text = norm.NFKC.String(text)
	if strings.Contains(text, ".") {
		text = address.ReplaceAllStringFunc(text, func(leads string) string {
			if hostOf(leads) == "" {
				return leads
			}
			return "\n"
		})
	}
	for _, run := range written.FindAllString(date.ReplaceAllString(text, "\n"), -1) {
		digits := strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, alike.Replace(run))
		if len(digits) < numberLeast || len(digits) > numberMost || round(digits) {
			continue
		}
		if last := digits[len(digits)-numberLeast:]; !slices.Contains(found, last) {
			found = append(found, last)
		}
	}
	return found
}

// round reports whether digits are an amount, or nothing: most of them are one and the same.
func round(digits string) bool {
	for _, d := range "0123456789" {
		if 3*strings.Count(digits, string(d)) > 2*len(digits) {
			return true
		}
	}
	return false
}
