package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"groundswell/internal/domain"
)

// ring lets ten members promote the same five ideas, and forty others another one, and
// looks for groups; it returns the ideas.
func (s *site) ring() (ideas []int64) {
	s.t.Helper()
	people := s.crowd(50)
	vote := func(who domain.Actor, on int64) {
		_, err := s.app.Vote(s.t.Context(), who, on, domain.Promote)
		s.must(err)
	}
	other := s.idea(domain.Officer, "A wish of many")
	for _, who := range people[10:] {
		vote(who, other)
	}
	for n := range 5 {
		s.forward(25 * time.Hour)
		ideas = append(ideas, s.idea(domain.Officer, fmt.Sprintf("Another colour, number %d", n)))
		for _, who := range people[:10] {
			vote(who, ideas[n])
		}
	}
	s.must(s.app.FindVoteGroups(s.t.Context()))
	return ideas
}

// hold does the jobs about the votes of the first group.
func (s *site) hold() {
	s.t.Helper()
	for range 2 {
		s.must(s.app.HoldVotes(s.t.Context(), 1))
	}
}

// A moderator sees who votes as one, with first vote, network and age, keeps their votes
// out with one button and takes that back; everybody reads on the idea how many are held,
// and nobody but the staff who cast them.
func TestVotesAreKeptOutAndCounted(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		idea := ideaPath(s.ring()[0], "")
		moderator := s.as(domain.Moderator)
		row := moderator.get("/moderation?kind=votes").want(200, "10 accounts vote as one, 50 votes",
			"They vote on the same ideas that few others vote on.", "Their votes count until you decide.", "10 of 10 accounts",
			"not known", "Moderators agreed with this signal in 0 of 0 decisions").doc().Find(".case").AttrOr("data-row", "")
		decide := "/moderation/rows/" + row + "/decide?kind=votes"
		for _, role := range []domain.Role{domain.Customer, domain.Engineer, domain.Officer} {
			s.as(role).post(decide, "do", "out").want(http.StatusForbidden)
		}
		if a := s.browser().post(decide, "do", "out").want(http.StatusSeeOther); !strings.HasPrefix(a.location, "/signin") {
			t.Errorf("a guest is led to %s", a.location)
		}
		page := s.browser().get(s.browser().get(idea).location).want(200)
		if page.doc().Find(".split-meter").Text() == "" || strings.Contains(page.body, "not counted") {
			t.Error("votes are held before anybody decided")
		}

		moderator.get(moderator.post(decide, "do", "out").want(http.StatusSeeOther).location).want(200,
			"“10 accounts vote as one, 50 votes”: Keep out.")
		s.hold()
		page = s.browser().get(s.browser().get(idea).location).want(200, "10 votes are not counted while moderators look at them.")
		if strings.Contains(page.body, "Member 1") {
			t.Error("a guest reads whose votes are held")
		}
		moderator.get("/moderation?show=decided").want(200, "50 of 50 votes are held.")
		moderator.post("/moderation/rows/" + row + "/undo").want(http.StatusSeeOther)
		s.hold()
		if page := s.browser().get(s.browser().get(idea).location).want(200); strings.Contains(page.body, "not counted") {
			t.Error("votes are held after that was taken back")
		}
	})
}
