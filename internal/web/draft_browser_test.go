package web_test

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"groundswell/internal/domain"
	"groundswell/internal/store/storetest"
)

// keptOf waits until a member's draft of a form says something.
func (s *site) keptOf(role domain.Role, form domain.FormName, field, want string) {
	s.t.Helper()
	patience := time.After(10 * time.Second)
	for {
		kept, err := s.db.Reader().Drafts(s.t.Context(), s.members[role], []domain.FormName{form})
		s.must(err)
		got := kept[form].Fields[field]
		if got == want {
			return
		}
		select {
		case <-patience:
			s.t.Fatalf("the draft of %s says %q, want %q", form, got, want)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// What is typed is kept while it is typed, when the tab is closed at once, and when the
// session has ended meanwhile; what is published is kept no more. The script waits a
// moment for more words, and the test with it.
func TestDraftsInABrowser(t *testing.T) {
	s := newSite(t, storetest.Open(t, storetest.SQLite(t)))
	w := s.window(t, true)
	w.run(chromedp.EmulateViewport(390, 800))
	w.signIn(domain.Customer)
	typed := func(field, words string) {
		t.Helper()
		w.run(chromedp.Focus(chromedp.CSS("#"+field)), chromedp.KeyEvent(words))
	}
	shows := func(field, words string) {
		t.Helper()
		w.is(field+" does not say "+words, `document.getElementById("`+field+`").value === "`+words+`"`)
	}
	w.open("/ideas/new")
	w.is("there is a button that the script needs not", `getComputedStyle(document.querySelector(".draft-save")).display === "none"`)
	typed("title", "Longer cables")
	w.says("#draft-ideas", "Your draft, saved just now, is not published yet.")
	w.audit("a form with a draft")
	w.fits("a form with a draft")

	typed("body", "Two metres")
	w.open("/spaces") // as a closed tab: at once
	s.keptOf(domain.Customer, domain.NewIdeaForm, "body", "Two metres")
	w.open("/ideas/new")
	shows("title", "Longer cables")
	shows("body", "Two metres")

	s.must(s.app.RevokeOtherSessions(t.Context(), s.actor(domain.Customer)))
	typed("title", " please")
	w.says("#draft-ideas", "waits in this browser")
	w.send("#draft-ideas a")
	w.fill("email", "member@example.org", "password", password)
	w.send("main form button")
	w.says("#draft-ideas", "is not published yet")
	shows("body", "Two metres")
	w.is("the last words are lost", `document.getElementById("title").value.length === "Longer cables please".length`)

	w.run(chromedp.SetValue(chromedp.CSS("#space"), itoa(s.spaces[0].ID)))
	typed("body", ".")
	w.send("main form .btn-primary")
	w.says("main", "Two metres")
	s.keptOf(domain.Customer, domain.NewIdeaForm, "title", "")

	w.open("/ideas/new")
	typed("title", "Nothing")
	w.says("#draft-ideas", "is not published yet")
	w.send("#draft-ideas button")
	w.open("/ideas/new")
	shows("title", "")
}

// Without scripts a button keeps the draft.
func TestADraftWithoutScripts(t *testing.T) {
	s := newSite(t, storetest.Open(t, storetest.SQLite(t)))
	w := s.window(t, false)
	w.signIn(domain.Customer)
	w.open("/ideas/new")
	w.fill("title", "Longer cables")
	w.send(".draft-save")
	w.says("main", "Your draft is saved.")
	w.send("#draft-ideas button")
	w.says("main", "Your draft is discarded.")
}
