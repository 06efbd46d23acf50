package web_test

import (
	"net/http"
	"strings"
	"testing"

	"groundswell/internal/domain"
)

// The desk of whoever works here leads to what waits, with the numbers of the pages it
// leads to.
func TestTheDeskCountsWhatWaits(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		p := s.product("Moss Keyboard")
		s.rateAll(p, s.crowd(2), "Letters come twice", 1, 2)
		q := s.team("Thermal", 0, s.members[domain.Engineer])
		s.team("Audio", 0, s.members[domain.Admin])
		s.takeUp(q, "A fan that follows the load")
		source, target := s.twins()
		s.must(s.app.ProposeMerge(t.Context(), s.actor(domain.Customer), source.ID, target.ID, ""))
		s.as(domain.Customer).get("/desk").want(http.StatusForbidden)
		row := func(role domain.Role, path string) string {
			rows := s.as(role).get("/desk").want(http.StatusOK).doc().Find("main li")
			return strings.Join(strings.Fields(rows.Has(`a[href="`+path+`"]`).Text()), " ")
		}
		engineer := s.as(domain.Engineer)
		engineer.get("/").want(http.StatusOK, `href="/desk"`)
		own := engineer.get("/desk").want(http.StatusOK, "Thermal")
		if strings.Contains(own.body, "Audio") {
			t.Error("a queue of others is among the own")
		}
		if got := row(domain.Engineer, "/reviews"); got != "2Unanswered low ratings" {
			t.Errorf("%q", got)
		}
		engineer.get("/reviews").want(http.StatusOK, "2 ratings wait")
		if got := row(domain.Engineer, "/moderation?kind=proposal"); got != "" {
			t.Errorf("an engineer reads %q", got)
		}
		if got := row(domain.Moderator, "/moderation?kind=proposal"); got != "1Proposed merges" {
			t.Errorf("%q", got)
		}
		if got := row(domain.Admin, "/admin/jobs"); got != "0Jobs given up" {
			t.Errorf("%q", got)
		}
		if got := row(domain.Moderator, "/products?state=watch"); got != "0Products on watch" {
			t.Errorf("%q", got)
		}
	})
}
