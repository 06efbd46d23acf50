package web_test

import (
	"net/http"
	"testing"

	"groundswell/internal/domain"
)

// What an idea said before is read by whoever reads the idea, and by nobody else; a
// change of its space alone is no other version.
func TestVersionsOfAnIdea(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.idea(domain.Customer, "A quieter fan for everyone")
		b, versions, space := s.as(domain.Customer), ideaPath(id, "versions"), itoa(s.spaces[0].ID)
		edit := func(version, title, body string) {
			b.post(ideaPath(id, "edit"), "title", title, "body", body, "space", space, "version", version).want(http.StatusSeeOther)
		}
		b.get(versions).want(http.StatusOK, "was not kept")
		edit("0", "A quieter fan for everybody", "It hums at night.")
		edit("1", "A quieter fan for everybody", "It roars at night.")
		edit("2", "A quieter fan for everybody", "It roars at night.")
		a := s.browser().get(versions).want(http.StatusOK, "(taken away: hums)", "(added: roars)", "(taken away: everyone)", "(added: everybody)")
		if n := a.doc().Find("#history article").Length(); n != 2 {
			t.Errorf("%d versions", n)
		}
		s.browser().get(s.ideaAddress(id)).want(http.StatusOK, "edited 10 Mar 2026")
		s.as(domain.Moderator).post(ideaPath(id, "remove")).want(http.StatusSeeOther)
		s.browser().get(versions).want(http.StatusNotFound)
		b.get(versions).want(http.StatusOK, "roars")
	})
}
