package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"groundswell/internal/domain"
)

// Whole lists stand in the order of the reader's alphabet; names from right to left
// stand apart from what is beside them.
func TestNamesOnPages(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		for i, name := range []string{"Übungen", "Zubehör", "apfel", "Äpfel", "עברית"} {
			_, err := s.app.SaveSpace(t.Context(), domain.System, domain.Space{Name: name, Slug: "space-" + itoa(int64(i))})
			s.must(err)
		}
		p := s.product("מקלדת Gaming")
		id := s.idea(domain.Customer, "כותרת של רעיון")
		guest := s.browser()
		want := []string{"apfel", "Äpfel", "Gaming", "Small business", "Übungen", "Zubehör", "עברית"}
		for _, language := range []string{"en", "de"} {
			guest.accept = language
			links := guest.get("/spaces").want(http.StatusOK).doc().Find("main h2 a")
			got := links.Map(func(_ int, a *goquery.Selection) string { return a.Text() })
			if !slices.Equal(got, want) {
				t.Errorf("%s: spaces stand as %q", language, got)
			}
		}
		guest.accept = "en"
		first := guest.get(ideaPath(id, ""))
		if first.location != "" { // to the address with its words
			first = guest.get(first.location)
		}
		page := first.doc()
		if title := page.Find("title").Text(); !strings.HasPrefix(title, "\u2068כותרת של רעיון\u2069 · ") {
			t.Errorf("the title is %q", title)
		}
		if page.Find("h1[dir=auto]").Length() != 1 || page.Find(".prose[dir=auto]").Length() != 1 || page.Find("a bdi").Length() == 0 {
			t.Error("the idea's words do not choose their direction")
		}
		if label, _ := page.Find("form.vote").Attr("aria-label"); !strings.Contains(label, "\u2068כותרת של רעיון\u2069") {
			t.Errorf("the vote's label is %q", label)
		}
		if n := guest.get("/products").doc().Find("h2[dir=auto]").Length(); n != 1 {
			t.Errorf("%d products choose their direction", n)
		}
		guest.get(p.Path()).want(http.StatusOK, "מקלדת")
	})
}
