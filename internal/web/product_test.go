package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/web"
)

// product adds a product to the family of keyboards.
func (s *site) product(name string) domain.Product {
	s.t.Helper()
	ctx := context.Background()
	families, err := s.db.Reader().Families(ctx)
	s.must(err)
	if len(families) == 0 {
		_, err := s.app.SaveFamily(ctx, domain.System, domain.Family{Name: "Keyboards", Shape: "keyboard"})
		s.must(err)
		families, err = s.db.Reader().Families(ctx)
		s.must(err)
	}
	id, err := s.app.SaveProduct(ctx, domain.System, domain.Product{
		Name: name, Description: "Keys to press.", Family: families[0], Launch: s.now().AddDate(0, -2, 0),
		Responsible: domain.MemberRef{ID: s.members[domain.Engineer]},
	})
	s.must(err)
	p, err := s.db.Reader().ProductByID(ctx, id)
	s.must(err)
	return p
}

// crowd adds so many members.
func (s *site) crowd(n int) []domain.Actor {
	s.t.Helper()
	var all []domain.Actor
	s.must(s.db.Tx(context.Background(), func(q *store.Tx) error {
		all = nil
		for i := range n {
			m := domain.Member{Name: fmt.Sprintf("Person %d", i), Role: domain.Customer, Created: s.now().AddDate(0, -1, 0), Confirmed: s.now()}
			id, err := q.CreateMember(context.Background(), m)
			if err != nil {
				return err
			}
			all = append(all, domain.Actor{ID: id, Name: m.Name, Role: m.Role, Created: m.Created, System: true})
		}
		return nil
	}))
	return all
}

// rateAll lets people rate a product, one for each number of stars.
func (s *site) rateAll(p domain.Product, people []domain.Actor, body string, stars ...int64) {
	s.t.Helper()
	for i, n := range stars {
		s.must(s.app.Rate(context.Background(), people[i], p.Slug, domain.RatingDraft{Stars: n, Title: body, Body: body}))
	}
}

func (s *site) checkProducts() {
	s.t.Helper()
	wrong, err := s.db.Reader().CheckProducts(context.Background(), s.now())
	if err != nil || len(wrong) > 0 {
		s.t.Errorf("%v, %v", wrong, err)
	}
}

