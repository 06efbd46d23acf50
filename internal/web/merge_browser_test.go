package web_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// By keys alone an engineer finds the duplicate of an item and proposes the merge; a
// moderator decides it on the desk.
func TestAMergeByKeysAlone(t *testing.T) {
	s := newSite(t, storetest.Open(t, storetest.SQLite(t)))
	q := s.team("Thermal", 0, s.members[domain.Engineer])
	target := s.idea(domain.Officer, "A quieter fan for everyone")
	s.takeUp(q, "A fan with two speeds only")
	i := s.takeUp(q, "The fan is far too loud")
	w := s.window(t, true)
	w.signIn(domain.Engineer)
	w.open(q.Ref().Path())
	w.run(chromedp.KeyEvent("/"))
	w.is("the search does not take the focus", `document.activeElement.id === "q"`)
	w.open(q.Ref().Path())
	w.keys("j", "m")                                         // the row of what came last
	w.run(chromedp.WaitVisible(chromedp.CSS("#into:focus"))) // browsers give it once the page is drawn
	w.keys("quieter", "\r")
	w.run(chromedp.Focus(chromedp.CSS(".items a")))
	w.keys("\r")
	w.says("#outlook-h", "What would happen")
	w.run(chromedp.Focus(chromedp.CSS("#note")), chromedp.KeyEvent("Both ask for the same."))
	w.run(chromedp.Focus(chromedp.CSS("form[action$='/propose'] .btn-primary")))
	w.keys("\r")
	w.becomes("h1", "A fan with two speeds only")

	w = s.window(t, true)
	w.signIn(domain.Moderator)
	w.open("/moderation")
	w.keys("j", "m")
	w.run(chromedp.WaitVisible(chromedp.CSS(".notice"))) // the desk says what was done
	if now := s.ideaNow(i.Idea.ID); now.Status != domain.StatusMerged || now.Into.ID != target {
		t.Errorf("after the keys %+v", now)
	}
}

// The same by pressing alone on a phone, with and without JavaScript.
func TestAMergeByPressing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for _, scripts := range []bool{true, false} {
			t.Run(fmt.Sprintf("scripts %v", scripts), func(t *testing.T) {
				s := newSite(t, freshOrSame(t, db, scripts))
				source, target := s.twins()
				w := s.window(t, scripts)
				w.signIn(domain.Customer)
				w.run(chromedp.EmulateViewport(390, 844))
				w.open(source.Path())
				w.send(`aside a[href$="/merge"]`)
				w.fits("the way to the other idea")
				w.fill("into", "quieter fan")
				w.send(`form[role="search"] .btn-primary`)
				w.send(".items a")
				w.fits("two ideas side by side")
				w.send(`form[action$="/propose"] .btn-primary`)
				w.becomes("h1", source.Title)
				w = s.window(t, scripts)
				w.signIn(domain.Moderator)
				w.run(chromedp.EmulateViewport(390, 844))
				w.open("/moderation")
				w.fits("the moderators' list")
				w.send(`.evidence a[href*="/merge?into="]`)
				w.send(`form[action$="/merge"] .btn-primary`)
				w.becomes("h1", target.Title)
				w.fits("the idea with what went into it")
				w.send(`section[aria-labelledby="merged-h"] a`)
				w.becomes("h1", source.Title)
				w.run(chromedp.Click(chromedp.CSS(`#staff details:has(form[action$="/unmerge"]) summary`)))
				w.send(`form[action$="/unmerge"] .btn`)
				if now := s.ideaNow(source.ID); now.Status != domain.StatusNew || now.Tally != source.Tally {
					t.Errorf("taken back it is %+v", now)
				}
			})
		}
	})
}

// axe-core finds nothing on the pages of a merge, in either theme, wide or narrow.
func TestMergesAreAccessible(t *testing.T) {
	s := newSite(t, storetest.Open(t, storetest.SQLite(t)))
	source, target := s.twins()
	third := s.idea(domain.Customer, longWord("T", 110))
	s.must(s.app.ProposeMerge(t.Context(), s.actor(domain.Customer), third, target.ID, longWord("N", 200)))
	s.must(s.app.Merge(t.Context(), s.actor(domain.Moderator), source.ID, target.ID, ""))
	merge := ideaPath(third, "merge")
	paths := []string{"/moderation", merge, merge + "?q=quieter", merge + "?into=" + itoa(target.ID), merge + "?into=" + itoa(source.ID),
		source.Path(), target.Path()}
	w := s.window(t, true)
	w.signIn(domain.Moderator)
	for _, path := range paths {
		w.check(domain.Moderator, path, "light", 1280)
		w.check(domain.Moderator, path, "dark", 390)
		w.run(chromedp.EmulateViewport(320, 640))
		w.fits(path)
	}
}
