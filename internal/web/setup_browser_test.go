package web_test

import (
	"context"
	"testing"

	"github.com/chromedp/chromedp"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// The whole first run without scripts: from the printed link through every step to the
// list of what is left, and whoever was invited comes in. Then each page once more in
// German, dark and narrow, under axe. It takes longer than five seconds because a browser
// draws each.
func TestTheFirstRunInABrowser(t *testing.T) {
	s := newSite(t, storetest.Open(t, storetest.SQLite(t)))
	s.must(s.jobs.Schedule(t.Context()))
	s.must(s.db.Tx(context.Background(), func(q *store.Tx) error {
		return q.SetRole(context.Background(), s.members[domain.Admin], domain.Customer)
	}))
	token, err := s.app.SetupLink(t.Context())
	s.must(err)
	w := s.window(t, false)
	w.open("/setup?token=" + token)
	w.fill("name", "Boss", "email", "boss@example.org", "password", password)
	w.send("main form button")
	w.says("main", "Step 1 of 5")
	w.fill(`community\.name`, "Halden")
	w.send("main form button")
	w.says("main", "Step 2 of 5")
	w.send("main form a.btn") // skipped
	w.says("main", "Step 3 of 5")
	w.fill("name", "Quiet fans", "description", "All that turns.")
	w.send("main form button")
	w.says("main", "Step 4 of 5")
	w.fill(`mail\.from`, "nobody")
	w.send("main form button")
	w.says("main .error", "This is not an e-mail address")
	w.fill(`mail\.from`, "ideas@halden.example")
	w.send("main form button")
	w.says("main", "Step 5 of 5")
	w.fill("email", "nia@example.org")
	w.send("#invite form button")
	w.says("#invited", "nia@example.org")
	s.told()
	w.send("main p.row > a.btn-primary")
	w.says("h1", "Getting started")
	w.says(".brand", "Halden")

	boss, err := s.db.Reader().MemberByEmail(t.Context(), "boss@example.org")
	s.must(err)
	who := domain.Actor{ID: boss.ID, Role: domain.Admin, System: true}
	s.must(s.app.SetPreferences(t.Context(), who, "de", domain.ThemeDark, true))
	link := s.invitationTo("nia@example.org")
	seen := s.window(t, true)
	seen.open(link)
	seen.everyWidth("/invitation")
	seen.open("/signin")
	seen.fill("email", "boss@example.org", "password", password)
	seen.send("main form button")
	for _, step := range domain.SetupSteps {
		seen.open("/setup/" + step)
		seen.says("main", "von 5")
		seen.everyWidth("/setup/" + step)
	}
	for _, path := range []string{"/admin", "/admin/people"} {
		seen.open(path)
		seen.everyWidth(path)
	}
	guest := s.window(t, false)
	guest.open(link)
	guest.fill("name", "Nia", "password", password)
	guest.send("main form button")
	guest.open("/queues")
	guest.says("h1", "Queues")
}

// everyWidth looks at the page that is open, wide and on the narrowest phone.
func (w *window) everyWidth(what string) {
	w.t.Helper()
	for _, width := range []int64{1280, 320} {
		w.run(chromedp.EmulateViewport(width, 900))
		w.fits(what)
		w.audit(what)
	}
}
