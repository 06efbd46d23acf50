package web_test

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/config"
	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
	"groundswell/internal/web"
)

// readers are two members of one role, and others, with what they last did in mind.
type readers struct {
	s      *site
	names  []string
	by     map[string]*browser
	paths  []string
	idea   int64
	review int64
}

// newReaders fills a site with what pages show of one person alone: votes, an own
// idea, an own rating with words, what was found helpful.
func newReaders(s *site) *readers {
	first, second := s.idea(domain.Customer, "The fan should follow the load"), s.idea(domain.Engineer, "A quieter fan for everyone")
	s.team("Thermal", 0, s.members[domain.Engineer])
	p := s.product("Moss Keyboard")
	s.rateAll(p, s.crowd(9), "A review in words", 5, 4, 4, 4, 3, 3, 2, 1, 1)
	r := &readers{s: s, by: map[string]*browser{}, idea: first, review: 1, names: []string{"ada", "ben", "moderator", "admin"}}
	r.by["ada"], r.by["ben"] = s.as(domain.Customer), s.signInAs("ben@example.org", domain.Customer)
	for _, role := range []domain.Role{domain.Moderator, domain.Admin} {
		r.by[string(role)] = s.as(role)
	}
	r.paths = []string{
		"/", "/ideas?tab=top&status=open", "/spaces/gaming", "/tags/fan", "/products", p.Path(), p.Path() + "?rate=4", p.Path() + "?order=lowest",
		ideaPath(first, "") + "-the-fan-should-follow-the-load", ideaPath(first, "") + "-the-fan-should-follow-the-load?vote=1",
		ideaPath(second, "") + "-a-quieter-fan-for-everyone",
	}
	return r
}

// signInAs is a browser of another account of a role.
func (s *site) signInAs(email string, role domain.Role) *browser {
	s.t.Helper()
	ctx := context.Background()
	like, err := s.db.Reader().Member(ctx, s.members[role])
	s.must(err)
	m := domain.Member{Name: "Ben & <b>Bo</b>", Email: email, Role: role, Password: like.Password, SingleKeys: true,
		Created: s.now().AddDate(0, -1, 0), Confirmed: s.now()}
	s.must(s.db.Tx(ctx, func(q *store.Tx) error {
		_, err := q.CreateMember(ctx, m)
		return err
	}))
	b := s.browser()
	b.post("/signin", "email", email, "password", password).want(http.StatusSeeOther)
	return b
}

// plain is the page as it is drawn for its reader alone: parts of pages are never kept.
func (b *browser) plain(path string) *answer {
	alone := *b
	alone.htmx = true
	return alone.get(path)
}

// compare reads every page as everybody, kept and plain.
func (r *readers) compare(t *testing.T, step string) {
	t.Helper()
	for _, path := range r.paths {
		for _, name := range r.names {
			r.compareOne(t, step, name, path)
		}
		if a := r.s.browser().get(path); strings.Contains(a.body, "hx-post") ||
			strings.Contains(a.body, `aria-pressed="true"`) || strings.Contains(a.body, "/signout") {
			t.Errorf("%s: a guest is shown a member's %s", step, path)
		}
	}
	slices.Reverse(r.names) // whoever comes first draws for those who are alike
}

// formKeys are those of forms that post once, new each time a page is filled.
var formKeys = regexp.MustCompile(`name="nonce" value="[A-Z2-7]{52}"`)

func (r *readers) compareOne(t *testing.T, step, name, path string) {
	t.Helper()
	kept, plain := r.by[name].get(path), r.by[name].plain(path)
	kept.body, plain.body = formKeys.ReplaceAllString(kept.body, ""), formKeys.ReplaceAllString(plain.body, "")
	if kept.status != plain.status || kept.location != plain.location {
		t.Errorf("%s: %s is answered %d for %s, drawn anew %d", step, path, kept.status, name, plain.status)
	}
	if kept.status == http.StatusOK && kept.body != plain.body {
		at := 0
		for at < min(len(kept.body), len(plain.body)) && kept.body[at] == plain.body[at] {
			at++
		}
		from := max(0, at-120)
		t.Errorf("%s: %s of %s differs from the page drawn anew:\n…%.300s\n…%.300s", step, path, name, kept.body[from:], plain.body[from:])
	}
	for header := range plain.header {
		if got, want := kept.header.Values(header), plain.header.Values(header); kept.status == http.StatusOK &&
			header != "Date" && !slices.Equal(got, want) {
			t.Errorf("%s: %s of %s has %s %q, want %q", step, path, name, header, got, want)
		}
	}
}

