package web_test

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/mail/mailtest"
	"groundswell/internal/store"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// scenario is one request and what should come back.
type scenario struct {
	name   string
	as     domain.Role
	path   string
	form   []string
	status int
	want   []string
	to     string // where it leads
}

func TestScenarios(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.idea(domain.Engineer, "A quieter fan for everyone")
		page := ideaPath(id, "") + "-a-quieter-fan-for-everyone"
		space := itoa(s.spaces[0].ID)
		reason := "It does not fit into the case."
		browsers := map[domain.Role]*browser{}
		for _, role := range domain.Roles {
			browsers[role] = s.as(role)
		}
		for _, c := range []scenario{
			{name: "feed", as: domain.Guest, path: "/", status: 200, want: []string{"A quieter fan for everyone", "Because it matters."}},
			{name: "unknown tab", as: domain.Guest, path: "/ideas?tab=odd", status: 200},
			{name: "unknown status", as: domain.Guest, path: "/ideas?status=odd", status: 404},
			{name: "unknown space", as: domain.Guest, path: "/spaces/odd", status: 404, want: []string{"Nothing here, not even an echo"}},
			{name: "filtered to nothing", as: domain.Guest, path: "/ideas?status=shipped", status: 200, want: []string{"No idea matches"}},
			{name: "stale words", as: domain.Guest, path: ideaPath(id, "") + "-old-words", status: 301, to: page},
			{name: "no words", as: domain.Guest, path: ideaPath(id, ""), status: 301, to: page},
			{name: "today's words", as: domain.Guest, path: page, status: 200, want: []string{"<strong>matters</strong>", "The engineer"}},
			{name: "no such idea", as: domain.Guest, path: "/ideas/999", status: 404},
			{name: "no number", as: domain.Guest, path: "/ideas/odd", status: 404},
			{name: "no such address", as: domain.Guest, path: "/odd", status: 404},
			{name: "a guest promotes", as: domain.Guest, path: ideaPath(id, "vote"), form: []string{"value", "1"}, status: 303,
				to: "/signin?return_to=" + url.QueryEscape(ideaPath(id, "")+"?vote=1")},
			{name: "the vote offered again", as: domain.Customer, path: page + "?vote=1", status: 200,
				want: []string{"One click, and your vote counts"}},
			{name: "promote", as: domain.Customer, path: ideaPath(id, "vote"), form: []string{"value", "1"}, status: 303, to: page},
			{name: "no such vote", as: domain.Customer, path: ideaPath(id, "vote"), form: []string{"value", "10"}, status: 422,
				want: []string{"Choose promote, demote or withdraw"}},
			{name: "the author demotes", as: domain.Engineer, path: ideaPath(id, "vote"), form: []string{"value", "-1"},
				status: 409, want: []string{"You cannot demote your own idea"}},
			{name: "submit after being signed out", as: domain.Guest, path: "/ideas", form: []string{"title",
				"Longer cables please", "body", "Two metres of it.", "space", space, "nonce", strings.Repeat("g", 26)}, status: 401,
				want: []string{"You were signed out in the meantime", "Two metres of it.</textarea>", "Longer cables please</textarea>"}},
			{name: "edit after being signed out", as: domain.Guest, path: ideaPath(id, "edit"),
				form: []string{"title", "Longer cables please", "body", "Three metres."}, status: 401, want: []string{"Three metres.</textarea>"}},
			{name: "submit nothing", as: domain.Customer, path: "/ideas", form: []string{"title", "fan", "body", "", "space", ""}, status: 422,
				want: []string{"3 things still need a change", "Too short to tell", "Write a sentence or two", "Choose a space", `value="fan"`}},
			{name: "submit", as: domain.Customer, path: "/ideas", form: []string{"title", "Longer cables please", "body",
				"Two metres.", "space", space, "tags", "Cable, Desk", "nonce", strings.Repeat("n", 26)}, status: 303, to: "/ideas/2"},
			{name: "the same form again", as: domain.Customer, path: "/ideas", form: []string{"title", "Longer cables please",
				"body", "Two metres.", "space", space, "tags", "Cable, Desk", "nonce", strings.Repeat("n", 26)}, status: 303, to: "/ideas/2"},
			{name: "its tag", as: domain.Guest, path: "/tags/cable", status: 200, want: []string{"Longer cables please"}},
			{name: "no such space", as: domain.Customer, path: "/ideas", form: []string{"title", "Longer cables please", "body",
				"Two metres.", "space", "77", "different", "1"}, status: 422, want: []string{"Choose a space"}},
			{name: "decline without a reason", as: domain.Engineer, path: "/ideas/2/status",
				form: []string{"status", "declined", "reason", "no"}, status: 422, want: []string{"Use at least 20 characters", ">no</textarea>"}},
			{name: "decline", as: domain.Engineer, path: "/ideas/2/status", form: []string{"status", "declined", "reason", reason},
				status: 303, to: "/ideas/2"},
			{name: "the ledger", as: domain.Guest, path: "/ideas/2-longer-cables-please", status: 200,
				want: []string{reason, "The engineer, Engineer", "Declined"}},
			{name: "a vote on it", as: domain.Customer, path: "/ideas/2/vote", form: []string{"value", "0"}, status: 409,
				want: []string{"Voting is over: this idea is “Declined”"}},
			{name: "a step that is none", as: domain.Engineer, path: "/ideas/2/status", form: []string{"status", "shipped",
				"reason", "We shipped it after all."}, status: 409,
				want: []string{"An idea cannot go from “Declined” to “Shipped”", "We shipped it after all.</textarea>"}},
			{name: "an odd status", as: domain.Engineer, path: "/ideas/2/status", form: []string{"status", "odd"}, status: 422},
			{name: "edit another's", as: domain.Customer, path: ideaPath(id, "edit"), status: 403},
			{name: "no such address, signed in", as: domain.Customer, path: "/odd", status: 404, want: []string{"Account menu for The member"}},
			{name: "an admin's space", as: domain.Admin, path: "/admin/spaces", form: []string{"name", "Displays", "slug", "",
				"responsible", "0"}, status: 303, to: "/admin/spaces#space-3"},
			{name: "a space that exists", as: domain.Admin, path: "/admin/spaces", form: []string{"name", "Displays"}, status: 422,
				want: []string{"Another space has this name", `value="Displays"`}},
			{name: "a setting", as: domain.Admin, path: "/admin/settings", form: []string{"community.name", "Arbor"}, status: 303},
			{name: "a bad setting", as: domain.Admin, path: "/admin/settings", form: []string{"limit.ideas.day", "many"},
				status: 422, want: []string{"Use a whole number", `value="many"`}},
			{name: "the community's name", as: domain.Guest, path: "/", status: 200, want: []string{"What should Arbor build next?"}},
			{name: "a role", as: domain.Admin, path: "/members/" + itoa(s.members[domain.Officer]) + "/role",
				form: []string{"role", "odd", "reason", "too short"}, status: 422, want: []string{">too short</textarea>"}},
			{name: "suspend oneself", as: domain.Moderator, path: "/members/" + itoa(s.members[domain.Moderator]) + "/suspend",
				form: []string{"reason", "Because I have had enough."}, status: 409, want: []string{"You cannot suspend yourself"}},
			{name: "one's name", as: domain.Customer, path: "/account/name", form: []string{"name", "x"}, status: 422,
				want: []string{"Use at least 2 characters", `value="x"`}},
			{name: "health", as: domain.Guest, path: "/healthz", status: 200},
			{name: "readiness", as: domain.Guest, path: "/readyz", status: 200, want: []string{"ready"}},
		} {
			t.Run(c.name, func(t *testing.T) {
				var a *answer
				if c.form != nil {
					a = browsers[c.as].post(c.path, c.form...)
				} else {
					a = browsers[c.as].get(c.path)
				}
				a.t = t
				a.want(c.status, c.want...)
				if c.to != "" && a.location != c.to {
					t.Errorf("it leads to %q, want %q", a.location, c.to)
				}
			})
		}
	})
}

