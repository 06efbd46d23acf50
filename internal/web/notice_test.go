package web_test

import (
	"net/http"
	"strings"
	"testing"

	"groundswell/internal/domain"
)

// said is what a page says was just done.
func (a *answer) said() string {
	return strings.TrimSpace(a.doc().Find(`main > [role="status"]`).Text())
}

// What was done is said once, on the page that it leads to, and its address says
// nothing of it.
func TestNoticesAreSaidOnce(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.as(domain.Customer)
		a := b.post("/account/name", "name", "Somebody else").want(http.StatusSeeOther)
		if a.location != "/account" {
			t.Errorf("it leads to %s", a.location)
		}
		b.htmx = true
		b.post(ideaPath(s.idea(domain.Engineer, "A quieter fan for everyone"), "vote"), "value", "1").want(http.StatusOK)
		b.htmx = false // a part of a page is no place to say it
		b.post("/account/name", "name", "").want(http.StatusUnprocessableEntity)
		if a := b.get(a.location).want(http.StatusOK); a.said() != "Saved." {
			t.Errorf("the page says %q", a.said())
		}
		if a := b.get(a.location); a.said() != "" {
			t.Errorf("once more it says %q", a.said())
		}
	})
}

// What a guest is told stands on no kept page, in whichever order they are asked for.
func TestNoticesAreNotKept(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		other := s.browser()
		other.get("/ideas").want(http.StatusOK) // kept
		for _, page := range []string{"/ideas", "/spaces"} {
			b := s.as(domain.Customer)
			b.post("/signout").want(http.StatusSeeOther)
			if a := b.get(page).want(http.StatusOK); a.said() != "You are signed out." || a.header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s says %q, %s", page, a.said(), a.header.Get("Cache-Control"))
			}
			for _, later := range []*browser{b, other} {
				if a := later.get(page).want(http.StatusOK); a.said() != "" {
					t.Errorf("%s still says %q", page, a.said())
				}
			}
		}
	})
}

// A cookie only chooses among the sentences that there are.
func TestNoticesAreNoTextFromOutside(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.browser()
		for value, want := range map[string]string{"saved": "Saved.", "odd": "", "Call+this+number": "", "../nav.ideas": "", "": ""} {
			req, err := http.NewRequest(http.MethodGet, s.url+"/spaces?done=saved", nil)
			s.must(err)
			req.Header.Set("Accept-Language", "en")
			req.AddCookie(&http.Cookie{Name: "notice", Value: value})
			if a := b.send(req).want(http.StatusOK); a.said() != want {
				t.Errorf("%q says %q, want %q", value, a.said(), want)
			}
		}
	})
}