func TestProductScenarios(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		p := s.product("Moss Keyboard")
		s.product("Twig Keyboard")
		idea, err := s.app.SubmitIdea(t.Context(), s.actor(domain.Engineer), domain.Draft{Title: "Quieter keys for the night",
			Body: "Please.", SpaceID: s.spaces[0].ID, Product: "moss-keyboard", Nonce: "a"})
		s.must(err)
		browsers := map[domain.Role]*browser{}
		for _, role := range domain.Roles {
			browsers[role] = s.as(role)
		}
		long := strings.Repeat("x", domain.ReviewBodyMax+1)
		first := itoa(p.Revision.ID)
		for _, c := range []scenario{
			{name: "catalog", as: domain.Guest, path: "/products", status: 200, want: []string{"Moss Keyboard", "No voice yet.",
				"Keyboards, first revision", "1 idea"}},
			{name: "by a word", as: domain.Guest, path: "/products?q=mos", status: 200, want: []string{"Moss Keyboard"}},
			{name: "by no word", as: domain.Guest, path: "/products?q=zzz", status: 200, want: []string{"No product matches"}},
			{name: "by marks", as: domain.Guest, path: "/products?q=%3F%3F", status: 200, want: []string{"No product matches"}},
			{name: "unknown family", as: domain.Guest, path: "/products?family=odd", status: 404},
			{name: "unknown state", as: domain.Guest, path: "/products?state=odd", status: 404},
			{name: "countdowns for a guest", as: domain.Guest, path: "/products?state=watch", status: 303,
				to: "/signin?return_to=" + url.QueryEscape("/products?state=watch")},
			{name: "countdowns for a member", as: domain.Customer, path: "/products?state=watch", status: 403},
			{name: "countdowns for staff", as: domain.Officer, path: "/products?state=watch", status: 200},
			{name: "no such product", as: domain.Guest, path: "/products/odd", status: 404},
			{name: "its page", as: domain.Guest, path: "/products/moss-keyboard", status: 200,
				want: []string{"No voice yet.", "Keys to press.", "Quieter keys for the night", "The engineer", "Nobody has said anything yet"}},
			{name: "how ratings are checked", as: domain.Guest, path: "/ratings", status: 200,
				want: []string{"at least 10 counted ratings", "below 2.0", "lasts 7 days"}},
			{name: "a guest rates", as: domain.Guest, path: "/products/moss-keyboard/rating", form: []string{"stars", "2"},
				status: 303, to: "/signin?return_to=" + url.QueryEscape("/products/moss-keyboard?rate=2#rate")},
			{name: "a guest rates in words", as: domain.Guest, path: "/products/moss-keyboard/rating",
				form: []string{"stars", "2", "body", "Every tenth letter twice.", "draft", ratingForm(s.product("Moss Keyboard"))}, status: 303,
				to: "/signin?return_to=" + url.QueryEscape("/products/moss-keyboard?rate=2#rate")},
			{name: "the stars offered again", as: domain.Customer, path: "/products/moss-keyboard?rate=2", status: 200,
				want: []string{`value="2" checked`}},
			{name: "no stars", as: domain.Customer, path: "/products/moss-keyboard/rating", form: []string{"body", "It is fine."},
				status: 422, want: []string{"Choose one to five stars", "It is fine.</textarea>"}},
			{name: "six stars", as: domain.Customer, path: "/products/moss-keyboard/rating", form: []string{"stars", "6"},
				status: 422, want: []string{"Choose one to five stars"}},
			{name: "half a star", as: domain.Customer, path: "/products/moss-keyboard/rating", form: []string{"stars", "1.5"}, status: 422},
			{name: "too many words", as: domain.Customer, path: "/products/moss-keyboard/rating",
				form: []string{"stars", "2", "body", long}, status: 422},
			{name: "rate", as: domain.Customer, path: "/products/moss-keyboard/rating", form: []string{"stars", "2", "title",
				"Writes twice", "body", "Every **tenth** letter twice.", "for_revision", first}, status: 303, to: "/products/moss-keyboard#rate"},
			{name: "its review", as: domain.Guest, path: "/products/moss-keyboard", status: 200,
				want: []string{"Writes twice", "<strong>tenth</strong>", "The member", "1 rating, no score yet"}},
			{name: "rate another", as: domain.Customer, path: "/products/moss-keyboard/rating",
				form: []string{"stars", "3", "body", "Better today."}, status: 303},
			{name: "its history", as: domain.Guest, path: "/reviews/1", status: 200, want: []string{"Better today.",
				"Earlier versions", "Writes twice"}},
			{name: "one's own is not helpful", as: domain.Customer, path: "/reviews/1/helpful", form: []string{"helpful", "1"},
				status: 409, want: []string{"Others decide"}},
			{name: "helpful", as: domain.Officer, path: "/reviews/1/helpful", form: []string{"helpful", "1"}, status: 303},
			{name: "helpful, twice", as: domain.Officer, path: "/reviews/1/helpful", form: []string{"helpful", "1"}, status: 303, to: "/reviews/1"},
			{name: "counted once", as: domain.Officer, path: "/reviews/1", status: 200, want: []string{`<span class="num">1</span>`}},
			{name: "a guest finds it helpful", as: domain.Guest, path: "/reviews/1/helpful", form: []string{"helpful", "1"},
				status: 303, to: "/signin?return_to=%2Freviews%2F1"},
			{name: "no such review", as: domain.Guest, path: "/reviews/99", status: 404},
			{name: "a short reply", as: domain.Engineer, path: "/reviews/1/reply", form: []string{"reply", "Sorry."}, status: 422,
				want: []string{"people want an answer", "Sorry.</textarea>"}},
			{name: "a reply", as: domain.Engineer, path: "/reviews/1/reply", form: []string{"reply",
				"It is the debounce time; revision B waits longer."}, status: 303},
			{name: "the reply is public", as: domain.Guest, path: "/products/moss-keyboard", status: 200,
				want: []string{"debounce time", "Engineer"}},
			{name: "a moderator does not reply", as: domain.Moderator, path: "/reviews/1/reply",
				form: []string{"reply", "It is the debounce time; revision B waits longer."}, status: 403},
			{name: "label", as: domain.Moderator, path: "/reviews/1/promotional", form: []string{"promotional", "1"}, status: 303},
			{name: "labelled", as: domain.Guest, path: "/products/moss-keyboard", status: 200, want: []string{"Promotional, not counted"}},
			{name: "unlabel", as: domain.Moderator, path: "/reviews/1/promotional", form: []string{"promotional", "0"}, status: 303},
			{name: "staff rate", as: domain.Engineer, path: "/products/moss-keyboard/rating", form: []string{"stars", "5"}, status: 303},
			{name: "and are labelled", as: domain.Guest, path: "/products/moss-keyboard", status: 200,
				want: []string{"By staff, not counted", "1 rating, no score yet"}},
			{name: "verify without a note", as: domain.Moderator, path: "/reviews/1/verified", form: []string{"note", "I know"},
				status: 422, want: []string{"Say how we know"}},
			{name: "serials, a bad line", as: domain.Admin, path: "/admin/products/1/serials",
				form: []string{"serials", "AB-1234\n?"}, status: 422, want: []string{"Line 2 is not a serial number", "AB-1234"}},
			{name: "serials", as: domain.Admin, path: "/admin/products/1/serials", form: []string{"serials", "AB-1234\r\nAB-1235"},
				status: 303, to: "/admin/products/1#serials-h"},
			{name: "counted serials", as: domain.Admin, path: "/admin/products/1", status: 200, want: []string{"2 on the list, 0 used"}},
			{name: "a wrong serial", as: domain.Customer, path: "/products/moss-keyboard/owner",
				form: []string{"serial", "AB-9999"}, status: 422, want: []string{"not on our list", `value="AB-9999"`}},
			{name: "the right serial", as: domain.Customer, path: "/products/moss-keyboard/owner", form: []string{"serial", "ab 1234"}, status: 303},
			{name: "another's serial", as: domain.Officer, path: "/products/moss-keyboard/owner",
				form: []string{"serial", "AB-1234"}, status: 422, want: []string{"another member has used it"}},
			{name: "verified", as: domain.Guest, path: "/products/moss-keyboard?verified=1", status: 200,
				want: []string{"Verified owner", "Better today."}},
			{name: "by language", as: domain.Guest, path: "/products/moss-keyboard?language=de", status: 200, want: []string{"No review matches"}},
			{name: "by an odd language", as: domain.Guest, path: "/products/moss-keyboard?language=xx", status: 404},
			{name: "by stars", as: domain.Guest, path: "/products/moss-keyboard?stars=3&revision=1", status: 200, want: []string{"Better today."}},
			{name: "by other stars", as: domain.Guest, path: "/products/moss-keyboard?stars=1", status: 200, want: []string{"No review matches"}},
			{name: "by too many stars", as: domain.Guest, path: "/products/moss-keyboard?stars=9", status: 404},
			{name: "by no revision", as: domain.Guest, path: "/products/moss-keyboard?revision=9", status: 404},
			{name: "a theme without a name", as: domain.Engineer, path: "/products/moss-keyboard/themes",
				form: []string{"words_en", "letter*"}, status: 422, want: []string{"Give the theme a name", "letter*</textarea>"}},
			{name: "count first", as: domain.Engineer, path: "/products/moss-keyboard/themes",
				form: []string{"name_en", "Today", "words_en", "today", "count", "1"}, status: 200, want: []string{"1 of the newest 1 reviews"}},
			{name: "count while typing", as: domain.Engineer, path: "/products/moss-keyboard/themes/count?words_en=nothing",
				status: 200, want: []string{"0 of the newest 1 reviews"}},
			{name: "a theme", as: domain.Engineer, path: "/products/moss-keyboard/themes",
				form: []string{"name_en", "Today", "name_de", "Heute", "words_en", "today", "idea", itoa(idea)}, status: 303},
			{name: "the same theme", as: domain.Engineer, path: "/products/moss-keyboard/themes",
				form: []string{"name_en", "Today", "name_de", "Heute"}, status: 422, want: []string{"There is already a theme with this name"}},
			{name: "an idea about something else", as: domain.Engineer, path: "/products/moss-keyboard/themes",
				form: []string{"name_en", "Other", "idea", "77"}, status: 422, want: []string{"Choose an idea about this product"}},
			{name: "a revision without words", as: domain.Engineer, path: "/products/moss-keyboard/revisions",
				form: []string{"revision", "B", "note", "fixed"}, status: 422, want: []string{"what it fixes", "fixed</textarea>"}},
			{name: "a revision", as: domain.Engineer, path: "/products/moss-keyboard/revisions",
				form: []string{"revision", "B", "note", "The keys wait two milliseconds longer."}, status: 303},
			{name: "the same revision", as: domain.Engineer, path: "/products/moss-keyboard/revisions",
				form: []string{"revision", "B", "note", "The keys wait two milliseconds longer."}, status: 303},
			{name: "a name that was", as: domain.Engineer, path: "/products/moss-keyboard/revisions",
				form: []string{"revision", "first", "note", "The keys wait two milliseconds longer."}, status: 422,
				want: []string{"had a revision with that name"}},
			{name: "a form of before", as: domain.Customer, path: "/products/moss-keyboard/rating",
				form: []string{"stars", "1", "body", "Still twice.", "for_revision", first}, status: 409,
				want: []string{"B was released meanwhile", "Still twice.</textarea>"}},
			{name: "no voice again", as: domain.Guest, path: "/products/moss-keyboard", status: 200,
				want: []string{"revision B", "No voice yet.", "Better today.", "The keys wait two milliseconds longer."}},
			{name: "an override without a day", as: domain.Moderator, path: "/products/moss-keyboard/override",
				form: []string{"reason", "A reason that is long enough."}, status: 422, want: []string{"Choose a day", "long enough.</textarea>"}},
			{name: "an override", as: domain.Moderator, path: "/products/moss-keyboard/override",
				form: []string{"until", "2026-03-20", "reason", "A reason that is long enough."}, status: 303},
			{name: "it is marked for everybody", as: domain.Guest, path: "/products", status: 200,
				want: []string{"Kept in the catalog until 20 Mar 2026"}},
			{name: "and with its reason", as: domain.Guest, path: "/products/moss-keyboard", status: 200,
				want: []string{"Kept in the catalog until the end of 20 Mar 2026", "A reason that is long enough."}},
			{name: "its end", as: domain.Moderator, path: "/products/moss-keyboard/override/end", form: []string{}, status: 303},
			{name: "exclusions", as: domain.Moderator, path: "/products/moss-keyboard/exclusions", status: 200,
				want: []string{"10 Mar 2026", "Accounts younger than 7 days"}},
			{name: "an exclusion of tomorrow", as: domain.Moderator, path: "/products/moss-keyboard/exclusions",
				form: []string{"from", "2026-03-11", "to", "2026-03-12", "reason", "Because I know it beforehand."}, status: 422,
				want: []string{"cannot be left out", `value="2026-03-11"`}},
			{name: "an exclusion", as: domain.Moderator, path: "/products/moss-keyboard/exclusions",
				form: []string{"from", "2026-03-10", "to", "2026-03-10", "reason", "They all came from one video."}, status: 303},
			{name: "its notice", as: domain.Guest, path: "/products/moss-keyboard", status: 200,
				want: []string{"Ratings of 10 Mar 2026 are not counted", "They all came from one video.",
					"On an excluded day, not counted", "Better today."}},
			{name: "its undo", as: domain.Moderator, path: "/products/moss-keyboard/exclusions/1/undo", form: []string{}, status: 303},
			{name: "its undo, twice", as: domain.Moderator, path: "/products/moss-keyboard/exclusions/1/undo", form: []string{}, status: 303},
			{name: "no such exclusion", as: domain.Moderator, path: "/products/moss-keyboard/exclusions/9/undo", form: []string{}, status: 404},
			{name: "the list of unanswered", as: domain.Officer, path: "/reviews", status: 200, want: []string{"Every low rating has an answer"}},
			{name: "a product without a family", as: domain.Admin, path: "/admin/products",
				form: []string{"name", "Fern Mouse", "family", "0", "launch", "2026-01-01"}, status: 422,
				want: []string{"Choose a family", `value="Fern Mouse"`}},
			{name: "a product", as: domain.Admin, path: "/admin/products", form: []string{"name", "Fern Mouse", "family", "1",
				"launch", "2026-01-01"}, status: 303},
			{name: "its word is taken", as: domain.Admin, path: "/admin/products", form: []string{"name", "Fern  mouse", "slug",
				"fern-mouse", "family", "1", "launch", "2026-01-01"}, status: 422, want: []string{"Another product has this word"}},
			{name: "a family", as: domain.Admin, path: "/admin/families", form: []string{"name", "Mice", "shape", "odd"},
				status: 422, want: []string{"Choose a drawing"}},
			{name: "take it back", as: domain.Customer, path: "/products/moss-keyboard/rating/delete", form: []string{},
				status: 303, to: "/products/moss-keyboard#rate"},
			{name: "an idea about no product there is", as: domain.Customer, path: "/ideas",
				form: []string{"title", "Longer cables please", "body", "Two metres.", "space", itoa(s.spaces[0].ID), "product",
					"nothing"}, status: 422, want: []string{"There is no product “nothing”"}},
			{name: "an idea by the product's name", as: domain.Customer, path: "/ideas", form: []string{"title",
				"Longer cables please", "body", "Two metres.", "space", itoa(s.spaces[0].ID), "product", "Moss keyboard", "tags",
				"Cable", "nonce", strings.Repeat("p", 26)}, status: 303},
			{name: "ideas about it", as: domain.Guest, path: "/ideas?product=moss-keyboard&tab=new", status: 200,
				want: []string{"Longer cables please", "Quieter keys for the night", "Moss Keyboard"}},
			{name: "ideas about it in a space", as: domain.Guest, path: "/spaces/gaming?product=twig-keyboard", status: 200,
				want: []string{"No idea matches"}},
			{name: "ideas about it in the right space", as: domain.Guest, path: "/spaces/gaming?product=moss-keyboard",
				status: 200, want: []string{"Longer cables please"}},
			{name: "a tag in another space", as: domain.Guest, path: "/tags/cable?space=small-business", status: 200,
				want: []string{"No idea matches"}},
			{name: "the member's page", as: domain.Guest, path: "/members/" + itoa(s.members[domain.Customer]), status: 200,
				want: []string{"Better today.", "Moss Keyboard"}},
		} {
			var got *answer
			if c.form == nil {
				got = browsers[c.as].get(c.path)
			} else {
				got = browsers[c.as].post(c.path, c.form...)
			}
			before := t.Failed()
			got.want(c.status, c.want...)
			if c.to != "" && got.location != c.to {
				t.Errorf("leads to %s, want %s", got.location, c.to)
			}
			if t.Failed() && !before {
				t.Fatalf("… in %q", c.name)
			}
		}
		s.checkProducts()
	})
}

