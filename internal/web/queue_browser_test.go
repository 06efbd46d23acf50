package web_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// tenItems are a morning's work: all under review, the first with most points.
func (s *site) tenItems(q domain.Queue) []domain.Item {
	s.t.Helper()
	people := s.crowd(10)
	items := make([]domain.Item, 10)
	for n := range items {
		i := s.takeUp(q, fmt.Sprintf("A quieter fan, number %d of ten", n+1))
		for _, m := range people[n:] {
			_, err := s.app.Vote(s.t.Context(), m, i.Idea.ID, domain.Promote)
			s.must(err)
		}
		items[n] = s.itemByID(i.ID)
	}
	return items
}

// keys presses keys one after the other, and waits for the page that the last one
// loads.
func (w *window) keys(keys ...string) {
	w.t.Helper()
	for _, key := range keys[:len(keys)-1] {
		w.run(chromedp.KeyEvent(key))
	}
	if _, err := chromedp.RunResponse(w.ctx, chromedp.KeyEvent(keys[len(keys)-1])); err != nil {
		w.t.Fatalf("%q: %v", keys, err)
	}
}

// write types into the field that has the focus and sends its form by the keyboard.
func (w *window) write(words string) {
	w.t.Helper()
	w.run(chromedp.KeyEvent(words))
	send := chromedp.KeyEvent("\r", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	if _, err := chromedp.RunResponse(w.ctx, send); err != nil {
		w.t.Fatalf("Ctrl and Enter behind %q: %v", words, err)
	}
}

// A morning's triage of ten items by keys alone: accepted, declined with a reason,
// parked, asked, undone; each opens the next. It takes long because a browser draws
// each page.
func TestTenItemsByKeysAlone(t *testing.T) {
	s := newSite(t, storetest.Open(t, storetest.SQLite(t)))
	q := s.team("Thermal", 0, s.members[domain.Engineer])
	items := s.tenItems(q)
	w := s.window(t, true)
	w.signIn(domain.Engineer)
	w.open(q.Ref().Path())
	title := func(n int) { t.Helper(); w.becomes("h1", items[n-1].Idea.Title) }
	w.keys("j", "\r")
	title(1)
	w.keys("a")
	title(2)
	w.says("main .notice", "is now “Accepted”")
	w.keys("z")
	title(1)
	w.keys("1")
	title(2)
	w.run(chromedp.KeyEvent("d"))
	w.is("the reason does not take the focus", `document.activeElement.id === "d-reason"`)
	w.write("The case has no room left for a larger fan.")
	title(3)
	w.run(chromedp.KeyEvent("h"))
	w.is("the day does not take the focus", `document.activeElement.id === "h-until"`)
	w.run(chromedp.KeyEvent(s.now().AddDate(0, 0, 20).Format("01022006")))
	w.is("the day is not typed", `document.activeElement.value === "`+s.now().AddDate(0, 0, 20).Format(time.DateOnly)+`"`)
	w.run(chromedp.KeyEvent("\t"))
	for range 2 { // the picker of days, too, is a place to stop at
		on, err := chromedp.Run(w.ctx, chromedp.Evaluate[string](`document.activeElement.id`))
		s.must(err)
		if on == "h-reason" {
			break
		}
		w.run(chromedp.KeyEvent("\t"))
	}
	w.write("We measure the new fan until then.")
	title(4)
	w.run(chromedp.KeyEvent("q"))
	w.write("Which of the two fans do you mean?")
	title(5)
	w.keys("j")
	title(6)
	w.keys("k")
	title(5)
	w.run(chromedp.KeyEvent("e"))
	w.is("the effort does not take the focus", `document.activeElement.id === "e-effort"`)
	w.open(s.itemByID(items[4].ID).Path())
	w.run(chromedp.KeyEvent("o"))
	w.is("the engineer does not take the focus", `document.activeElement.id === "e-engineer"`)
	w.open(s.itemByID(items[4].ID).Path())
	for n := 6; n <= 8; n++ {
		w.keys("a")
		title(n)
	}
	w.open(q.Ref().Path())
	w.keys("j", "a") // in the list itself: the first row
	w.says("main .notice", "is now “Accepted”")
	w.is("it left the list", `!document.querySelector(".items").innerText.includes("number 8 of ten")`)
	w.keys("j", "d")
	title(9)
	w.is("the way to a reason opens no form", `document.activeElement.id === "d-reason"`)
	w.write("The quiet profile does the same since May.")
	title(10)
	w.keys("a")
	w.becomes("h1", "Thermal")
	w.open(q.Ref().Path() + "?column=accepted")
	w.keys("j", "s")
	w.says("main .notice", "is now “In progress”")
	w.open(s.itemByID(items[0].ID).Path())
	w.run(chromedp.KeyEvent("x"))
	w.write("From revision C on it is quieter.")
	count, err := s.db.Reader().CountQueue(t.Context(), q.ID)
	s.must(err)
	if count[domain.StatusUnderReview] != 2 || count[domain.StatusAccepted] != 5 ||
		count[domain.StatusShipped] != 1 || count[domain.StatusDeclined] != 2 {
		t.Errorf("after the morning: %v", count)
	}
	w.run(chromedp.KeyEvent("?"))
	w.is("the keys are not shown",
		`document.getElementById("keys").open && document.getElementById("keys").innerText.includes("Park until")`)
}

// The same by pressing buttons alone, with and without JavaScript, on a phone.
func TestTriageByButtons(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for _, scripts := range []bool{true, false} {
			t.Run(fmt.Sprintf("scripts %v", scripts), func(t *testing.T) {
				s := newSite(t, freshOrSame(t, db, scripts))
				q := s.team("Thermal", 0, s.members[domain.Engineer])
				items := s.tenItems(q)
				w := s.window(t, scripts)
				w.signIn(domain.Engineer)
				w.run(chromedp.EmulateViewport(390, 844))
				w.open(q.Ref().Path())
				w.fits("the list")
				w.send(".item h2 a")
				w.fits("a card")
				w.send(`.do button[data-key="a 1"]`)
				w.becomes("h1", items[1].Idea.Title)
				w.send("main .notice .undo")
				w.becomes("h1", items[0].Idea.Title)
				w.run(chromedp.Click(chromedp.CSS(`.do summary[data-key="d 3"]`)))
				w.fill("d-reason", "no")
				w.send(`.do details[open] .btn`)
				w.says("#d-reason-error", "Use at least 20 characters")
				w.fits("a card with an error")
				w.fill("d-reason", "The case has no room left for a larger fan.")
				w.send(`.do details[open] .btn`)
				w.becomes("h1", items[1].Idea.Title)
				w.run(chromedp.Click(chromedp.CSS(`.do summary[data-key="h"]`)))
				w.fill("h-until", s.now().AddDate(0, 0, 20).Format(time.DateOnly), "h-reason",
					"We measure the new fan until then.")
				w.send(`.do details[open] .btn`)
				w.becomes("h1", items[2].Idea.Title)
				s.must(s.app.DecideItem(t.Context(), s.actor(domain.Admin), items[2].ID, items[2].Version,
					app.Verdict{To: domain.StatusAccepted}))
				w.send(`.do button[data-key="a 1"]`)
				w.says("main .notice-ochre", "changed it from “Under review” to “Accepted”")
				w.fits("a card that somebody else changed")
			})
		}
	})
}

// axe-core finds nothing on the pages of queues, in either theme and language, wide or
// narrow, and none is wider than the narrowest phone.
func TestQueuesAreAccessible(t *testing.T) {
	s := newSite(t, storetest.Open(t, storetest.SQLite(t)))
	q, items := s.fillQueue()
	long := s.takeUp(q, longWord("T", 110))
	s.must(s.app.DecideItem(t.Context(), s.actor(domain.Engineer), long.ID, long.Version,
		app.Verdict{To: domain.StatusDeclined, Reason: longWord("R", 300)}))
	paths := []string{"/queues", q.Ref().Path(), q.Ref().Path() + "?view=board", q.Ref().Path() +
		"?view=table&column=declined", long.Path() + "?do=other"}
	for _, name := range []string{"routed", "contested", "parked", "asked", "accepted", "hand"} {
		paths = append(paths, items[name].Path())
	}
	for _, role := range []domain.Role{domain.Engineer, domain.Officer} {
		w := s.window(t, true)
		w.signIn(role)
		for _, path := range paths {
			w.check(role, path, "light", 1280)
			w.check(role, path, "dark", 390)
			w.run(chromedp.EmulateViewport(320, 640))
			w.fits(path + " as " + string(role))
		}
	}
}