// From a new account to a vote, with real mails, in German.
func TestFromSignUpToVote(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.idea(domain.Engineer, "A quieter fan for everyone")
		b := s.browser()
		b.accept = "de"
		b.post("/signup", "name", "Mira", "email", "mira", "password", "kurz").want(422, "Das ist keine E-Mail-Adresse",
			"Mindestens 10 Zeichen", `value="mira"`)
		b.post("/signup", "name", "Mira", "email", "mira@example.org", "password", password).want(200,
			"Sehen Sie in Ihrem Postfach nach", "mira@example.org")
		mail := s.theMail()
		if mail.Subject != "Bestätigen Sie Ihre Adresse" || mail.To != "mira@example.org" {
			t.Fatalf("%+v", mail)
		}
		b.get(mail.Link()).want(200, "Ein Klick, und Ihr Konto ist bereit")
		b.get(mail.Link()).want(200) // looking at a link does not use it up
		link, err := url.Parse(mail.Link())
		s.must(err)
		b.post("/confirm", "token", link.Query().Get("token")).want(303)
		b.get("/").want(200, "Was soll Groundswell als Nächstes bauen?")
		b.post("/confirm", "token", link.Query().Get("token")).want(404, "Dieser Link ist verbraucht")
		b.htmx = true
		a := b.post(ideaPath(id, "vote"), "value", "1").want(200)
		if a.doc().Find("form.vote output").Text() != "2Punkte" || a.doc().Find("html").Length() > 0 && strings.Contains(a.body, "<html") {
			t.Errorf("HTMX gets the box alone: %s", a.body)
		}
		b.post(ideaPath(id, "vote"), "value", "x").want(422, "Wählen Sie Dafür")
		b.htmx = false
		b.post("/signout").want(303)
		b.get("/account").want(303)
		// The address has an account now: the same page, another mail.
		b.post("/signup", "name", "Eve", "email", "mira@example.org", "password", password).want(200, "Sehen Sie in Ihrem Postfach nach")
		if m := s.theMail(); m.Subject != "Sie haben schon ein Konto" || m.Link() != "" && strings.Contains(m.Link(), "token") {
			t.Errorf("%+v", m)
		}
	})
}

