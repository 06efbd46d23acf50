package web_test

import (
	"net/http"
	"strings"
	"testing"

	"groundswell/internal/domain"
)

// Two tags become one: no idea carries it twice, the old address leads to it, and search,
// feeds and rules go on with it.
func TestTagsAreMerged(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		tagged := func(title string, names ...string) int64 {
			t.Helper()
			d := domain.Draft{Title: title, Body: "Because it matters.", SpaceID: s.spaces[0].ID, Nonce: title}
			for _, name := range names {
				d.Tags = append(d.Tags, domain.Tag{Name: name})
			}
			id, err := s.app.SubmitIdea(t.Context(), s.actor(domain.Customer), d)
			s.must(err)
			return id
		}
		both := tagged("A quieter fan for everyone", "Noise", "Loudness")
		tagged("A cooler lamp for desks", "Loudness")
		from, err := s.db.Reader().TagNamed(t.Context(), "Loudness")
		s.must(err)
		merge := "/admin/tags/" + itoa(from.ID) + "/merge"
		for _, role := range []domain.Role{domain.Customer, domain.Engineer, domain.Officer} {
			s.as(role).post(merge, "into", "Noise").want(http.StatusForbidden)
		}
		moderator := s.as(domain.Moderator)
		moderator.get("/tags/noise").want(200, `href="/admin/tags"`)
		moderator.get("/admin/tags").want(200, "2 ideas get the other tag")
		moderator.post(merge, "into", "Nothing like it").want(422, "This tag does not exist", `value="Nothing like it"`)
		moderator.post(merge, "into", "loudness").want(422, "Choose a tag other")
		moderator.post(merge, "into", "noise").want(http.StatusSeeOther)
		moderator.post(merge, "into", "noise").want(http.StatusNotFound)
		s.must(s.jobs.RunDue(t.Context()))

		guest := s.browser()
		for _, path := range []string{"/tags/noise", "/tags/noise/feed.atom", "/search?q=matters&tag=noise"} {
			a := guest.get(path).want(200, "A quieter fan for everyone", "A cooler lamp for desks")
			if strings.Contains(a.body, "Loudness") {
				t.Errorf("%s names the tag that is gone", path)
			}
		}
		if a := guest.get("/tags/loudness"); a.status != http.StatusPermanentRedirect ||
			!strings.HasSuffix(a.header.Get("Location"), "/tags/noise") {
			t.Errorf("the old address: %d to %q", a.status, a.location)
		}
		tags, err := s.db.Reader().TagsOf(t.Context(), both)
		if err != nil || len(tags) != 1 || tags[0].Ideas != 2 {
			t.Errorf("the idea carries %+v, %v", tags, err)
		}
		s.checkCounts()
	})
}