// Every place that may name products, for somebody who reads it: the routes that
// list, pick, filter and count, and what search engines read. Only the product's
// own pages may name it once it is withdrawn.
func TestWithdrawnProductsAreNowhere(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		gone, kept := s.product("Fern Mouse"), s.product("Moss Keyboard")
		people := s.crowd(10)
		author := s.actor(domain.Customer)
		for n, p := range []domain.Product{gone, kept} {
			_, err := s.app.SubmitIdea(t.Context(), author, domain.Draft{Title: fmt.Sprintf("An idea about a product, number %d",
				n), Body: "Please.", SpaceID: s.spaces[0].ID, Product: p.Slug, Nonce: fmt.Sprint(n), Tags: []domain.Tag{{Slug: "fan", Name: "Fan"}}})
			s.must(err)
			s.must(s.app.Rate(t.Context(), author, p.Slug, domain.RatingDraft{Stars: 1, Body: "Something said."}))
		}
		shipped, err := s.app.SubmitIdea(t.Context(), author, domain.Draft{
			Title: "An idea that was shipped", Body: "Please.", SpaceID: s.spaces[0].ID, Product: gone.Slug, Nonce: "shipped",
		})
		s.must(err)
		s.steps(shipped, untilShipped...)
		s.rateAll(gone, people, "It scrolls back", 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)
		s.must(s.app.CountFigures(t.Context()))
		everywhere := []string{
			"/products", "/products?q=fern", "/products?family=keyboards", "/products?order=newest", "/products?order=reviews",
			"/products?order=regained", "/products?state=listed",
			"/ideas", "/", "/ideas?tab=new", "/ideas?tab=top", "/spaces/gaming", "/tags/fan", "/members/" + itoa(author.ID),
			"/ideas/1-an-idea-about-a-product-number-0",
			"/shipped", "/decisions",
		}
		forMembers := []string{"/ideas/new", "/ideas/1/edit"}
		for _, path := range append(slices.Clone(everywhere), forMembers...) { // it is there while it is on watch
			b := s.as(domain.Customer)
			a := b.get(path).want(200)
			if path != "/products?state=listed" && !strings.Contains(a.body, "Fern Mouse") {
				t.Errorf("%s does not name a product that is on watch", path)
			}
		}
		s.forward(168 * time.Hour)
		s.must(s.jobs.Schedule(t.Context()))
		s.must(s.jobs.RunDue(t.Context()))
		for _, role := range []domain.Role{domain.Guest, domain.Customer} {
			b := s.as(role)
			paths := everywhere
			if role == domain.Customer {
				paths = append(slices.Clone(everywhere), forMembers...)
			}
			for _, path := range paths {
				a := b.get(path).want(200)
				for _, trace := range []string{"Fern", "fern-mouse"} {
					if strings.Contains(strings.ReplaceAll(a.body, "q=fern", ""), trace) && path != "/products?q=fern" {
						t.Errorf("%s names it to a %s: %s", path, role, around(a.body, trace))
					}
				}
			}
			if a := b.get("/products?q=fern"); strings.Contains(a.body, "Fern Mouse") || strings.Contains(a.body, "fern-mouse") {
				t.Errorf("a %s finds it", role)
			}
			b.get("/products").want(200, "1 product in the catalog.", "Moss Keyboard")
			b.get("/ideas?product=fern-mouse").want(404)
			b.get("/spaces/gaming?product=fern-mouse").want(404)
			b.get("/tags/fan?product=fern-mouse").want(404)
			own := b.get("/products/fern-mouse").want(200, "Withdrawn from the catalog", "It scrolls back", `<meta name="robots" content="noindex"`)
			if strings.Contains(own.body, "ld+json") {
				t.Error("search engines are told of it")
			}
			b.get("/reviews/1").want(200, `<meta name="robots" content="noindex"`)
		}
		member := s.as(domain.Customer)
		member.get("/products/fern-mouse/feed.atom").want(404)
		s.as(domain.Officer).get("/products/fern-mouse/feed.atom").want(200, "It scrolls back")
		if found := member.get("/sitemap/products/0").want(200, "moss-keyboard"); strings.Contains(found.body, "fern-mouse") {
			t.Error("the map for search engines names it")
		}
		member.post("/ideas", "title", "Another idea about it", "body", "Please.", "space", itoa(s.spaces[0].ID), "product",
			"fern-mouse").want(422, "There is no product")
		edited := []string{"title", "An idea about a product, changed", "body", "Please.", "space", itoa(s.spaces[0].ID),
			"version", "0", "product", domain.SameProduct}
		member.post("/ideas/1/edit", edited...).want(303) // what it is about stays, though nothing names it
		s.as(domain.Officer).get("/ideas?product=fern-mouse").want(200, "a product, changed")
		member.post("/products/fern-mouse/rating", "stars", "2").want(303) // whoever may rate a listed product may rate it
		staff := s.as(domain.Officer)
		staff.get("/products?state=withdrawn").want(200, "Fern Mouse", "Withdrawn from the catalog")
		staff.get("/ideas?product=fern-mouse").want(200, "a product, changed")
		s.checkRoutesListed(t)
	})
}

