package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/domain"
)

// asMember is a browser in which an account of the site is signed in.
func (s *site) asMember(email string) *browser {
	s.t.Helper()
	b := s.browser()
	b.post("/signin", "email", email, "password", password).want(http.StatusSeeOther)
	return b
}

// engineer adds an account that answers for no queue yet.
func (s *site) engineer(name, email string) int64 {
	s.t.Helper()
	id, err := s.app.AddMember(s.t.Context(), domain.System,
		domain.Member{Name: name, Email: email, Role: domain.Engineer}, password)
	s.must(err)
	return id
}

// do sends a form of an item's card as it now stands.
func (b *browser) doItem(i domain.Item, verb string, pairs ...string) *answer {
	b.s.t.Helper()
	return b.post(i.Path()+"/"+verb, append([]string{"version", itoa(b.s.itemByID(i.ID).Version)}, pairs...)...)
}

// Every verb of the card does what it says, to what the page showed, and leads on.
func TestDecidingAnItem(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		q := s.team("Thermal", 0, s.members[domain.Engineer])
		first, second, third := s.takeUp(q, "A quieter fan for everyone"), s.takeUp(q, "A fan that follows the load"),
			s.takeUp(q, "A fan with two speeds only")
		b := s.as(domain.Engineer)
		day := s.now().AddDate(0, 0, 30).Format(time.DateOnly)
		leads := func(a *answer, to string) {
			t.Helper()
			if a.want(http.StatusSeeOther); a.location != to {
				t.Errorf("it leads to %s, not to %s", a.location, to)
			}
		}
		b.get(third.Path()).want(200, "1 of 3", "Accept", "Decline", "Park until", "Ask the author", "1 person promoted it")
		leads(b.doItem(third, "decide", "do", "a", "status", "accepted", "target", day), second.Path()+"?decided="+itoa(third.ID))
		if i := s.itemByID(third.ID); i.Status != domain.StatusAccepted || i.Engineer.ID != s.members[domain.Engineer] ||
			i.Target.Format(time.DateOnly) != day {
			t.Errorf("accepted as %+v", i)
		}
		b.get(second.Path()+"?decided="+itoa(third.ID)).want(200, "is now “Accepted”", "Undo")
		if a := s.as(domain.Admin).get(second.Path() + "?decided=" + itoa(third.ID)); strings.Contains(a.text(),
			"is now “Accepted”") {
			t.Error("somebody else can undo it")
		}
		leads(b.doItem(second, "park", "do", "h", "until", day, "reason", "We measure the new fan until then."),
			first.Path())
		leads(b.doItem(first, "ask", "do", "q", "question", "Which of the two fans?"), q.Ref().Path())
		b.get(q.Ref().Path()).want(200, "The author is asked")
		leads(b.doItem(second, "unpark"), second.Path())
		leads(b.doItem(third, "decide", "status", "in_progress", "from", "list"), q.Ref().Path()+"?decided="+itoa(third.ID))
		b.get(q.Ref().Path()+"?column=in_progress").want(200, third.Path()+"?do=x", "Ship")
		leads(b.doItem(third, "decide", "do", "x", "status", "shipped", "reason", "From revision C on it has two speeds."),
			q.Ref().Path()+"?decided="+itoa(third.ID))
		b.get(ideaPath(third.Idea.ID, "")+"-a-fan-with-two-speeds-only").want(200, "From revision C on it has two speeds.")
		leads(b.doItem(second, "change", "do", "e", "effort", "l", "engineer", itoa(s.members[domain.Engineer]), "tracker",
			"https://tracker.example.org/TH-2291"), second.Path())
		b.get(second.Path()).want(200, "Saved.", "÷ 4, effort L", "TH-2291")
		leads(b.doItem(second, "decide", "do", "d", "status", "already_offered", "reason",
			"The quiet profile does this since May."), q.Ref().Path()+"?decided="+itoa(second.ID))
		leads(b.doItem(second, "decide", "do", "other", "status", "under_review", "reason",
			"The quiet profile was withdrawn again."), q.Ref().Path()+"?decided="+itoa(second.ID))
		other := s.team("Audio", 0)
		leads(b.doItem(second, "move", "do", "move", "queue", itoa(other.ID)), q.Ref().Path())
		b.get(second.Path()).want(http.StatusSeeOther)
		if i := s.itemByID(second.ID); i.Queue.ID != other.ID || i.Status != domain.StatusUnderReview {
			t.Errorf("moved as %+v", i)
		}
	})
}