func TestForgottenPassword(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		signedIn := s.as(domain.Customer)
		b := s.browser()
		b.post("/reset", "email", "nobody@example.org").want(200, "Check your mail")
		s.must(s.jobs.RunDue(context.Background()))
		if mails := s.inbox.Take(); len(mails) > 0 {
			t.Errorf("an address without an account got %v", mails)
		}
		b.post("/reset", "email", "member@example.org").want(200, "Check your mail")
		link, err := url.Parse(s.theMail().Link())
		s.must(err)
		token := link.Query().Get("token")
		b.get("/reset?token="+token).want(200, "Choose a new password")
		b.post("/reset", "token", token, "password", "short").want(422, "Use at least 10 characters")
		b.post("/reset", "token", token, "password", "another walk on the beach").want(303)
		b.post("/reset", "token", token, "password", "another walk on the beach").want(404, "This link was used")
		signedIn.get("/account").want(303) // every session has ended
		if m := s.theMail(); m.Subject != "Your password was changed" {
			t.Errorf("%+v", m)
		}
		b.post("/signin", "email", "member@example.org", "password", password).want(422, "do not match")
		b.post("/signin", "email", "member@example.org", "password", "another walk on the beach", "return_to", "/spaces").want(303)
	})
}

func TestChangedAddress(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.as(domain.Customer)
		b.post("/account/email", "email", "new@example.org", "email_password", "not the password").want(422, "do not match",
			`value="new@example.org"`)
		b.post("/account/email", "email", "new@example.org", "email_password", password).want(303)
		b.get("/account").want(200, "new@example.org is not confirmed yet")
		link, err := url.Parse(s.theMail().Link())
		s.must(err)
		b.get(link.RequestURI()).want(200, "Use this address from now on")
		b.post("/confirm", "kind", "email", "token", link.Query().Get("token")).want(303)
		if m := s.theMail(); m.To != "member@example.org" || m.Subject != "Your address was changed" {
			t.Errorf("the old address hears of it: %+v", m)
		}
		s.browser().post("/signin", "email", "new@example.org", "password", password).want(303)
	})
}

