package web_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/png"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed/atom"

	"groundswell/internal/card"
	"groundswell/internal/domain"
	"groundswell/internal/store/storetest"
	"groundswell/internal/web"
)

// news reads a feed with a parser that is not ours and holds it against what RFC 4287 asks
// of one: an id, a title and a time for the feed and each entry, an author, ids that are
// not there twice, links that lead somewhere.
func (b *browser) news(path string) *atom.Feed {
	b.s.t.Helper()
	a := b.get(path).want(http.StatusOK)
	if kind := a.header.Get("Content-Type"); kind != "application/atom+xml; charset=utf-8" {
		b.s.t.Errorf("%s is %q", path, kind)
	}
	feed, err := (&atom.Parser{}).Parse(strings.NewReader(a.body))
	b.s.must(err)
	if feed.Version != "1.0" {
		b.s.t.Errorf("%s is read as version %q", path, feed.Version)
	}
	seen := map[string]bool{}
	check := func(id, title string, updated *time.Time, links []*atom.Link) {
		if id == "" || title == "" || updated == nil || seen[id] {
			b.s.t.Errorf("%s: id %q, title %q, updated %v", path, id, title, updated)
		}
		seen[id] = true
		for _, l := range links {
			to, ours := strings.CutPrefix(l.Href, b.s.url)
			if !ours {
				b.s.t.Errorf("%s leads to %s", path, l.Href)
			}
			b.get(to).want(http.StatusOK)
		}
	}
	check(feed.ID, feed.Title, feed.UpdatedParsed, feed.Links)
	for _, e := range feed.Entries {
		check(e.ID, e.Title, e.UpdatedParsed, e.Links)
		if len(e.Authors) == 0 && !strings.Contains(e.ID, "#decision-") {
			b.s.t.Errorf("%s: %s has no author", path, e.ID)
		}
	}
	return feed
}

// Each page that changes has a feed which its head names, in the reader's language.
func TestFeeds(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		first := s.idea(domain.Customer, "A quieter fan & <b>less</b> noise")
		s.forward(time.Minute)
		s.idea(domain.Customer, "Keys one can feel at night")
		s.forward(time.Hour)
		s.steps(first, untilShipped[:2]...)
		p := s.product("Moss Keyboard")
		s.rateAll(p, s.crowd(2), "It types well", 4, 5)
		idea, err := s.db.Reader().IdeaFor(t.Context(), domain.Nobody, first, 0)
		s.must(err)
		guest := s.browser()
		for page, want := range map[string][]string{
			"/":              {"Keys one can feel at night", "A quieter fan & <b>less</b> noise"},
			"/tags/fan":      {"Keys one can feel at night", "A quieter fan & <b>less</b> noise"},
			"/spaces/gaming": {"Keys one can feel at night", "A quieter fan & <b>less</b> noise"},
			"/decisions":     {"Accepted: A quieter fan & <b>less</b> noise"},
			idea.Path():      {"Accepted: A quieter fan & <b>less</b> noise", "Under review: A quieter fan & <b>less</b> noise"},
			p.Path():         {"5 stars: It types well", "4 stars: It types well"},
		} {
			address := guest.get(page).doc().Find(`link[type="application/atom+xml"]`).AttrOr("href", "")
			feed := guest.news(address)
			var got []string
			for _, e := range feed.Entries {
				got = append(got, e.Title)
			}
			if fmt.Sprint(got) != fmt.Sprint(want) || feed.Language != "en" {
				t.Errorf("%s: %s (%s) has %q, want %q", page, address, feed.Language, got, want)
			}
		}
		if e := guest.news("/decisions/feed.atom").Entries[0]; e.Authors[0].Name != "The engineer, Engineer" ||
			!strings.Contains(e.Content.Value, "What the team says") {
			t.Errorf("a decision is told as %+v", e)
		}
		guest.accept = "de"
		if feed := guest.news("/decisions/feed.atom"); feed.Language != "de" || !strings.HasPrefix(feed.Entries[0].Title, "Angenommen: ") {
			t.Errorf("in German: %+v", feed)
		}
	})
}

