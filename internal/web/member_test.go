package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"groundswell/internal/domain"
)

// Whoever answers for something says so to everybody: spaces and products; a
// withdrawn product to staff alone. Customers answer for nothing.
func TestAMembersPageSaysWhatTheyAnswerFor(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		engineer := s.members[domain.Engineer]
		_, err := s.app.SaveSpace(t.Context(), domain.System, domain.Space{Name: "Thermal", Responsible: domain.MemberRef{ID: engineer}})
		s.must(err)
		good, bad := s.product("Bark Headset"), s.product("Fern Mouse")
		s.rateAll(bad, s.crowd(10), "", 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)
		s.forward(200 * time.Hour)
		s.must(s.app.KeepWatch(t.Context()))
		path := "/members/" + itoa(engineer)
		for _, role := range domain.Roles {
			page := s.as(role).get(path).want(http.StatusOK, "Answers for", `href="/spaces/thermal"`, `href="`+good.Path()+`"`)
			if strings.Contains(page.body, bad.Path()) != role.Staff() {
				t.Errorf("%s: the withdrawn product", role)
			}
		}
		if page := s.as(domain.Guest).get("/members/" + itoa(s.members[domain.Customer])); strings.Contains(page.body, "Answers for") {
			t.Error("a customer answers for something")
		}
	})
}
