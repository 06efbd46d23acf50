package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/web"
)

// flags lets staff flag a post, whose flags each weigh one.
func (s *site) flags(part domain.Part, id int64, reason domain.FlagReason, by ...domain.Role) {
	s.t.Helper()
	for _, role := range by {
		s.must(s.app.Flag(s.t.Context(), s.actor(role), part, id, domain.FlagDraft{Reason: reason}))
	}
}

var allStaff = []domain.Role{domain.Engineer, domain.Officer, domain.Moderator, domain.Admin}

// flagRow is the row of a kind that stands first on the desk.
func (s *site) rowOf(kind domain.DeskKind) domain.DeskRow {
	s.t.Helper()
	rows, err := s.db.Reader().DeskRows(s.t.Context(), domain.DeskFilter{Kind: kind})
	s.must(err)
	if len(rows.Items) == 0 {
		s.t.Fatalf("no row of kind %s", kind)
	}
	return rows.Items[0]
}

func (s *site) decides(b *browser, kind domain.DeskKind, do string, words string) *answer {
	s.t.Helper()
	return b.post("/moderation/rows/"+itoa(s.rowOf(kind).ID)+"/decide", "do", do, "words", words)
}

// accepted lets somebody say something that stands for a day: the account is new no more.
func (s *site) accepted(who domain.Role, idea int64) {
	s.say(who, idea, 0, "I have this fan as well.")
	s.forward(domain.AcceptedAt + time.Minute)
}

// From a flag to a hidden comment, its author's one edit, and its coming back.
func TestFlaggedComment(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		idea := s.idea(domain.Engineer, "A quieter fan for everyone")
		s.accepted(domain.Customer, idea)
		comment := s.say(domain.Customer, idea, 0, "Buy numbat batteries here")
		path := "/comments/" + itoa(comment)
		author, engineer, guest := s.as(domain.Customer), s.as(domain.Engineer), s.browser()
		guest.get("/flag?of=comment-" + itoa(comment)).want(http.StatusSeeOther)
		guest.get(path).want(200, "/report?of=comment-"+itoa(comment))
		if a := author.get(path).want(200); strings.Contains(a.body, "/flag?of=") {
			t.Error("the author is offered to flag the own comment")
		}
		author.post("/flag", "of", "comment-"+itoa(comment), "reason", "spam").want(http.StatusConflict, "your own post")
		engineer.get(path).want(200, "/flag?of=comment-"+itoa(comment))
		engineer.get("/flag?of=comment-"+itoa(comment)).want(200, "Buy numbat batteries here", "Advertising or repetition")
		engineer.get("/flag?of=comment-99").want(404)
		engineer.get("/flag?of=odd").want(404)
		engineer.post("/flag", "of", "comment-"+itoa(comment), "reason", "other").want(422, "Say in your words what is wrong")
		engineer.post("/flag", "of", "comment-"+itoa(comment), "reason", "odd").want(422, "Choose a reason")
		for range 2 { // the second flag changes nothing
			a := engineer.post("/flag", "of", "comment-"+itoa(comment), "reason", "spam").want(http.StatusSeeOther)
			engineer.get(a.location).want(200, "Your flag is with the moderators")
		}
		s.as(domain.Customer).get("/moderation").want(http.StatusForbidden)
		moderator := s.as(domain.Moderator)
		moderator.get("/moderation").want(200, "Buy numbat batteries here", "1 flag.", "Advertising or repetition", "at 3 the post is hidden")
		s.flags(domain.PartComment, comment, domain.FlagSpam, domain.Officer, domain.Admin)
		moderator.get("/moderation?kind=flag").want(200, "3 flags.", "hidden")

		if a := guest.get(path).want(200, "This comment is hidden at present"); strings.Contains(a.body, "numbat") {
			t.Error("a guest reads the hidden comment")
		}
		author.get(path).want(200, "numbat", "/account/restrictions")
		author.get("/account/restrictions").want(200, "no advertising", "Buy numbat batteries here", "Decided by a rule",
			"Ten minutes later", "Change the text")
		author.get(path+"/edit").want(200, "numbat")
		author.post(path+"/edit", "body", "Let me tell you about wombats", "version", "0").want(http.StatusSeeOther)
		author.post(path+"/edit", "body", "And of numbats again", "version", "1").want(http.StatusConflict, "changed once already")
		if a := guest.get(path).want(200); strings.Contains(a.body, "wombats") {
			t.Error("the edit is shown at once")
		}
		s.forward(domain.PostReturns + time.Second)
		s.must(s.jobs.RunDue(t.Context()))
		guest.get(path).want(200, "wombats")
		guest.get("/search?q=wombats&tab=comments").want(200)

		s.decides(moderator, domain.DeskFlag, "remove", "").want(http.StatusSeeOther)
		if a := guest.get(path); a.status != 404 {
			t.Errorf("a guest gets %d for the removed comment", a.status)
		}
		author.get(path).want(200, "wombats")
		record, err := s.db.Reader().FlagRecord(t.Context(), s.members[domain.Engineer])
		if err != nil || record.Right != 1 {
			t.Errorf("the flagger's record is %+v, %v", record, err)
		}
		log := moderator.get("/moderation?show=decided").want(200, "Remove", "wombats")
		moderator.post(log.doc().Find(`.case form[action*="/undo"]`).AttrOr("action", "")).want(http.StatusSeeOther)
		guest.get(path).want(200, "wombats")
		s.decides(moderator, domain.DeskFlag, "keep", "").want(http.StatusSeeOther)
		if record, err = s.db.Reader().FlagRecord(t.Context(), s.members[domain.Engineer]); err != nil || record.Wrong != 1 || record.Right != 0 {
			t.Errorf("the flagger's record is %+v, %v", record, err)
		}
		s.checkCounts()
	})
}

