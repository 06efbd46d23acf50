package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"groundswell/internal/domain"
)

const objects = "I sell nothing; I only asked whether anybody else has this."

// What a moderator removed is objected to, another person restores it, and nothing is
// lost.
func TestObjections(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		idea := s.idea(domain.Customer, "A quieter fan for everyone")
		page := ideaPath(idea, "") + "-a-quieter-fan-for-everyone"
		s.as(domain.Engineer).post(ideaPath(idea, "vote"), "value", "1").want(http.StatusSeeOther)
		author, moderator, admin := s.as(domain.Customer), s.as(domain.Moderator), s.as(domain.Admin)
		moderator.post(ideaPath(idea, "remove")).want(http.StatusSeeOther)
		author.get(page).want(200, "/account/restrictions")
		object := author.get("/account/restrictions").want(200, "Decided by a moderator", "Because it matters").doc().
			Find(`form[action$="/object"]`).AttrOr("action", "")
		author.post(object, "words", "No").want(422, "Use at least 20 characters", ">No</textarea>")
		s.as(domain.Officer).post(object, "words", objects).want(http.StatusNotFound)
		author.post(object, "words", objects).want(http.StatusSeeOther)
		author.post(object, "words", objects).want(http.StatusConflict, "objected to this already")
		author.get("/account/restrictions").want(200, objects, "Somebody else decides")
		moderator.get("/moderation?kind=objection").want(200, objects, "Because it matters")
		s.decides(moderator, domain.DeskObjection, "restore", "").want(http.StatusConflict, "another person decides about the objection")
		s.decides(admin, domain.DeskObjection, "uphold", "").want(422, "Say a sentence about it")
		s.decides(admin, domain.DeskObjection, "restore", "").want(http.StatusSeeOther)
		s.browser().get(page).want(200, "Because it", "2")
		author.get("/account/restrictions").want(200, "No longer in force", "the restriction is lifted")
		s.checkCounts()
	})
}

// Who is suspended objects by the link of the letter; one moderator alone decides a day
// later.
func TestObjectionByLink(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		member := s.members[domain.Customer]
		s.must(s.app.SetRole(t.Context(), domain.System, s.members[domain.Moderator], domain.Customer, "There is one who moderates from now on."))
		admin := s.as(domain.Admin)
		s.inbox.Take()
		admin.post("/members/"+itoa(member)+"/suspend", "reason", "Three accounts voted for one person.").want(http.StatusSeeOther)
		s.forward(domain.DeskUndo + time.Second)
		mail := s.theMail()
		if mail.To != "member@example.org" || !strings.Contains(mail.Text, "Three accounts voted") {
			t.Fatalf("%+v", mail)
		}
		link, err := url.Parse(mail.Link())
		s.must(err)
		token, guest := link.Query().Get("token"), s.browser()
		guest.get("/objection?token=odd").want(404)
		guest.get(mail.Link()).want(200, "Your account is suspended", "Three accounts voted", "Object")
		guest.post("/objection", "token", "odd", "words", objects).want(404)
		guest.post("/objection", "token", token, "words", "No").want(422, ">No</textarea>")
		guest.post("/objection", "token", token, "words", objects).want(http.StatusSeeOther)
		s.decides(admin, domain.DeskObjection, "restore", "").want(http.StatusConflict, "24 hours")
		s.forward(domain.ObjectionWait)
		admin = s.as(domain.Admin)
		s.decides(admin, domain.DeskObjection, "restore", "").want(http.StatusSeeOther)
		s.browser().post("/signin", "email", "member@example.org", "password", password).want(http.StatusSeeOther)
		s.forward(domain.DeskUndo + time.Second)
		told := ""
		s.must(s.jobs.RunDue(t.Context()))
		for _, m := range s.inbox.Take() {
			told += m.Text
		}
		if !strings.Contains(told, "the restriction is lifted") {
			t.Errorf("the member is told %q", told)
		}
	})
}
