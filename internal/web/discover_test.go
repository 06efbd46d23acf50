package web_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"groundswell/internal/domain"
)

// discovered are the titles that Discover shows, page by page.
func (b *browser) discovered(path string) []string {
	b.s.t.Helper()
	var titles []string
	for path != "" {
		doc := b.get(path).want(http.StatusOK).doc()
		for _, h := range doc.Find(".feed h2").EachIter() {
			titles = append(titles, h.Text())
		}
		path, _ = doc.Find("a[rel=next]").Attr("href")
	}
	return titles
}

// Discover shows what is open, new and few voted on, and the reader neither wrote nor
// voted on: each once, in an order of their own that is another one the next day.
func TestDiscover(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.idea(domain.Engineer, "An idea of a month ago")
		s.forward(15 * 24 * time.Hour)
		var want []string
		for n := range domain.PageSize + 5 {
			want = append(want, fmt.Sprintf("A quieter fan, number %d", n))
			s.idea(domain.Engineer, want[n])
		}
		slices.Sort(want)
		s.idea(domain.Customer, "An idea of one's own")
		closed, removed := s.idea(domain.Engineer, "An idea that is declined"), s.idea(domain.Engineer, "An idea that is removed")
		popular, voted := s.idea(domain.Engineer, "An idea of many"), s.idea(domain.Engineer, "An idea that one has voted on")
		for _, who := range s.crowd(9) {
			_, err := s.app.Vote(t.Context(), who, popular, domain.Promote)
			s.must(err)
		}
		for _, v := range []domain.Vote{domain.Promote, domain.None} { // withdrawn: seen and left
			_, err := s.app.Vote(t.Context(), s.actor(domain.Customer), voted, v)
			s.must(err)
		}
		s.must(s.app.Decide(t.Context(), s.actor(domain.Engineer), closed, domain.StatusDeclined, "The case has no room left for a larger one."))
		s.must(s.app.RemoveIdea(t.Context(), s.actor(domain.Moderator), removed))
		ada, ben, guest := s.as(domain.Customer), s.signInAs("ben@example.org", domain.Customer), s.browser()
		sorted := func(titles []string) []string { titles = slices.Clone(titles); slices.Sort(titles); return titles }
		first := ada.discovered("/ideas?tab=discover")
		if !slices.Equal(sorted(first), want) {
			t.Errorf("Discover shows %v", first)
		}
		more := sorted(append(slices.Clone(want), "An idea of one's own", "An idea that one has voted on"))
		others, guests := ben.discovered("/ideas?tab=discover"), guest.discovered("/ideas?tab=discover")
		if !slices.Equal(sorted(others), more) || !slices.Equal(sorted(guests), more) || slices.Equal(others, guests) {
			t.Errorf("others discover %v, guests %v", others, guests)
		}
		if !slices.Equal(guests, s.browser().discovered("/ideas?tab=discover")) || !slices.Equal(first, ada.discovered("/ideas?tab=discover")) {
			t.Error("the order is not that of the day")
		}
		if got := ada.discovered("/spaces/gaming?tab=discover"); !slices.Equal(got, first) {
			t.Errorf("its space shows %v", got)
		}
		if got := ada.discovered("/spaces/small-business?tab=discover"); len(got) != 0 {
			t.Errorf("another space shows %v", got)
		}
		s.forward(24 * time.Hour)
		if slices.Equal(first, ada.discovered("/ideas?tab=discover")) {
			t.Error("the next day has the same order")
		}
	})
}

// A row says the company's last word, how many comment, and to whoever promoted the
// idea, that they did.
func TestRowsAreAlive(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.idea(domain.Engineer, "A quieter fan for everyone")
		s.steps(id, domain.StatusUnderReview, domain.StatusAccepted)
		s.forward(3 * 24 * time.Hour)
		b := s.as(domain.Customer)
		row := func(b *browser, path string) string {
			return strings.Join(strings.Fields(b.get(path).want(http.StatusOK).doc().Find("#idea-"+itoa(id)).Text()), " ")
		}
		for _, path := range []string{"/", "/spaces/gaming", "/tags/fan", "/ideas?tab=top&days=7"} {
			if got := row(b, path); !strings.Contains(got, "Accepted by The engineer, Engineer, 3 days ago") ||
				strings.Contains(got, "You promoted") {
				t.Errorf("the row on %s: %s", path, got)
			}
		}
		b.htmx = true
		b.post(ideaPath(id, "vote"), "value", "1").want(http.StatusOK, "You promoted this.")
		b.htmx = false
		if got := row(b, "/"); !strings.Contains(got, "You promoted this. Say why") || strings.Contains(row(s.browser(), "/"), "You promoted") {
			t.Errorf("the row of who promoted: %s", got)
		}
		if got := row(s.as(domain.Officer), "/"); strings.Contains(got, "You promoted") {
			t.Errorf("the row of another: %s", got)
		}
		s.must(s.app.Decide(t.Context(), s.actor(domain.Engineer), id, domain.StatusDeclined, "The case has no room left for a larger one."))
		if got := row(b, "/"); !strings.Contains(got, "You promoted this.") || strings.Contains(got, "Say why") {
			t.Errorf("the row of a closed idea: %s", got)
		}
	})
}
