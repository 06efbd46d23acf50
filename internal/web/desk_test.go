package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/domain"
)

// An idea's page says to everybody where it lies, before, while and after it is
// decided; what staff alone may know stays with them.
func TestAnIdeaSaysWhereItLies(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		q := s.team("Thermal", 3, s.members[domain.Engineer])
		idea := s.idea(domain.Customer, "A quieter fan for everyone")
		page := ideaPath(idea, "") + "-a-quieter-fan-for-everyone"
		guest, member, engineer := s.browser(), s.as(domain.Customer), s.as(domain.Engineer)
		for _, b := range []*browser{guest, member, engineer} {
			b.get(page).want(200, "1 of 3 points to Thermal")
		}
		for _, m := range s.crowd(2) {
			_, err := s.app.Vote(t.Context(), m, idea, domain.Promote)
			s.must(err)
		}
		i := s.itemOf(idea)
		for _, b := range []*browser{guest, member} {
			a := b.get(page).want(200, "Routed to Thermal", "Looks first this week", "The engineer", "due 17 Mar 2026")
			if strings.Contains(a.body, "/queues") || strings.Contains(a.body, "points to Thermal") {
				t.Error("a customer is led to the card, or told of a rule that has done its work")
			}
		}
		engineer.get(page).want(200, i.Path())
		s.must(s.app.Park(t.Context(), s.actor(domain.Engineer), i.ID, i.Version, s.now().AddDate(0, 0, 20),
			"We measure the new fan until then."))
		guest.get(page).want(200, "parked until 30 Mar 2026", "We measure the new fan until then.")
		i = s.itemByID(i.ID)
		s.must(s.app.ChangeItem(t.Context(), s.actor(domain.Engineer), i.ID, i.Version,
			app.ItemChange{Effort: domain.EffortXL, Tracker: "https://tracker.example.org/TH-2291"}))
		s.must(s.app.DecideItem(t.Context(), s.actor(domain.Engineer), i.ID, i.Version+1,
			app.Verdict{To: domain.StatusAccepted, Target: s.now().AddDate(0, 2, 0)}))
		if a := guest.get(page).want(200, "Accepted", "Answers for it", "The engineer", "10 May 2026",
			"in 1 of 5 days"); strings.Contains(a.body, "TH-2291") || strings.Contains(a.body, "parked until") {
			t.Error("the page tells of the tracker, or that it is parked")
		}
		guest.get(page + "?lang=de") // a page of its own
		engineer.get(q.Ref().Path()).want(200)
		for _, line := range s.log.requests(t) {
			if line.Path == page && line.Queries > 14 {
				t.Errorf("an idea in a queue took %d queries", line.Queries)
			}
		}
	})
}

// The author of an idea, and nobody else, answers what the team asked; everybody reads
// both.
func TestTheAuthorAnswers(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		i := s.takeUp(s.team("Thermal", 0, s.members[domain.Engineer]), "A quieter fan for everyone")
		s.must(s.app.Ask(t.Context(), s.actor(domain.Engineer), i.ID, i.Version, "Which of the two fans do you mean?"))
		page := ideaPath(i.Idea.ID, "") + "-a-quieter-fan-for-everyone"
		for _, role := range []domain.Role{domain.Guest, domain.Engineer, domain.Moderator} {
			b := s.as(role)
			if a := b.get(page).want(200, "Which of the two fans do you mean?",
				"waits for an answer"); strings.Contains(a.body, "/answer") {
				t.Errorf("%s may answer", role)
			}
			if role != domain.Guest {
				b.post(ideaPath(i.Idea.ID, "answer"), "answer", "The large one.").want(http.StatusForbidden)
			}
		}
		b := s.as(domain.Customer)
		b.get(page).want(200, "Your answer")
		b.post(ideaPath(i.Idea.ID, "answer"), "answer", " ").want(http.StatusUnprocessableEntity, "Write a sentence.")
		b.post(ideaPath(i.Idea.ID, "answer"), "answer", "The large one.").want(http.StatusSeeOther)
		if a := b.get(page).want(200, "Your answer is published", "The large one."); strings.Contains(a.body,
			"/answer") {
			t.Error("it can be answered twice")
		}
		b.post(ideaPath(i.Idea.ID, "answer"), "answer", "Both of them.").want(http.StatusConflict,
			"This question no longer needs an answer", ">Both of them.</textarea>")
		s.browser().get(page).want(200, "The large one.")
		s.as(domain.Engineer).get(i.Path()).want(200, "The large one.", "The member answered")
	})
}