func around(body, word string) string {
	i := strings.Index(body, word)
	return body[max(0, i-80):min(len(body), i+80)]
}

// checkRoutesListed makes whoever adds a page that reads decide whether it names
// products: it belongs into the test above, or here among those that do not, or
// that are the product's own, or for staff.
func (s *site) checkRoutesListed(t *testing.T) {
	t.Helper()
	listed := []string{"/products", "/", "/shipped", "/decisions", "/search", "/ideas/similar", "/ideas", "/ideas/new",
		"/ideas/:id", "/ideas/:id/edit", "/ideas/:id/merge", "/spaces/:slug", "/tags/:slug", "/members/:id", "/sitemap/products/:part"}
	legal := []string{"/imprint", "/privacy", "/terms", "/accessibility", "/rules", "/legal/:slug/versions", "/face/:slug", "/logos/:slug"}
	own := []string{"/products/:slug", "/products/:slug/feed.atom", "/reviews/:id", "/ratings"}
	none := []string{"/spaces", "/notifications", "/unsubscribe/:token", "/signin", "/signup", "/confirm", "/reset",
		"/setup", "/invitation", "/account", "/account/data", "/account/erase", "/account/drafts", "/account/restrictions",
		"/held", "/held/:id", "/feed.atom", "/spaces/:slug/feed.atom", "/tags/:slug/feed.atom", "/flag", "/report",
		"/report/confirm", "/objection", "/fairness",
		"/decisions/feed.atom", "/ideas/:id/feed.atom", "/ideas/:id/card.png", "/robots.txt", "/sitemap.xml",
		"/sitemap/pages.xml", "/sitemap/ideas/:part",
		"/mentions", "/ideas/:id/versions", "/comments/:id", "/comments/:id/reply", "/comments/:id/edit"}
	for _, r := range web.Routes() {
		forAll := slices.Contains(r.Roles, domain.Customer)
		if r.Method == "GET" && forAll && !slices.Contains(slices.Concat(listed, own, none, legal), r.Path) {
			t.Errorf("nobody has said whether %s names products", r.Path)
		}
	}
}

