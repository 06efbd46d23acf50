package app

import (
	"crypto/sha256"
	"strings"

	"groundswell/internal/language"
	"groundswell/internal/markdown"
)

// excerptLength is what lists show of a body, in characters.
const excerptLength = 240

// rendered is what a person wrote as it is shown, and its language; "" when that is not
// sure.
func rendered(title, body string) (html, language string) {
	html = markdown.Render(body)
	return html, languageOf(title, html)
}

// languageOf tells the language of a title with the text under it; "" when that is
// not sure.
func languageOf(title, html string) string {
	return language.Of(title + ". " + markdown.FirstWords(html, language.Enough))
}

// digestOf is the same for the same words.
func digestOf(words ...string) []byte {
	sum := sha256.Sum256([]byte(strings.Join(words, "\x00")))
	return sum[:]
}
