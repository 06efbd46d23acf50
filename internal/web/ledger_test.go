package web_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"groundswell/internal/domain"
	"groundswell/views"
)

// Every decision about an idea that anybody may see stands on one page, with who, when
// and why, and can be found by space, outcome and person. Nothing that is hidden or was
// taken back at once does, and routing is no decision.
func TestLedgerOfAllIdeas(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		ctx := t.Context()
		guest := s.browser()
		guest.get("/decisions").want(http.StatusOK, "Nothing is decided yet", "Nothing to count yet.")
		accepted, declined := s.idea(domain.Customer, "An idea that was accepted"), s.idea(domain.Customer, "An idea that was declined")
		hidden := s.idea(domain.Customer, "A decided idea that is hidden")
		s.idea(domain.Customer, "An idea that waits")
		s.forward(3 * 24 * time.Hour)
		s.steps(accepted, untilShipped[:2]...)
		s.steps(hidden, domain.StatusDeclined)
		s.must(s.app.RemoveIdea(ctx, s.actor(domain.Moderator), hidden))
		s.forward(9 * 24 * time.Hour)
		s.steps(declined, domain.StatusDeclined)

		page := guest.get("/decisions").want(http.StatusOK, "The engineer", "Engineer", "3 days after the idea", "12 days after the idea",
			fmt.Sprintf("What the team says of idea %d as declined.", declined))
		if got, want := titles(page), []string{"An idea that was declined", "An idea that was accepted"}; !slices.Equal(got, want) {
			t.Errorf("it lists %v, want %v", got, want)
		}
		for path, want := range map[string][]string{
			"/decisions?outcome=declined": {"An idea that was declined"}, "/decisions?outcome=accepted": {"An idea that was accepted"},
			"/decisions?space=gaming": {"An idea that was declined", "An idea that was accepted"},
			fmt.Sprintf("/decisions?person=%d", s.members[domain.Engineer]): {"An idea that was declined",
				"An idea that was accepted"},
			fmt.Sprintf("/decisions?person=%d", s.members[domain.Moderator]):                 {},
			"/decisions?space=gaming&outcome=shipped":                                        {},
			views.LedgerURL(views.LedgerFilter{}, domain.Cursor{ID: 3}.String()):             {"An idea that was accepted"},
			fmt.Sprintf("/decisions?outcome=declined&person=%d", s.members[domain.Engineer]): {"An idea that was declined"},
		} {
			if got := titles(guest.get(path).want(http.StatusOK)); !slices.Equal(got, want) && len(got)+len(want) > 0 {
				t.Errorf("%s lists %v, want %v", path, got, want)
			}
		}
		for _, path := range []string{"/decisions?outcome=new", "/decisions?space=nowhere", "/decisions?product=nothing",
			"/decisions?team=nobody", "/decisions?person=x"} {
			guest.get(path).want(http.StatusNotFound)
		}

		s.must(s.app.CountAnswers(ctx))
		// Of three ideas that anybody may see, one was answered within a week; none is a month old.
		page = guest.get("/decisions").want(http.StatusOK, "33 %", "1 of 3 ideas", "2 answers", "50 %", "1 of 2 decisions")
		if dl := page.doc().Find("aside .facts"); dl.Find("dt").Length() != 3 {
			t.Errorf("figures: %s", dl.Text())
		}
		s.forward(40 * 24 * time.Hour)
		s.must(s.app.CountAnswers(ctx))
		guest.get(fmt.Sprintf("/decisions?person=%d", s.members[domain.Engineer])).want(http.StatusOK, "2 answers", "1 of 2 decisions")
		guest.get("/decisions?space=gaming").want(http.StatusOK, "67 %", "2 of 3 ideas")

		s.must(s.app.RestoreIdea(ctx, s.actor(domain.Moderator), hidden))
		if got := titles(guest.get("/decisions")); len(got) != 3 {
			t.Errorf("put back, its decision is shown: %v", got)
		}
		guest.accept = "de"
		guest.get("/decisions").want(http.StatusOK, "Entscheidungen", "3 Tage nach der Idee", "Entwicklung")
		if wrong, err := s.db.Reader().CheckCounts(ctx); err != nil || len(wrong) != 0 {
			t.Errorf("%+v, %v", wrong, err)
		}
	})
}