// What search engines read has every field that Google documents as required of a
// product snippet: name and one of review, aggregateRating and offers; of
// AggregateRating ratingValue and ratingCount or reviewCount; of Review an author
// with a name and a reviewRating with its value.
func TestStructuredData(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		p := s.product(`Moss </script><b>"Keyboard"`)
		people := s.crowd(9)
		find := func() map[string]any {
			script := s.browser().get(p.Path()).want(200).doc().Find(`script[type="application/ld+json"]`)
			if script.Length() == 0 {
				return nil
			}
			var data map[string]any
			s.must(json.Unmarshal([]byte(script.Text()), &data))
			return data
		}
		s.rateAll(p, people, "A review in words", 5, 4, 4, 4, 3, 3, 2)
		if find() != nil {
			t.Error("seven ratings make no score, and there is structured data")
		}
		s.rateAll(p, people[7:], "A review in words", 1, 5)
		data := find()
		if data == nil {
			t.Fatal("no structured data")
		}
		if data["@context"] != "https://schema.org" || data["@type"] != "Product" || data["name"] != p.Name || data["url"] != s.url+p.Path() {
			t.Errorf("%v", data)
		}
		aggregate := data["aggregateRating"].(map[string]any)
		if aggregate["@type"] != "AggregateRating" || aggregate["ratingValue"] != 3.44 || aggregate["ratingCount"] != 9.0 ||
			aggregate["bestRating"] != 5.0 || aggregate["worstRating"] != 1.0 {
			t.Errorf("%v", aggregate)
		}
		reviews := data["review"].([]any)
		if len(reviews) != 9 {
			t.Errorf("%d reviews", len(reviews))
		}
		for _, r := range reviews {
			review := r.(map[string]any)
			author, rating := review["author"].(map[string]any), review["reviewRating"].(map[string]any)
			if review["@type"] != "Review" || author["@type"] != "Person" || author["name"] == "" || rating["@type"] != "Rating" ||
				rating["ratingValue"].(float64) < 1 || review["datePublished"] != "2026-03-10" {
				t.Errorf("%v", review)
			}
		}
	})
}

