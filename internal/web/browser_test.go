package web_test

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/url"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

//go:embed testdata/axe.min.js
var axe string

// chrome starts one Chromium for the tests of this package.
var chrome = sync.OnceValues(func() (context.Context, error) {
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		return nil, nil
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.NoFirstRun)
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, _ := chromedp.NewContext(allocator)
	stopChrome = func() {
		chromedp.Cancel(ctx) // waits until the browser has ended
		stop()
	}
	return ctx, chromedp.Do(ctx)
})

// stopChrome ends the browser if one was started.
var stopChrome = func() {}

// window is a browser window of its own, with its own cookies.
type window struct {
	t       testing.TB
	s       *site
	ctx     context.Context
	scripts bool
}

func (s *site) window(t testing.TB, scripts bool) *window {
	t.Helper()
	browser, err := chrome()
	if err != nil {
		t.Fatal(err)
	}
	if browser == nil {
		t.Skip("Chromium is not installed here: the browser's half was left out (make deps says how to install it)")
	}
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	ctx, stop := context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(func() { stop(); cancel() })
	w := &window{t: t, s: s, ctx: ctx, scripts: scripts}
	w.run(chromedp.EmulateViewport(1280, 900))
	_, err = chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !scripts})
	s.must(err)
	exceptions := chromedp.Events(ctx, runtime.ExceptionThrown)
	go func() {
		for e, err := range exceptions {
			if err != nil {
				return // the window is closed
			}
			t.Errorf("a script failed: %v", (&chromedp.ExceptionError{ExceptionDetails: e.ExceptionDetails}).Error())
		}
	}()
	return w
}

func (w *window) run(actions ...chromedp.Action[chromedp.Void]) {
	w.t.Helper()
	if err := chromedp.Do(w.ctx, actions...); err != nil {
		w.t.Fatal(err)
	}
}

func (w *window) open(path string) {
	w.t.Helper()
	w.run(chromedp.Navigate(w.s.url + path))
}

// fill types into fields by id, in turn.
func (w *window) fill(pairs ...string) {
	w.t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		w.run(chromedp.SetValue(chromedp.CSS("#"+pairs[i]), pairs[i+1]))
	}
}

// send presses a button that loads a page, and waits for it.
func (w *window) send(selector string) {
	w.t.Helper()
	if _, err := chromedp.RunResponse(w.ctx, chromedp.Click(chromedp.CSS(selector))); err != nil {
		w.t.Fatalf("%s: %v", selector, err)
	}
}

func (w *window) text(selector string) string {
	w.t.Helper()
	read := fmt.Sprintf("(e => e ? e.innerText : '')(document.querySelector(%q))", selector) // "" while HTMX swaps it
	text, err := chromedp.Run(w.ctx, chromedp.Evaluate[string](read))
	if err != nil {
		w.t.Fatalf("%s: %v", selector, err)
	}
	return strings.Join(strings.Fields(text), " ")
}

