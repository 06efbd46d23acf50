package signal

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// address is what leads out of a text: with a scheme, or as people write it without.
var address = regexp.MustCompile(`(?i)\bhttps?://[^\s<>()\[\]"']+|\b(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:[a-z]{2,12})\b(?:/[^\s<>()\[\]"']*)?`)

// endings are those of names without a scheme that are taken for hosts; a sentence
// without a space behind its point has others.
var endings = []string{"com", "net", "org", "info", "biz", "online", "shop", "site", "xyz", "top", "club", "live", "store", "app", "io", "ru",
	"cn", "de", "eu", "at", "ch", "uk", "example", "test", "invalid"}

// Hosts are the hosts that a text links to or names, each once, in lower case and
// without www.
func Hosts(text string) []string {
	var hosts []string
	for _, found := range address.FindAllString(text, -1) {
		host := hostOf(found)
		if host != "" && !slices.Contains(hosts, host) {
			hosts = append(hosts, host)
		}
	}
	return hosts
}

// wellKnown are hosts that people of all sorts link to: a link there says nothing.
var wellKnown = []string{"wikipedia.org", "wikimedia.org", "youtube.com", "youtu.be", "google.com", "google.de", "amazon.com", "amazon.de",
	"github.com", "openstreetmap.org"}

// WellKnown reports whether a link to a host says nothing about who posts it.
func WellKnown(host string) bool { return watchedHost([]string{host}, wellKnown) != "" }

func hostOf(found string) string {
	schemed := strings.Contains(found, "://")
	if !schemed {
		found = "http://" + found
	}
	u, err := url.Parse(strings.ToLower(found))
	if err != nil {
		return ""
	}
	host := strings.TrimSuffix(strings.TrimPrefix(u.Hostname(), "www."), ".")
	ending := host[strings.LastIndexByte(host, '.')+1:]
	if !strings.Contains(host, ".") || !schemed && !slices.Contains(endings, ending) {
		return ""
	}
	return host
}

// wordsOf are the words of a text in lower case, without its addresses.
func wordsOf(text string) []string {
	text = address.ReplaceAllStringFunc(text, func(found string) string {
		if hostOf(found) != "" {
			return " "
		}
		return found
	})
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// unlikely finds letters in an order that people's languages do not have: the share of
// pairs of plain letters that English, German and Spanish texts hardly ever have.
func unlikely(text string) string {
	all, odd := 0, 0
	for _, word := range wordsOf(text) {
		for i := 1; i < len(word); i++ {
			a, b := word[i-1], word[i]
			if a < 'a' || a > 'z' || b < 'a' || b > 'z' {
				continue
			}
			if all++; strings.IndexByte(oddPairs[a-'a'], b) >= 0 {
				odd++
			}
		}
	}
	if all < 20 || float64(odd) < lettersFrom*float64(all) {
		return ""
	}
	return strconv.Itoa(100*odd/all) + " %"
}

// oddPairs are, for a to z, the letters that hardly ever follow.
var oddPairs = [26]string{"o", "cdkmnpqx", "bdfgjmpqvwxz", "cjkqxz", "", "bcjmpqvwx", "cdjpqvxz", "cjqvx", "iwy", "bcdfghijklmnpqrstvwxyz",
	"cdjkqvxz", "jx", "dhjkqrvxz", "x", "", "bdgjqvwxz", "abcdefghijklmnopqrstvwxyz", "x", "jx", "jkqx", "qux", "bcdfghjklmnpqrsvwxz",
	"bcfgjkmpqtvwxz", "bdfghjklmnqruvwxz", "fghjknqvxyz", "dfghjkmnpqrvxz"}
