package web

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"groundswell/internal/config"
	"groundswell/internal/domain"
	"groundswell/internal/store/storetest"
)

// A route whose action the policy does not know fails the start.
func TestARouteWithoutAPolicyFailsTheStart(t *testing.T) {
	db := storetest.Open(t, storetest.SQLite(t))
	s, err := New(nil, db.Reader(), config.Serve{BaseURL: "http://localhost:8080"}, func() time.Time { return time.Time{} }, slog.Default())
	if err != nil {
		t.Fatalf("the real table: %v", err)
	}
	err = s.register([]route{{method: "GET", path: "/new", action: "invented", handle: (*Server).feed}})
	if err == nil || !strings.Contains(err.Error(), `GET /new: the policy has no row for "invented"`) {
		t.Errorf("got %v", err)
	}
}

// Every route has a handler and every action of the policy that pages can ask
// for has a route.
func TestTheTableIsComplete(t *testing.T) {
	asked := map[domain.Action]bool{
		// Asked by verbs and pages, not by addresses.
		domain.DecideIdea: true, domain.ArchiveIdea: true, domain.ImportData: true, domain.ReadNotes: true,
	}
	for _, r := range routes {
		if r.handle == nil {
			t.Errorf("%s %s has no handler", r.method, r.path)
		}
		asked[r.action] = true
	}
	for _, a := range domain.Actions() {
		if !asked[a] {
			t.Errorf("no route asks for %q", a)
		}
	}
}

// The cookie of a site on https insists on TLS.
func TestCookieOnHTTPS(t *testing.T) {
	s := newSessionStore(&Server{config: config.Serve{BaseURL: "https://ideas.example.org"}})
	if s.name != "__Host-sid" || !s.options.Secure || !s.options.HttpOnly || s.options.Path != "/" {
		t.Errorf("%s %+v", s.name, s.options)
	}
}

// What was done is said over https as on this machine, by a cookie that insists on TLS.
func TestNoticeOnHTTPS(t *testing.T) {
	db := storetest.Open(t, storetest.SQLite(t))
	s, err := New(nil, db.Reader(), config.Serve{BaseURL: "https://ideas.example.org"}, time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	said := httptest.NewRecorder()
	if err := s.bare(s.echo.NewContext(httptest.NewRequest(http.MethodPost, "/", nil), said)).done("done.saved", "/spaces"); err != nil {
		t.Fatal(err)
	}
	if got, want := said.Header().Get("Set-Cookie"), "__Host-notice=saved; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=Lax"; got != want {
		t.Errorf("the cookie is %q, want %q", got, want)
	}
	for cookie, says := range map[string]bool{"__Host-notice=saved": true, "notice=saved": false} {
		page, req := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "https://ideas.example.org/spaces", nil)
		req.Header.Set("Cookie", cookie)
		s.Handler().ServeHTTP(page, req)
		if got := strings.Contains(page.Body.String(), `role="status"`); page.Code != http.StatusOK || got != says {
			t.Errorf("%s: %d, says %v, want %v", cookie, page.Code, got, says)
		}
	}
}

// A form belongs to the page that it is on: people who have to sign in first, or
// whose form is refused, come back to it.
func TestFormsBelongToPages(t *testing.T) {
	for path, want := range map[string]string{
		"/ideas/:id/vote": "/ideas/:id", "/ideas/:id/edit": "/ideas/:id/edit", "/products/:slug/rating/delete": "/products/:slug",
		"/products/:slug/exclusions/:id/undo": "/products/:slug/exclusions", "/members/:id/role": "/members/:id", "/account/name": "/account",
		"/admin/products/:id/serials": "/admin/products/:id", "/admin/tags/:id": "/admin/tags", "/signout": "",
	} {
		if got := pageOf(routes, path).path; got != want {
			t.Errorf("%s belongs to %q, want %q", path, got, want)
		}
	}
}

// A refused form stands under the same entry of the navigation as its page, and what
// guests do not read is in no index.
func TestLinesCarryWhatBelongsToTheirPages(t *testing.T) {
	db := storetest.Open(t, storetest.SQLite(t))
	s, err := New(nil, db.Reader(), config.Serve{BaseURL: "http://localhost:8080"}, time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		path    string
		nav     string
		noindex bool
	}{
		{"/products/:slug/rating", "products", true}, {"/admin/tags/:id", "admin", true}, {"/tags/:slug", "ideas", false},
		{"/members/:id", "", true}, {"/signin", "", true}, {"/spaces/:slug", "spaces", false},
	} {
		for _, rt := range routes {
			if rt.path != c.path {
				continue
			}
			r := s.bare(s.echo.NewContext(httptest.NewRequest(rt.method, "/", nil), httptest.NewRecorder()))
			r.route, r.route.page = rt, pageOf(routes, rt.path)
			if p := r.page(""); p.Nav != c.nav || p.NoIndex != c.noindex {
				t.Errorf("%s %s stands under %q and is out of indexes: %v; want %q, %v", rt.method, rt.path, p.Nav, p.NoIndex, c.nav, c.noindex)
			}
		}
	}
}

// A page beside things with words in their addresses must be a word that no thing
// can have.
func TestPagesBesideSlugsAreReserved(t *testing.T) {
	for _, r := range routes {
		before, _, slugged := strings.Cut(r.path, "/:slug")
		if !slugged {
			continue
		}
		for _, other := range routes {
			word, beside := strings.CutPrefix(other.path, before+"/")
			word, _, _ = strings.Cut(word, "/")
			if beside && word != ":slug" && !domain.ReservedSlug(word) {
				t.Errorf("%s stands beside %s, and %q is not reserved", other.path, r.path, word)
			}
		}
	}
}