// A refused form comes back with what was typed and a sentence beside the field.
func TestARefusedFormOfAnItemIsShownAgain(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		q := s.team("Thermal", 0, s.members[domain.Engineer])
		i := s.takeUp(q, "A quieter fan for everyone")
		b := s.as(domain.Engineer)
		for _, c := range []struct {
			verb string
			form []string
			want []string
		}{
			{"decide", []string{"do", "d", "status", "declined", "reason", "no"},
				[]string{"Use at least 20 characters", ">no</textarea>", `id="d-reason-error"`}},
			{"decide", []string{"do", "a", "status", "accepted", "target", "soon"},
				[]string{"Choose a day.", `value="soon"`, `id="a-target-error"`}},
			{"decide", []string{"do", "a", "status", "accepted", "target", "2020-01-01"}, []string{"Choose a day from today on"}},
			{"decide", []string{"status", "odd"}, nil},
			{"park", []string{"do", "h", "until", "2027-01-01", "reason", ""},
				[]string{"Choose a day from tomorrow on, at most 90 days ahead", `id="h-reason-error"`}},
			{"ask", []string{"do", "q", "question", ""}, []string{"Write a sentence.", `id="q-question-error"`}},
			{"change", []string{"do", "e", "effort", "odd"}, []string{"Choose an effort"}},
			{"change", []string{"do", "e", "effort", "s", "engineer", itoa(s.members[domain.Admin])},
				[]string{"Choose one of the queue’s engineers"}},
			{"change", []string{"do", "e", "effort", "s", "tracker", "http://tracker.example.org"},
				[]string{"begins with https://", `value="http://tracker.example.org"`}},
			{"move", []string{"do", "move", "queue", "99"}, []string{"Choose a queue from the list"}},
		} {
			b.doItem(i, c.verb, c.form...).want(http.StatusUnprocessableEntity, c.want...)
		}
		b.doItem(i, "decide", "do", "x", "status", "shipped", "reason", "It is all there.").want(http.StatusConflict,
			"cannot go from “Under review” to “Shipped”")
		if now := s.itemByID(i.ID); now.Version != i.Version {
			t.Errorf("refusing changed the item: %+v", now)
		}
	})
}

// Engineers of other queues see the card without its forms and are refused; staff who
// decide nothing are too.
func TestOthersDoNotDecide(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		q := s.team("Thermal", 0, s.members[domain.Engineer])
		i := s.takeUp(q, "A quieter fan for everyone")
		s.engineer("Another engineer", "other@example.org")
		other := s.asMember("other@example.org")
		for _, b := range []*browser{other, s.as(domain.Moderator), s.as(domain.Officer)} {
			for _, path := range []string{i.Path(), q.Ref().Path()} {
				if a := b.get(path).want(200); strings.Contains(a.body, `value="accepted"`) &&
					strings.Contains(a.body, "/decide") {
					t.Errorf("%s offers a decision", path)
				}
			}
			for _, verb := range []string{"decide", "park", "unpark", "ask", "change", "move", "undo"} {
				b.doItem(i, verb, "status", "accepted", "until", s.now().AddDate(0, 0, 9).Format(time.DateOnly), "reason",
					"It waits for the new fan, which comes soon.",
					"question", "Which one?").want(http.StatusForbidden)
			}
		}
		other.doItem(i, "decide", "status", "accepted").want(http.StatusForbidden, "This is decided by Thermal")
		s.as(domain.Admin).doItem(i, "decide", "status", "accepted").want(http.StatusSeeOther)
	})
}