// acts are what people do between reading, in an order in which all of them work.
func (r *readers) acts() []struct {
	name string
	do   func()
} {
	vote := func(who, value string) func() {
		return func() { r.by[who].post(ideaPath(r.idea, "vote"), "value", value).want(http.StatusSeeOther) }
	}
	post := func(who, path string, pairs ...string) func() {
		return func() {
			r.s.t.Helper()
			if a := r.by[who].post(path, pairs...); a.status >= 400 {
				r.s.t.Errorf("%s %s: %d %s", who, path, a.status, a.text())
			}
			r.by[who].get("/ratings") // where the notice is said that the first page after an act says
		}
	}
	idea := func(verb string) string { return ideaPath(r.idea, verb) }
	product, helpful := "/products/moss-keyboard", fmt.Sprintf("/reviews/%d/helpful", r.review)
	return []struct {
		name string
		do   func()
	}{
		{"nothing", func() {}},
		{"ada changes the words", post("ada", idea("edit"), "title", "The fan should follow the load", "body",
			"In other words.", "space", "1", "version", "0", "tags", "Fan, Noise")},
		{"ben promotes", vote("ben", "1")}, {"ben demotes", vote("ben", "-1")}, {"ada withdraws", vote("ada", "0")},
		{"moderator promotes", vote("moderator", "1")},
		{"ben rates", post("ben", product+"/rating", "stars", "2", "title", "Ben's own", "body", "Words of Ben.", "for_revision", "1")},
		{"ada finds it helpful", post("ada", helpful, "helpful", "1")}, {"ben too", post("ben", helpful, "helpful", "1")},
		{"ada does not", post("ada", helpful, "helpful", "0")},
		{"ben withdraws", vote("ben", "0")},
		{"ben likes it dark", post("ben", "/account/preferences", "language", "", "theme", "dark", "single_keys", "1")},
		{"ada reads German without keys", post("ada", "/account/preferences", "language", "de", "theme", "")},
		{"ben is called otherwise", post("ben", "/account/name", "name", "Benno")},
		{"admin decides", post("admin", idea("status"), "status", "under_review", "reason", "Because everybody hears that fan, every evening.")},
		{"admin takes it into a queue", post("admin", idea("queue"), "queue", "1")},
		{"admin asks", post("admin", "/queues/thermal/items/1/ask", "version", "1", "question", "Which of the two fans?")},
		{"ada answers", post("ada", idea("answer"), "answer", "The large one, at night.")},
		{"ben comments", post("ben", idea("comments"), "body", "Words of Ben.", "nonce", "a-nonce-of-twenty-letters")},
		{"ada replies", post("ada", "/comments/1/reply", "body", "Words of Ada.", "nonce", "another-of-twenty-letters")},
		{"ben has seen it", post("ben", idea("seen"), "newest", "2")},
		{"ada finds the comment helpful", post("ada", "/comments/1/helpful", "helpful", "1")},
		{"ada extends the idea", post("ada", "/comments/1/extension", "wanted", "1")},
		{"admin answers", post("admin", idea("comments"), "body", "Official words.", "official", "1", "nonce", "a-third-of-twenty-letters")},
		{"moderator notes", post("moderator", idea("notes"), "body", "Words for staff.", "nonce", "a-fourth-of-twenty-letters")},
		{"ben finds the answer helpful", post("ben", "/comments/3/helpful", "helpful", "1")},
		{"ada finds it helpful no longer", post("ada", "/comments/1/helpful", "helpful", "0")},
		{"ben deletes the comment", post("ben", "/comments/1/delete")},
		{"moderator removes", post("moderator", idea("remove"))},
		{"moderator restores", post("moderator", idea("restore"))},
		{"admin releases a revision", post("admin", product+"/revisions", "revision", "2", "note", "Quieter keys, and a switch for the light.")},
		{"admin closes", post("admin", idea("status"), "status", "declined", "reason", "Because the load is not known to the fan at all.")},
		{"ben takes the rating back", post("ben", product+"/rating/delete")},
		{"ada submits another", post("ada", "/ideas", "title", "Another idea of Ada", "body", "With words.", "space", "1",
			"nonce", "a-nonce-of-twenty-letters")},
	}
}

