package markdown

import (
	"html"
	"regexp"

	htmltomarkdown "github.com/JohannesKaufmann/html-to-markdown/v2"

	"groundswell/internal/domain"
)

// FromFile returns the Markdown of a text that came in a file of the given
// format. What nobody declared is Markdown already, letter by letter.
func FromFile(source string, format domain.TextFormat) (string, error) {
	switch format {
	case domain.TextHTML:
		return htmltomarkdown.ConvertString(source)
	case domain.TextPlain:
		return source, nil
	}
	return source, nil
}

// LineFromFile returns a title or a name that came in a file of the given format.
func LineFromFile(source string, format domain.TextFormat) string {
	if format != domain.TextHTML {
		return source
	}
	return html.UnescapeString(source)
}

// LooksLikeHTML says that a text has an end tag or a line break of HTML in it.
func LooksLikeHTML(source string) bool { return tag.MatchString(source) }

var tag = regexp.MustCompile(`(?i)</(p|div|span|a|b|i|em|strong|ul|ol|li|h[1-6]|table|tr|td|blockquote|pre|code)\s*>|<br\s*/?>`)
