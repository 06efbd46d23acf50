package web_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"groundswell/internal/domain"
)

// changed are the ideas that a page tells the reader of, with those that unfold.
func changed(a *answer) []string {
	return a.doc().Find("#since li a[href^='/ideas/']").Map(func(_ int, a *goquery.Selection) string { return a.Text() })
}

// tells checks what the feed tells a reader, as it is kept and drawn for them alone.
func (s *site) tells(when string, b *browser, want ...string) {
	s.t.Helper()
	for _, a := range []*answer{b.get("/").want(http.StatusOK), b.plain("/").want(http.StatusOK)} {
		if got := changed(a); !slices.Equal(got, want) {
			s.t.Errorf("%s it tells of %q, want %q", when, got, want)
		}
	}
}

// votes submits an idea and has somebody vote on it.
func (s *site) votes(b *browser, title string, values ...string) int64 {
	s.t.Helper()
	id := s.idea(domain.Engineer, title)
	for _, value := range values {
		b.post(ideaPath(id, "vote"), "value", value).want(http.StatusSeeOther)
	}
	b.get("/ratings") // where the notice is said
	return id
}

// The feed begins with what was decided since the last visit about what its reader had
// promoted, during one visit and in all of their browsers; nobody else is told, and
// nothing that was taken back, withdrawn, hidden or voted on since.
func TestTheFeedBeginsWithWhatChanged(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		ctx, engineer := t.Context(), s.actor(domain.Engineer)
		ada, ben := s.signInAs("ada@example.org", domain.Customer), s.signInAs("ben@example.org", domain.Customer)
		queue := s.queueFor("Thermal", domain.Covers{})
		told, hidden := s.votes(ada, "Promoted and declined", "1"), s.votes(ada, "Promoted, declined and hidden", "1")
		withdrawn, undone := s.votes(ada, "Promoted no longer", "1"), s.votes(ada, "Decided and undone", "1")
		demoted, late := s.votes(ada, "Demoted and declined", "-1"), s.votes(ada, "Promoted since")
		s.forward(2 * time.Hour)
		s.must(s.app.TakeUp(ctx, s.actor(domain.Admin), undone, queue.ID))
		s.steps(withdrawn, untilShipped[:2]...)
		s.steps(late, untilShipped[:2]...)
		for _, id := range []int64{demoted, hidden, told, undone} {
			s.forward(time.Minute)
			why := fmt.Sprintf("What idea %d wants does not fit the case.\nWith details.", id)
			s.must(s.app.Decide(ctx, engineer, id, domain.StatusDeclined, why))
		}
		item, err := s.db.Reader().ItemOfIdea(ctx, undone)
		s.must(err)
		s.must(s.app.UndoDecision(ctx, engineer, item.ID, item.Version))
		s.must(s.app.RemoveIdea(ctx, s.actor(domain.Moderator), hidden))

		s.forward(time.Hour)
		s.tells("on the next visit", ada, "Promoted and declined", "Promoted no longer")
		ada.get("/").want(http.StatusOK, "Since your last visit", " wants does not fit the case.", "The engineer", "Declined")
		ada.accept = "de"
		if a := ada.get("/"); strings.Contains(a.body, "With details.") || !strings.Contains(a.body, "Seit Ihrem letzten Besuch") {
			t.Error("it tells more than a first line, or not in German")
		}
		s.tells("who is alike:", ben)
		for _, path := range []string{"/?tab=new", "/?status=closed", "/spaces/gaming", "/tags/fan"} {
			if got := changed(ada.get(path).want(http.StatusOK)); len(got) > 0 {
				t.Errorf("%s tells of %q", path, got)
			}
		}
		for id, value := range map[int64]string{withdrawn: "0", late: "1"} {
			ada.post(ideaPath(id, "vote"), "value", value).want(http.StatusSeeOther)
		}
		ada.get("/ratings")
		for range 4 {
			s.forward(domain.VisitEnds / 2)
			s.tells("while the visit goes on", ada, "Promoted and declined")
		}
		again := s.browser()
		again.post("/signin", "email", "ada@example.org", "password", password).want(http.StatusSeeOther)
		again.get("/ratings")
		s.tells("in another browser", again, "Promoted and declined")

		s.forward(2 * time.Hour)
		s.tells("the visit after", again)
		s.tells("the visit after", ada)
		s.tells("who is alike:", ben)
	})
}

// Of many the feed shows five and unfolds the others, and asks no more queries for them.
func TestMuchThatChangedUnfolds(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		ada := s.signInAs("ada@example.org", domain.Customer)
		var ids []int64
		for n := range domain.SinceVisit + 2 {
			ids = append(ids, s.votes(ada, fmt.Sprintf("Idea number %d", n), "1"))
		}
		s.forward(time.Hour)
		queries := func() int64 {
			ada.plain("/").want(http.StatusOK)
			all := s.log.requests(t)
			return all[len(all)-1].Queries
		}
		ada.get("/").want(http.StatusOK) // notes the visit
		before := queries()
		for _, id := range ids {
			why := fmt.Sprintf("What idea %d wants does not fit the case.", id)
			s.must(s.app.Decide(t.Context(), s.actor(domain.Engineer), id, domain.StatusDeclined, why))
		}
		s.forward(time.Second)
		doc := ada.get("/").want(http.StatusOK, "All 7").doc()
		if shown, more := doc.Find("#since > ul > li").Length(), doc.Find("#since details li").Length(); shown != domain.SinceVisit || more != 2 {
			t.Errorf("%d are shown and %d unfold", shown, more)
		}
		if to, _ := doc.Find("#since .sec-row a").Attr("href"); to != "/account#outcomes" {
			t.Errorf("all that votes led to is at %q", to)
		}
		if after := queries(); before == 0 || after > before {
			t.Errorf("the feed takes %d queries, and took %d", after, before)
		}
	})
}
