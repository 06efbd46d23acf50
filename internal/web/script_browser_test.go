package web_test

import (
	"context"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"groundswell/internal/domain"
	"groundswell/internal/store/storetest"
)

// is fails unless an expression is true in the page.
func (w *window) is(what, expression string) {
	w.t.Helper()
	got, err := chromedp.Run(w.ctx, chromedp.Evaluate[bool](expression))
	if w.s.must(err); !got {
		w.t.Error(what)
	}
}

// What the script adds to pages that do without it: filters answer on change, a
// menu closes on Escape and outside, the question mark shows the keys; and the
// stars' own keys run forwards.
func TestWhatTheScriptAdds(t *testing.T) {
	s := newSite(t, storetest.Open(t, storetest.SQLite(t)))
	p := s.product("Moss Keyboard")
	w := s.window(t, true)
	w.signIn(domain.Officer)
	w.open("/spaces/" + s.spaces[0].Slug)
	choose := chromedp.Evaluate[bool](
		`(s => { s.value = "open"; return s.dispatchEvent(new Event("change", {bubbles: true})); })(document.querySelector("select[name=status]"))`)
	_, err := chromedp.RunResponse(w.ctx, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := choose(ctx, target)
		return err
	}))
	s.must(err)
	w.is("the filter did not answer", `location.search.includes("status=open")`)
	w.is("the button of the filters is there still",
		`getComputedStyle(document.querySelector("form.filters > button")).display === "none"`)

	summary := chromedp.CSS("details.menu > summary")
	w.run(chromedp.Click(summary))
	w.is("the menu did not open", `document.querySelector("details.menu").open`)
	w.run(chromedp.KeyEvent(kb.Escape))
	w.is("the menu stays open on Escape",
		`!document.querySelector("details.menu").open && document.activeElement.matches("details.menu > summary")`)
	w.run(chromedp.Click(summary), chromedp.Click(chromedp.CSS("h1")))
	w.is("the menu stays open after a click elsewhere", `!document.querySelector("details.menu").open`)

	w.is("there are no filters", `(document.querySelector("details.sheet").open = true)`)
	w.run(chromedp.KeyEvent(kb.Escape))
	w.is("the filters stay open on Escape", `!document.querySelector("details.sheet").open`)

	w.run(chromedp.KeyEvent("?"))
	w.is("the keys are not shown", `document.getElementById("keys").open`)
	w.audit("the dialog of the keys")
	w.run(chromedp.Click(chromedp.CSS("#keys button")))
	w.is("the keys stay", `!document.getElementById("keys").open`)

	w.send(".masthead .btn-primary")
	w.is("the space does not preselect itself", `document.getElementById("space").value === "`+itoa(s.spaces[0].ID)+`"`)

	w.open(p.Path())
	// Without the mouse, which would show what its own place gives.
	w.is("the second star does not take the focus",
		`(star => { star.click(); star.focus(); return document.activeElement === star; })(document.querySelector('.star-input input[value="2"]'))`)
	w.run(chromedp.KeyEvent(kb.ArrowRight))
	w.is("the key to the right does not give a star more", `document.querySelector(".star-input :checked").value === "3"`)
	w.is("three of five stars do not shine",
		`(all => new Set(all.slice(0, 3)).size === 1 && all[3] === all[4])([...document.querySelectorAll(".star-input label")].map(l => getComputedStyle(l).color))`)
}
