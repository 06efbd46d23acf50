package domain

import (
	"crypto/sha256"
	"fmt"
	"strings"
)

// Content is what a row said, in a form that can be kept: a later import of the
// same row tells by it whether the row has changed.
type Content struct {
	Digest []byte
	Dated  bool // the row says when it was
}

// contentVersion stands in front of a digest. Digests of the first version had
// nothing there and were shorter.
const contentVersion = 2

// contentOf digests the values of a row as the file gives them: not what this
// version of the program makes of them, nor what a row without a date gets. An
// empty value says as little as one that is not there.
func contentOf(fields []string, values map[string]string, date string) Content {
	h := sha256.New()
	for _, field := range fields {
		if v := strings.TrimSpace(values[field]); v != "" {
			fmt.Fprintf(h, "%s=%q\n", field, v)
		}
	}
	return Content{Digest: h.Sum([]byte{contentVersion}), Dated: strings.TrimSpace(values[date]) != ""}
}

// Outdated reports whether a kept digest was made by the first version, which
// digested what it had made of a row.
func OutdatedDigest(kept []byte) bool { return len(kept) == sha256.Size }
