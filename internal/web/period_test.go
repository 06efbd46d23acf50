package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"groundswell/internal/domain"
)

// Top of some days has its own address, keeps it through filters and pages, and says
// what each idea won in them.
func TestTopOfSomeDays(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		for n := range domain.PageSize + 2 {
			s.idea(domain.Customer, fmt.Sprintf("A quieter fan, number %d", n))
		}
		s.forward(24 * time.Hour)
		_, err := s.app.Vote(t.Context(), s.actor(domain.Officer), 3, domain.Promote)
		s.must(err)
		for _, b := range []*browser{s.browser(), s.as(domain.Engineer)} {
			for _, base := range []string{"/ideas", "/spaces/gaming", "/tags/fan"} {
				doc := b.get(base+"?tab=top&days=7").want(http.StatusOK, "+2 in 7 days").doc()
				if first := doc.Find(".feed h2").First().Text(); first != "A quieter fan, number 2" {
					t.Errorf("%s begins with %q", base, first)
				}
				if now := doc.Find(".periods [aria-current]").Text(); now != "Last 7 days" {
					t.Errorf("%s says it shows %q", base, now)
				}
				next, _ := doc.Find("a[rel=next]").Attr("href")
				if !strings.Contains(next, "days=7") || b.get(next).want(http.StatusOK).doc().Find(".feed h2").Length() != 2 {
					t.Errorf("the next page of %s is %s", base, next)
				}
			}
			narrowed := b.get("/ideas?tab=top&days=30&space=gaming&status=new").want(http.StatusOK, "+1 in 30 days").doc()
			if narrowed.Find(".filters input[name=days][value='30']").Length() != 1 {
				t.Error("the filter forgets the days")
			}
			if got := b.get("/ideas?tab=hot&days=7").want(http.StatusOK).text(); strings.Contains(got, "in 7 days") {
				t.Error("Hot has days")
			}
			b.get("/ideas?tab=top&days=8").want(http.StatusOK)
		}
	})
}
