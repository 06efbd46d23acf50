package web_test

import (
	"net/http"
	"strings"
	"testing"

	"groundswell/internal/domain"
)

// twins are two ideas that want the same, voted on by some people, two of them on both.
func (s *site) twins() (source, target domain.Idea) {
	s.t.Helper()
	from, to := s.idea(domain.Customer, "The fan is far too loud"), s.idea(domain.Officer, "A quieter fan for everyone")
	for n, m := range s.crowd(6) {
		for _, on := range [][]int64{{from}, {from}, {from, to}, {from, to}, {to}, {to}}[n] {
			_, err := s.app.Vote(s.t.Context(), m, on, domain.Promote)
			s.must(err)
		}
	}
	return s.ideaNow(from), s.ideaNow(to)
}

func (s *site) ideaNow(id int64) domain.Idea {
	s.t.Helper()
	i, err := s.db.Reader().IdeaFor(s.t.Context(), s.actor(domain.Admin), id, domain.Day(s.now()))
	s.must(err)
	return i
}

// From the idea's page a member proposes, a moderator sees both side by side with what
// would happen, merges, and takes it back.
func TestMergingIdeas(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		source, target := s.twins()
		way := ideaPath(source.ID, "merge")
		side := way + "?into=" + itoa(target.ID)
		if a := s.browser().get(source.Path()).want(200); strings.Contains(a.body, way) {
			t.Error("a guest is offered to propose a merge")
		}
		s.browser().get(way).want(http.StatusSeeOther)
		member, moderator := s.as(domain.Customer), s.as(domain.Moderator)
		member.get(source.Path()).want(200, "Is this the same as another idea?", way)
		member.get(way).want(200, "The other idea", "Find it")
		member.get(way+"?q=quieter").want(200, "A quieter fan for everyone", "into="+itoa(target.ID))
		member.get(way+"?q=nonsense").want(200, "Nothing open has these words")
		member.get(way+"?q="+target.Path()).want(200, "What would happen")
		member.get(way+"?q=%23"+itoa(target.ID)).want(200, "What would happen")
		member.get(way+"?q=99").want(422, "There is no such idea")
		member.get(side).want(200, "5 promotes and 0 demotes go along.", "2 people voted on both",
			"The other idea has 8 points then, 5 now.", "differs", "Propose it to the moderators")
		member.post(way, "into", itoa(target.ID)).want(http.StatusForbidden)
		propose := ideaPath(source.ID, "merge/propose")
		member.post(propose, "into", itoa(source.ID)).want(422, "An idea cannot go into itself")
		member.post(propose, "into", itoa(target.ID), "note", "Both ask for the same.").want(http.StatusSeeOther)
		member.get(side).want(200, "The moderators have it")

		member.get("/moderation").want(http.StatusForbidden)
		s.as(domain.Engineer).get("/moderation").want(http.StatusForbidden)
		moderator.get("/").want(200, `href="/moderation"`)
		moderator.get("/moderation").want(200, "The fan is far too loud", "A quieter fan for everyone", "Both ask for the same.",
			"Proposed by The member", side)
		moderator.get(side).want(200, "Merge them", "Leave them apart", "Both ask for the same.")
		a := moderator.post(way, "into", itoa(target.ID), "reason", "The same wish in other words.").want(http.StatusSeeOther)
		moderator.get(strings.TrimSuffix(a.location, "/")+"-a-quieter-fan-for-everyone").want(200, "8", "Ideas that went into this one",
			"The fan is far too loud")
		moderator.get("/moderation").want(200, "Nothing waits")
		if a := s.browser().get("/ideas?tab=new").want(200); strings.Contains(a.text(), "far too loud") {
			t.Error("a list shows the merged idea")
		}
		s.browser().get(source.Path()).want(200, "This idea was merged into another", target.Path(), "The same wish in other words.",
			"noindex")
		member.post(ideaPath(source.ID, "vote"), "value", "1").want(http.StatusConflict)
		third := s.idea(domain.Customer, "The fan wakes the children up")
		moderator.post(ideaPath(third, "merge"), "into", itoa(source.ID)).want(http.StatusConflict, "went into a third one",
			ideaPath(third, "merge")+"?into="+itoa(target.ID))

		s.as(domain.Engineer).post(ideaPath(source.ID, "unmerge")).want(http.StatusForbidden)
		moderator.get(source.Path()).want(200, "Take the merge back")
		moderator.post(ideaPath(source.ID, "unmerge")).want(http.StatusSeeOther)
		moderator.post(ideaPath(source.ID, "unmerge")).want(http.StatusConflict, "not merged")
		if now := s.ideaNow(target.ID); now.Tally != target.Tally {
			t.Errorf("the target has %+v, it had %+v", now.Tally, target.Tally)
		}
		member.get(source.Path()).want(200, "Is this the same as another idea?")
	})
}

