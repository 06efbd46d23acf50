package web_test

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"groundswell/internal/demo"
	"groundswell/internal/domain"
	"groundswell/internal/store/storetest"
)

// demoSite serves the demo, whose desk has rows of every kind.
func demoSite(t *testing.T) *site {
	t.Helper()
	s := serve(t, storetest.Open(t, storetest.SQLite(t)))
	_, err := demo.Open(t.Context(), io.Discard, s.db, s.app, s.now())
	s.must(err)
	for _, role := range domain.AccountRoles {
		if m, err := s.db.Reader().MemberByEmail(t.Context(), demoAddress(role)); err == nil {
			s.members[role] = m.ID
		}
	}
	return s
}

func demoAddress(role domain.Role) string { return string(role) + "@demo.example.org" }

// deskWindow is a window in which the demo's moderator has signed in.
func (s *site) deskWindow(scripts bool) *window {
	s.t.Helper()
	w := s.window(s.t, scripts)
	w.open("/signin")
	w.fill("email", demoAddress(domain.Moderator), "password", password)
	w.send("main form button")
	return w
}

// The moderators' desk with every kind of row on it, in a browser and out of it. One demo
// serves for all, for filling it takes longest.
func TestTheModeratorsDesk(t *testing.T) {
	s := demoSite(t)
	s.deskIsAccessible()
	s.deskAsksPerKind()
	s.deskWithoutJavaScript()
	s.deskByKeysAlone()
}

// deskAsksPerKind: what the desk shows of a page of rows is asked for by kind, and not for
// each row.
func (s *site) deskAsksPerKind() {
	b := s.browser()
	b.post("/signin", "email", demoAddress(domain.Moderator), "password", password).want(http.StatusSeeOther)
	if n := b.queriesOf("/moderation"); n > 20 {
		s.t.Errorf("a desk with every kind of row takes %d queries", n)
	}
	if body := b.get("/moderation?kind=erasure").want(http.StatusOK, `value="nameless"`).body; strings.Contains(body, `value="delete"`) {
		s.t.Error("the desk offers to delete an idea of which only the name may go")
	}
	ideas, err := s.db.Reader().Ideas(s.t.Context(), domain.IdeaFilter{Order: domain.New})
	s.must(err)
	flagged := func(from, to int) int64 {
		for _, i := range ideas.Items[from:to] {
			s.flags(domain.PartIdea, i.ID, domain.FlagSpam, domain.Officer)
		}
		return b.queriesOf("/moderation?kind=flag")
	}
	few := flagged(0, 2)
	if many := flagged(2, 12); many > few || few > 9 {
		s.t.Errorf("a desk of some flags takes %d queries, and with ten more %d", few, many)
	}
}

// attack is what the moderator says where words are needed.
const attack = "It looks like an attack, and the days are in the log."

// press sends what has the focus by the keyboard, and waits for the page that comes.
func (w *window) press(selector string) {
	w.t.Helper()
	w.run(chromedp.Focus(chromedp.CSS(selector)))
	w.keys("\r")
}

// decidedAs holds that a row was decided so by the moderator, and whether that was taken
// back since.
func (s *site) decidedAs(row int64, do domain.DeskDo, undone bool) {
	s.t.Helper()
	now, err := s.db.Reader().DeskRow(s.t.Context(), row)
	s.must(err)
	if now.Decision != do || now.ClosedBy.ID != s.members[domain.Moderator] || now.Undone.IsZero() == undone {
		s.t.Errorf("the %s is decided as %q, undone %v; want %q, %v", now.Kind, now.Decision, !now.Undone.IsZero(), do,
			undone)
	}
}

// possible leaves out what is not offered for the demo's row: so many people promoted
// the idea that its author wants gone that only the name may go.
func possible(kind domain.DeskKind) []domain.DeskDecision {
	all := slices.Clone(kind.Decisions())
	return slices.DeleteFunc(all, func(d domain.DeskDecision) bool { return d.Do == domain.DeleteIt })
}

