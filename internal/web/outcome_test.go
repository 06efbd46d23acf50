package web_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// steps decides an idea through statuses, an hour apart, with a reason that says which
// idea and status it is.
func (s *site) steps(idea int64, to ...domain.Status) {
	s.t.Helper()
	for _, status := range to {
		s.forward(time.Hour)
		reason := fmt.Sprintf("What the team says of idea %d as %s.", idea, status)
		s.must(s.app.Decide(context.Background(), s.actor(domain.Engineer), idea, status, reason))
	}
}

var untilShipped = []domain.Status{domain.StatusUnderReview, domain.StatusAccepted, domain.StatusInProgress, domain.StatusShipped}

func titles(a *answer) []string {
	return a.doc().Find("main li h2").Map(func(_ int, h *goquery.Selection) string { return h.Text() })
}

// What was shipped stands on a page for everybody, the newest first and what an import
// brought last, with the words of the team; what went back, was taken back or is hidden
// does not.
func TestIdeasInAction(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		ctx := t.Context()
		guest := s.browser()
		guest.get("/shipped").want(http.StatusOK, "Nothing is shipped yet")
		first := s.idea(domain.Customer, "The first that was shipped")
		s.forward(12 * 24 * time.Hour)
		partly, back, hidden := s.idea(domain.Customer, "Shipped in one part only"),
			s.idea(domain.Customer, "Shipped and taken up again"), s.idea(domain.Customer, "Shipped and hidden")
		s.steps(first, untilShipped...)
		s.steps(partly, append(slices.Clone(untilShipped[:3]), domain.StatusPartlyShipped)...)
		s.steps(back, append(untilShipped, domain.StatusInProgress)...)
		s.steps(hidden, untilShipped...)
		s.must(s.app.RemoveIdea(ctx, s.actor(domain.Moderator), hidden))
		s.must(s.db.Tx(ctx, func(q *store.Tx) error {
			n := store.NewIdea{Idea: domain.Idea{Title: "Imported as shipped", Space: s.spaces[0],
				Author: domain.MemberRef{ID: s.members[domain.Customer]}, Status: domain.StatusShipped, Created: s.now()},
				Digest: []byte("imported")}
			_, err := q.CreateIdea(ctx, n)
			return err
		}))
		page := guest.get("/shipped").want(http.StatusOK, "shipped after 12 days", "The member", "The engineer", "Engineer",
			fmt.Sprintf("What the team says of idea %d as shipped.", first),
			fmt.Sprintf("What the team says of idea %d as partly_shipped.", partly), "shipped before it came here", "1 point")
		if got, want := titles(page), []string{"Shipped in one part only", "The first that was shipped",
			"Imported as shipped"}; !slices.Equal(got, want) {
			t.Errorf("it lists %v, want %v", got, want)
		}
		s.steps(back, domain.StatusShipped)
		if got := titles(s.as(domain.Officer).get("/shipped")); len(got) != 4 || got[0] != "Shipped and taken up again" {
			t.Errorf("shipped once more it lists %v", got)
		}
		s.must(s.app.CountFigures(ctx))
		guest.get("/").want(http.StatusOK, `<a href="/shipped">4 shipped</a>`)
		guest.accept = "de"
		guest.get("/shipped").want(http.StatusOK, "Umgesetzte Ideen", "nach 12 Tagen umgesetzt", "Entwicklung")
		if wrong, err := s.db.Reader().CheckCounts(ctx); err != nil || len(wrong) != 0 {
			t.Errorf("%+v, %v", wrong, err)
		}
	})
}

// The list comes page by page, each idea once, also those of the same moment and those
// without one.
func TestPagesOfIdeasInAction(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.must(s.db.Tx(t.Context(), func(q *store.Tx) error {
			for n := range 47 {
				status := domain.StatusShipped
				if n%2 == 0 {
					status = domain.StatusInProgress
				}
				i := domain.Idea{Title: fmt.Sprintf("Idea number %d", n), Space: s.spaces[0],
					Author: domain.MemberRef{ID: s.members[domain.Customer]}, Status: status, Created: s.now()}
				var err error
				if i.ID, err = q.CreateIdea(t.Context(), store.NewIdea{Idea: i, Digest: []byte(i.Title)}); err != nil {
					return err
				}
				if status == domain.StatusInProgress {
					if _, err := q.SetStatus(t.Context(), i, domain.StatusShipped, s.actor(domain.Engineer), "",
						s.now().Add(time.Duration(n/6)*time.Hour)); err != nil {
						return err
					}
				}
			}
			return nil
		}))
		b, seen := s.browser(), map[string]int{}
		pages := 0
		for path := "/shipped"; path != ""; pages++ {
			page := b.get(path).want(http.StatusOK)
			for _, title := range titles(page) {
				seen[title]++
			}
			path, _ = page.doc().Find("a[rel=next]").Attr("href")
		}
		if pages != 3 || len(seen) != 47 {
			t.Errorf("%d pages show %d ideas", pages, len(seen))
		}
		for title, n := range seen {
			if n != 1 {
				t.Errorf("%s is shown %d times", title, n)
			}
		}
	})
}