// Whoever may not see one of the two cannot merge it nor be told of it; declined proposals
// are gone.
func TestProposalsAreDeclined(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		source, target := s.twins()
		member, moderator := s.as(domain.Customer), s.as(domain.Moderator)
		member.post(ideaPath(source.ID, "merge/propose"), "into", itoa(target.ID)).want(http.StatusSeeOther)
		row := moderator.get("/moderation").want(200).doc().Find(".case").AttrOr("data-row", "")
		decide := "/moderation/rows/" + row + "/decide?kind=proposal"
		member.post(decide, "do", "apart").want(http.StatusForbidden)
		moderator.post(decide, "do", "odd").want(422, "Choose one of the decisions")
		a := moderator.post(decide, "do", "apart").want(http.StatusSeeOther)
		moderator.get(a.location).want(200, "Nothing waits", "The fan is far too loud", "Not the same", "Undo")
		moderator.post(decide, "do", "apart").want(http.StatusSeeOther) // a repeated request
		s.as(domain.Admin).post(decide, "do", "merge").want(http.StatusConflict, "decided this meanwhile")
		moderator.get("/moderation?show=decided").want(200, "The fan is far too loud", "The moderator")
		moderator.post("/moderation/rows/" + row + "/undo").want(http.StatusSeeOther)
		moderator.post("/moderation/rows/"+row+"/undo").want(http.StatusConflict, "no longer be taken back")
		moderator.get("/moderation?show=decided").want(200, "Taken back by The moderator")
		again := moderator.get("/moderation").want(200, "The fan is far too loud").doc().Find(".case").AttrOr("data-row", "")
		moderator.post("/moderation/rows/"+again+"/decide", "do", "apart").want(http.StatusSeeOther)
		moderator.get("/moderation").want(200, "Nothing waits")
		moderator.post(ideaPath(target.ID, "remove")).want(http.StatusSeeOther)
		a = member.get(ideaPath(source.ID, "merge")+"?into="+itoa(target.ID)).want(422, "There is no such idea")
		if strings.Contains(a.text(), "A quieter fan") {
			t.Error("a removed idea is told of")
		}
		member.post(ideaPath(source.ID, "merge/propose"), "into", itoa(target.ID)).want(http.StatusNotFound)
		moderator.post(ideaPath(source.ID, "merge"), "into", itoa(target.ID)).want(http.StatusNotFound)
	})
}

// From a queue's card, or its row, the way to a duplicate leads on to the next item; the
// card says that the merge waits for the moderators.
func TestAQueueProposesAMerge(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		q := s.team("Thermal", 0, s.members[domain.Engineer])
		target := s.idea(domain.Officer, "A quieter fan for everyone")
		next, i := s.takeUp(q, "A fan with two speeds only"), s.takeUp(q, "The fan is far too loud")
		b := s.as(domain.Engineer)
		for _, view := range []string{"", "?view=table", "?view=board"} {
			b.get(q.Ref().Path()+view).want(200, "Duplicate of…", ideaPath(i.Idea.ID, "merge"))
		}
		b.get(i.Path()).want(200, "Duplicate of…", ideaPath(i.Idea.ID, "merge"))
		b.get(ideaPath(i.Idea.ID, "merge")+"?into="+itoa(target)).want(200, "Its entry in Thermal ends.")
		a := b.post(ideaPath(i.Idea.ID, "merge/propose"), "into", itoa(target)).want(http.StatusSeeOther)
		if a.location != next.Path() {
			t.Errorf("it leads to %s, not to %s", a.location, next.Path())
		}
		b.get(next.Path()).want(200, "The moderators have your proposal")
		b.get(i.Path()).want(200, "The engineer proposed on", "merge?into="+itoa(target))
		waits := "Duplicate of “A quieter fan for everyone” proposed, waits for the moderators"
		for _, view := range []string{"", "?view=table", "?view=board"} {
			doc := b.get(q.Ref().Path()+view).want(200, waits).doc()
			n := doc.Find(`.item a[href="` + ideaPath(i.Idea.ID, "merge") + "?into=" + itoa(target) + `"]`).Length()
			if n != 1 {
				t.Errorf("of a queue %q, %d rows say that a merge waits", view, n)
			}
		}
		s.must(s.app.RemoveIdea(t.Context(), s.actor(domain.Moderator), target))
		if a := b.get(q.Ref().Path()).want(200); strings.Contains(a.text(), "A quieter fan") {
			t.Error("a row tells of a removed idea")
		}
		s.must(s.app.RestoreIdea(t.Context(), s.actor(domain.Moderator), target))
		source := s.ideaNow(i.Idea.ID)
		for role, leads := range map[domain.Role]string{domain.Moderator: i.Path(), domain.Customer: source.Path()} {
			a := s.as(role).post(ideaPath(i.Idea.ID, "merge/propose"), "into", itoa(target)).want(http.StatusSeeOther)
			if a.location != leads {
				t.Errorf("%s is led to %s, not to %s", role, a.location, leads)
			}
		}
		s.must(s.app.Merge(t.Context(), s.actor(domain.Moderator), i.Idea.ID, target, ""))
		b.get(i.Path()).want(200, "Merged")
		if a := b.get(q.Ref().Path()).want(200); strings.Contains(a.text(), "far too loud") {
			t.Error("the queue still has it")
		}
	})
}