// Engineers take ideas and themes into their own queues, admins into any; what was in a
// queue once is not taken up again.
func TestTakingIntoAQueue(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		mine, other := s.team("Thermal", 0, s.members[domain.Engineer]), s.team("Audio", 0,
			s.engineer("Another engineer", "other@example.org"))
		idea := s.idea(domain.Customer, "A quieter fan for everyone")
		form, page := ideaPath(idea, "queue"), ideaPath(idea, "")+"-a-quieter-fan-for-everyone"
		b := s.as(domain.Engineer)
		b.get(page).want(200, "Take into a queue")
		if a := s.as(domain.Officer).get(page).want(200); strings.Contains(a.body, form) {
			t.Error("an officer is offered to take it up")
		}
		if a := b.get(form).want(200, "Thermal", "A quieter fan for everyone"); strings.Contains(a.text(), "Audio") {
			t.Error("an engineer is offered the queue of others")
		}
		s.as(domain.Admin).get(form).want(200, "Thermal", "Audio")
		b.post(form, "queue", itoa(other.ID)).want(http.StatusForbidden)
		b.post(form, "queue", "99").want(http.StatusUnprocessableEntity, "Choose a queue from the list")
		b.post(form, "queue", itoa(mine.ID)).want(http.StatusSeeOther)
		b.get(page).want(200, "Routed to Thermal", "It is in the queue")
		s.as(domain.Admin).post(form, "queue", itoa(other.ID)).want(http.StatusConflict, "was in a queue before")

		p := s.product("Moss Keyboard")
		s.must(s.app.SaveTheme(t.Context(), s.actor(domain.Engineer), p.Slug,
			domain.Theme{NameEN: "Repeating keys", NameDE: "Prellende Tasten", WordsEN: "repeat*"}))
		s.rateAll(p, s.crowd(9), "The keys repeat themselves all the time", 2, 3, 4, 4, 2, 3, 3, 2, 1)
		work := p.Path() + "/themes/1/work"
		b.get(p.Path()).want(200, "Put it into a queue", work)
		if a := s.browser().get(p.Path()).want(200, "Repeating keys"); strings.Contains(a.body, work) {
			t.Error("a guest is offered to make it work")
		}
		b.get(work).want(200, "Moss Keyboard: Repeating keys")
		a := b.post(work, "queue", itoa(mine.ID)).want(http.StatusSeeOther)
		b.get(a.location).want(200, "Repeating keys", "9 reviews", "Theme of reviews", "taken up by The engineer")
		if again := b.post(work, "queue", itoa(mine.ID)).want(http.StatusSeeOther); again.location != a.location {
			t.Errorf("made work twice: %s, %s", a.location, again.location)
		}
		b.get(p.Path()).want(200, "Routed to Thermal", a.location)
		if a := s.browser().get(p.Path()).want(200, "Routed to Thermal"); strings.Contains(a.body, "/queues") {
			t.Error("a guest is led to the card")
		}
		b.get("/products/odd/themes/1/work").want(http.StatusNotFound)
		b.get(p.Path() + "/themes/9/work").want(http.StatusNotFound)
	})
}

// What stands on a kept page of where an idea lies is as old as anything on it.
func TestKeptPagesFollowTheDesk(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		i := s.takeUp(s.team("Thermal", 0, s.members[domain.Engineer]), "A quieter fan for everyone")
		page, guest := ideaPath(i.Idea.ID, "")+"-a-quieter-fan-for-everyone", s.browser()
		guest.get(page).want(200, "due 17 Mar 2026")
		s.forward(6 * 24 * time.Hour)
		s.must(s.app.CountFigures(t.Context()))
		guest.get(page).want(200, "due tomorrow")
	})
}
