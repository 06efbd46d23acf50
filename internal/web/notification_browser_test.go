package web_test

import (
	"testing"

	"groundswell/internal/domain"
	"groundswell/internal/store/storetest"
)

// axe-core finds nothing in the centre of notifications and where mails are chosen, in
// either theme and language, wide or narrow; and what it showed for a moment is new no more.
func TestTheCentreIsAccessible(t *testing.T) {
	s := newSite(t, storetest.Open(t, storetest.SQLite(t)))
	id := s.idea(domain.Customer, "A quieter fan for everyone")
	s.say(domain.Engineer, id, 0, "We look into it.")
	s.must(s.app.Decide(t.Context(), s.actor(domain.Engineer), id, domain.StatusDeclined, "The case has no room for a larger one."))
	s.told()
	w := s.window(t, true)
	w.signIn(domain.Customer)
	w.open("/notifications")
	w.is("told in the header, and as new in the page",
		"document.querySelector('#bell b')?.textContent == '2' && !!document.querySelector('.mark-new')")
	w.becomes("#bell", "Notifications")
	w.is("nothing is new any more, and what was stays marked",
		"!document.querySelector('form[action=\"/notifications/seen\"]') && !!document.querySelector('.mark-new')")
	for _, language := range []string{"en", "de"} {
		s.must(s.app.SetPreferences(t.Context(), s.actor(domain.Customer), language, domain.ThemeAuto, true))
		for _, path := range []string{"/notifications", "/account"} {
			w.check(domain.Customer, path, "light", 1280)
			w.check(domain.Customer, path, "dark", 390)
		}
	}
}