// Whatever people did in between, the page that was drawn for all who are alike and
// filled for one of them is the page drawn for that one alone, byte for byte.
func TestKeptPagesAreAsDrawn(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		r := newReaders(s)
		for _, act := range r.acts() {
			act.do()
			r.compare(t, act.name)
		}
	})
}

// Also while commits are seen once a second, whoever acted sees the page as it is
// now, and everybody their own votes and nobody else's.
func TestNothingIsOlderThanOnesOwnAct(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := newSite(t, db, web.SeeOnceASecond)
		r := newReaders(s)
		for _, act := range r.acts() {
			act.do()
			for _, name := range r.names {
				for _, path := range r.paths {
					if strings.HasPrefix(act.name, name) {
						r.compareOne(t, act.name, name, path)
						continue
					}
					kept, plain := r.by[name].get(path), r.by[name].plain(path)
					if got, want := strings.Count(kept.body, `aria-pressed="true"`),
						strings.Count(plain.body, `aria-pressed="true"`); kept.status == 200 && plain.status == 200 && got != want {
						t.Errorf("%s: on %s %s is shown %d votes, want %d", act.name, path, name, got, want)
					}
				}
			}
		}
		s.forward(time.Second)
		r.compare(t, "a second later")
	})
}

// Members who vote and read at once are shown their own votes and names, never
// another's.
func TestManyReadersAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := newSite(t, db, web.SeeOnceASecond)
		r := newReaders(s)
		s.must(s.app.SetSettings(t.Context(), domain.System, domain.Settings{domain.LimitVotesMinute: "1000"}))
		var all sync.WaitGroup
		for n, name := range []string{"ada", "ben"} {
			all.Go(func() {
				for i := range 40 {
					value := []string{"0", "1"}[(i+n)%2]
					r.by[name].post(ideaPath(r.idea, "vote"), "value", value).want(http.StatusSeeOther)
					a := r.by[name].get("/")
					doc := a.doc()
					pressed := doc.Find(fmt.Sprintf("#vote-%d-promote", r.idea)).AttrOr("aria-pressed", "") == "true"
					menu := doc.Find("details.menu").Text()
					if mine := map[string]string{"ada": "The member", "ben": "Ben & <b>Bo</b>"}[name]; pressed != (value == "1") ||
						!strings.Contains(menu, mine) {
						t.Errorf("%s voted %s and is shown %v, as %s", name, value, pressed, menu)
					}
				}
			})
		}
		all.Wait()
	})
}

// With several replicas, whoever acted at one of them sees at the others what they did.
func TestActsAreSeenAtOtherReplicas(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		s := newSite(t, storetest.Open(t, target), web.SeeOnceASecond)
		ada := s.as(domain.Customer)
		elsewhere := s.replica(ada, storetest.Open(t, target))
		elsewhere.get("/").want(http.StatusOK) // and keeps it
		for n := range 3 {
			title := fmt.Sprintf("Idea number %d of Ada", n)
			a := ada.post("/ideas", "title", title, "body", "With words.", "space", "1", "nonce", fmt.Sprint("a-nonce-of-twenty-letters", n),
				"different", "1")
			a.want(http.StatusSeeOther)
			elsewhere.get("/ratings") // where the notice is said
			elsewhere.get("/").want(http.StatusOK, title)
		}
	})
}

// replica serves the site a second time, from another process as far as it can tell, and
// returns the browser as it asks there.
func (s *site) replica(b *browser, db *store.DB) *browser {
	s.t.Helper()
	server, err := web.New(app.New(db, s.now), db.Reader(), config.Serve{BaseURL: s.url}, s.now, slog.New(slog.DiscardHandler))
	s.must(err)
	web.SeeOnceASecond(server)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	s.must(err)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- server.Serve(ctx, listener) }()
	s.t.Cleanup(func() { stop(); s.must(<-done) })
	there, client := *b, *b.client
	client.Transport = &http.Transport{DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, listener.Addr().String())
	}}
	there.client = &client
	return &there
}