// The three mails of a watch, to whom they concern, in their language.
func TestMailsOfAWatch(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.as(domain.Moderator).post("/account/preferences", "language", "de").want(303)
		p := s.product("Fern Mouse")
		s.must(s.jobs.Schedule(t.Context()))
		s.must(s.jobs.RunDue(t.Context()))
		s.inbox.Take()
		s.rateAll(p, s.crowd(10), "It scrolls back", 1, 1, 1, 1, 1, 2, 1, 1, 1, 1)
		for _, step := range []struct {
			passed           time.Duration
			english, deutsch string
		}{
			{0, "Fern Mouse is on watch", "Fern Mouse steht unter Beobachtung"},
			{144 * time.Hour, "Fern Mouse leaves the catalog tomorrow", "Fern Mouse verlässt morgen den Katalog"},
			{24 * time.Hour, "Fern Mouse is withdrawn", "Fern Mouse ist aus dem Katalog genommen"},
		} {
			s.forward(step.passed)
			s.must(s.jobs.RunDue(t.Context()))
			got := map[string]string{}
			for _, m := range s.inbox.Take() {
				if m.Link() == "/admin/audit" { // the admins' daily mail
					continue
				}
				got[m.To] = m.Subject
				if m.Link() != p.Path() || !strings.Contains(m.Text, "1.10") && !strings.Contains(m.Text, "1,10") {
					t.Errorf("%s: %s", m.Subject, m.Text)
				}
			}
			want := map[string]string{"engineer@example.org": step.english, "admin@example.org": step.english, "moderator@example.org": step.deutsch}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("after %v: %v, want %v", step.passed, got, want)
			}
		}
	})
}

