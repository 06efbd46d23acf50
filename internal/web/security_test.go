package web_test

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"groundswell/internal/domain"
	"groundswell/internal/web"
)

// Forged requests: another site's browser, no word of where it comes from,
// another scheme.
func TestForgedRequestsAreRefused(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.idea(domain.Engineer, "A quieter fan for everyone")
		b := s.as(domain.Customer)
		for name, headers := range map[string]map[string]string{
			"another site":       {"Sec-Fetch-Site": "cross-site"},
			"another origin":     {"Origin": "https://evil.example"},
			"another scheme":     {"Origin": strings.Replace(s.url, "http:", "https:", 1)},
			"no origin":          {"Origin": "null"},
			"not a word":         {},
			"a sibling's domain": {"Sec-Fetch-Site": "same-site"},
		} {
			req, err := http.NewRequest(http.MethodPost, s.url+ideaPath(id, "vote"), strings.NewReader("value=1"))
			s.must(err)
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			for k, v := range headers {
				req.Header.Set(k, v)
			}
			if a := b.send(req); a.status != http.StatusForbidden {
				t.Errorf("%s: %d", name, a.status)
			}
		}
		b.post(ideaPath(id, "vote"), "value", "1").want(303)
	})
}

func TestHeadersOnEveryAnswer(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.browser()
		for _, path := range []string{"/", "/odd", "/signin", "/static/x/css/groundswell.css", "/healthz"} {
			a := b.get(path)
			for name, want := range map[string]string{
				"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff", "Cross-Origin-Opener-Policy": "same-origin",
				"Referrer-Policy": "strict-origin-when-cross-origin", "Permissions-Policy": "camera=()",
			} {
				if !strings.Contains(a.header.Get(name), want) {
					t.Errorf("%s: %s is %q", path, name, a.header.Get(name))
				}
			}
		}
		if a := s.as(domain.Customer).get("/"); a.header.Get("Cache-Control") != "no-store" {
			t.Errorf("a personal page may be kept: %q", a.header.Get("Cache-Control"))
		}
	})
}

func TestCookie(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		a := s.browser().post("/signin", "email", "member@example.org", "password", password)
		cookie := a.header.Get("Set-Cookie")
		for _, want := range []string{"sid=", "HttpOnly", "SameSite=Lax", "Path=/"} {
			if !strings.Contains(cookie, want) {
				t.Errorf("the cookie %q lacks %s", cookie, want)
			}
		}
		if strings.Contains(cookie, "Domain") || strings.Contains(cookie, "Secure") {
			t.Errorf("on this machine: %q", cookie)
		}
	})
}

func TestReturnToStaysHere(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		for asked, want := range map[string]string{
			"/spaces": "/spaces", "/ideas/1?vote=1": "/ideas/1?vote=1", "//evil.example": "/", "https://evil.example": "/", `/\evil.example`: "/",
			"/a\r\nSet-Cookie: x=y": "/", "": "/", "spaces": "/",
		} {
			a := s.browser().post("/signin", "email", "member@example.org", "password", password, "return_to", asked)
			if a.location != want {
				t.Errorf("%q leads to %q", asked, a.location)
			}
		}
	})
}

func TestOddForms(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.as(domain.Customer)
		for name, form := range map[string]url.Values{
			"a field twice": {"title": {"a", "b"}}, "NUL": {"title": {"a\x00b"}}, "not UTF-8": {"title": {"a\xffb"}},
		} {
			if a := b.do(http.MethodPost, "/ideas", form); a.status != http.StatusUnprocessableEntity ||
				!strings.Contains(a.text(), "arrived damaged") {
				t.Errorf("%s: %d", name, a.status)
			}
		}
		b.post("/ideas", "body", strings.Repeat("x", 300<<10)).want(http.StatusUnprocessableEntity, "too much for one form")
		req, err := http.NewRequest(http.MethodGet, s.url+"/", nil)
		s.must(err)
		req.Host = "evil.example"
		if a := b.send(req); a.status != http.StatusMisdirectedRequest {
			t.Errorf("another host: %d", a.status)
		}
	})
}

// A text in which people wrote what browsers would run.
func TestNothingTypedIsRun(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.as(domain.Customer)
		evil := `"><script>alert(1)</script><img src=x onerror=alert(1)>`
		a := b.post("/ideas", "title", evil+" title", "body", evil+"\n\n[x](javascript:alert(1))", "space",
			itoa(s.spaces[0].ID), "tags", "", "nonce", strings.Repeat("e", 26))
		a.want(303)
		for _, path := range []string{"/ideas/1-script-alert-1-script-img-src-x-onerror-alert-1-title", "/", "/members/" +
			itoa(s.members[domain.Customer])} {
			page := b.get(path).want(200)
			doc := page.doc()
			if doc.Find("main script:not([type='application/ld+json']), main img, [onerror], [hx-on]").Length() > 0 ||
				strings.Contains(page.body, "javascript:") {
				t.Errorf("%s: markup of the text is in the page", path)
			}
		}
	})
}

// Every GET can be asked without writing: nothing is committed.
func TestReadingDoesNotWrite(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.idea(domain.Customer, "A quieter fan for everyone")
		b := s.as(domain.Admin)
		before := s.db.Reader().Changes()
		for _, r := range web.Routes() {
			if r.Method == http.MethodGet {
				b.get(fillIn(r.Path))
			}
		}
		if after := s.db.Reader().Changes(); after != before {
			t.Errorf("reading every page committed %d times", after-before)
		}
	})
}

