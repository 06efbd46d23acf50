package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"groundswell/internal/domain"
)

// Whoever would still want a declined idea says so on its page, and takes it back there.
func TestWantingWhatWasDeclined(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.idea(domain.Engineer, "A quieter fan for everyone")
		page := fmt.Sprintf("/ideas/%d-a-quieter-fan-for-everyone", id)
		customer := s.as(domain.Customer)
		customer.post(ideaPath(id, "want"), "wanted", "1").want(http.StatusConflict)
		s.as(domain.Engineer).post(ideaPath(id, "status"), "status", "declined", "reason",
			"The case has no room left for a larger one.").want(http.StatusSeeOther)
		customer.get(page).want(http.StatusOK, "I would still want this", "At 20 it is looked at again")
		customer.post(ideaPath(id, "want"), "wanted", "1").want(http.StatusSeeOther)
		customer.get(page).want(http.StatusOK, "you would still want this", "1 person would still want this", "Take it back")
		s.as(domain.Officer).get(page).want(http.StatusOK, "1 person would still want this", "I would still want this")
		customer.post(ideaPath(id, "want"), "wanted", "0").want(http.StatusSeeOther)
		customer.get(page).want(http.StatusOK, "0 people would still want this")
		s.as(domain.Guest).get(page).want(http.StatusOK, "I would still want this")
	})
}

// Staff record what somebody told them; what is typed stays when it is refused, and
// nobody but staff reads who it was.
func TestRecordingVotesOfOthers(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.idea(domain.Engineer, "A quieter fan for everyone")
		page := fmt.Sprintf("/ideas/%d-a-quieter-fan-for-everyone", id)
		officer, customer := s.as(domain.Officer), s.as(domain.Customer)
		officer.post(ideaPath(id, "recorded"), "contact", "Mira Voss", "said", "").want(http.StatusUnprocessableEntity,
			"Mira Voss", "Say where this was said")
		officer.post(ideaPath(id, "recorded"), "contact", "Mira Voss", "company", "Voss KG", "said",
			"trade fair Cologne").want(http.StatusSeeOther)
		officer.get(page).want(http.StatusOK, "Mira Voss", "trade fair Cologne", "2 promoted")
		if got := customer.get(page).want(http.StatusOK, "2 promoted").text(); strings.Contains(got, "Mira Voss") ||
			strings.Contains(got, "trade fair") {
			t.Errorf("a customer reads %s", got)
		}
		officer.post(ideaPath(id, "recorded"), "member",
			fmt.Sprintf("http://localhost/members/%d", s.members[domain.Customer]), "said", "trade fair Cologne").want(http.StatusSeeOther)
		customer.get(page).want(http.StatusOK, "Your vote was recorded by")
		customer.post(ideaPath(id, "vote"), "value", "0").want(http.StatusSeeOther)
		if got := customer.get(page).want(http.StatusOK, "2 promoted").text(); strings.Contains(got, "Your vote was recorded by") {
			t.Errorf("after it was withdrawn the page says %s", got)
		}
	})
}
