package main

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"groundswell/internal/app"
	"groundswell/internal/config"
	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// seedDemo fills a database as serve --demo does.
func seedDemo(t testing.TB, target string) *store.DB {
	t.Helper()
	db := open(t, target)
	now := time.Now()
	env := &environment{ctx: t.Context(), out: io.Discard, now: func() time.Time { return now },
		log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	a := app.New(db, env.now)
	for range 2 { // a second start keeps the data
		c := serveCommand{Serve: config.Serve{Demo: true}}
		if err := c.beDemo(env, db, a); err != nil || !c.Demo {
			t.Fatal(c.Demo, err)
		}
	}
	err := a.SetSettings(t.Context(), domain.System, domain.Settings{
		domain.LimitPagesSecond: "100000", domain.LimitPagesBurst: "100000", domain.LimitSignInMinute: "1000",
		domain.LimitSignInHour: "1000", domain.LimitSignInNetwork: "1000",
	})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// Where people have a community of their own, --demo says so and is not.
func TestACommunityOfItsOwnIsServedAsThat(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		db := open(t, target)
		var said strings.Builder
		env := &environment{ctx: t.Context(), out: io.Discard, now: time.Now, log: slog.New(slog.NewTextHandler(&said, nil))}
		a := app.New(db, env.now)
		admin := domain.Member{Name: "Somebody", Email: "somebody@example.org", Role: domain.Admin}
		if _, err := a.AddMember(t.Context(), domain.System, admin, "a long enough password"); err != nil {
			t.Fatal(err)
		}
		c := serveCommand{Serve: config.Serve{Demo: true}}
		if err := c.beDemo(env, db, a); err != nil || c.Demo || !strings.Contains(said.String(), "level=WARN") {
			t.Error(c.Demo, err, said.String())
		}
	})
}

// A crawler visits every kind of link as every role: no page breaks, and no link leads
// nowhere. It reads some thousand pages, which takes half a minute.
func TestCrawl(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		seedDemo(t, target).Close()
		server := startServer(t, target, "--demo")
		for _, role := range domain.Roles {
			c := &crawler{t: t, base: server.url, seen: map[string]bool{"/": true}}
			c.signIn(role)
			if n := c.walk(); n < 100 {
				t.Errorf("as %s only %d pages were found", role, n)
			}
		}
	})
}

type crawler struct {
	t      *testing.T
	base   string
	client http.Client
	seen   map[string]bool
}

// signIn takes the one click that the banner offers.
func (c *crawler) signIn(role domain.Role) {
	c.t.Helper()
	c.client.Jar, _ = cookiejar.New(nil)
	if role == domain.Guest {
		return
	}
	form := url.Values{"role": {string(role)}}
	req, err := http.NewRequest(http.MethodPost, c.base+"/demo/signin", strings.NewReader(form.Encode()))
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", c.base)
	res, err := c.client.Do(req)
	if err != nil || res.StatusCode != http.StatusOK {
		c.t.Fatalf("sign in as %s: %v, %v", role, res, err)
	}
	res.Body.Close()
}

// alikeMax is how many pages of a kind stand for all of it.
const alikeMax = 8

// kindOf is what a page is one of many of: those of a folder, and apart from them
// those that are narrowed or turned by words in the address.
func kindOf(link string) string {
	path, query, _ := strings.Cut(link, "?")
	kind := path[:strings.LastIndexByte(path, '/')+1]
	switch {
	case query == "":
		return kind
	case kind == "/":
		return path + "?"
	}
	return kind + "?"
}

// walk visits everything that can be reached and returns how many pages that
// were.
func (c *crawler) walk() int {
	queue, visited, seen := []string{"/"}, 0, map[string]int{}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		if kind := kindOf(path); kind != "/" {
			if seen[kind]++; seen[kind] > alikeMax {
				continue
			}
		}
		visited++
		for _, link := range c.visit(path) {
			if !c.seen[link] {
				c.seen[link] = true
				queue = append(queue, link)
			}
		}
	}
	return visited
}

// visit reads a page and returns the addresses of ours that it leads to.
func (c *crawler) visit(path string) []string {
	res, err := c.client.Get(c.base + path)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode >= 400 {
		c.t.Errorf("%s answers %d", path, res.StatusCode)
		return nil
	}
	if !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
		return nil
	}
	doc, err := goquery.NewDocumentFromReader(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	var links []string
	for _, node := range doc.Find("a[href], link[href], script[src], use[href]").EachIter() {
		address, ok := node.Attr("href")
		if !ok {
			address, _ = node.Attr("src")
		}
		u, err := res.Request.URL.Parse(address)
		if err != nil {
			c.t.Errorf("%s has a link %q: %v", path, address, err)
			continue
		}
		if u.Host == res.Request.URL.Host {
			links = append(links, u.RequestURI())
		}
	}
	return links
}
