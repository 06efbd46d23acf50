package web_test

import (
	"testing"

	"github.com/chromedp/chromedp"

	"groundswell/internal/domain"
	"groundswell/internal/store/storetest"
)

// Two engineers in two browsers decide one item: the second is told who did what, sees
// how it stands now, and finds the words typed.
func TestTwoBrowsersOnOneItem(t *testing.T) {
	s := newSite(t, storetest.Open(t, storetest.SQLite(t)))
	q := s.team("Thermal", 0, s.members[domain.Engineer])
	i := s.takeUp(q, "A quieter fan for everyone")
	first, second := s.window(t, true), s.window(t, true)
	first.signIn(domain.Engineer)
	second.signIn(domain.Admin)
	first.open(i.Path())
	second.open(i.Path())
	first.send(`.do button[data-key="a 1"]`)
	const words = "The case has no room left for a larger fan."
	second.run(chromedp.Click(chromedp.CSS(`.do summary[data-key="d 3"]`)))
	second.fill("d-reason", words)
	second.send(`.do details[open] .btn-danger`)
	second.says("main .notice-ochre", "The engineer changed it from “Under review” to “Accepted”")
	second.says(".item-h .status", "Accepted")
	second.is("what was typed is lost", `document.querySelector("#d-reason").value === "`+words+`"`)
	if now := s.itemByID(i.ID); now.Status != domain.StatusAccepted {
		t.Errorf("it is %s", now.Status)
	}
}

// A morning's triage of ten items with the mouse alone, each decision in the list or on
// the card that opens behind the one before.
func TestTenItemsByMouse(t *testing.T) {
	s := newSite(t, storetest.Open(t, storetest.SQLite(t)))
	q := s.team("Thermal", 0, s.members[domain.Engineer])
	items := s.tenItems(q)
	w := s.window(t, true)
	w.signIn(domain.Engineer)
	w.open(q.Ref().Path())
	w.send(".item h2 a")
	for n := 0; n < 8; n++ {
		w.becomes("h1", items[n].Idea.Title)
		w.send(`.do button[data-key="a 1"]`)
	}
	w.becomes("h1", items[8].Idea.Title)
	w.send("main .notice .undo")
	w.becomes("h1", items[7].Idea.Title)
	w.run(chromedp.Click(chromedp.CSS(`.do summary[data-key="d 3"]`)))
	w.run(chromedp.Click(chromedp.CSS("#d-reason")), chromedp.KeyEvent("The case has no room left for a larger fan."))
	w.send(`.do details[open] .btn-danger`)
	for n := 8; n < 10; n++ {
		w.becomes("h1", items[n].Idea.Title)
		w.send(`.do button[data-key="a 1"]`)
	}
	w.becomes("h1", "Thermal")
	count, err := s.db.Reader().CountQueue(t.Context(), q.ID)
	s.must(err)
	if count[domain.StatusUnderReview] != 0 || count[domain.StatusAccepted] != 9 || count[domain.StatusDeclined] != 1 {
		t.Errorf("after the morning: %v", count)
	}
}

// axe-core finds nothing where an idea lies and where something is taken up, in either
// theme and language.
func TestTheDeskIsAccessible(t *testing.T) {
	s := newSite(t, storetest.Open(t, storetest.SQLite(t)))
	_, items := s.fillQueue()
	routed, asked := items["routed"].Idea, items["asked"].Idea
	fresh := s.idea(domain.Customer, "A fan that nobody has taken up")
	p := s.product("Moss Keyboard")
	s.must(s.app.SaveTheme(t.Context(), s.actor(domain.Engineer), p.Slug, domain.Theme{NameEN: "Repeating keys", WordsEN: "repeat*"}))
	w := s.window(t, true)
	w.signIn(domain.Engineer)
	for _, language := range []string{"en", "de"} {
		s.must(s.app.SetPreferences(t.Context(), s.actor(domain.Engineer), language, domain.ThemeAuto, true))
		for _, path := range []string{routed.Path(), asked.Path(), ideaPath(fresh, "queue"), p.Path() + "/themes/1/work"} {
			w.check(domain.Engineer, path, "light", 1280)
			w.check(domain.Engineer, path, "dark", 390)
		}
	}
}
