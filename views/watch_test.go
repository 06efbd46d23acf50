package views

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
)

// The log of the rule tells sentences: since when, by what, and the number.
func TestTheLogTellsSentences(t *testing.T) {
	english, german := i18n.With(t.Context(), i18n.For("en")), i18n.With(t.Context(), i18n.For("de"))
	rule := domain.Rule{Ratings: 10, Under: 20, For: 168 * time.Hour}
	at := time.Date(2026, 11, 21, 9, 30, 0, 0, time.UTC)
	event := func(cause domain.Cause, from, to domain.State, n, sum int64) domain.ProductEvent {
		return domain.ProductEvent{At: at, Cause: cause, From: from, To: to, N: n, Sum: sum, Revision: "B"}
	}
	watched := event(domain.CauseRating, domain.Listed, domain.Watched, 10, 14)
	for _, c := range []struct{ got, want string }{
		{eventSentence(english, rule, watched), "On watch since 21 Nov 2026: the 10th rating put it at 1.40"},
		{eventSentence(german, rule, watched), "Unter Beobachtung seit 21. Nov. 2026: die 10. Bewertung brachte es auf 1,40"},
		{eventSentence(english, rule, event(domain.CauseRating, domain.Watched, domain.Listed, 22, 46)),
			"No longer on watch since 21 Nov 2026: the 22nd rating put it at 2.09"},
		{eventSentence(english, rule, event(domain.CauseClock, domain.Watched, domain.Withdrawn, 11, 19)),
			"Out of the catalog since 21 Nov 2026: its time was up, at 1.73"},
		{eventSentence(english, rule, event(domain.CauseDeletion, domain.Listed, domain.Unrated, 0, 0)),
			"Without ratings since 21 Nov 2026: no rating of this revision counts"},
		{eventSentence(english, rule, event(domain.CauseRevision, domain.Withdrawn, domain.Unrated, 0, 0)),
			"Released on 21 Nov 2026: revision B"},
		{eventSentence(english, rule, event(domain.CauseUndo, domain.Listed, domain.Listed, 9, 40)),
			"Since 21 Nov 2026 the ratings of some days count again"},
		{ordinal(english, 1), "1st"}, {ordinal(english, 11), "11th"}, {ordinal(english, 103), "103rd"}, {ordinal(english, 112), "112th"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

// A merged idea leads to where it went on.
func TestAMergedIdeaLinksItsTarget(t *testing.T) {
	page := IdeaPage{Idea: domain.Idea{ID: 7, Title: "A fan that is quiet", Status: domain.StatusMerged,
		Into: &domain.Idea{ID: 3, Title: "A quieter fan", Words: "a-quieter-fan"}}}
	var out bytes.Buffer
	if err := Idea(page).Render(i18n.With(t.Context(), i18n.For("en")), &out); err != nil {
		t.Fatal(err)
	}
	if want := `<a href="/ideas/3-a-quieter-fan"><bdi>A quieter fan</bdi></a>`; !strings.Contains(out.String(), want) {
		t.Errorf("the page of a merged idea has no %s", want)
	}
}