// Themes found by words, changed by hand, and what a revision regained.
func TestTheRoadToFiveStars(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		p, people, engineer := s.product("Moss Keyboard"), s.crowd(8), s.as(domain.Engineer)
		for i, body := range []string{"Keys repeat", "keys repeat and the cable breaks",
			"Tasten prellen, leider sehr oft am Abend", "fine", "", "cable", "the CABLE!", "nothing"} {
			s.must(s.app.Rate(t.Context(), people[i], p.Slug, domain.RatingDraft{Stars: []int64{1, 2, 1, 5, 4, 3, 3, 4}[i], Body: body}))
		}
		engineer.post(p.Path()+"/themes", "name_en", "Repeat", "name_de", "Prellen", "words_en", "repeat*", "words_de", "prell*").want(303)
		engineer.post(p.Path()+"/themes", "name_en", "Cable", "words_en", "cable").want(303)
		s.must(s.jobs.RunDue(t.Context()))
		s.checkProducts()
		rows := func() []string {
			var all []string
			for _, tr := range s.browser().get(p.Path()).want(200).doc().Find(".road-t tbody tr").EachIter() {
				all = append(all, strings.Join(strings.Fields(strings.ReplaceAll(texts(tr), "\n", " ")), " "))
			}
			return all
		}
		// 4 + 3/2 + 4 of 8, 3/2 + 2 + 2 of 8, 0 + 1 + 1 of 8: together 5 − 23/8.
		want := []string{"Repeat −1.19 3 nothing linked yet", "Cable −0.69 3 nothing linked yet", "Everything else −0.25 3"}
		if got := rows(); !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
		ratings, err := s.db.Reader().RatingsBy(t.Context(), people[0].ID)
		s.must(err)
		engineer.post(ratings[0].Path()+"/themes", "theme-2", "1").want(303) // not Repeat but Cable
		want = []string{"Cable −1.19 4 nothing linked yet", "Repeat −0.69 2 nothing linked yet", "Everything else −0.25 3"}
		if got := rows(); !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
		themes, err := s.db.Reader().Themes(t.Context(), p.ID)
		s.must(err)
		engineer.post(p.Path()+"/themes", "id", itoa(themes[0].ID), "version", "0", "name_en", "Repeat", "words_en", "repeat*, fine").want(303)
		engineer.post(p.Path()+"/themes", "id", itoa(themes[0].ID), "version", "0", "name_en", "Lost", "words_en", "x").want(409)
		s.must(s.jobs.RunDue(t.Context()))
		s.checkProducts()
		want = []string{"Cable −1.19 4 nothing linked yet", "Everything else −0.75 3", "Repeat −0.19 2 nothing linked yet"}
		got := rows()
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) { // set by hand stays, German words are gone
			t.Errorf("%q, want %q", got, want)
		}
		s.must(s.app.ReleaseRevision(t.Context(), s.actor(domain.Engineer), p.Slug, "B", "A cable that does not break."))
		s.rateAll(p, people, "Rated again", 3, 5, 3, 5, 5, 5, 5, 4)
		s.forward(2 * time.Minute)
		s.must(s.jobs.RunDue(t.Context()))
		// Of the first four with Cable: +2, +3/2 (shared), +2, +2; everybody: +12.
		s.browser().get(p.Path()).want(200, "8 people rated first revision and revision B: +1.50 stars on average.",
			"+1.88 per person regained, 4 of 4 rated again", "Rated again: first 1, now 3")
		s.browser().get("/products?order=regained").want(200, "up from 2.9 before revision B")
		engineer.post(p.Path() + "/themes/" + itoa(themes[1].ID) + "/delete").want(303)
		s.checkProducts()
	})
}

