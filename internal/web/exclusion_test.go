package web_test

import (
	"net/http"
	"testing"
	"time"

	"groundswell/internal/domain"
)

// Days are chosen by links, first and last; before anything is decided the page says
// score and state before and after, by the rule; taking back says the same.
func TestExcludingShowsBeforeAndAfter(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		p, people := s.product("Moss Keyboard"), s.crowd(22)
		s.rateAll(p, people, "It does what it says", 4, 4, 4, 4, 4, 4, 4, 4, 4, 4)
		s.forward(3 * 24 * time.Hour) // the bomb falls on 13 March
		s.rateAll(p, people[10:], "Somebody told me to", 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)
		for _, who := range people[:5] {
			s.must(s.app.Rate(t.Context(), who, p.Slug, domain.RatingDraft{Stars: 1, Body: "It broke."}))
		}
		b := s.as(domain.Moderator)
		page := p.Path() + "/exclusions"
		first, _ := b.get(page).want(http.StatusOK, "Choose the first day").doc().Find(".days li:first-child a").Attr("href")
		a := b.get(first).want(http.StatusOK, "First day: 13 Mar 2026. Now choose the last")
		last, _ := a.doc().Find(".days li:first-child a").Attr("href")
		a = b.get(last).want(http.StatusOK, "17 ratings, 17 with one star", `name="from" value="2026-03-13"`, `name="to" value="2026-03-13"`)
		if got := a.doc().Find(".effect .score").Text(); got != "1.7–" {
			t.Errorf("before and after read %q", got)
		}
		if got := a.doc().Find(".effect dd > span:last-child").Text(); got != "On watchIn the catalog" {
			t.Errorf("the states read %q", got)
		}
		if now := s.productNow(p.ID); now.State != domain.Watched || now.N != 22 {
			t.Errorf("looking changed it: %s with %d", now.State, now.N)
		}
		b.get(page+"?from=2026-03-14&to=2026-03-12").want(http.StatusUnprocessableEntity, "The last day cannot be before the first")
		b.post(page, "from", "2026-03-13", "to", "2026-03-13", "reason", "No.").want(http.StatusUnprocessableEntity,
			"Use at least 20 characters", ">No.</textarea>", "17 ratings")
		a = b.get(b.post(page, "from", "2026-03-13", "to", "2026-03-13", "reason",
			"They all came from one video.").want(http.StatusSeeOther).location)
		if a.said() != "These ratings no longer count. They can still be read and are marked." || a.doc().Find(".days .left-out").Length() != 1 {
			t.Errorf("afterwards it says %q, %d days are hatched", a.said(), a.doc().Find(".days .left-out").Length())
		}
		bars := s.browser().get(p.Path()).want(http.StatusOK,
			"17 ratings of this revision from days that are not counted").doc().Find(".hist .bars .bar-out")
		if value, _ := bars.Attr("value"); bars.Length() != 1 || value != "17" {
			t.Errorf("%d bars are hatched, up to %s", bars.Length(), value)
		}
		back := b.get(page+"?undo=1").want(http.StatusOK, "Count them again")
		if got := back.doc().Find("#window-1 .effect .score").Text(); got != "–1.7" {
			t.Errorf("taking back reads %q", got)
		}
		if a := b.get(b.post(page + "/1/undo").want(http.StatusSeeOther).location); a.said() != "These ratings count again." {
			t.Errorf("then it says %q", a.said())
		}
		if bars := s.browser().get(p.Path()).doc().Find(".bar-out"); bars.Length() != 0 {
			t.Errorf("%d bars are hatched after that", bars.Length())
		}
		s.checkProducts()
	})
}
