package web_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"groundswell/internal/domain"
)

// carried is the value of a hidden field of the form that goes to an address.
func (a *answer) carried(action, name string) string {
	value, _ := a.doc().Find(`form[action="` + action + `"] input[type=hidden][name="` + name + `"]`).Attr("value")
	return value
}

// Who is sent to sign in reads what for, and only of what guests may see.
func TestSignInSaysWhatFor(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.idea(domain.Engineer, "A quieter fan for everyone")
		hidden := s.idea(domain.Engineer, "A title that nobody shall read")
		s.must(s.app.RemoveIdea(context.Background(), s.actor(domain.Moderator), hidden))
		p := s.product("Moss Keyboard")
		guest := s.browser()
		for _, c := range []struct{ path, field, value, want string }{
			{ideaPath(id, "vote"), "value", "1", "Sign in to promote “A quieter fan for everyone”"},
			{ideaPath(id, "vote"), "value", "-1", "Sign in to demote “A quieter fan for everyone”"},
			{p.Path() + "/rating", "stars", "2", "Sign in to rate Moss Keyboard"},
			{ideaPath(hidden, "vote"), "value", "1", "Sign in"},
			{"/ideas/999/vote", "value", "1", "Sign in"},
			{ideaPath(id, "vote"), "value", "odd", "Sign in"},
		} {
			a := guest.get(guest.post(c.path, c.field, c.value).want(http.StatusSeeOther).location).want(http.StatusOK)
			if h := a.doc().Find("h1").Text(); h != c.want {
				t.Errorf("%s %s: %q, want %q", c.path, c.value, h, c.want)
			}
			if strings.Contains(a.body, "nobody shall read") {
				t.Error("the page names what guests may not see")
			}
		}
		guest.get(guest.get("/ideas/new").want(http.StatusSeeOther).location).want(http.StatusOK, "Sign in to submit an idea")
		for _, odd := range []string{"/ideas/%zz?vote=1", "/products/odd?rate=1", "/products?rate=1",
			"https://evil.example/ideas/1?vote=1", "/" + strings.Repeat("x", 2000)} {
			guest.get("/signin?return_to="+url.QueryEscape(odd)).want(http.StatusOK, "Sign in")
		}
	})
}

// The vote that was asked for is offered after a new account was made and confirmed by
// mail, and is cast by nothing but a click.
func TestTheWayBackThroughSignUpAndMail(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.idea(domain.Engineer, "A quieter fan for everyone")
		b := s.browser()
		at := b.post(ideaPath(id, "vote"), "value", "1").want(http.StatusSeeOther).location
		join, _ := b.get(at).want(http.StatusOK).doc().Find("main a.btn").Attr("href")
		back := b.get(join).want(http.StatusOK, "you can promote “A quieter fan for everyone”").carried("/signup", "return_to")
		b.post("/signup", "name", "Mira", "email", "mira", "password", password, "return_to", back).want(422, `name="return_to"`)
		b.post("/signup", "name", "Mira", "email", "mira@example.org", "password", password, "return_to", back).want(http.StatusOK)
		link := strings.TrimPrefix(s.theMail().Link(), s.url)
		confirm := b.get(link).want(http.StatusOK)
		a := b.post("/confirm", "token", confirm.carried("/confirm", "token"), "return_to",
			confirm.carried("/confirm", "return_to")).want(http.StatusSeeOther)
		if a.location != ideaPath(id, "")+"?vote=1" {
			t.Fatalf("the mail's link leads to %q", a.location)
		}
		page := b.get(b.get(a.location).want(http.StatusMovedPermanently).location).want(http.StatusOK,
			"One click, and your vote counts", "1 promoted")
		if page.doc().Find(".notice button[value='1']").Length() != 1 {
			t.Error("the vote is not offered")
		}
	})
}

// Whoever forgot the password comes back to what was wanted, and a link that was sent
// to somebody leads nowhere else.
func TestTheWayBackThroughReset(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.browser()
		reset, _ := b.get("/signin?return_to=%2Fspaces").want(http.StatusOK).doc().Find(`main a[href^="/reset"]`).Attr("href")
		back := b.get(reset).want(http.StatusOK).carried("/reset", "return_to")
		b.post("/reset", "email", "member@example.org", "return_to", back).want(http.StatusOK)
		choose := b.get(strings.TrimPrefix(s.theMail().Link(), s.url)).want(http.StatusOK)
		a := b.post("/reset", "token", choose.carried("/reset", "token"), "return_to", choose.carried("/reset", "return_to"),
			"password", "another walk on the beach")
		if a.want(http.StatusSeeOther); a.location != "/spaces" {
			t.Errorf("after a new password: %q", a.location)
		}
		s.theMail() // that the password was changed
		b.post("/signup", "name", "Eve", "email", "eve@example.org", "password", password, "return_to", "//evil.example").want(http.StatusOK)
		if link := s.theMail().Link(); strings.Contains(link, "evil") {
			t.Errorf("a mail leads to %q", link)
		}
	})
}
