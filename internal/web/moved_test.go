package web_test

import (
	"net/http"
	"strings"
	"testing"

	"groundswell/internal/domain"
)

// What was linked stays found under the address of before, in paths and in
// filters, for reading and for forms.
func TestOldAddressesLeadToTheNewOnes(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		admin := s.actor(domain.Admin)
		s.idea(domain.Customer, "A quieter fan for the night")
		p := s.product("Moss Keyboard")
		space, err := s.db.Reader().Space(t.Context(), s.spaces[0].ID)
		s.must(err)
		was := space.Slug
		space.Slug = "play"
		_, err = s.app.SaveSpace(t.Context(), admin, space)
		s.must(err)
		tag, err := s.db.Reader().TagBySlug(t.Context(), "fan")
		s.must(err)
		s.must(s.app.SaveTag(t.Context(), admin, tag.ID, "Cooling"))
		p.Slug = "moss-2"
		_, err = s.app.SaveProduct(t.Context(), admin, p)
		s.must(err)
		family := p.Family
		family.Slug, family.Shape = "keys", "keyboard"
		_, err = s.app.SaveFamily(t.Context(), admin, family)
		s.must(err)

		b := s.browser()
		for from, to := range map[string]string{
			"/spaces/" + was:                           "/spaces/play",
			"/spaces/" + was + "?tab=new":              "/spaces/play?tab=new",
			"/tags/fan":                                "/tags/cooling",
			"/tags/fan?space=" + was:                   "/tags/cooling?space=play",
			"/products/moss-keyboard":                  "/products/moss-2",
			"/ideas?product=moss-keyboard&tag=cooling": "/ideas?product=moss-2&tag=cooling",
			"/products?family=keyboards":               "/products?family=keys",
		} {
			a := b.get(from).want(http.StatusPermanentRedirect)
			if got := a.header.Get("Location"); got != to || a.header.Get("Cache-Control") != "no-cache" {
				t.Errorf("%s leads to %s, want %s (%v)", from, got, to, a.header)
			}
			b.get(to).want(http.StatusOK)
		}
		a := s.as(domain.Customer).post("/products/moss-keyboard/rating", "stars", "4").want(http.StatusPermanentRedirect)
		if got := a.header.Get("Location"); got != "/products/moss-2/rating" {
			t.Errorf("a form leads to %s", got)
		}
		for _, absent := range []string{"/spaces/nowhere", "/tags/moss-keyboard", "/ideas?tag=nothing", "/products/play"} {
			b.get(absent).want(http.StatusNotFound)
		}

		p, err = s.db.Reader().ProductByID(t.Context(), p.ID)
		s.must(err)
		p.Slug = "moss-keyboard" // and back
		_, err = s.app.SaveProduct(t.Context(), admin, p)
		s.must(err)
		b.get("/products/moss-keyboard").want(http.StatusOK)
		if a := b.get("/products/moss-2").want(http.StatusPermanentRedirect); !strings.HasSuffix(a.header.Get("Location"), "/moss-keyboard") {
			t.Errorf("%v", a.header)
		}
	})
}