// One's own account tells what came of the ideas that one promoted, since then, and
// tells it to nobody else.
func TestWhatOnesVotesLedTo(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		ctx, me := t.Context(), s.actor(domain.Officer)
		vote := func(title string, v domain.Vote, before, after []domain.Status) int64 {
			id := s.idea(domain.Customer, title)
			s.steps(id, before...)
			_, err := s.app.Vote(ctx, me, id, v)
			s.must(err)
			s.forward(time.Minute)
			s.steps(id, after...)
			return id
		}
		shipped := vote("Promoted and shipped", domain.Promote, nil, untilShipped)
		vote("Demoted and declined", domain.Demote, nil, []domain.Status{domain.StatusDeclined})
		vote("Promoted once it was accepted", domain.Promote, untilShipped[:2], nil)
		declined := vote("Promoted and declined", domain.Promote, nil, []domain.Status{domain.StatusDeclined})
		hidden := vote("Promoted, declined and hidden", domain.Promote, nil, []domain.Status{domain.StatusDeclined})
		s.must(s.app.RemoveIdea(ctx, s.actor(domain.Moderator), hidden))
		vote("Promoted and reviewed again", domain.Promote, nil, []domain.Status{domain.StatusDeclined, domain.StatusUnderReview})
		account := s.as(domain.Officer).get("/account").want(http.StatusOK,
			fmt.Sprintf("What the team says of idea %d as shipped.", shipped),
			fmt.Sprintf("What the team says of idea %d as declined.", declined))
		got := account.doc().Find("#outcomes li a[href^='/ideas/']").Map(func(_ int, a *goquery.Selection) string { return a.Text() })
		if want := []string{"Promoted and declined", "Promoted and shipped"}; !slices.Equal(got, want) {
			t.Errorf("it tells of %v, want %v", got, want)
		}
		s.as(domain.Moderator).get("/account").want(http.StatusOK, "No idea that you promoted was decided lately.")
	})
}

// A member's page names the queues that an engineer decides in and the last decisions,
// none about a hidden idea; spaces and products name their queue.
func TestWhoAnswersIsNamed(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		p := s.product("Moss Keyboard")
		s.queueFor("Thermal Engineering", domain.Covers{Spaces: s.spaces[:1], Products: []domain.Product{p}})
		kept, hidden := s.idea(domain.Customer, "Decided and there to see"), s.idea(domain.Customer, "Decided and hidden since")
		s.steps(kept, domain.StatusDeclined)
		s.steps(hidden, domain.StatusDeclined)
		s.must(s.app.RemoveIdea(t.Context(), s.actor(domain.Moderator), hidden))
		for _, role := range domain.Roles {
			b := s.as(role)
			page := b.get("/members/"+itoa(s.members[domain.Engineer])).want(http.StatusOK, "Thermal Engineering", "(queue)",
				"Decided and there to see", fmt.Sprintf("What the team says of idea %d as declined.", kept))
			if strings.Contains(page.body, "Decided and hidden since") {
				t.Errorf("%s is told of a hidden idea", role)
			}
			for path, want := range map[string]bool{"/spaces": true, "/spaces/" + s.spaces[0].Slug: true, "/spaces/" +
				s.spaces[1].Slug: false, p.Path(): true} {
				page := b.get(path).want(http.StatusOK)
				if strings.Contains(page.body, "Thermal Engineering") != want {
					t.Errorf("%s on %s: names the queue, want %v", role, path, want)
				}
				if leads := strings.Contains(page.body, `href="/queues/thermal-engineering"`); leads != (want && role.Staff()) {
					t.Errorf("%s on %s: leads to the queue: %v", role, path, leads)
				}
			}
		}
	})
}
