package web_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// A member promotes, is asked why in place, ticks, types and saves, with and without
// JavaScript; axe-core finds nothing, and it fits the narrowest phone. It takes long
// because a browser draws each page.
func TestSayingWhyInABrowser(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for _, scripts := range []bool{true, false} {
			t.Run(fmt.Sprintf("scripts %v", scripts), func(t *testing.T) {
				s := newSite(t, freshOrSame(t, db, scripts))
				id, page := s.reasoned()
				w := s.window(t, scripts)
				w.signIn(domain.Customer)
				w.open(page)
				w.vote("1", "2 points")
				why := "#why-" + itoa(id)
				w.becomes(why+" h2", "You promoted this. Why does it matter to you?")
				w.run(chromedp.Click(chromedp.CSS(why + "-chip-1")))
				w.run(chromedp.Click(chromedp.CSS(why + "-level-3")))
				w.run(chromedp.Click(chromedp.CSS(why + " summary")))
				w.fill("body-why", "It wakes the baby.")
				if scripts {
					w.run(chromedp.Click(chromedp.CSS("#save-why")))
				} else {
					w.send("#save-why")
				}
				w.becomes(why+" .mark-moss", "Your reasons are saved.")
				w.becomes(why+" .split-meter .hint", "1 critical, 0 important, 0 nice to have")
				w.is("the chip is not ticked", fmt.Sprintf("document.querySelectorAll('%s [name^=chip]:checked').length === 1", why))
				w.is("the words are gone", `document.querySelector("#body-why").value === "It wakes the baby."`)
				if scripts {
					w.check(domain.Customer, page, "light", 1280)
					w.check(domain.Customer, page, "dark", 390)
					w.run(chromedp.EmulateViewport(320, 640))
					w.fits(page)
				}
			})
		}
	})
}

// axe-core finds nothing where staff read reasons and keep chips.
func TestReasonsAreAccessible(t *testing.T) {
	s := newSite(t, storetest.Open(t, storetest.SQLite(t)))
	id, _ := s.reasoned()
	_, err := s.app.Vote(t.Context(), s.actor(domain.Customer), id, domain.Promote)
	s.must(err)
	s.must(s.app.GiveReason(t.Context(), s.actor(domain.Customer), id,
		domain.Reason{Importance: domain.Critical, Chips: []int64{1}, Words: longWord("W", 300), Named: true}))
	w := s.window(t, true)
	w.signIn(domain.Engineer)
	for _, path := range []string{ideaPath(id, "reasons"), ideaPath(id, "votes"), "/spaces/gaming/reasons"} {
		w.check(domain.Engineer, path, "light", 1280)
		w.check(domain.Engineer, path, "dark", 390)
		w.run(chromedp.EmulateViewport(320, 640))
		w.fits(path)
	}
}
