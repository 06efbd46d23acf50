package web_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
	"groundswell/internal/web"
)

// newDemo is a site as serve --demo makes it.
func newDemo(t testing.TB, db *store.DB) *site {
	t.Helper()
	var s *site
	s = newSite(t, db, func(server *web.Server) {
		server.OfferDemo(func(ctx context.Context, from app.Origin, role domain.Role) (string, error) {
			if s.members[role] == 0 {
				return "", domain.ErrNotFound
			}
			return s.app.SignIn(ctx, from, string(role)+"@example.org", password)
		})
	})
	return s
}

// Every page of a demo says that its data is invented and offers every role to
// everybody; one click signs in, in place of whoever was, and stays on the page.
func TestADemoSignsInWithOneClick(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := newDemo(t, db)
		b := s.browser()
		for _, role := range domain.AccountRoles {
			for _, path := range []string{"/", "/products", "/nowhere", "/ideas/new"} {
				if page := b.get(path); page.status != http.StatusSeeOther &&
					page.doc().Find(".demo form[method=post]").Length() != len(domain.AccountRoles) {
					t.Errorf("%s: no banner: %.200s", path, page.text())
				}
			}
			if a := b.post("/demo/signin", "role", string(role), "return_to",
				"/products?sort=new").want(http.StatusSeeOther); a.location != "/products?sort=new" {
				t.Errorf("%s went to %s", role, a.location)
			}
			pressed := b.get("/account").want(http.StatusOK).doc().Find(`.demo [aria-pressed="true"]`)
			if role, _ := pressed.Parent().Find("[name=role]").Attr("value"); pressed.Length() != 1 || role != string(role) {
				t.Errorf("the banner says %q", pressed.Text())
			}
		}
		for _, role := range []string{"", "guest", "emperor"} {
			s.browser().post("/demo/signin", "role", role).want(http.StatusNotFound)
		}
		if a := s.browser().post("/demo/signin", "role", "admin", "return_to", "//evil.example").want(http.StatusSeeOther); a.location != "/" {
			t.Errorf("led to %s", a.location)
		}
		s.browser().get("/demo/signin").want(http.StatusNotFound)
	})
}

// Without --demo nothing of it is there, for any role.
func TestNoDemoElsewhere(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		some := 0
		for _, route := range web.Routes() {
			if !route.Demo {
				continue
			}
			some++
			if !slices.Equal(route.Roles, domain.Roles) {
				t.Errorf("%s is for %v", route.Path, route.Roles)
			}
			for _, role := range domain.Roles {
				a := s.as(role).post(route.Path, "role", "admin").want(http.StatusNotFound)
				if strings.Contains(a.header.Get("Set-Cookie"), "sid") || strings.Contains(a.body, `class="demo"`) {
					t.Errorf("%s as %s: %v", route.Path, role, a.header)
				}
			}
		}
		if some == 0 {
			t.Error("the table has no line of the demo")
		}
	})
}
