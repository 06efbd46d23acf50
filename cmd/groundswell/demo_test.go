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
	env := &environment{ctx: t.Context(), out: io.Discard, now: func() time.Time { return now }, log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	a := app.New(db, env.now)
	for range 2 { // a second start keeps the data
		c := serveCommand{Serve: config.Serve{Demo: true}}
		if err := c.beDemo(env, db, a); err != nil || !c.Demo {
			t.Fatal(c.Demo, err)
		}
	}
	err := a.SetSettings(t.Context(), domain.System, domain.Settings{
		domain.LimitPagesSecond: "100000", domain.LimitPagesBurst: "100000", domain.LimitSignInMinute: "1000", domain.LimitSignInHour: "1000", domain.LimitSignInNetwork: "1000",
	})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// Nothing that the invented past would have done is left to do: nobody is mailed
// about what never happened.
func TestTheDemosPastIsOver(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		db := seedDemo(t, target)
		for _, lane := range domain.Lanes {
			if due, err := db.Reader().JobDue(t.Context(), lane, time.Now().AddDate(1, 0, 0)); err != nil || due {
				t.Errorf("there are jobs in the lane %s, %v", lane, err)
			}
		}
	})
}

// Where people have a community of their own, --demo neither adds to it nor says
// that it is invented.
func TestACommunityOfItsOwnIsNoDemo(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		db := open(t, target)
		env := &environment{ctx: t.Context(), out: io.Discard, now: time.Now, log: slog.New(slog.DiscardHandler)}
		a := app.New(db, env.now)
		admin := domain.Member{Name: "Somebody", Email: "somebody@example.org", Role: domain.Admin}
		if _, err := a.AddMember(t.Context(), domain.System, admin, "a long enough password"); err != nil {
			t.Fatal(err)
		}
		c := serveCommand{Serve: config.Serve{Demo: true}}
		if err := c.beDemo(env, db, a); err != nil || c.Demo {
			t.Error(c.Demo, err)
		}
		if people, err := db.Reader().Members(t.Context(), domain.MemberFilter{Limit: 10}); err != nil || len(people.Items) != 1 {
			t.Error(people, err)
		}
	})
}

func TestDemo(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		db := seedDemo(t, target)
		ctx := t.Context()
		statuses, languages, titles := map[domain.Status]int{}, map[string]int{}, map[domain.Order]string{}
		for _, order := range []domain.Order{domain.Hot, domain.Top} {
			page, err := db.Reader().Ideas(ctx, domain.IdeaFilter{Order: order, Today: domain.Day(time.Now())})
			if err != nil {
				t.Fatal(err)
			}
			for _, i := range page.Items[:10] {
				titles[order] += i.Title + "\n"
				if order == domain.Hot && len(i.Days) < 2 {
					t.Errorf("%s has no curve", i.Title)
				}
			}
		}
		if titles[domain.Hot] == titles[domain.Top] {
			t.Error("Hot and Top are the same")
		}
		all, err := db.Reader().Ideas(ctx, domain.IdeaFilter{Order: domain.New, Statuses: domain.Statuses, Limit: 100})
		if err != nil || len(all.Items) < 60 {
			t.Fatalf("%d ideas, %v", len(all.Items), err)
		}
		for _, i := range all.Items {
			statuses[i.Status]++
			full, err := db.Reader().IdeaFor(ctx, domain.Nobody, i.ID, 0)
			if err != nil {
				t.Fatal(err)
			}
			languages[full.Language]++
		}
		for _, s := range domain.Statuses {
			if statuses[s] == 0 {
				t.Errorf("no idea is %s", s)
			}
		}
		if languages["de"] < 10 || languages["en"] < 30 {
			t.Errorf("languages: %v", languages)
		}
		if counted, err := db.Reader().CountFigures(ctx, 0); err != nil || counted["people"] < 300 {
			t.Errorf("%v, %v", counted, err)
		}
		wrong, err := db.Reader().CheckCounts(ctx)
		if err != nil || len(wrong) > 0 {
			t.Errorf("%v, %v", wrong, err)
		}
	})
}

// The demo has a product in every state, one that is kept listed by decision, one
// with an excluded window, revisions, themes with work, replies, in both languages.
func TestDemoProducts(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		db, ctx := seedDemo(t, target), t.Context()
		now := time.Now().UTC()
		products, err := db.Reader().Products(ctx, domain.ProductFilter{States: domain.States, Limit: 100})
		if err != nil || len(products.Items) != len(demoProducts) {
			t.Fatal(len(products.Items), err)
		}
		has := map[string]int{}
		for _, p := range products.Items {
			has[string(p.State)]++
			if p.Overridden(now) {
				has["override"]++
			}
			if p.Revision.Again > 0 {
				has["rated again"]++
			}
			themes, err := db.Reader().Themes(ctx, p.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, theme := range themes {
				if has["theme"]++; theme.Idea != nil {
					has["work"]++
				}
			}
			windows, err := db.Reader().Exclusions(ctx, p.ID)
			if err != nil {
				t.Fatal(err)
			}
			has["window"] += len(windows)
			ratings, err := db.Reader().Ratings(ctx, domain.ReviewFilter{Product: p.ID, Order: domain.Helpful, Limit: 100})
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range ratings.Items {
				has["in "+r.Language]++
				if r.Reply != nil {
					has["reply"]++
				}
				if r.Verified {
					has["verified"]++
				}
			}
		}
		for _, want := range []string{"unrated", "listed", "watch", "withdrawn", "override", "rated again", "theme", "work", "window", "in de", "in en", "reply", "verified"} {
			if has[want] == 0 {
				t.Errorf("nothing is %q: %v", want, has)
			}
		}
		wrong, err := db.Reader().CheckProducts(ctx, now)
		if err != nil || len(wrong) > 0 {
			t.Errorf("%v, %v", wrong, err)
		}
	})
}

// A crawler visits every link as every role: no page breaks, and no link leads
// nowhere.
func TestCrawl(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		seedDemo(t, target).Close()
		server := startServer(t, target, "--demo")
		for _, email := range append([]string{""}, demoEmails()...) {
			c := &crawler{t: t, base: server.url, seen: map[string]bool{"/": true}}
			c.signIn(email)
			if n := c.walk(); n < 100 {
				t.Errorf("as %q only %d pages were found", email, n)
			}
		}
	})
}

func demoEmails() []string {
	var all []string
	for _, a := range demoAccounts {
		all = append(all, a.email)
	}
	return all
}

type crawler struct {
	t      *testing.T
	base   string
	client http.Client
	seen   map[string]bool
}

func (c *crawler) signIn(email string) {
	c.t.Helper()
	c.client.Jar, _ = cookiejar.New(nil)
	if email == "" {
		return
	}
	form := url.Values{"email": {email}, "password": {demoPassword}}
	req, err := http.NewRequest(http.MethodPost, c.base+"/signin", strings.NewReader(form.Encode()))
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", c.base)
	res, err := c.client.Do(req)
	if err != nil || res.StatusCode != http.StatusOK {
		c.t.Fatalf("sign in as %s: %v, %v", email, res, err)
	}
	res.Body.Close()
}

// members' pages look alike: a few stand for all.
const memberPages = 15

// walk visits everything that can be reached and returns how many pages that
// were.
func (c *crawler) walk() int {
	queue, visited, members := []string{"/"}, 0, 0
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		if strings.HasPrefix(path, "/members/") {
			if members++; members > memberPages {
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
