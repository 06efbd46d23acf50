package views

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"groundswell/internal/domain"
)

var htmlTag = regexp.MustCompile(`<(/?)([a-z]+)[^>]*>`)

// mentioned is a comment's HTML with the names in it as links to their members: of
// those who may be named today, and not in code or in other links.
func mentioned(c *domain.Comment) string {
	if len(c.Mentions) == 0 {
		return c.HTML
	}
	names := slices.Clone(c.Mentions)
	slices.SortFunc(names, func(a, b domain.Mention) int { return len(b.Word) - len(a.Word) }) // Ann Lee before Ann
	var out strings.Builder
	inside, at := 0, 0
	for _, tag := range htmlTag.FindAllStringSubmatchIndex(c.HTML, -1) {
		writeNames(&out, c.HTML[at:tag[0]], names, inside > 0)
		out.WriteString(c.HTML[tag[0]:tag[1]])
		at = tag[1]
		if name := c.HTML[tag[4]:tag[5]]; name == "a" || name == "code" || name == "pre" {
			inside++
			if tag[2] < tag[3] {
				inside -= 2
			}
		}
	}
	writeNames(&out, c.HTML[at:], names, inside > 0)
	return out.String()
}

// writeNames writes a stretch of words with its names as links.
func writeNames(out *strings.Builder, words string, names []domain.Mention, plain bool) {
	for !plain {
		at := strings.IndexByte(words, '@')
		if at < 0 {
			break
		}
		before, _ := utf8.DecodeLastRuneInString(words[:at])
		behind := words[at+1:]
		n := -1
		if at == 0 || !inWord(before) { // behind a letter it is a mail address
			n = slices.IndexFunc(names, func(m domain.Mention) bool {
				rest, is := strings.CutPrefix(behind, html.EscapeString(m.Word))
				next, _ := utf8.DecodeRuneInString(rest)
				return is && (rest == "" || !inWord(next))
			})
		}
		out.WriteString(words[:at])
		if n < 0 {
			out.WriteByte('@')
			words = behind
			continue
		}
		word := html.EscapeString(names[n].Word)
		out.WriteString(`<a class="mention" href="` + memberURL(names[n].Member.ID) + `">@` + word + "</a>")
		words = behind[len(word):]
	}
	out.WriteString(words)
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
