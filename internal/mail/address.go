package mail

import (
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"
)

// NormalAddress is the one way to write an address, so that one mailbox is one
// account: trimmed, in lower case, its letters composed (NFC), its domain as the
// name servers know it (punycode). It is what an account is found by and what mail
// is sent to. What is no domain stays as it is, for domain.CheckEmail to refuse.
func NormalAddress(s string) string {
	s = norm.NFC.String(strings.ToLower(norm.NFC.String(strings.TrimSpace(s))))
	at := strings.LastIndexByte(s, '@')
	if host, err := idna.Lookup.ToASCII(s[at+1:]); at >= 0 && err == nil {
		return s[:at+1] + host
	}
	return s
}
