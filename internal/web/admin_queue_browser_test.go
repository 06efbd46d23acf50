package web_test

import (
	"testing"

	"groundswell/internal/domain"
	"groundswell/internal/store/storetest"
)

// axe-core finds nothing where admins keep queues and rules, nor where everybody sees
// what was shipped: in either theme and language, wide or narrow, with errors, a rule
// that is tried and weights that are looked at. It takes longer than five seconds
// because a browser draws each.
func TestAccessibilityOfQueuesAndOutcomes(t *testing.T) {
	s := newSite(t, storetest.Open(t, storetest.SQLite(t)))
	p := s.product("Moss Keyboard")
	queue := s.queueFor("Thermal", domain.Covers{Spaces: s.spaces[:1], Products: []domain.Product{p}})
	for _, points := range []int64{10, 20} {
		s.rule(domain.Route{Name: "With " + itoa(points), Queue: queue.Ref(), Kind: domain.RoutePoints, Points: points, Space: s.spaces[0]})
	}
	open, shipped := s.idea(domain.Customer, "A quieter fan for everyone"), s.idea(domain.Admin, "One that was shipped at last")
	s.must(s.app.TakeUp(t.Context(), s.actor(domain.Admin), open, queue.ID))
	s.steps(shipped, untilShipped...)
	w := s.window(t, true)
	w.signIn(domain.Admin)
	for _, language := range []string{"en", "de"} {
		s.must(s.app.SetPreferences(t.Context(), s.actor(domain.Admin), language, domain.ThemeAuto, false))
		for _, path := range []string{
			"/admin/queues", "/admin/queues/1", "/admin/queues/rules", "/admin/queues/rules/2", "/shipped", "/account",
			"/members/" + itoa(s.members[domain.Engineer]),
		} {
			w.check(domain.Admin, path, map[string]string{"en": "light", "de": "dark"}[language], map[string]int64{"en": 1280, "de": 390}[language])
		}
		w.open("/admin/queues/1")
		w.send("button[name=preview]")
		w.audit("weights that are looked at, " + language)
		w.open("/admin/queues/1")
		w.fill("days", "0", "products", "No such thing", "weight_stars", "x")
		w.send("main form button.btn-primary")
		w.audit("a queue with errors, " + language)
		w.open("/admin/queues/rules/2")
		w.fill("points", "1")
		w.send("button[name=try]")
		w.audit("a rule that is tried, " + language)
	}
}
