package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// told lets the time pass after which people hear, and tells them.
func (s *site) told() {
	s.t.Helper()
	s.forward(domain.NewsAfter)
	s.must(s.jobs.RunDue(s.t.Context()))
}

// bellSays is the number in the header; "" for none.
func (b *browser) bellSays() string {
	b.s.t.Helper()
	return b.get("/spaces").want(http.StatusOK).doc().Find(".bell b").Text()
}

// seeNews sends the form of a page of notifications that says they were seen.
func (b *browser) seeNews(a *answer) *answer {
	b.s.t.Helper()
	var pairs []string
	a.doc().Find("form[action='/notifications/seen'] input").Each(func(_ int, field *goquery.Selection) {
		pairs = append(pairs, field.AttrOr("name", ""), field.AttrOr("value", ""))
	})
	if len(pairs) == 0 {
		b.s.t.Fatalf("nothing is to be seen: %s", a.text())
	}
	return b.post("/notifications/seen", pairs...).want(http.StatusSeeOther)
}

// Whoever wrote, voted on or commented an idea hears what comes of it; who stopped does
// not, and a page that was seen counts no longer.
func TestNotifications(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		author, voter := s.as(domain.Customer), s.as(domain.Officer)
		id := s.idea(domain.Customer, "A quieter fan for everyone")
		voter.post(ideaPath(id, "vote"), "value", "1")
		author.get("/notifications").want(http.StatusOK, "Nothing to tell yet")
		engineer := s.as(domain.Engineer)
		engineer.post(ideaPath(id, "status"), "status", "declined", "reason", "The case has no room for a larger one.").want(http.StatusSeeOther)
		s.must(s.jobs.RunDue(t.Context()))
		if n := author.bellSays(); n != "" {
			t.Errorf("%q is told at once, while it can be taken back", n)
		}
		s.told()
		for name, b := range map[string]*browser{"the author": author, "a voter": voter} {
			if n := b.bellSays(); n != "1" {
				t.Errorf("%s is told %q", name, n)
			}
			a := b.get("/notifications").want(http.StatusOK, "A quieter fan for everyone", "The engineer decided: Declined",
				"The case has no room for a larger one.", "1 new")
			if n := b.bellSays(); n != "1" {
				t.Errorf("reading the page as %s changed what is new: %q is told", name, n)
			}
			b.seeNews(a)
			if n := b.bellSays(); n != "" {
				t.Errorf("%s has seen it, and %q is told", name, n)
			}
			if a := b.get("/notifications").want(http.StatusOK, "Declined"); strings.Contains(a.text(), "1 new") {
				t.Errorf("%s has seen it, and it is new again", name)
			}
		}
		if n := engineer.bellSays(); n != "" {
			t.Errorf("who decided is told %q", n)
		}

		voter.get(ideaPath(id, "")+"-a-quieter-fan-for-everyone").want(http.StatusOK, "Stop following")
		voter.post(ideaPath(id, "follow"), "follow", "0").want(http.StatusSeeOther)
		if a := voter.get(ideaPath(id, "") + "-a-quieter-fan-for-everyone"); strings.Contains(a.text(), "Stop following") {
			t.Error("who stopped is said to follow")
		}
		s.say(domain.Engineer, id, 0, "We look into it again.")
		engineer.post(ideaPath(id, "status"), "status", "under_review", "reason", "There may be room for it after all.").want(http.StatusSeeOther)
		s.told()
		if n := voter.bellSays(); n != "" {
			t.Errorf("who stopped is told %q", n)
		}
		both := author.get("/notifications").want(http.StatusOK, "2 new", "The engineer commented", "We look into it again.", "Under review")
		s.say(domain.Engineer, id, 0, "It fits, as it seems.")
		s.told()
		author.seeNews(both)
		if n := author.bellSays(); n != "1" {
			t.Errorf("with one that the page did not show yet, %q are told", n)
		}
		s.must(s.app.RemoveIdea(t.Context(), s.actor(domain.Moderator), id))
		author.get("/notifications").want(http.StatusOK, "Nothing to tell yet")
	})
}

// What cannot be seen on the page counts nowhere.
func TestTheBellCountsWhatThePageShows(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.as(domain.Customer)
		id, other := s.idea(domain.Customer, "A quieter fan for everyone"), s.idea(domain.Customer, "Longer cables for every desk")
		said := s.say(domain.Engineer, id, 0, "It is heard.")
		s.say(domain.Engineer, other, 0, "This one too.")
		s.told()
		if n := b.bellSays(); n != "2" {
			t.Errorf("%q are told", n)
		}
		s.must(s.app.RemoveComment(t.Context(), s.actor(domain.Moderator), said))
		if n := b.bellSays(); n != "1" {
			t.Errorf("with a comment removed %q are told", n)
		}
		s.must(s.app.RemoveIdea(t.Context(), s.actor(domain.Moderator), other))
		if n := b.bellSays(); n != "" {
			t.Errorf("with an idea removed %q are told", n)
		}
		b.get("/notifications").want(http.StatusOK, "Nothing to tell yet")
	})
}

