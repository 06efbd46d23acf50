package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"groundswell/internal/domain"
)

// Anybody reads the rules of moderation with the numbers in force, and how often decisions
// were overturned, in the month they were made in. Nobody is named.
func TestFairness(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		guest := s.browser()
		guest.get("/").want(200, `href="/fairness"`)
		guest.get("/fairness").want(200, "Nothing was decided or restricted",
			"its flags weigh 3 plus", "in at least 99 % of at least 30 decisions")
		s.must(s.app.SetSettings(t.Context(), domain.System, domain.Settings{domain.FlagHide: "4.5"}))
		guest.get("/fairness").want(200, "its flags weigh 4.5 plus")

		restored, kept := s.idea(domain.Customer, "A quokka that is restored"), s.idea(domain.Customer, "A quokka that is kept")
		standing := s.idea(domain.Customer, "A quokka that stays hidden")
		moderator, admin, author := s.as(domain.Moderator), s.as(domain.Admin), s.as(domain.Customer)
		for idea, do := range map[int64]string{restored: "hide", kept: "keep", standing: "hide"} {
			s.flags(domain.PartIdea, idea, domain.FlagSpam, domain.Officer)
			s.forward(90 * time.Minute)
			s.decides(moderator, domain.DeskFlag, do, "").want(http.StatusSeeOther)
		}
		admin.post("/moderation/rows/" + itoa(s.decidedAbout(kept)) + "/undo").want(http.StatusSeeOther)
		s.decides(moderator, domain.DeskFlag, "keep", "").want(http.StatusSeeOther)
		told, err := s.db.Reader().RestrictionOf(t.Context(), domain.PartIdea, restored, domain.Hidden)
		s.must(err)
		author.get("/account/restrictions").want(200, `href="/fairness"`)
		author.post("/account/restrictions/"+itoa(told.ID)+"/object", "words", objects).want(http.StatusSeeOther)
		s.forward(10 * time.Minute)
		s.decides(admin, domain.DeskObjection, "restore", "").want(http.StatusSeeOther)

		s.must(s.app.CountFairness(t.Context()))
		s.must(s.app.CountFigures(t.Context())) // which leaves these alone
		page := guest.get("/fairness").want(200, "2 of 5 decisions", "2 restrictions", "1 of 1 decided",
			"Mar 2026", "Flags 4, Objections 1", "2 overturned (40 %)", "half within 2 hours", "half within 10 minutes", "2 by people",
			"1 objection: 1 found right, 0 turned down, 0 open")
		if strings.Contains(page.body, "quokka") || strings.Contains(page.body, "The moderator") {
			t.Error("somebody, or a text, is named")
		}
		if n := guest.queriesOf("/fairness?again"); n != 1 {
			t.Errorf("the page takes %d queries", n)
		}
		guest.accept = "de"
		guest.get("/fairness").want(200, "Wie wir moderieren", "2 von 5 Entscheidungen", "März 2026",
			"Meldungen 4, Widersprüche 1", "Meldungen 4,5 plus")

		guest.accept = "en"
		s.forward(31 * 24 * time.Hour)
		s.must(s.app.CountFairness(t.Context()))
		guest.get("/fairness").want(200, "Mar 2026", "2 of 5 decisions")
		s.forward(335 * 24 * time.Hour) // it is March again
		s.must(s.app.CountFairness(t.Context()))
		guest.get("/fairness").want(200, "Nothing was decided or restricted")
	})
}

// decidedAbout is the newest decided row about an idea.
func (s *site) decidedAbout(idea int64) int64 {
	s.t.Helper()
	rows, err := s.db.Reader().DeskRows(s.t.Context(), domain.DeskFilter{Decided: true})
	s.must(err)
	i := slices.IndexFunc(rows.Items, func(r domain.DeskRow) bool { return r.Part == domain.PartIdea && r.Subject == idea })
	if i < 0 {
		s.t.Fatalf("nobody decided about idea %d", idea)
	}
	return rows.Items[i].ID
}