// Of two who decide at once the second is told who did what, sees how it stands now,
// and loses no word.
func TestTheSecondIsToldWhatTheFirstDid(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		q := s.team("Thermal", 0, s.members[domain.Engineer])
		i := s.takeUp(q, "A quieter fan for everyone")
		first, second := s.as(domain.Engineer), s.as(domain.Admin)
		first.doItem(i, "decide", "status", "accepted").want(http.StatusSeeOther)
		reason := "The case has no room left for a larger fan."
		a := second.post(i.Path()+"/decide", "version", itoa(i.Version), "do", "d", "status", "declined", "reason", reason)
		a.want(http.StatusConflict, "Somebody changed this while you were reading",
			"The engineer changed it from “Under review” to “Accepted”", "just now", ">"+reason+"</textarea>")
		if got := s.itemByID(i.ID).Status; got != domain.StatusAccepted {
			t.Errorf("it is %s", got)
		}
		version, _ := a.doc().Find(`details[open] input[name="version"]`).Attr("value")
		second.post(i.Path()+"/decide", "version", version, "do", "d", "status", "declined", "reason",
			reason).want(http.StatusSeeOther)
	})
}

// A form that is sent twice decides once and leads to the same.
func TestADecisionSentTwiceIsMadeOnce(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		q := s.team("Thermal", 0, s.members[domain.Engineer])
		i := s.takeUp(q, "A quieter fan for everyone")
		b := s.as(domain.Engineer)
		for range 2 {
			a := b.post(i.Path()+"/decide", "version", itoa(i.Version), "status", "accepted").want(http.StatusSeeOther)
			if a.location != q.Ref().Path()+"?decided="+itoa(i.ID) {
				t.Errorf("it leads to %s", a.location)
			}
		}
		if got := s.itemByID(i.ID); got.Version != i.Version+1 {
			t.Errorf("it is decided more than once: %+v", got)
		}
		s.as(domain.Admin).post(i.Path()+"/decide", "version", itoa(i.Version), "status",
			"accepted").want(http.StatusConflict, "The engineer changed it")
	})
}

// One's own decision can be taken back for half a minute, and not once somebody else
// did something to it.
func TestADecisionIsTakenBack(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		q := s.team("Thermal", 0, s.members[domain.Engineer])
		i := s.takeUp(q, "A quieter fan for everyone")
		b := s.as(domain.Engineer)
		b.doItem(i, "decide", "status", "accepted").want(http.StatusSeeOther)
		b.doItem(i, "undo").want(http.StatusSeeOther)
		b.get(i.Path()).want(200, "The decision is taken back", "(taken back)",
			"The engineer took the last decision back")
		if got := s.itemByID(i.ID); got.Status != domain.StatusUnderReview || !got.Deadline.Running() {
			t.Errorf("it is %+v", got)
		}
		b.doItem(i, "decide", "status", "accepted").want(http.StatusSeeOther)
		s.as(domain.Admin).doItem(i, "undo").want(http.StatusConflict, "Only your own last decision")
		version := s.itemByID(i.ID).Version
		s.as(domain.Admin).doItem(i, "change", "do", "e", "effort", "s").want(http.StatusSeeOther)
		b.post(i.Path()+"/undo", "version", itoa(version)).want(http.StatusConflict, "Somebody changed this",
			"The admin changed engineer, effort, date or link")
		s.forward(domain.UndoFor + time.Second)
		if a := b.get(q.Ref().Path() + "?decided=" + itoa(i.ID)).want(200); strings.Contains(a.text(), "You can undo") {
			t.Error("undo is offered too late")
		}
		b.doItem(i, "undo").want(http.StatusConflict, "Only your own last decision can be taken back")
	})
}

// A recovery is decided in fewer ways: the rule ships it.
func TestARecoveryIsNeitherDeclinedNorShippedByHand(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		p := s.product("Fern Mouse")
		q := s.team("Mice", 0, s.members[domain.Engineer])
		q.Covers.Products = []domain.Product{p}
		_, err := s.app.SaveQueue(t.Context(), domain.System, q)
		s.must(err)
		s.rateAll(p, s.crowd(12), "It scrolls back", 1, 1, 2, 1, 1, 1, 1, 1, 1, 2, 1)
		i, err := s.db.Reader().RecoveryOf(t.Context(), p.ID)
		s.must(err)
		b := s.as(domain.Engineer)
		b.get(i.Path()).want(200, "Fern Mouse", "Recovery", "its product fell below two stars",
			"It came because its product fell below two stars")
		s.must(s.app.DecideItem(t.Context(), s.actor(domain.Engineer), i.ID, i.Version, app.Verdict{To: domain.StatusAccepted}))
		s.must(s.app.DecideItem(t.Context(), s.actor(domain.Engineer), i.ID, i.Version+1, app.Verdict{To: domain.StatusInProgress}))
		if a := b.get(i.Path()).want(200); strings.Contains(a.body, `value="shipped"`) || strings.Contains(a.body, `value="declined"`) {
			t.Error("it offers what the rule does")
		}
		b.doItem(i, "decide", "status", "declined", "reason", "We do not want to do this at all.").want(http.StatusConflict,
			"cannot become “Declined” by hand")
	})
}

