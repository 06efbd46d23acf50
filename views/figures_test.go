package views

import (
	"testing"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
)

// What a page claims is true, or it is not said.
func TestSentencesThatDependOnNumbers(t *testing.T) {
	english, german := i18n.With(t.Context(), i18n.For("en")), i18n.With(t.Context(), i18n.For("de"))
	points := &domain.Idea{Carried: 261}
	votes := &domain.Idea{Carried: 261, CarriedTally: domain.Tally{Promotes: 300, Demotes: 39}}
	for _, c := range []struct{ got, want string }{
		{carried(english, points), "261 points carried over from another platform."},
		{carried(english, votes), "Carried over from another platform: 261 points, 300 promoted, 39 demoted."},
		{carried(german, votes), "Von einer anderen Plattform übernommen: 261 Punkte, 300 dafür, 39 dagegen."},
		{ideasAndPeople(english, domain.Figures{Ideas: 12}), "12 ideas."},
		{ideasAndPeople(english, domain.Figures{Ideas: 12, People: 3}), "12 ideas from 3 people."},
		{declines(domain.Figures{}), "feed.declines"},
		{declines(domain.Figures{Unexplained: 1}), "feed.declines_here"},
		{whoRates(domain.Figures{}), "ratings.short"},
		{whoRates(domain.Figures{ImportedRatings: 1}), "ratings.short_imported"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}
