package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"groundswell/internal/domain"
)

const misled = "Every text sells batteries that nobody asked for."

// Moderators read what an account wrote, its flags, networks and notes; nobody else does.
func TestConduct(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		idea := s.idea(domain.Customer, "A quieter fan for everyone")
		s.accepted(domain.Customer, idea)
		comment := s.say(domain.Customer, idea, 0, "Buy numbat batteries here")
		s.flags(domain.PartComment, comment, domain.FlagSpam, domain.Engineer)
		page := "/moderation/members/" + itoa(s.members[domain.Customer])
		for _, role := range []domain.Role{domain.Customer, domain.Engineer, domain.Officer} {
			s.as(role).get(page).want(http.StatusForbidden)
		}
		s.browser().get(page).want(http.StatusSeeOther)
		moderator := s.as(domain.Moderator)
		moderator.get("/members/"+itoa(s.members[domain.Customer])).want(200, `href="`+page+`"`)
		moderator.get(page).want(200, "A quieter fan for everyone", "The engineer", "Advertising or repetition", "1 wait", "waits")
		moderator.get(page+"?part=comment").want(200, "Buy numbat batteries here", "I have this fan as well")
		moderator.get("/moderation/members/999999").want(404)

		moderator.post(page+"/notes", "body", " ").want(422, "Write something")
		moderator.post(page+"/notes", "body", "Asked by mail to stop selling.").want(http.StatusSeeOther)
		s.as(domain.Admin).get(page).want(200, "Asked by mail to stop selling.", "The moderator")
		s.as(domain.Engineer).post(page+"/notes", "body", "Me too.").want(http.StatusForbidden)
		for _, a := range []*answer{
			s.as(domain.Customer).get("/members/" + itoa(s.members[domain.Customer])), s.as(domain.Customer).get("/account"),
		} {
			if strings.Contains(a.body, "Asked by mail") {
				t.Error("the note is read by whom it is about")
			}
		}
		s.as(domain.Customer).get("/account/data").want(200, "Asked by mail to stop selling.")
	})
}

// Who is silenced writes nothing, and writes again when the time has come or somebody
// ends it; the same for who is suspended.
func TestSanctionsEnd(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		idea := s.idea(domain.Engineer, "A quieter fan for everyone")
		page, member := "/moderation/members/"+itoa(s.members[domain.Customer]), "/members/"+itoa(s.members[domain.Customer])
		moderator, says := s.as(domain.Moderator), func(status int) {
			t.Helper()
			s.forward(time.Minute)
			s.as(domain.Customer).post(ideaPath(idea, "comments"), "body", "A word about this fan.").want(status)
		}
		moderator.post(page+"/silence", "reason", "No", "days", "7").want(422, "Use at least 20 characters", ">No</textarea>")
		moderator.post(page+"/silence", "reason", misled, "days", "8").want(422, "Choose how long")
		moderator.post(page+"/silence", "reason", misled, "days", "7").want(http.StatusSeeOther)
		moderator.get(page).want(200, "silenced", misled, "Until ")
		says(http.StatusForbidden)
		s.as(domain.Customer).get("/account/restrictions").want(200, "You cannot write", misled, "Until ", "Object")
		s.forward(7*24*time.Hour + time.Minute)
		s.must(s.jobs.RunDue(t.Context()))
		says(http.StatusSeeOther)
		moderator = s.as(domain.Moderator)
		moderator.get(page).want(200, "Allowed to write again")

		moderator.post(page+"/silence", "reason", misled, "days", "0").want(http.StatusSeeOther)
		says(http.StatusForbidden)
		object := s.as(domain.Customer).get("/account/restrictions").want(200, "You cannot write").doc().
			Find(`form[action$="/object"]`).AttrOr("action", "")
		s.as(domain.Customer).post(object, "words", objects).want(http.StatusSeeOther)
		s.as(domain.Customer).post(page + "/unsilence").want(http.StatusForbidden)
		moderator.post(page + "/unsilence").want(http.StatusSeeOther)
		says(http.StatusSeeOther)

		moderator.post(member+"/suspend", "desk", "1", "reason", "No").want(422, "Use at least 20 characters", "What the account wrote")
		for path, desk := range map[string]string{member: "", page: "1"} { // back to where it was asked
			if a := moderator.post(member+"/suspend", "desk", desk, "reason", misled, "days", "1").want(303); a.location != path {
				t.Errorf("a suspension leads to %s, not %s", a.location, path)
			}
			if a := moderator.post(member+"/reinstate", "desk", desk).want(303); a.location != path {
				t.Errorf("its end leads to %s, not %s", a.location, path)
			}
		}
		moderator.post(member+"/suspend", "reason", misled, "days", "1").want(http.StatusSeeOther)
		signIn := func(status int) {
			t.Helper()
			s.browser().post("/signin", "email", "member@example.org", "password", password).want(status)
		}
		signIn(http.StatusUnprocessableEntity)
		s.forward(24*time.Hour + time.Minute)
		s.must(s.jobs.RunDue(t.Context()))
		signIn(http.StatusSeeOther)
		s.as(domain.Moderator).get(member).want(200, "Reinstated")
	})
}

