package web_test

import (
	"net/http"
	"strings"
	"testing"

	"groundswell/internal/domain"
)

// A moderator moves an idea to the space it belongs to: lists, counts and search follow,
// and what its author began to edit before does not put it back.
func TestModeratorsMoveIdeas(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.idea(domain.Customer, "A quieter fan for everyone")
		from, to := s.spaces[0], s.spaces[1]
		way := ideaPath(id, "space")
		for role, status := range map[domain.Role]int{domain.Guest: 303, domain.Customer: 403, domain.Engineer: 403, domain.Officer: 403} {
			s.as(role).post(way, "space", itoa(to.ID)).want(status)
		}
		moderator := s.as(domain.Moderator)
		moderator.get(s.ideaAddress(id)).want(http.StatusOK, "Move to another space")
		moderator.post(way, "space", "999999").want(http.StatusUnprocessableEntity, "Choose a space.")
		moderator.post(way, "space", itoa(to.ID)).want(http.StatusSeeOther)
		moderator.post(way, "space", itoa(to.ID)).want(http.StatusSeeOther)
		guest := s.browser()
		guest.get("/spaces/"+to.Slug).want(http.StatusOK, "A quieter fan for everyone")
		if strings.Contains(guest.get("/spaces/"+from.Slug).body, "A quieter fan for everyone") {
			t.Error("it is still where it was")
		}
		guest.get("/search?q=quieter&space="+to.Slug).want(http.StatusOK, "A quieter fan for everyone")
		s.as(domain.Customer).post(ideaPath(id, "edit"), "title", "A quieter fan for all", "body", "Please.", "space", itoa(from.ID),
			"version", "0").want(http.StatusConflict)
	})
}
