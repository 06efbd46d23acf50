// Package legal has the texts that a company starts from on the pages that say who it is
// and what holds here, and finds in a text what is still to be filled in.
package legal

import (
	"embed"
	"html"
	"regexp"

	"groundswell/internal/domain"
	"groundswell/internal/markdown"
)

//go:embed en/*.md de/*.md
var files embed.FS

// start has every text to start from, rendered.
var start = load()

func load() map[string]domain.LegalText {
	all := map[string]domain.LegalText{}
	for _, page := range domain.LegalPages {
		for _, language := range []string{"en", "de"} {
			path := language + "/" + string(page) + ".md"
			body, err := files.ReadFile(path)
			if err != nil {
				panic(err) // embedded: there for every start or none
			}
			all[path] = domain.LegalText{Page: page, Language: language, Body: string(body), HTML: markdown.RenderPage(string(body))}
		}
	}
	return all
}

// Start is the text of a page that nobody has saved.
func Start(page domain.LegalPage, language string) domain.LegalText {
	return start[language+"/"+string(page)+".md"]
}

// named is what stands for a value of today: {{watch.below}}.
var named = regexp.MustCompile(`\{\{([a-z_.]+)\}\}`)

// Fill puts values in place of their names in HTML that package markdown rendered. What
// value does not know stays as it is.
func Fill(rendered string, value func(name string) (string, bool)) string {
	return named.ReplaceAllStringFunc(rendered, func(found string) string {
		if v, known := value(named.FindStringSubmatch(found)[1]); known {
			return html.EscapeString(v)
		}
		return found
	})
}