// Everything that an account wrote goes as one decision with one letter, and comes back as
// one: what was out of sight before stays so.
func TestRemoveEverything(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		customer := s.members[domain.Customer]
		other := s.idea(domain.Engineer, "A louder fan for nobody")
		s.idea(domain.Customer, "A quieter fan for everyone")
		hidden := s.idea(domain.Customer, "A fan that was removed before")
		s.must(s.app.RemoveIdea(t.Context(), s.actor(domain.Admin), hidden))
		s.accepted(domain.Customer, other)
		s.say(domain.Customer, other, 0, "Buy numbat batteries here")
		p := s.product("Moss Keyboard")
		s.must(s.app.Rate(t.Context(), s.actor(domain.Customer), p.Slug, domain.RatingDraft{Stars: 1, Body: "Buy wombat keyboards instead."}))
		s.forward(domain.DeskUndo + time.Second)
		s.must(s.jobs.RunDue(t.Context()))
		s.inbox.Take()

		page, moderator := "/moderation/members/"+itoa(customer), s.as(domain.Moderator)
		sees := func(want bool) {
			t.Helper()
			s.must(s.jobs.RunDue(t.Context()))
			for path, words := range map[string]string{
				"/": "A quieter fan", ideaPath(other, "") + "-a-louder-fan-for-nobody": "Buy numbat batteries", p.Path(): "Buy wombat keyboards",
				"/feed.atom": "A quieter fan", "/search?q=quieter": "A quieter fan", "/members/" + itoa(customer): "A quieter fan",
			} {
				if got := strings.Contains(s.browser().get(path).body, words); got != want {
					t.Errorf("%s shows %q: %v", path, words, got)
				}
			}
			if strings.Contains(s.browser().get("/").body, "that was removed before") {
				t.Error("what was removed before is there")
			}
		}
		sees(true)
		moderator.post(page+"/remove", "ground", "odd", "reason", "No").want(422, "Use at least 20", "Choose a rule or a law")
		moderator.post("/moderation/members/"+itoa(s.members[domain.Engineer])+"/remove", "ground", "rule:spam", "reason", misled).
			want(http.StatusForbidden)
		for range 2 { // the second one changes nothing
			moderator.post(page+"/remove", "ground", "rule:spam", "reason", misled).want(http.StatusSeeOther)
		}
		sees(false)
		moderator.get(page).want(200, "4 texts removed", "Everything removed", misled)
		moderator.post(page+"/remove", "ground", "rule:spam", "reason", misled).want(http.StatusConflict, "nothing left")
		s.as(domain.Customer).get("/account/restrictions").want(200, "Removed: everything you wrote", misled)
		s.forward(domain.DeskUndo + time.Second)
		if mail := s.theMail(); mail.To != "member@example.org" || !strings.Contains(mail.Subject, "was removed") {
			t.Errorf("the letter: %+v", mail)
		}
		removals, err := s.db.Reader().Removals(t.Context(), customer)
		s.must(err)
		s.as(domain.Moderator).post("/moderation/members/"+itoa(s.members[domain.Officer])+"/restore", "removal", itoa(removals[0].ID)).
			want(http.StatusForbidden)
		moderator = s.as(domain.Moderator)
		for range 2 {
			moderator.post(page+"/restore", "removal", itoa(removals[0].ID)).want(http.StatusSeeOther)
		}
		sees(true)
		moderator.get(page).want(200, "taken back by The moderator", "Everything brought back")
		s.checkCounts()

		moderator.post(page+"/remove", "ground", "rule:spam", "reason", misled).want(http.StatusSeeOther)
		sees(false)
		object := s.as(domain.Customer).get("/account/restrictions").doc().
			Find(`section:contains("everything you wrote") form[action$="/object"]`).AttrOr("action", "")
		s.as(domain.Customer).post(object, "words", objects).want(http.StatusSeeOther)
		s.decides(s.as(domain.Admin), domain.DeskObjection, "restore", "").want(http.StatusSeeOther)
		sees(true)
		s.checkCounts()
	})
}

