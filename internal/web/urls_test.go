package web_test

import (
	"net/http"
	"strings"
	"testing"

	"groundswell/internal/domain"
)

// A page has one address. Others lead there, with what was asked, and never to
// another host.
func TestOneAddressPerPage(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.idea(domain.Customer, "A quieter fan for everyone")
		b := s.browser()
		for path, want := range map[string]string{
			"/spaces/": "/spaces", "/spaces/gaming/": "/spaces/gaming", "/Tags/FAN": "/tags/fan", "/tags/Fan/?tab=new&x=A": "/tags/fan?tab=new&x=A",
			"//evil": "/evil", "//evil.example/": "/evil.example", "///evil": "/evil", "/%2Fevil": "/evil",
			"/%5Cevil/": "/%5Cevil", "/tags//fan": "/tags/fan",
			"//": "/", "/ideas/%0d%0aX:%20y/": "/ideas/%0D%0Ax:%20y",
		} {
			a := b.get(path)
			if a.status != http.StatusMovedPermanently || a.location != want {
				t.Errorf("%s: %d to %q, want %q", path, a.status, a.location, want)
			}
			if a.header.Get("Content-Security-Policy") == "" {
				t.Errorf("%s: without the headers of every answer", path)
			}
		}
		for _, path := range []string{"/", "/spaces", "/tags/fan", "/spaces/gaming?tab=New"} {
			b.get(path).want(http.StatusOK)
		}
		if a := b.post("/signin/", "email", "x"); a.status != http.StatusNotFound {
			t.Errorf("a form to another address: %d", a.status)
		}
	})
}

// Every address asks for the host, but for the probes.
func TestAnotherHostIsRefusedEverywhere(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.browser()
		for path, want := range map[string]int{
			"/": 421, "//x": 421, "/nowhere": 421, "/static/x/css/groundswell.css": 421, "/static/nothing": 421, "/healthz": 200, "/readyz": 200,
		} {
			req, err := http.NewRequest(http.MethodGet, s.url+path, nil)
			s.must(err)
			req.Host = "evil.example"
			if a := b.send(req); a.status != want || a.header.Get("X-Content-Type-Options") != "nosniff" ||
				a.header.Get("Content-Security-Policy") == "" {
				t.Errorf("%s: %d, %v", path, a.status, a.header)
			}
		}
	})
}

// Who does not take gzip is not sent it: on pages, kept and drawn anew, and on
// static files.
func TestGzipIsRefusable(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		for _, b := range []*browser{s.browser(), s.as(domain.Customer)} {
			for _, path := range []string{"/", "/static/x/css/groundswell.css"} {
				for accept, want := range map[string]string{
					"gzip": "gzip", "br, gzip": "gzip", "gzip;q=0.1": "gzip", "GZIP": "gzip",
					"gzip;q=0": "", "gzip; q=0.000, *;q=0": "", "br": "", "identity": "", "*;q=0": "",
				} {
					req, err := http.NewRequest(http.MethodGet, s.url+path, nil)
					s.must(err)
					req.Header.Set("Accept-Encoding", accept)
					if a := b.send(req); a.header.Get("Content-Encoding") != want {
						t.Errorf("%s for %q is sent as %q", path, accept, a.header.Get("Content-Encoding"))
					}
				}
			}
		}
	})
}

// Addresses without a route cost a guest what pages cost.
func TestNowhereIsLimited(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.must(s.app.SetSettings(t.Context(), domain.System, domain.Settings{domain.LimitPagesSecond: "1", domain.LimitPagesBurst: "3"}))
		b := s.browser()
		for range 3 {
			b.get("/nowhere").want(http.StatusNotFound)
		}
		if a := b.get("/nowhere").want(http.StatusTooManyRequests); a.header.Get("Retry-After") == "" {
			t.Error("no word of when to come back")
		}
		b.get("/healthz").want(http.StatusOK)
		b.get("/readyz").want(http.StatusOK)
		if a := b.get("/static/nothing"); a.status != http.StatusNotFound || strings.Contains(a.body, "<html") {
			t.Errorf("a static file that is not there: %d", a.status)
		}
	})
}