// A space, a product and a member of staff are followed; what is submitted there, and
// what they decide, is told.
func TestFollowing(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.as(domain.Customer)
		staff := "/members/" + itoa(s.members[domain.Engineer])
		p := s.product("Moss Keyboard")
		for _, page := range []string{"/spaces/gaming", p.Path(), staff} {
			b.get(page).want(http.StatusOK, "Follow")
			if a := b.post(page+"/follow", "follow", "1").want(http.StatusSeeOther); a.location != page {
				t.Errorf("%s leads to %s", page, a.location)
			}
			b.get(page).want(http.StatusOK, "Stop following", "You follow this now.")
			s.browser().get(page).want(http.StatusOK, "")
		}
		id := s.idea(domain.Officer, "A quieter fan for everyone")
		s.must(s.app.Decide(t.Context(), s.actor(domain.Engineer), id, domain.StatusUnderReview, ""))
		s.must(s.app.Decide(t.Context(), s.actor(domain.Engineer), id, domain.StatusAccepted, ""))
		s.must(s.app.ReleaseRevision(t.Context(), s.actor(domain.Engineer), p.Slug, "B", "The keys are softer than they were before."))
		s.told()
		b.seeNews(b.get("/notifications").want(http.StatusOK, "The officer submitted this idea", "The engineer decided: Accepted", "“B” is out"))
		b.post(staff+"/follow", "follow", "0").want(http.StatusSeeOther)
		b.post("/spaces/gaming/follow", "follow", "0").want(http.StatusSeeOther)
		s.must(s.app.Decide(t.Context(), s.actor(domain.Engineer), id, domain.StatusInProgress, ""))
		s.told()
		if n := b.bellSays(); n != "" {
			t.Errorf("who stopped is told %q", n)
		}
		s.browser().get(staff).want(http.StatusOK)
		b.post("/members/"+itoa(s.members[domain.Officer])+"/follow", "follow", "1").want(http.StatusSeeOther)
		b.post("/members/"+itoa(s.members[domain.Customer])+"/follow", "follow", "1").want(http.StatusNotFound)
		s.as(domain.Officer).post("/members/"+itoa(s.members[domain.Customer])+"/follow", "follow", "1").want(http.StatusNotFound)
	})
}

// Somebody who rated is asked to rate the next revision, in words that say nothing of
// what they gave.
func TestRatersAreAskedAgain(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.as(domain.Customer)
		p := s.product("Moss Keyboard")
		s.must(s.app.Rate(t.Context(), s.actor(domain.Customer), p.Slug, domain.RatingDraft{Stars: 1}))
		s.must(s.app.ReleaseRevision(t.Context(), s.actor(domain.Engineer), p.Slug, "B", "The keys are softer than they were before."))
		s.told()
		b.get("/notifications").want(http.StatusOK, "Moss Keyboard", "“B” is out. You rated the revision before it. How do you rate this one?")
		s.must(s.app.Rate(t.Context(), s.actor(domain.Customer), p.Slug, domain.RatingDraft{Stars: 3, Body: "Softer, yes."}))
		s.must(s.app.Rate(t.Context(), s.crowd(1)[0], p.Slug, domain.RatingDraft{Stars: 3, Body: "I like it."}))
		s.browser().get("/reviews/2").want(http.StatusOK, "Asked to rate again")
		for _, review := range []string{"/reviews/1", "/reviews/3"} {
			if a := s.browser().get(review).want(http.StatusOK); strings.Contains(a.text(), "Asked to rate again") {
				t.Errorf("%s is marked", review)
			}
		}
	})
}

// Where those who were asked rate otherwise than those who came by themselves, the page
// says both means.
func TestBothMeansAreShown(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		ctx, p := t.Context(), s.product("Moss Keyboard")
		others, asked := s.crowd(domain.ScoreMin), make([]domain.Actor, domain.ScoreMin)
		for i := range asked { // people of a crowd have no address, and are asked nothing
			m := domain.Member{Name: fmt.Sprint("Owner ", i), Email: fmt.Sprintf("owner%d@example.org", i), Role: domain.Customer,
				Created: s.now(), Confirmed: s.now()}
			s.must(s.db.Tx(ctx, func(q *store.Tx) (err error) { m.ID, err = q.CreateMember(ctx, m); return err }))
			asked[i] = domain.Actor{ID: m.ID, Name: m.Name, Role: m.Role, Created: m.Created, System: true}
		}
		rate := func(who []domain.Actor, stars int64) {
			for _, m := range who {
				s.must(s.app.Rate(ctx, m, p.Slug, domain.RatingDraft{Stars: stars}))
			}
		}
		rate(asked, 2)
		s.must(s.app.ReleaseRevision(ctx, s.actor(domain.Engineer), p.Slug, "B", "The keys are softer than they were before."))
		s.told()
		rate(asked, 5)
		rate(others[1:], 3)
		s.must(s.app.CountRegained(ctx, p.ID))
		if a := s.browser().get(p.Path()).want(http.StatusOK); strings.Contains(a.text(), "All others") {
			t.Error("seven ratings make a mean")
		}
		rate(others[:1], 3)
		s.must(s.app.CountRegained(ctx, p.ID))
		s.browser().get(p.Path()).want(http.StatusOK, "Asked to rate again: 5.0 from 8. All others: 3.0 from 8.")
		rate(others, 5)
		s.must(s.app.CountRegained(ctx, p.ID))
		if a := s.browser().get(p.Path()).want(http.StatusOK); strings.Contains(a.text(), "All others") {
			t.Error("means that agree are told apart")
		}
	})
}
