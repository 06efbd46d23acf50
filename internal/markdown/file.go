package markdown

import (
	"regexp"
	"strings"

	"groundswell/internal/domain"
)

// FromFile returns the Markdown of a text that came in a file of the given
// format. What nobody declared is Markdown already, letter by letter.
func FromFile(source string, format domain.TextFormat) (string, error) {
	switch format {
	case domain.TextHTML:
		return fromHTML(source)
	case domain.TextPlain:
		return escape(source), nil
	}
	return source, nil
}

// LineFromFile returns a title or a name that came in a file of the given format.
func LineFromFile(source string, format domain.TextFormat) string {
	if format != domain.TextHTML || !strings.ContainsAny(source, "<&") {
		return source
	}
	return lineFromHTML(source)
}

// LooksLikeHTML says that a text has in it what HTML writes and people do not: an
// end tag, a line break, or the name of a character.
func LooksLikeHTML(source string) bool {
	return strings.ContainsAny(source, "<&") && likeHTML.MatchString(source)
}

var likeHTML = regexp.MustCompile(`(?i)</(p|div|span|a|b|i|em|strong|ul|ol|li|h[1-6]|table|tr|td|blockquote|pre|code)\s*>` +
	`|<br\s*/?>|&(amp|lt|gt|quot|nbsp|#\d+);`)