// A theme asks for the revision that carries it and keeps what was typed; a recovery
// offers to release one and says that the rule ships it.
func TestTheCardReleasesRevisions(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		ctx, engineer := t.Context(), s.actor(domain.Engineer)
		q := s.team("Thermal", 0, engineer.ID)
		p := s.product("Moss Keyboard")
		q.Covers.Products = []domain.Product{p}
		_, err := s.app.SaveQueue(ctx, domain.System, q)
		s.must(err)
		s.must(s.app.SaveTheme(ctx, engineer, p.Slug, domain.Theme{NameEN: "Repeating keys", WordsEN: "repeat*"}))
		people := s.crowd(10)
		s.rateAll(p, people, "The keys repeat themselves all the time", 1, 1, 1, 1, 1, 1, 1, 1, 2, 2)
		recovery, err := s.db.Reader().RecoveryOf(ctx, p.ID)
		s.must(err)
		b := s.as(domain.Engineer)
		b.get(recovery.Path()).want(200, "Release a revision", "Now it is first revision", "shipped by itself")
		b.doItem(recovery, "release", "do", "x", "revision", "B", "reason", "short").want(422, "Say in at least 20 characters", `value="B"`)
		b.doItem(recovery, "release", "do", "x", "revision", "B", "reason", "Its keys have a new spring.").want(http.StatusSeeOther)
		b.get(recovery.Path()).want(200, "The engineer released revision B", "Now it is revision B")

		id, err := s.app.WorkOnTheme(ctx, engineer, p.Slug, 1, q.ID)
		s.must(err)
		theme := s.itemByID(id)
		for _, to := range []string{"accepted", "in_progress"} {
			b.doItem(theme, "decide", "status", to).want(http.StatusSeeOther)
		}
		b.get(theme.Path()).want(200, "Revision that carries it", "Now it is revision B")
		ship := func(revision, words string) *answer {
			return b.doItem(theme, "decide", "do", "x", "status", "shipped", "reason", words, "revision", revision)
		}
		ship("", "Its keys have yet another spring.").want(422, "Name the revision that carries it", "yet another spring")
		ship("C", "Its keys have yet another spring.").want(http.StatusSeeOther)
		ship("C", "Its keys have yet another spring.").want(http.StatusSeeOther) // the form was sent twice
		s.rateAll(p, people[:9], "Fine now.", 3, 3, 3, 3, 3, 3, 3, 3, 5)
		b.get(theme.Path()).want(200, "Carried by", "revision C")
		b.get(p.Path()).want(200, "Its keys have yet another spring.")
		s.as(domain.Officer).doItem(theme, "release", "revision", "D", "reason", "Its keys have a new spring.").want(http.StatusForbidden)
		s.browser().get(p.Path()).want(200, "revision C")
	})
}

// Whoever decides sees beside the card what is like the idea, but nothing that lists do
// not show.
func TestCardShowsSimilarIdeas(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		q := s.team("Thermal", 0, s.members[domain.Engineer])
		i := s.takeUp(q, "Let the fan curve follow the lap sensor")
		other := s.idea(domain.Customer, "Fan curve by the lap sensor")
		b := s.as(domain.Engineer)
		a := b.get(i.Path()).want(http.StatusOK, "Similar ideas")
		if got := a.doc().Find("aside .similar a").AttrOr("href", ""); got != s.ideaAddress(other) {
			t.Errorf("like it is %q", got)
		}
		if n := b.queriesOf(i.Path()); n > 16 { // two of them for what is like it and what it may go into
			t.Errorf("the card took %d queries", n)
		}
		s.must(s.app.RemoveIdea(t.Context(), s.actor(domain.Moderator), other))
		if a := b.get(i.Path()).want(http.StatusOK); strings.Contains(a.body, "Similar ideas") {
			t.Error("the card shows what was removed")
		}
	})
}
