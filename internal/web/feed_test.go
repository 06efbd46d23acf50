package web_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"groundswell/internal/domain"
)

func headings(a *answer, selector string) []string {
	return a.doc().Find(selector).Map(func(_ int, h *goquery.Selection) string { return h.Text() })
}

// Top lists the open ideas on all its pages, and below the first one the best of the
// closed, which lead to all of them; so it does for a space and a tag, and Hot does not.
func TestTopHasASectionOfClosedIdeas(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		ctx, b := t.Context(), s.browser()
		ideas := make([]int64, domain.PageSize+8)
		for i := range ideas {
			ideas[i] = s.idea(domain.Customer, fmt.Sprintf("A quieter fan, number %d", i))
		}
		_, err := s.app.Vote(ctx, s.actor(domain.Officer), ideas[3], domain.Promote)
		s.must(err)
		for _, id := range ideas[:7] {
			s.steps(id, domain.StatusDeclined)
		}
		closed := func(a *answer) []string {
			return headings(a, "[aria-labelledby=closed-h] .idea h2")
		}
		for _, list := range []string{"/ideas", "/spaces/gaming", "/tags/fan"} {
			a := b.get(list+"?tab=top").want(http.StatusOK, "All closed ideas")
			if found := closed(a); len(found) != 5 || found[0] != "A quieter fan, number 3" {
				t.Errorf("%s: the closed ones are %q", list, found)
			}
			doc := a.doc()
			if doc.Find("#feed .idea").Length() != domain.PageSize || doc.Find("#feed [data-s=declined]").Length() != 0 {
				t.Errorf("%s: closed ideas are among the open ones", list)
			}
			next := b.get(doc.Find("main a[rel=next]").AttrOr("href", "")).want(http.StatusOK)
			if next.doc().Find(".idea").Length() != 1 || len(closed(next)) != 0 {
				t.Errorf("%s: the next page has %q", list, headings(next, ".idea h2"))
			}
			if n := b.behind(doc.Find("[aria-labelledby=closed-h] .sec-row a").AttrOr("href", "")); n != 7 {
				t.Errorf("%s: all closed ideas are %d", list, n)
			}
		}
		for _, path := range []string{"/", "/ideas?tab=new", "/ideas?tab=top&status=open", "/ideas?tab=top&status=closed"} {
			if slices.Contains(headings(b.get(path), "h2"), "Closed") {
				t.Errorf("%s has a section of closed ideas", path)
			}
		}
	})
}
