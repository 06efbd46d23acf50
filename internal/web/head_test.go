package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"groundswell/internal/domain"
)

// What search engines, previews and phones read of a page before its words.
func TestTheHeadOfAPage(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id, p := s.idea(domain.Customer, "A quieter fan for everyone"), s.product("Moss Keyboard")
		idea, err := s.db.Reader().IdeaFor(t.Context(), domain.Nobody, id, 0)
		s.must(err)
		guest := s.browser()
		for _, c := range []struct{ path, canonical, about string }{
			{"/", "/", "say what should be built"},
			{"/ideas?tab=top", "/", "say what should be built"},
			{idea.Path(), idea.Path(), "Because it matters."},
			{p.Path() + "?order=lowest", p.Path(), "Keys to press."},
			{"/spaces", "/spaces", "say what should be built"},
			{"/ideas?status=open", "", ""}, // in no index: nothing to tell
			{"/nowhere", "", ""},
		} {
			doc := guest.get(c.path).doc()
			want := c.canonical
			if want != "" {
				want = s.url + want
			}
			if got := doc.Find(`link[rel="canonical"]`).AttrOr("href", ""); got != want {
				t.Errorf("%s: canonical %q, want %q", c.path, got, want)
			}
			if got := doc.Find(`meta[name="description"]`).AttrOr("content", ""); !strings.Contains(got, c.about) || (got == "") != (c.about == "") {
				t.Errorf("%s: description %q, want %q", c.path, got, c.about)
			}
			if n := doc.Find(`meta[name="theme-color"][media]`).Length(); n != 2 {
				t.Errorf("%s: %d theme colours, want one for each theme", c.path, n)
			}
			doc.Find(`link[rel="icon"], link[rel="apple-touch-icon"]`).Each(func(_ int, link *goquery.Selection) {
				guest.get(link.AttrOr("href", "/none")).want(http.StatusOK)
			})
		}
	})
}

// Browsers and crawlers ask for some files before they have read a page.
func TestFilesAtTheRoot(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		for path, kind := range map[string]string{
			"/favicon.ico": "image/vnd.microsoft.icon", "/apple-touch-icon.png": "image/png",
		} {
			a := s.browser().get(path).want(http.StatusOK)
			if got := a.header.Get("Content-Type"); got != kind {
				t.Errorf("%s is %q, want %q", path, got, kind)
			}
			if got := a.header.Get("Cache-Control"); got != "no-cache" { // the address stays when the file changes
				t.Errorf("%s: Cache-Control %q", path, got)
			}
		}
	})
}
