package web_test

import (
	"net/http"
	"strings"
	"testing"

	"groundswell/internal/domain"
)

// Low ratings are answered where they are listed: a reply leads to the next one, whose
// form stands open; a refusal keeps what was typed; the number goes down.
func TestLowRatingsAreAnsweredInTheirList(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		p := s.product("Moss Keyboard")
		s.rateAll(p, s.crowd(3), "Letters come twice", 1, 2, 1)
		b := s.as(domain.Engineer)
		a := b.get("/reviews").want(http.StatusOK, "3 ratings wait for an answer")
		open := func(a *answer) string {
			id, _ := a.doc().Find(".tool[open] textarea").Attr("id")
			return id
		}
		if open(a) != "reply-1" {
			t.Errorf("%s stands open, not the first", open(a))
		}
		a = b.post("/reviews/2/reply", "list", "1", "first", "1", "next", "3", "reply",
			"Sorry.").want(http.StatusUnprocessableEntity, ">Sorry.</textarea>", "3 ratings wait")
		if open(a) != "reply-2" || a.doc().Find("#reply-2[aria-invalid]").Length() != 1 {
			t.Errorf("after a refusal %s stands open", open(a))
		}
		answer := "We found the switch that bounces, and mend it."
		a = b.post("/reviews/2/reply", "list", "1", "first", "1", "next", "3", "reply", answer).want(http.StatusSeeOther)
		if a.location != "/reviews?open=3#review-3" {
			t.Errorf("it leads to %s", a.location)
		}
		a = b.get(a.location).want(http.StatusOK, "2 ratings wait for an answer")
		if open(a) != "reply-3" || a.said() != "Your reply is published." {
			t.Errorf("%s stands open, it says %q", open(a), a.said())
		}
		s.as(domain.Admin).post("/reviews/2/reply", "list", "1", "first", "1", "reply", "I answer the same rating, a moment later.").
			want(http.StatusConflict, "I answer the same rating, a moment later.</textarea>", answer)
		if strings.Contains(s.browser().get("/reviews/2").body, "a moment later") {
			t.Error("the second answer is written over the first")
		}
		if a := s.as(domain.Officer).get("/reviews").want(http.StatusOK, "2 ratings wait"); a.doc().Find("form textarea").Length() != 0 {
			t.Error("an officer may reply")
		}
	})
}