// deskByKeysAlone: the moderator makes every decision about every kind of row by keys alone,
// and takes each back that can be, by a key too.
func (s *site) deskByKeysAlone() {
	w := s.deskWindow(true)
	w.open("/moderation?kind=flag")
	ticked := `[...document.querySelectorAll(".case .tick")].map((box) => box.checked ? 1 : 0).join("")`
	w.run(chromedp.KeyEvent("*"))
	w.is("not all rows are ticked", "/^1{2,}$/.test("+ticked+`) && document.querySelector("[name=all]").checked`)
	w.run(chromedp.KeyEvent("j"), chromedp.KeyEvent("x"))
	w.is("not the first one alone is left out", "/^01+$/.test("+ticked+`) && !document.querySelector("[name=all]").checked`)
	for _, kind := range domain.DeskKinds {
		for _, d := range possible(kind) {
			row := s.rowOf(kind).ID
			w.open("/moderation?kind=" + string(kind))
			w.run(chromedp.KeyEvent("j")) // where one row waits, its keys work without
			w.is("the keys of the first "+string(kind)+" are not at hand", fmt.Sprintf(
				`[...document.querySelectorAll(".case")].length === 1 || document.activeElement.id === "row-%d"`, row))
			if d.Words {
				w.run(chromedp.KeyEvent(d.Key))
				w.is("the words do not take the focus", `document.activeElement.name === "words"`)
				w.run(chromedp.KeyEvent(attack), chromedp.KeyEvent("\t"))
				w.keys("\r")
			} else {
				w.keys(d.Key)
			}
			s.decidedAs(row, d.Do, false)
			if !d.Final {
				w.keys("z")
				s.decidedAs(row, d.Do, true)
			}
		}
	}
}

// deskWithoutJavaScript: on a phone every kind of row is decided and taken back by its
// buttons, and nothing is wider than the window.
func (s *site) deskWithoutJavaScript() {
	w := s.deskWindow(false)
	w.run(chromedp.EmulateViewport(390, 844))
	w.open("/moderation")
	w.fits("the desk")
	for _, kind := range domain.DeskKinds {
		row, d := s.rowOf(kind).ID, possible(kind)[0]
		at := fmt.Sprintf(`[data-row="%d"] `, row)
		w.open("/moderation?kind=" + string(kind))
		w.fits("the desk of " + string(kind))
		if d.Words {
			w.run(chromedp.Focus(chromedp.CSS(at+"summary")), chromedp.KeyEvent("\r"))
			w.run(chromedp.Focus(chromedp.CSS(at+"textarea")), chromedp.KeyEvent(attack))
			w.press(at + "details[open] form .btn")
		} else {
			w.press(at + `button[value="` + string(d.Do) + `"]`)
		}
		s.decidedAs(row, d.Do, false)
		w.fits("what was decided of " + string(kind))
		if !d.Final {
			w.press("main .notice .undo")
			s.decidedAs(row, d.Do, true)
		}
	}
}

// deskIsAccessible: axe-core finds nothing on a desk with every kind of row, in its log, and
// where anybody reads how moderation is done, in either theme and language, on a screen and
// on a phone.
func (s *site) deskIsAccessible() {
	w := s.deskWindow(true)
	who := s.actor(domain.Moderator)
	for _, language := range []string{"en", "de"} {
		s.must(s.app.SetPreferences(s.t.Context(), who, language, domain.ThemeAuto, true))
		w.open("/moderation")
		for _, kind := range domain.DeskKinds {
			w.is("no row of kind "+string(kind), fmt.Sprintf(`!!document.querySelector('[data-row="%d"]')`, s.rowOf(kind).ID))
		}
		for _, theme := range []string{"light", "dark"} {
			for _, width := range []int64{1280, 390} {
				w.look(who.Role, "/moderation in "+language, theme, width)
			}
		}
		for _, path := range []string{"/moderation?kind=approval", "/moderation?show=decided", "/fairness"} {
			w.check(who.Role, path, "light", 390)
			w.look(who.Role, path, "dark", 1280)
		}
	}
}