// texts are the words of every cell of a row.
func texts(row *goquery.Selection) string {
	var all []string
	for _, cell := range row.Find("th, td").EachIter() {
		all = append(all, cell.Text())
	}
	return strings.Join(all, " ")
}

// The catalog reads three queries, a product's page a bounded number, whatever is
// asked of them.
func TestQueriesPerProductPage(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		p := s.product("Moss Keyboard")
		s.rateAll(p, s.crowd(9), "A review in words", 5, 4, 4, 4, 3, 3, 2, 1, 1)
		most := map[string]int64{"/products": 3, p.Path(): 14, "/reviews/1": 5, "/reviews": 5}
		for _, role := range []domain.Role{domain.Guest, domain.Officer} {
			b := s.as(role)
			for _, path := range []string{"/products", "/products?family=keyboards&order=reviews", p.Path(), p.Path() +
				"?stars=4&order=lowest", "/reviews/1"} {
				b.get(path).want(200)
			}
		}
		s.as(domain.Officer).get("/reviews").want(200)
		s.browser().get("/") // the last line is sure to be written
		seen := 0
		for _, line := range s.log.requests(t) {
			if limit, ok := most[line.Path]; ok && line.Status == 200 {
				if seen++; line.Queries > limit {
					t.Errorf("%s took %d queries", line.Path, line.Queries)
				}
			}
		}
		if seen < 11 {
			t.Errorf("only %d lines were seen", seen)
		}
	})
}

// A list of reviews in every order and filter comes page by page, each rating once.
func TestPagesOfReviews(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		p := s.product("Moss Keyboard")
		people := s.crowd(37)
		for i, who := range people {
			s.must(s.app.Rate(t.Context(), who, p.Slug, domain.RatingDraft{Stars: int64(1 + i*7%5),
				Body: fmt.Sprintf("Review number %d in English words.", i)}))
			if i%3 == 0 {
				s.forward(time.Minute)
			}
			for n := range i % 4 {
				ratings, err := s.db.Reader().RatingsBy(t.Context(), who.ID)
				s.must(err)
				_, err = s.app.MarkHelpful(t.Context(), people[(i+n+1)%len(people)], ratings[0].ID, true)
				s.must(err)
			}
		}
		for _, query := range []string{"order=helpful", "order=newest", "order=lowest", "order=highest", "stars=2&order=newest",
			"order=lowest&unanswered=1", "revision=1&order=helpful"} {
			seen := map[string]bool{}
			var stars []string
			for address := p.Path() + "?" + query; address != ""; {
				doc := s.browser().get(address).want(200).doc()
				for _, r := range doc.Find(".review").EachIter() {
					id, _ := r.Attr("id")
					if seen[id] {
						t.Errorf("%s shows %s twice", query, id)
					}
					seen[id] = true
					label, _ := r.Find(".stars").First().Attr("aria-label")
					stars = append(stars, label)
				}
				address, _ = doc.Find(`.pager a[rel="next"]`).Attr("href")
			}
			want := 37
			switch {
			case strings.Contains(query, "stars=2"):
				want = 7
			case strings.Contains(query, "unanswered"):
				want = 15
			}
			if len(seen) != want {
				t.Errorf("%s shows %d ratings, want %d", query, len(seen), want)
			}
			if strings.Contains(query, "lowest") && !slices.IsSorted(stars) {
				t.Errorf("%s: %v", query, stars)
			}
		}
	})
}

// Twenty ratings a day and ten serial numbers; a refusal says when to come back and
// keeps what was typed.
func TestLimitsOfRatings(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.as(domain.Customer)
		s.must(s.app.SetSettings(t.Context(), domain.System, domain.Settings{domain.LimitRatingsDay: "3", domain.LimitSerialsDay: "2"}))
		p := s.product("Moss Keyboard")
		for n := range 3 {
			b.post(p.Path()+"/rating", "stars", itoa(int64(n+1))).want(303)
		}
		a := b.post(p.Path()+"/rating", "stars", "5", "body", "Not to be lost.").want(429, "Not to be lost.</textarea>", "Try again in 24 hours")
		if a.header.Get("Retry-After") == "" {
			t.Error("it does not say when to come back")
		}
		for range 2 {
			b.post(p.Path()+"/owner", "serial", "AB-1234").want(422)
		}
		b.post(p.Path()+"/owner", "serial", "AB-1235").want(429, `value="AB-1235"`)
		s.forward(25 * time.Hour)
		b.post(p.Path()+"/rating", "stars", "5").want(303)
		s.checkProducts()
	})
}
