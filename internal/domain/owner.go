package domain

import (
	"crypto/sha256"
	"strings"
	"unicode"
)

// SerialsMax is how many serial numbers one list may have.
const SerialsMax = 10_000

// serialMin and serialMax bound a serial number, in characters.
const (
	serialMin = 4
	serialMax = 64
)

// NormalSerial writes a serial number in one way: letters and digits, upper
// case. It is empty when it cannot be one.
func NormalSerial(s string) string {
	var b strings.Builder
	for _, r := range strings.ToUpper(s) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
		}
	}
	if n := b.Len(); n < serialMin || n > serialMax {
		return ""
	}
	return b.String()
}

// HashSerial is what is kept of a normalised serial number.
func HashSerial(serial string) []byte {
	sum := sha256.Sum256([]byte(serial))
	return sum[:]
}

// ParseSerials reads a list with one serial number a line.
func ParseSerials(text string) ([][]byte, error) {
	var hashes [][]byte
	line := 0
	for typed := range strings.Lines(text) {
		line++
		if strings.TrimSpace(typed) == "" {
			continue
		}
		serial := NormalSerial(typed)
		if serial == "" {
			return nil, BadField("serials", "error.serial_line", Args{"Line": line, "Min": serialMin, "Max": serialMax})
		}
		hashes = append(hashes, HashSerial(serial))
	}
	if len(hashes) == 0 || len(hashes) > SerialsMax {
		return nil, BadField("serials", "error.serials", Args{"Max": SerialsMax})
	}
	return hashes, nil
}

// OwnRating is what a member has said of a product, for the form.
type OwnRating struct {
	Rating   Rating // of the current revision; ID 0 if none
	Verified bool
}
