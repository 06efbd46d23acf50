package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"groundswell/internal/domain"
)

// Staff open from an idea and from its card who voted, which way, on which day and for
// whom, a page at a time and with as many queries for many as for few; nobody else does.
func TestWhoVoted(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		q := s.team("Thermal", 0, s.members[domain.Engineer])
		i := s.takeUp(q, "A quieter fan for everyone")
		votes, officer := ideaPath(i.Idea.ID, "votes"), s.as(domain.Officer)
		few := officer.queriesOf(votes)
		recorded := officer.postFrom(i.Path(), ideaPath(i.Idea.ID, "recorded"), url.Values{
			"contact": {"Mira Voss"}, "company": {"Voss KG"}, "said": {"trade fair Cologne"},
		}).want(http.StatusSeeOther)
		if recorded.location != i.Path() {
			t.Errorf("from the card it leads to %s", recorded.location)
		}
		card := officer.get(i.Path()).want(http.StatusOK, `action="`+ideaPath(i.Idea.ID, "recorded")+`"`)
		if card.doc().Find("#staff [name=said]").Length() != 1 {
			t.Error("the card records no votes of others")
		}
		people := s.crowd(30)
		for n, m := range people {
			way := domain.Promote
			if n < 4 {
				way = domain.Demote
			}
			_, err := s.app.Vote(t.Context(), m, i.Idea.ID, way)
			s.must(err)
		}
		s.forward(48 * time.Hour)
		_, err := s.app.Vote(t.Context(), people[0], i.Idea.ID, domain.Promote)
		s.must(err)
		_, err = s.app.Vote(t.Context(), people[1], i.Idea.ID, domain.None)
		s.must(err)

		for _, b := range []*browser{s.browser(), s.as(domain.Customer)} {
			if a := b.get(votes); a.status == http.StatusOK || strings.Contains(b.get(i.Idea.Path()).body, votes) {
				t.Errorf("who is no staff reads who voted: %d", a.status)
			}
		}
		engineer := s.as(domain.Engineer)
		for _, page := range []string{i.Path(), i.Idea.Path()} {
			engineer.get(page).want(http.StatusOK, votes+`?way=1"`, votes+`?way=-1"`)
		}
		engineer.get(i.Path()).want(http.StatusOK, votes+`#days"`)
		first := engineer.get(votes).want(http.StatusOK, "Mira Voss", "(Voss KG)",
			"trade fair Cologne, recorded by The officer", "+27", "29 for, 2 against").doc()
		seen := map[string]bool{}
		for doc, pages := first, 1; ; pages++ {
			for _, row := range doc.Find("#voters li").EachIter() {
				seen[row.Find("b").First().Text()] = true
			}
			next, more := doc.Find(`a[rel="next"]`).Attr("href")
			if !more || pages > 3 {
				break
			}
			doc = engineer.get(next).want(http.StatusOK).doc()
			if strings.Contains(doc.Text(), "Mira Voss") || !strings.Contains(doc.Text(), "changed on") {
				t.Error("the second page has a contact, too, or not who changed their vote")
			}
		}
		if len(seen) != 30 { // the author, and all but the one who withdrew
			t.Errorf("%d members voted", len(seen))
		}
		against := engineer.get(votes + "?way=-1").want(http.StatusOK).doc().Find("#voters li")
		if against.Length() != 2 || strings.Contains(against.Text(), "for") {
			t.Errorf("against it are %q", against.Text())
		}
		if many := s.as(domain.Officer).queriesOf(votes); many != few || many > 6 {
			t.Errorf("the page takes %d queries, and %d with 31 votes", few, many)
		}
		huge := domain.Cursor{ID: 1 << 60}.String()
		engineer.get(votes+"?after="+huge).want(http.StatusOK, "Person 29")
		engineer.accept = "de"
		engineer.get(votes+"?way=odd").want(http.StatusOK, "Tage", fmt.Sprintf("Stimmen zu „%s“", i.Idea.Title))
	})
}
