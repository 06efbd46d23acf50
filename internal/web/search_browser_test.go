package web_test

import (
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"groundswell/internal/domain"
	"groundswell/internal/store/storetest"
)

// Somebody finds by the keyboard what they look for: the slash leads to the field, Enter
// to what was found, a tab to what else there is; without a script by the field alone. In
// German the same page speaks German. It takes long because a browser draws each page.
func TestSearchingInABrowser(t *testing.T) {
	s := newSite(t, storetest.Open(t, storetest.SQLite(t)))
	s.product("Moss Keyboard")
	id := s.idea(domain.Engineer, "Keys of the keyboard that glow at night")
	s.say(domain.Engineer, id, 0, "A keyboard that glows is planned.")
	w := s.window(t, true)
	w.signIn(domain.Customer)
	w.open("/")
	// As a keyboard sends it: whatever prevents the key prevents its letter too.
	slash := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: "/", Text: "/"}
	_, err := chromedp.Call(w.ctx, input.DispatchKeyEvent, slash)
	s.must(err)
	w.is("the slash does not lead to the field", `document.activeElement.id === "q"`)
	w.keys("keyboards", kb.Enter)
	w.becomes("main .idea h2 mark", "keyboard")
	w.is("the field has lost the question", `document.querySelector("#q").value === "keyboards"`)
	w.send(`main .tabs a[href*="tab=comments"]`)
	w.becomes("main .mini mark", "keyboard")
	s.must(s.app.SetPreferences(t.Context(), s.actor(domain.Customer), "de", domain.ThemeAuto, true))
	w.open("/search?q=keyboard")
	w.becomes("main h1", "Suche: „keyboard“")

	plain := s.window(t, false)
	plain.open("/")
	plain.fill("q", "keyboard")
	plain.send(".site-search button")
	plain.becomes("main .idea h2 mark", "keyboard")
	plain.send(`main .tabs a[href*="tab=products"]`)
	plain.becomes("main .mini h2", "Moss Keyboard")
}

// While a title is typed the ideas that say the same stand below it, and one click
// promotes one of them.
func TestSimilarIdeasWhileTyping(t *testing.T) {
	s := newSite(t, storetest.Open(t, storetest.SQLite(t)))
	s.idea(domain.Engineer, "Keys of the keyboard that glow at night")
	for _, title := range []string{"A quieter fan for everyone", "Longer cables for every desk", "A bag that fits the charger"} {
		s.idea(domain.Engineer, title)
	}
	w := s.window(t, true)
	w.signIn(domain.Customer)
	w.open("/ideas/new")
	w.run(chromedp.Focus(chromedp.CSS("#title")), chromedp.KeyEvent("Glowing keyboard keys at night"))
	w.becomes("#similar li:first-child a", "Keys of the keyboard that glow at night")
	w.look(domain.Customer, "/ideas/new with similar ones", "light", 1280)
	w.look(domain.Customer, "/ideas/new with similar ones", "dark", 390)
	w.is("what was typed is gone", `document.querySelector("#title").value === "Glowing keyboard keys at night"`)
	w.send(`#similar button[name="value"]`)
	w.becomes(".idea-full .vote output", "2 points")
	checkCounts(t, s.db)
}

// axe-core finds nothing where people search and discover, in either theme and language,
// wide or narrow.
func TestSearchIsAccessible(t *testing.T) {
	s := newSite(t, storetest.Open(t, storetest.SQLite(t)))
	s.product("Moss Keyboard")
	id := s.idea(domain.Engineer, "Keys of the keyboard that glow at night")
	s.say(domain.Engineer, id, 0, "A keyboard that glows is planned.")
	w := s.window(t, true)
	w.signIn(domain.Customer)
	for _, language := range []string{"en", "de"} {
		s.must(s.app.SetPreferences(t.Context(), s.actor(domain.Customer), language, domain.ThemeAuto, true))
		for _, path := range []string{
			"/search", "/search?q=keyboard", "/search?q=keybord", "/search?q=keyboard&tab=comments", "/search?q=keyboard&tab=products",
			"/search?q=keyboard&tab=people", "/search?q=nothing+has+this", "/?tab=discover", "/?tab=top&days=30",
		} {
			w.check(domain.Customer, path, "light", 1280)
			w.check(domain.Customer, path, "dark", 390)
		}
	}
}
