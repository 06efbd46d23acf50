package legal

import (
	"strings"
	"testing"

	"groundswell/internal/domain"
)

// The texts to start from say the same in both languages: as many headings, gaps and
// values, and values of settings that there are.
func TestStartingTextsAreAlike(t *testing.T) {
	for _, page := range domain.LegalPages {
		en, de := Start(page, "en"), Start(page, "de")
		for _, part := range []string{"<h2>", "<li>", "<strong>", "[[", "{{"} {
			if a, b := strings.Count(en.HTML, part), strings.Count(de.HTML, part); a != b {
				t.Errorf("%s has %s %d times in English, %d times in German", page, part, a, b)
			}
		}
		filled := Fill(en.HTML+de.HTML, func(name string) (string, bool) {
			_, known := domain.SettingFor(name)
			return "<5>", known
		})
		if strings.Contains(filled, "{{") || strings.Contains(filled, "<5>") {
			t.Errorf("%s: a value is missing, or is no text", page)
		}
	}
}