// What waits on the desk about the posts of an account, and what of it was never let in, is
// settled with the removal of everything and waits again when that is taken back. In the
// public figures it is one decision. What others wrote stays on the desk.
func TestRemovingEverythingSettlesTheDesk(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		ctx, member := t.Context(), s.members[domain.Customer]
		on := s.idea(domain.Engineer, "A louder fan for nobody")
		spam := s.say(domain.Customer, on, 0, "Buy numbat batteries here")
		s.flags(domain.PartComment, spam, domain.FlagSpam, domain.Engineer)
		s.flags(domain.PartIdea, on, domain.FlagOffTopic, domain.Officer)
		s.browser().post("/report", "of", "comment-"+itoa(spam), "reason", "law:other",
			"words", "These batteries are not sold legally.", "name", "A neighbour", "email", "neighbour@example.org").want(200)
		link, err := url.Parse(s.theMail().Link())
		s.must(err)
		s.browser().post("/report/confirm", "token", link.Query().Get("token")).want(200)
		s.theMail() // the receipt
		s.careful()
		s.as(domain.Customer).post("/ideas", "title", "Longer cables for the desk", "body", "Two metres of it.",
			"space", itoa(s.spaces[0].ID), "nonce", "cables").want(http.StatusSeeOther)

		waits := func(want ...domain.DeskKind) {
			t.Helper()
			s.must(s.jobs.RunDue(ctx))
			rows, err := s.db.Reader().DeskRows(ctx, domain.DeskFilter{})
			s.must(err)
			var kinds []domain.DeskKind
			for _, row := range rows.Items {
				kinds = append(kinds, row.Kind)
			}
			slices.Sort(kinds)
			slices.Sort(want)
			if !slices.Equal(kinds, want) {
				t.Errorf("on the desk are %v, not %v", kinds, want)
			}
		}
		all := []domain.DeskKind{domain.DeskFlag, domain.DeskFlag, domain.DeskReport, domain.DeskApproval}
		waits(all...)
		page, moderator := "/moderation/members/"+itoa(member), s.as(domain.Moderator)
		moderator.post(page+"/remove", "ground", "rule:spam", "reason", misled).want(http.StatusSeeOther)
		waits(domain.DeskFlag)
		moderator.get(page).want(200, "2 texts removed")
		s.as(domain.Customer).get("/held/1").want(200, "Not let in", misled)
		right := func(want int64) {
			t.Helper()
			record, err := s.db.Reader().FlagRecord(ctx, s.members[domain.Engineer])
			s.must(err)
			if record.Right != want || record.Wrong != 0 {
				t.Errorf("the flag's author was %+v", record)
			}
			s.must(s.app.CountFairness(ctx))
			f, err := s.db.Reader().Fairness(ctx)
			s.must(err)
			if n := f[domain.FairFigure{Measure: domain.FairByPeople}]; n != 1 {
				t.Errorf("%d restrictions are counted", n)
			}
		}
		right(1)
		removals, err := s.db.Reader().Removals(ctx, member)
		s.must(err)
		moderator.post(page+"/restore", "removal", itoa(removals[0].ID)).want(http.StatusSeeOther)
		waits(all...)
		right(0)
		moderator.get("/moderation").want(200, "Buy numbat batteries", "Longer cables for the desk", "not sold legally")
		s.as(domain.Customer).get("/held/1").want(200, "Waiting for a moderator")
		s.decides(moderator, domain.DeskApproval, "approve", "").want(http.StatusSeeOther)
		s.browser().get("/ideas?tab=new").want(200, "Longer cables for the desk")
		s.checkCounts()
	})
}
