package signal

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"groundswell/internal/domain"
)

// address is what leads out of a text: with a scheme, or as people write it without.
var address = regexp.MustCompile(`(?i)\bhttps?://[^\s<>()\[\]"']+|\b(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:[a-z]{2,12})\b(?:/[^\s<>()\[\]"']*)?`)

// endings are those of names without a scheme that are taken for hosts; a sentence
// without a space behind its point has others.
var endings = []string{"com", "net", "org", "info", "biz", "online", "shop", "site", "xyz", "top", "club", "live",
	"store", "app", "io", "ru",
	"cn", "de", "eu", "at", "ch", "uk", "example", "test", "invalid"}

// Text is what of a text the signals look at, read once.
type Text struct {
	Hosts []string // that it links to or names, each once, in lower case and without www
	// Numbers are those to call that it names, each once, by their last digits.
	Numbers []string
	Sketch  []int64 // see sketchOf
	chars   int
	// What speaks for spam whoever wrote it: a host and a phrase of the lists, letters in
	// no language's order, the same words over and over. "": nothing does.
	watchedHost, watchedWord, unlikely, repeated string
}

// Read reads a text. It takes up to milliseconds, so that it has no place in a transaction.
func Read(text string, lists domain.WatchLists) Text {
	words, hosts := apart(text)
	return Text{
		Hosts: hosts, Numbers: numbers(text), Sketch: sketchOf(words), chars: utf8.RuneCountInString(text),
		watchedHost: watchedHost(hosts, lists.Hosts), watchedWord: watchedWord(words, lists.Words),
		unlikely: unlikely(words), repeated: repeated(words),
	}
}

// apart are the words of a text in lower case, and the hosts of its addresses.
func apart(text string) (words, hosts []string) {
	for field := range strings.FieldsSeq(text) {
		if strings.Contains(field, ".") { // every address has a point
			field = address.ReplaceAllStringFunc(field, func(found string) string {
				host := hostOf(found)
				if host == "" {
					return found
				}
				if !slices.Contains(hosts, host) {
					hosts = append(hosts, host)
				}
				return " "
			})
		}
		words = append(words, strings.FieldsFunc(strings.ToLower(field), func(r rune) bool {
			return !unicode.IsLetter(r) &&
				!unicode.IsDigit(r)
		})...)
	}
	return words, hosts
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

// unlikely finds letters in an order that people's languages do not have: the share of
// pairs of plain letters that English, German and Spanish texts hardly ever have.
func unlikely(words []string) string {
	all, odd := 0, 0
	for _, word := range words {
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
