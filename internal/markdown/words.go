package markdown

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// Words returns what a reader of rendered HTML sees, on one line.
func Words(rendered string) string { return words(rendered, len(rendered)) }

// FirstWords returns the beginning of that, with about enough bytes; what is
// behind it is not read.
func FirstWords(rendered string, enough int) string { return words(rendered, enough) }

// Excerpt returns the first words that a reader of rendered HTML sees, at most
// max characters, cut between words with an ellipsis.
func Excerpt(rendered string, max int) string { return cut(words(rendered, 8*max), max) }

// words reads until there are so many bytes, or all.
func words(rendered string, enough int) string {
	var out strings.Builder
	var lists []int // the number of the next item, of each list around
	tokens := html.NewTokenizer(strings.NewReader(rendered))
	for out.Len() <= enough {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			break
		}
		token := tokens.Token()
		switch {
		case kind == html.TextToken:
			out.WriteString(token.Data)
		case slices.Contains(inWords, token.Data):
		default:
			out.WriteByte(' ')
			lists = numbered(&out, lists, token)
		}
	}
	return strings.Join(strings.Fields(out.String()), " ")
}

// numbered counts the items of ordered lists and writes their numbers.
func numbered(out *strings.Builder, lists []int, token html.Token) []int {
	last := len(lists) - 1
	switch begins := token.Type == html.StartTagToken; {
	case token.Data == "ol" && begins:
		first := 1
		for _, a := range token.Attr {
			first, _ = strconv.Atoi(a.Val) // the only attribute there is
		}
		return append(lists, first)
	case token.Data == "ul" && begins:
		return append(lists, -1)
	case token.Data == "ol" || token.Data == "ul":
		return lists[:max(last, 0)]
	case token.Data == "li" && begins && last >= 0 && lists[last] >= 0:
		out.WriteString(strconv.Itoa(lists[last]) + ". ")
		lists[last]++
	}
	return lists
}

// inWords are the elements that may begin and end within a word.
var inWords = []string{"strong", "em", "del", "code", "a"}

func cut(s string, max int) string {
	runes := []rune(s)
	if len(runes) <= max {
		return s
	}
	end := max
	for end > max/2 && !unicode.IsSpace(runes[end]) {
		end--
	}
	return strings.TrimRightFunc(string(runes[:end]), unicode.IsSpace) + "…"
}