// A page of a list takes at most three queries, an idea at most six, signed in or
// not; what is the reader's own takes one more.
func TestQueriesPerPage(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.idea(domain.Customer, "A quieter fan for everyone")
		idea := ideaPath(id, "") + "-a-quieter-fan-for-everyone"
		first := s.say(domain.Engineer, id, 0, "It hums.")
		s.say(domain.Customer, id, first, "At night most.")
		s.must(s.app.ExtendIdea(t.Context(), s.actor(domain.Customer), first, true))
		note := domain.CommentDraft{Body: "A repeat customer."}
		s.must(s.app.AddNote(t.Context(), s.actor(domain.Moderator), id, note))
		for _, role := range []domain.Role{domain.Guest, domain.Customer, domain.Engineer} {
			b := s.as(role)
			for _, path := range []string{"/", "/ideas", "/spaces/gaming", idea} {
				b.get(path).want(200)
			}
		}
		s.as(domain.Customer).get("/ideas") // the last line is sure to be written
		most := map[string]int64{"/": 4, "/ideas": 4, "/spaces/gaming": 4, idea: 7}
		seen := 0
		for _, line := range s.log.requests(t) {
			if limit, ok := most[line.Path]; ok && line.Method == http.MethodGet && line.Status == 200 {
				seen++
				if line.Queries > limit {
					t.Errorf("%s took %d queries", line.Path, line.Queries)
				}
				if line.ID == "" {
					t.Error("a request without an id")
				}
			}
		}
		if seen < 12 {
			t.Errorf("only %d lines were seen", seen)
		}
	})
}

// Guests get no script; what they load cold fits in 30 kB, and what members
// load in 50 kB.
func TestPagesAreLight(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		for n := range 30 {
			s.idea(domain.Customer, fmt.Sprintf("Idea number %d, with a title of the usual length", n))
		}
		for _, c := range []struct {
			role  domain.Role
			limit int
		}{{domain.Guest, 30_000}, {domain.Customer, 50_000}} {
			b := s.as(c.role)
			for _, path := range []string{"/", "/spaces/gaming", "/ideas/1-idea-number-0-with-a-title-of-the-usual-length"} {
				doc := b.get(path).want(200).doc()
				scripts := doc.Find("script:not([type='application/ld+json'])") // data for search engines runs nowhere
				if c.role == domain.Guest && scripts.Length() > 0 {
					t.Errorf("%s loads a script for guests", path)
				}
				total := b.weigh(path)
				for _, selector := range [][2]string{{"link[rel=stylesheet]", "href"}, {"script[src]", "src"}} {
					for _, node := range doc.Find(selector[0]).EachIter() {
						address, _ := node.Attr(selector[1])
						total += b.weigh(address)
					}
				}
				icons, _ := doc.Find("use").First().Attr("href")
				icons, _, _ = strings.Cut(icons, "#")
				if total += b.weigh(icons); total > c.limit {
					t.Errorf("%s weighs %d bytes for a %s", path, total, c.role)
				}
			}
		}
	})
}

// weigh counts the bytes that travel for an address, compressed.
func (b *browser) weigh(path string) int {
	b.s.t.Helper()
	req, err := http.NewRequest(http.MethodGet, b.s.url+path, nil)
	b.s.must(err)
	req.Header.Set("Accept-Encoding", "gzip")
	req.Header.Set("Accept-Language", "en")
	res, err := b.client.Do(req)
	b.s.must(err)
	defer res.Body.Close()
	if res.Header.Get("Content-Encoding") != "gzip" {
		b.s.t.Errorf("%s is not compressed", path)
	}
	n := &counter{}
	plain, err := gzip.NewReader(io.TeeReader(res.Body, n))
	b.s.must(err)
	_, err = io.Copy(io.Discard, plain)
	b.s.must(err)
	return n.bytes
}

type counter struct{ bytes int }

func (c *counter) Write(b []byte) (int, error) { c.bytes += len(b); return len(b), nil }

// Limits are told with a sentence and a time, on the page and in the fragment.
func TestLimitsSayWhenToComeBack(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.idea(domain.Engineer, "A quieter fan for everyone")
		b := s.as(domain.Customer)
		s.must(s.app.SetSettings(t.Context(), domain.System,
			domain.Settings{domain.LimitVotesMinute: "2", domain.LimitIdeasFirstDay: "1", domain.LimitPagesSecond: "1",
				domain.LimitPagesBurst: "3"}))
		vote := func() *answer { return b.post(ideaPath(id, "vote"), "value", "1") }
		vote().want(303)
		vote().want(303)
		a := vote().want(429, "That was a lot in a short time")
		if a.header.Get("Retry-After") == "" {
			t.Error("no Retry-After")
		}
		b.htmx = true
		if a := vote().want(429, "That was a lot"); a.doc().Find("p.toast[role=alert]").Length() != 1 {
			t.Errorf("the fragment: %s", a.body)
		}
		b.htmx = false
		submit := func(title string) *answer {
			return b.post("/ideas", "title", title, "body", "Two metres.", "space", itoa(s.spaces[0].ID), "nonce", strings.Repeat("n", 20)+title,
				"different", "1")
		}
		submit("Longer cables").want(303)
		submit("Shorter cables").want(429, "That was a lot", `value="Shorter cables"`, "Two metres.")
		guest := s.browser()
		for range 3 {
			guest.get("/spaces").want(200)
		}
		guest.get("/spaces").want(429)
	})
}
