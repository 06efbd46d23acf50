package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"groundswell/internal/domain"
)

// ratingForm is the name of the form in which a product is rated.
func ratingForm(p domain.Product) string { return fmt.Sprintf("products/%d/rating", p.ID) }

const said = "Every tenth letter comes twice, and I notice too late."

// waits reports whether the page has the rating in its form and says that it is not
// published.
func (a *answer) waits() bool {
	doc := a.doc()
	stars, _ := doc.Find("input[name=stars][checked]").Attr("value")
	title, _ := doc.Find("input[name=title]").Attr("value")
	return stars == "2" && title == "Writes twice" && doc.Find("textarea[name=body]").Text() == said &&
		strings.Contains(a.text(), "not published yet")
}

// A guest's stars and words go through signing in and are published with one click.
func TestAGuestsRatingWaits(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		p, other := s.product("Moss Keyboard"), s.product("Fern Mouse")
		b := s.browser()
		a := b.post(p.Path()+"/rating", "stars", "2", "title", "Writes twice", "body", said, "draft", ratingForm(p), "for_revision",
			itoa(p.Revision.ID)).want(http.StatusSeeOther)
		if want := "/signin?return_to=" + url.QueryEscape(p.Path()+"?rate=2#rate"); a.location != want {
			t.Fatalf("sent to %q, want %q", a.location, want)
		}
		page := b.get(a.location).want(http.StatusOK, "Sign in to rate Moss Keyboard", "not published yet")
		b.get(p.Path()).want(http.StatusOK, "No voice yet") // guests all get one page
		a = b.post("/signin", "email", "member@example.org", "password", password, "return_to",
			page.carried("/signin", "return_to")).want(http.StatusSeeOther)
		if !b.get(strings.TrimSuffix(a.location, "#rate")).want(http.StatusOK, "No voice yet").waits() {
			t.Error("stars and words did not come through signing in")
		}
		if b.get(other.Path()).want(http.StatusOK).waits() {
			t.Error("they wait on another product's page too")
		}
		b.post(p.Path()+"/rating", "stars", "2", "title", "Writes twice", "body", said, "draft", ratingForm(p), "for_revision",
			itoa(p.Revision.ID)).want(http.StatusSeeOther)
		if a := b.get(p.Path()).want(http.StatusOK, said, "Your rating is published"); strings.Contains(a.text(), "not published yet") {
			t.Error("a published rating still waits")
		}
	})
}

// What one has said oneself stands above all, marked, wherever its place is.
func TestOwnReviewIsPinned(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		p := s.product("Moss Keyboard")
		b := s.as(domain.Customer)
		b.post(p.Path()+"/rating", "stars", "2", "body", said).want(http.StatusSeeOther)
		page := b.get(p.Path()).want(http.StatusOK)
		if n := page.doc().Find("#rate .notice").Text(); !strings.Contains(n, "Your rating is published") ||
			strings.Count(page.text(), "is published") != 1 {
			t.Errorf("the panel says %q", n)
		}
		if word := page.doc().Find("#rate .btn-primary").Text(); word != "Save changes" {
			t.Errorf("the button reads %q", word)
		}
		people := s.crowd(domain.ReviewPage + 1)
		for _, who := range people {
			s.must(s.app.Rate(t.Context(), who, p.Slug, domain.RatingDraft{Stars: 3, Body: "Somebody else has said this."}))
		}
		for path, want := range map[string]int{p.Path(): 1, p.Path() + "?order=highest": 1, p.Path() + "?stars=3": 0} {
			doc := b.get(path).want(http.StatusOK).doc()
			own := doc.Find(".review").First().Find(".mark.own").Text() == "Your review"
			if n := doc.Find(".review .prose").FilterFunction(
				func(_ int, q *goquery.Selection) bool { return strings.Contains(q.Text(), said) }).Length(); n != want || own != (want == 1) {
				t.Errorf("%s: the own review stands there %d times, first: %v", path, n, own)
			}
		}
		if strings.Contains(s.browser().get(p.Path()).want(http.StatusOK).text(), "Your review") {
			t.Error("a guest has a review")
		}
	})
}

// So they do through a new account and the mail's link. Then they are that member's, in
// every browser and for nobody else.
func TestAGuestsRatingWaitsForTheMail(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		p := s.product("Moss Keyboard")
		b := s.browser()
		at := b.post(p.Path()+"/rating", "stars", "2", "title", "Writes twice", "body", said, "draft",
			ratingForm(p)).want(http.StatusSeeOther).location
		join, _ := b.get(at).want(http.StatusOK).doc().Find("main a.btn").Attr("href")
		back := b.get(join).want(http.StatusOK, "you can rate Moss Keyboard").carried("/signup", "return_to")
		b.post("/signup", "name", "Mira", "email", "mira@example.org", "password", password, "return_to",
			back).want(http.StatusOK, "what you typed waits here")
		confirm := b.get(strings.TrimPrefix(s.theMail().Link(), s.url)).want(http.StatusOK)
		a := b.post("/confirm", "token", confirm.carried("/confirm", "token"), "return_to",
			confirm.carried("/confirm", "return_to")).want(http.StatusSeeOther)
		if !b.get(strings.TrimSuffix(a.location, "#rate")).want(http.StatusOK, "No voice yet").waits() {
			t.Error("stars and words did not come through the mail")
		}
		other := s.browser()
		other.post("/signin", "email", "mira@example.org", "password", password).want(http.StatusSeeOther)
		if !other.get(p.Path()).want(http.StatusOK).waits() {
			t.Error("the member has not the words in another browser")
		}
		if s.as(domain.Engineer).get(p.Path()).want(http.StatusOK).waits() {
			t.Error("somebody else has the words")
		}
		b.post("/signout").want(http.StatusSeeOther)
		b.post("/signin", "email", "member@example.org", "password", password).want(http.StatusSeeOther)
		if b.get(p.Path()).want(http.StatusOK).waits() {
			t.Error("the next person in this browser has the words")
		}
	})
}

// What is too long to be carried stays in the form; what a cookie makes up is a form
// like any other.
func TestARatingThatCannotWait(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		p := s.product("Moss Keyboard")
		long := ""
		for i := range domain.ReviewBodyMax / 10 {
			long += itoa(int64(i*i*7919)) + " "
		}
		s.browser().post(p.Path()+"/rating", "stars", "2", "body", long, "draft",
			ratingForm(p)).want(http.StatusUnauthorized, "You were signed out", long[:200])
		for _, value := range []string{"x", "%%%", strings.Repeat("A", 3000), strings.Repeat("A", 5000), "7cAxAQAAAMKg9U9tDQ-gAAAAAAAAAA"} {
			b := s.as(domain.Customer)
			req, err := http.NewRequest(http.MethodGet, s.url+p.Path(), nil)
			s.must(err)
			req.AddCookie(&http.Cookie{Name: "draft", Value: value})
			if b.send(req).want(http.StatusOK).waits() {
				t.Errorf("%q is a rating", value)
			}
		}
	})
}
