package web_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"groundswell/internal/domain"
	"groundswell/internal/store/storetest"
)

// typed fails unless a field holds some words.
func (w *window) typed(field, want string) {
	w.t.Helper()
	got, err := chromedp.Run(w.ctx, chromedp.Evaluate[string](`document.querySelector("`+field+`").value`))
	if w.s.must(err); got != want {
		w.t.Errorf("%s holds %q, want %q", field, got, want)
	}
}

// A name behind an @ is completed by keys or by pointing, on a narrow page too; it is a
// link in the comment. Whoever has no script types it.
func TestNamesAreCompletedInABrowser(t *testing.T) {
	s := newSite(t, storetest.Open(t, storetest.SQLite(t)))
	twin := int64(0)
	for n, name := range []string{"Leonie Brandt", "Lena Ortmann", "Lena Ortmann"} {
		id, err := s.app.AddMember(t.Context(), domain.System, domain.Member{Name: name, Email: fmt.Sprintf("lena%d@example.org", n),
			Role: domain.Customer}, password)
		s.must(err)
		twin = id
	}
	page := s.ideaAddress(s.idea(domain.Customer, "A quieter fan for everyone"))
	w := s.window(t, true)
	w.run(chromedp.EmulateViewport(390, 800))
	w.signIn(domain.Officer)
	w.open(page)
	field := `textarea[data-names]`
	w.run(chromedp.Focus(chromedp.CSS(field)), chromedp.KeyEvent("Hello @le"))
	w.says(".names", "Lena Ortmann")
	w.is("not three are offered", `document.querySelectorAll(".names [role=option]").length === 3`)
	w.audit("the list of names")
	w.fits("the list of names")
	w.run(chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.ArrowDown))
	w.is("Enter does what it does elsewhere", // pressed in the page: from outside it would type a line end, whatever the page says
		`!document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true, cancelable: true}))`)
	w.typed(field, "Hello @Leonie Brandt ")
	w.run(chromedp.KeyEvent("and @lena"))
	w.says(".names", "#")
	w.run(chromedp.KeyEvent(kb.Escape))
	w.is("Escape leaves the list", `!document.querySelector(".names")`)
	w.run(chromedp.KeyEvent(" o"))
	w.says(".names", fmt.Sprintf("#%d", twin))
	w.is("the two of that name are not offered alone", `document.querySelectorAll(".names [role=option]").length === 2`)
	w.run(chromedp.Click(chromedp.CSS(".names li")))
	w.typed(field, fmt.Sprintf("Hello @Leonie Brandt and @Lena Ortmann#%d ", twin-1))
	w.run(chromedp.KeyEvent("and @nobody at all"))
	w.is("a list of nobody", `!document.querySelector(".names")`)
	w.send(".composer .btn-primary")
	w.says(".comment", "Hello @Leonie Brandt and @Lena Ortmann")
	w.is("the names are no links", `document.querySelectorAll(".comment a.mention[href^='/members/']").length === 2`)
	w.audit("a comment with names")

	plain := s.window(t, false)
	plain.signIn(domain.Engineer)
	plain.open(page)
	plain.run(chromedp.SetValue(chromedp.CSS(field), "I ask @leonie brandt."))
	plain.send(".composer .btn-primary")
	plain.says(".thread", "I ask @leonie brandt.")
}