func TestPreferences(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.as(domain.Customer)
		b.post("/account/preferences", "language", "de", "theme", "dark").want(303)
		a := b.get("/account").want(200, "Wo Sie angemeldet sind", "Unbekannter Browser")
		html := a.doc().Find("html")
		if theme, _ := html.Attr("data-theme"); theme != "dark" {
			t.Errorf("theme %q", theme)
		}
		if _, keys := a.doc().Find("body").Attr("data-keys"); keys {
			t.Error("single keys are still on")
		}
		b.post("/account/preferences", "language", "fr").want(422)
	})
}

func TestSessionsCanBeEnded(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		here, there := s.as(domain.Customer), s.as(domain.Customer)
		if n := here.get("/account").doc().Find("#sessions li").Length(); n != 2 {
			t.Errorf("%d sessions are listed", n)
		}
		here.post("/account/sessions").want(303)
		there.get("/account").want(303)
		here.get("/account").want(200)
		// Another's session cannot be ended by its number.
		other := s.as(domain.Engineer)
		for n := range 20 {
			here.post(fmt.Sprintf("/account/sessions/%d", n+1))
		}
		other.get("/account").want(200)
		here.get("/account").want(303)
	})
}

// The first admin, over the link that an empty installation prints.
func TestSetUpOverHTTP(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.browser()
		b.get("/setup?token=invented").want(404, "This link was used")
		token, err := s.app.SetupLink(t.Context())
		s.must(err)
		if token != "" {
			t.Error("there is an admin, and still a setup link")
		}
		s.must(s.db.Tx(t.Context(), func(q *store.Tx) error { return q.SetRole(t.Context(), s.members[domain.Admin], domain.Customer) }))
		token, err = s.app.SetupLink(t.Context())
		s.must(err)
		b.get("/setup?token="+token).want(200, "This creates the first admin")
		b.post("/setup", "token", token, "name", "Boss", "email", "boss", "password", password).want(422, "This is not an e-mail address", token)
		b.post("/setup", "token", token, "name", "Boss", "email", "boss@example.org", "password", password).want(303)
		b.get("/admin/settings").want(200, "Name of the community")
		b.get("/setup?token=" + token).want(404)
	})
}

// What is archived is in no list of others, and on the author's own page.
func TestArchivedIdeasAreTheAuthors(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.idea(domain.Customer, "An idea of long ago")
		s.must(s.app.Decide(t.Context(), s.actor(domain.Moderator), id, domain.StatusArchived, ""))
		page := "/members/" + itoa(s.members[domain.Customer])
		s.as(domain.Customer).get(page).want(200, "An idea of long ago")
		for _, path := range []string{page, "/", "/spaces/gaming", "/tags/fan"} {
			if strings.Contains(s.browser().get(path).want(200).body, "An idea of long ago") {
				t.Errorf("it is on %s", path)
			}
		}
		s.browser().get("/ideas?status=archived").want(200, "An idea of long ago")
		head := s.browser().do("HEAD", "/", nil)
		if head.want(200); head.body != "" {
			t.Errorf("HEAD answered with a body: %.80s", head.body)
		}
	})
}

// A mail server that is down loses no mail, and admins see what was given up.
func TestMailsWaitForTheServer(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.inbox.Refuse(true)
		s.browser().post("/reset", "email", "member@example.org").want(200)
		for range domain.JobAttempts {
			s.must(s.jobs.RunDue(context.Background()))
			s.forward(2 * time.Hour)
		}
		admin := s.as(domain.Admin)
		given := admin.get("/admin/jobs").want(200, "send_link", "not now for <(address)>")
		if strings.Contains(given.body, "@example.org") {
			t.Error("the list of jobs shows an address")
		}
		row := given.doc().Find("main form")
		action, _ := row.Attr("action")
		s.inbox.Refuse(false)
		admin.post(action).want(303)
		if m := s.theMail(); m.Subject != "Choose a new password" {
			t.Errorf("%+v", m)
		}
		admin.get("/admin/jobs").want(200, "No failed jobs")
	})
}

// theMail does the jobs that are due and returns the one mail they sent.
func (s *site) theMail() mailtest.Mail {
	s.t.Helper()
	s.must(s.jobs.RunDue(context.Background()))
	mails := s.inbox.Take()
	if len(mails) != 1 {
		s.t.Fatalf("%d mails arrived: %+v", len(mails), mails)
	}
	return mails[0]
}