// What search engines are led to is public and in lists, and nothing else is.
func TestSitemap(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		shown, hidden, archived := s.idea(domain.Customer, "An idea for all to see"),
			s.idea(domain.Customer, "An idea that is hidden"), s.idea(domain.Customer, "An idea that is archived")
		s.must(s.app.RemoveIdea(t.Context(), s.actor(domain.Moderator), hidden))
		s.must(s.app.Decide(t.Context(), s.actor(domain.Moderator), archived, domain.StatusArchived,
			"Nobody has said anything about it in a year."))
		moss := s.product("Moss Keyboard")
		guest := s.browser()
		guest.get("/robots.txt").want(http.StatusOK, "Disallow: /admin", "Sitemap: "+s.url+"/sitemap.xml")
		locations := func(path string) []string {
			var found struct {
				Places []string `xml:"url>loc"`
				Maps   []string `xml:"sitemap>loc"`
			}
			s.must(xml.Unmarshal([]byte(guest.get(path).want(http.StatusOK).body), &found))
			return append(found.Maps, found.Places...)
		}
		var all []string
		for _, part := range locations("/sitemap.xml") {
			for _, place := range locations(strings.TrimPrefix(part, s.url)) {
				doc := guest.get(strings.TrimPrefix(place, s.url)).want(http.StatusOK).doc()
				if canonical := doc.Find(`link[rel="canonical"]`).AttrOr("href", ""); canonical != place {
					t.Errorf("%s says its address is %q", place, canonical)
				}
				all = append(all, place)
			}
		}
		text := strings.Join(all, " ") + " "
		for _, want := range []string{fmt.Sprintf("/ideas/%d-", shown), moss.Path() + " ", s.url + "/ ", "/spaces/gaming "} {
			if !strings.Contains(text, want) {
				t.Errorf("%s is missing in %v", want, all)
			}
		}
		for _, wrong := range []int64{hidden, archived} {
			if strings.Contains(text, fmt.Sprintf("/ideas/%d-", wrong)) {
				t.Errorf("idea %d is in the map", wrong)
			}
		}
		for _, path := range []string{"/sitemap/ideas/x", "/sitemap/ideas/-1", "/sitemap/ideas/99999999999999999999"} {
			guest.get(path).want(http.StatusNotFound)
		}
	})
}

// What previews show of an idea: its picture, and its words.
func TestPreviews(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.idea(domain.Customer, `A fan "quiet" at </script> night`)
		guest := s.browser()
		idea, err := s.db.Reader().IdeaFor(t.Context(), domain.Nobody, id, 0)
		s.must(err)
		doc := guest.get(idea.Path()).doc()
		a := guest.get(strings.TrimPrefix(doc.Find(`meta[property="og:image"]`).AttrOr("content", ""), s.url)).want(http.StatusOK)
		picture, err := png.DecodeConfig(bytes.NewReader([]byte(a.body)))
		if err != nil || picture.Width != card.Width || picture.Height != card.Height || a.header.Get("Content-Type") != "image/png" {
			t.Errorf("%v, %v, %s", picture, err, a.header.Get("Content-Type"))
		}
		if title := doc.Find(`meta[property="og:title"]`).AttrOr("content", ""); title != `A fan "quiet" at </script> night` {
			t.Errorf("the preview's title is %q", title)
		}
	})
}

// Whatever tells of a page elsewhere, a feed or a picture, is there for those who may
// read the page and for nobody else.
func TestWhatIsOutsideIsAsVisibleAsItsPage(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		s := newSite(t, storetest.Open(t, target))
		ids := s.unseen(target)
		readers := map[string]*browser{"guest": s.browser()}
		for _, role := range domain.Roles[1:] {
			readers[string(role)] = s.as(role)
		}
		for _, r := range web.Routes() {
			if r.Method != "GET" || !strings.HasPrefix(r.Path, "/ideas/:id/") || !strings.Contains(r.Path, ".") {
				continue
			}
			for state, id := range ids {
				for name, b := range readers {
					page := b.get(ideaPath(id, "")).status
					if page == http.StatusMovedPermanently {
						page = http.StatusOK // its words were missing in the address
					}
					part := b.get(strings.Replace(r.Path, ":id", fmt.Sprint(id), 1)).status
					if page != part {
						t.Errorf("%s: the page of a %s idea answers %d, %s answers %d", name, state, page, r.Path, part)
					}
				}
			}
		}
	})
}