// What a person hid stays hidden after the author's edit; keeping what a rule hid, and
// taking that back, moves it out and in.
func TestHiddenByAPerson(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.accepted(domain.Customer, s.idea(domain.Engineer, "A quieter fan for everyone"))
		idea := s.idea(domain.Customer, "Numbat keys for everyone")
		guest, author, moderator := s.browser(), s.as(domain.Customer), s.as(domain.Moderator)
		page := ideaPath(idea, "")
		s.flags(domain.PartIdea, idea, domain.FlagOffTopic, domain.Engineer, domain.Officer, domain.Moderator)
		guest.get(page + "-numbat-keys-for-everyone").want(200) // three is less than three and the root of one promote
		s.flags(domain.PartIdea, idea, domain.FlagOffTopic, domain.Admin)
		guest.get(page).want(404, "This idea is hidden at present")
		author.get(page+"-numbat-keys-for-everyone").want(200, "hidden at present", "/account/restrictions")
		s.decides(moderator, domain.DeskFlag, "keep", "").want(http.StatusSeeOther)
		guest.get(page + "-numbat-keys-for-everyone").want(200)
		row := moderator.get("/moderation?show=decided").want(200).doc().Find(`.case form[action*="/undo"]`).AttrOr("action", "")
		moderator.post(row).want(http.StatusSeeOther)
		guest.get(page).want(404, "This idea is hidden at present")
		s.decides(moderator, domain.DeskFlag, "hide", "").want(http.StatusSeeOther)
		author.post(page+"/edit", "title", "Wombat keys for everyone", "body", "They dig.", "space", itoa(s.spaces[0].ID), "version", "0").
			want(http.StatusSeeOther)
		s.forward(domain.PostReturns + time.Second)
		s.must(s.jobs.RunDue(t.Context()))
		guest.get(page).want(404, "This idea is hidden at present")
		s.decides(moderator, domain.DeskFlag, "keep", "").want(http.StatusSeeOther)
		guest.get(page+"-wombat-keys-for-everyone").want(200, "They dig")
		s.checkCounts()
	})
}

// No page, feed, search or map shows guests or other members the words of what is hidden.
// The pages are all that the table of routes has.
func TestHiddenWordsAreNowhere(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		idea := s.idea(domain.Customer, "Numbat keys for everyone")
		other := s.idea(domain.Engineer, "A quieter fan for everyone")
		comment := s.say(domain.Customer, other, 0, "I have a numbat at home")
		p := s.product("Moss Keyboard")
		s.must(s.app.Rate(t.Context(), s.actor(domain.Customer), p.Slug, domain.RatingDraft{Stars: 2,
			Title: "A numbat typed it", Body: "Numbat, numbat."}))
		ratings, err := s.db.Reader().RatingsBy(t.Context(), s.members[domain.Customer])
		s.must(err)
		for part, id := range map[domain.Part]int64{domain.PartIdea: idea, domain.PartComment: comment, domain.PartReview: ratings[0].ID} {
			by := allStaff[:3]
			if part == domain.PartIdea { // with one promote
				by = allStaff
			}
			s.flags(part, id, domain.FlagSpam, by...)
		}
		s.must(s.jobs.RunDue(t.Context()))
		slugs := []string{s.spaces[0].Slug, p.Slug}
		ids := []string{itoa(idea), itoa(other), itoa(comment), itoa(ratings[0].ID), itoa(s.members[domain.Customer]), "0"}
		readers := map[string]*browser{"a guest": s.browser(), "a member": s.signInAs("other@example.org", domain.Customer)}
		seen := 0
		for _, r := range web.Routes() {
			if r.Method != http.MethodGet {
				continue
			}
			paths := []string{r.Path}
			for param, values := range map[string][]string{":id": ids, ":slug": slugs, ":part": {"0"}} {
				var more []string
				for _, path := range paths {
					if !strings.Contains(path, param) {
						more = append(more, path)
						continue
					}
					for _, v := range values {
						more = append(more, strings.Replace(path, param, v, 1))
					}
				}
				paths = more
			}
			for _, path := range paths {
				for who, b := range readers {
					for _, query := range []string{"", "?tab=new", "?q=keyboard", "?q=home", "?title=Keys+for+everyone"} {
						a := b.get(path + query)
						for hops := 0; a.status >= 300 && a.status < 400 && hops < 2; hops++ {
							a = b.get(a.location)
						}
						if seen++; strings.Contains(strings.ToLower(a.body), "numbat") {
							t.Errorf("%s reads on %s what is hidden: …%s…", who, path+query, around(strings.ToLower(a.body), "numbat"))
						}
					}
				}
			}
		}
		if seen < 500 {
			t.Errorf("only %d pages were asked for", seen)
		}
		s.browser().get(p.Path()).want(200, "2") // the stars stay
		s.checkCounts()
	})
}

func (s *site) checkCounts() {
	s.t.Helper()
	wrong, err := s.db.Reader().CheckCounts(s.t.Context())
	if err != nil || len(wrong) > 0 {
		s.t.Errorf("%v, %v", wrong, err)
	}
}