// becomes waits until an element reads as wanted.
func (w *window) becomes(selector, want string) {
	w.t.Helper()
	patience := time.After(10 * time.Second)
	for {
		got := w.text(selector)
		if got == want {
			return
		}
		select {
		case <-patience:
			w.t.Fatalf("%s reads %q, want %q", selector, got, want)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// settled waits until HTMX has swapped in what it asked for.
func (w *window) settled() {
	w.t.Helper()
	_, err := chromedp.Run(w.ctx, chromedp.Evaluate[bool](`new Promise(done => {
		const look = () => document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added") ? requestAnimationFrame(look) : done(true);
		look();
	})`, chromedp.EvalAwaitPromise))
	w.s.must(err)
}

// vote presses a button of the idea's box and waits until the points are as
// wanted.
func (w *window) vote(value, points string) {
	w.t.Helper()
	button := fmt.Sprintf(`.idea-full .vote button[value="%s"]`, value)
	if w.scripts {
		w.run(chromedp.Click(chromedp.CSS(button)))
		w.settled()
	} else {
		w.send(button)
	}
	w.becomes(".idea-full .vote output", points)
}

// From signing up to withdrawing a vote, as a person does it, with and without
// JavaScript.
func TestAPersonInABrowser(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for _, scripts := range []bool{true, false} {
			t.Run(fmt.Sprintf("scripts %v", scripts), func(t *testing.T) {
				s := newSite(t, freshOrSame(t, db, scripts))
				walkThrough(t, s, s.window(t, scripts))
			})
		}
	})
}

// freshOrSame gives the second run a database of its own.
func freshOrSame(t *testing.T, db *store.DB, first bool) *store.DB {
	if first {
		return db
	}
	if strings.Contains(t.Name(), "postgres") {
		return storetest.Open(t, storetest.Postgres(t))
	}
	return storetest.Open(t, storetest.SQLite(t))
}

func walkThrough(t *testing.T, s *site, w *window) {
	other := s.idea(domain.Engineer, "A quieter fan for everyone")
	w.open("/signup")
	w.fill("name", "Mira", "email", "mira", "password", password)
	w.send("main form button")
	if got := w.text("#email-error"); !strings.Contains(got, "This is not an e-mail address") {
		t.Errorf("the error reads %q", got)
	}
	w.fill("email", "mira@example.org", "password", password)
	w.send("main form button")
	if got := w.text("h1"); got != "Check your mail" {
		t.Fatalf("after signing up: %q", got)
	}
	w.open(s.theMail().Link())
	w.send("main form button")
	if got := w.text("main .notice"); !strings.Contains(got, "Welcome") {
		t.Fatalf("after confirming: %q", got)
	}
	w.open("/ideas/new")
	w.fill("title", "Cables that are longer", "body", "Two metres, please.", "tags", "cable")
	w.send("main form .btn-primary") // without a space: the text must still be there
	if got := w.text("#errors"); !strings.Contains(got, "Choose a space") {
		t.Errorf("the summary reads %q", got)
	}
	w.fill("space", itoa(s.spaces[0].ID))
	w.send("main form .btn-primary")
	if got := w.text("h1"); got != "Cables that are longer" {
		t.Fatalf("after submitting: %q", got)
	}
	w.becomes(".idea-full .vote output", "1 point")
	w.open(ideaPath(other, ""))
	w.becomes(".idea-full .vote output", "1 point")
	w.vote("1", "2 points")
	w.vote("1", "2 points") // pressing again changes nothing
	w.vote("-1", "0 points")
	w.vote("0", "1 point")
	w.vote("1", "2 points")
	if w.scripts {
		w.run(chromedp.DoubleClick(chromedp.CSS(`.idea-full .vote button[value="-1"]`)))
		w.settled()
		w.becomes(".idea-full .vote output", "0 points")
		w.pressKeys()
	}
	checkCounts(t, s.db)
}

// pressKeys votes from the feed without touching the mouse.
func (w *window) pressKeys() {
	w.t.Helper()
	w.open("/?tab=new")
	w.run(chromedp.KeyEvent("j"), chromedp.KeyEvent("j"), chromedp.KeyEvent("w"))
	w.settled()
	w.becomes(".idea:nth-child(2) .vote output", "1 point")
	w.run(chromedp.KeyEvent("p"))
	w.becomes(".idea:nth-child(2) .vote output", "2 points")
}

func checkCounts(t *testing.T, db *store.DB) {
	t.Helper()
	wrong, err := db.Reader().CheckCounts(t.Context())
	if err != nil || len(wrong) > 0 {
		t.Errorf("%v, %v", wrong, err)
	}
}

// axeResult is what axe-core found.
type axeResult struct {
	Violations []struct {
		ID    string
		Help  string
		Nodes []struct{ HTML, FailureSummary string }
	}
}

// axe-core finds nothing on any page, in either theme, wide or narrow; and no
// page is wider than its window. It takes longer than five seconds because a browser
// draws each.
func TestAccessibility(t *testing.T) {
	s := newSite(t, storetest.Open(t, storetest.SQLite(t)))
	id := s.idea(domain.Customer, "A quieter fan for everyone")
	closed := s.idea(domain.Engineer, "A much louder fan for nobody at all")
	s.must(s.app.Decide(t.Context(), s.actor(domain.Engineer), closed, domain.StatusDeclined, "Nobody asked for this, and it would be loud."))
	_, err := s.app.Vote(t.Context(), s.actor(domain.Officer), id, domain.Promote)
	s.must(err)
	s.must(s.app.CountFigures(t.Context()))
	own := s.idea(domain.Customer, "An idea that nobody has voted on yet")
	link := func(kind domain.LinkKind) string { return s.link(kind, domain.Customer) }
	idea, noIdea := ideaPath(id, ""), ideaPath(closed, "")
	s.fillCatalog()
	for role, paths := range map[domain.Role][]string{
		domain.Guest: {
			"/reset?token=" + link(domain.ResetLink), "/confirm?token=" + link(domain.ConfirmLink),
			"/confirm?kind=email&token=" + link(domain.EmailLink), "/setup?token=" + link(domain.SetupLink),
			"/", "/ideas?status=archived", idea, noIdea, "/spaces", "/spaces/gaming", "/tags/fan", "/members/" + itoa(s.members[domain.Customer]),
			"/signin", "/signup", "/reset", "/odd", "/confirm?token=odd",
			"/products", "/products?q=none", "/products/moss-keyboard", "/products/fern-mouse", "/products/twig-keyboard",
			"/products/moss-keyboard?stars=2", "/reviews/1", "/ratings", "/fairness",
		},
		domain.Customer:  {idea, ideaPath(own, "edit"), "/products/moss-keyboard", "/products/fern-mouse"},
		domain.Officer:   {"/", idea, idea + "?vote=-1", "/ideas/new", "/account", "/admin/people", "/products?state=watch", "/reviews"},
		domain.Engineer:  {"/products/fern-mouse", "/products/moss-keyboard/themes", "/reviews/1"},
		domain.Moderator: {"/products/fern-mouse", "/products/moss-keyboard/exclusions", "/reviews/1"},
		domain.Admin: {"/admin/products", "/admin/products/1", "/admin/families", "/reviews/1", idea, "/admin/people",
			"/admin/spaces", "/admin/tags", "/admin/settings", "/admin/jobs", "/admin/audit", "/members/" + itoa(s.members[domain.Customer])},
	} {
		w := s.window(t, true)
		if role != domain.Guest {
			w.open("/signin")
			w.fill("email", string(role)+"@example.org", "password", password)
			w.send("main form button")
		}
		for _, path := range paths {
			w.check(role, path, "light", 1280)
			w.look(role, path, "dark", 1280)
			w.look(role, path, "light", 390)
			w.look(role, path, "dark", 390)
		}
	}
	w := s.window(t, true)
	w.open("/signin")
	w.fill("email", "x", "password", "x")
	w.send("main form button")
	w.audit("the sign-in form with errors")
	w.open("/reset")
	w.fill("email", "member@example.org")
	w.send("main form button")
	w.audit("the page that says to look into the mailbox")
}

// check opens a page in a theme, so wide, and looks at it.
func (w *window) check(role domain.Role, path, theme string, width int64) {
	w.t.Helper()
	w.open(path)
	w.look(role, path, theme, width)
}

// look tells what axe-core finds on the page that is open, and whether it is too wide.
func (w *window) look(role domain.Role, path, theme string, width int64) {
	w.t.Helper()
	scheme := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: theme}, {Name: "prefers-reduced-motion", Value: "reduce"}, // colours change at once
	}}
	_, err := chromedp.Call(w.ctx, emulation.SetEmulatedMedia, scheme)
	w.s.must(err)
	w.run(chromedp.EmulateViewport(width, 900))
	what := fmt.Sprintf("%s as %s, %s, %d px", path, role, theme, width)
	over, err := chromedp.Run(w.ctx, chromedp.Evaluate[int]("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
	if w.s.must(err); over > 0 {
		w.t.Errorf("%s is %d px too wide", what, over)
	}
	w.audit(what)
}

func (w *window) audit(what string) {
	w.t.Helper()
	script := axe + `;axe.run(document, {resultTypes: ["violations"]}).then(r => JSON.stringify(r))`
	found, err := chromedp.Run(w.ctx, chromedp.Evaluate[string](script, chromedp.EvalAwaitPromise))
	w.s.must(err)
	var result axeResult
	if err := json.Unmarshal([]byte(found), &result); err != nil {
		w.t.Fatal(err)
	}
	for _, v := range result.Violations {
		w.t.Errorf("%s: %s (%s): %.300s", what, v.Help, v.ID, fmt.Sprint(v.Nodes))
	}
}

// A guest who presses Promote signs in and is offered the vote again.
func TestAGuestWhoPromotes(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.idea(domain.Engineer, "A quieter fan for everyone")
		w := s.window(t, true)
		w.open(ideaPath(id, ""))
		w.send(`.idea-full .vote button[value="1"]`)
		address, err := chromedp.Run(w.ctx, chromedp.Location())
		s.must(err)
		if u, err := url.Parse(address); err != nil || u.Path != "/signin" {
			t.Fatalf("a guest who promotes is at %s", address)
		}
		w.fill("email", "member@example.org", "password", password)
		w.send("main form button")
		w.send("main .notice form button")
		w.becomes(".idea-full .vote output", "2 points")
		w.run(chromedp.Click(chromedp.CSS(`.idea-full .vote button[value="-1"]`)))
		w.becomes(".split-meter .hint", "1 promoted, 1 demoted.")
		w.is("the points beside the text stay behind", `document.querySelector("#week-`+itoa(id)+` dd:last-child").textContent === "0"`)
		s.idea(domain.Engineer, "A fan that stops by itself")
		w.open("/ideas?tab=top")
		w.is("no rows", `(window.before = [...document.querySelectorAll(".idea")].map(row => row.id + row.offsetTop).join()) !== ""`)
		w.run(chromedp.Click(chromedp.CSS(`#idea-` + itoa(id) + ` .vote button[value="1"]`)))
		w.becomes("#idea-"+itoa(id)+" .vote output", "2 points")
		w.is("a vote moves the rows", `window.before === [...document.querySelectorAll(".idea")].map(row => row.id + row.offsetTop).join()`)
	})
}
