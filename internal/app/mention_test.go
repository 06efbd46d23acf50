package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// named are the members whom the page of a comment's idea links to.
func (w *world) named(idea int64) (all []int64) {
	w.t.Helper()
	talk, err := w.db.Reader().Conversation(w.t.Context(), domain.CommentFilter{Idea: idea, Order: domain.OldestFirst})
	w.must(err)
	for _, c := range talk.Comments() {
		for _, m := range c.Mentions {
			all = append(all, m.Member.ID)
		}
	}
	slices.Sort(all)
	return all
}

// Whoever is named with an @ is kept with the comment, by the longest name, and nobody
// whose name is not theirs alone; an edit names anew, and who was suspended is not
// linked.
func TestMentions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ann, lee := w.member("Ann", "ann@example.org", domain.Customer), w.member("Ann Lee", "lee@example.org", domain.Customer)
		one, two := w.member("Max", "max1@example.org", domain.Customer), w.member("max", "max2@example.org", domain.Customer)
		idea := w.idea(ann, "A quieter fan for everyone")
		for body, want := range map[string][]domain.Actor{
			"Hello @Ann, and @ann lee.":           {ann, lee},
			"@Ann Lee: mail to x@Ann is none":     {lee},
			"@Max is two people":                  {},
			fmt.Sprintf("@Max#%d is one", two.ID): {two},
			"@Max#1 is somebody else's number":    {},
			"`@Ann` in code":                      {},
			"@Nobody, @ Ann, @@Ann, @":            {},
			"(@Ann) @Ann @ANN":                    {ann},
			strings.Repeat("@Ann ", 50):           {ann},
		} {
			id, err := w.free.AddComment(t.Context(), lee, idea, domain.CommentDraft{Body: body, Nonce: "n" + body})
			w.must(err)
			ids := make([]int64, len(want))
			for i, m := range want {
				ids[i] = m.ID
			}
			if got := w.named(idea); !slices.Equal(got, ids) {
				t.Errorf("%q names %v, want %v", body, got, ids)
			}
			w.must(w.free.DeleteComment(t.Context(), lee, id))
		}
		id, err := w.free.AddComment(t.Context(), lee, idea, domain.CommentDraft{Body: "@Ann", Nonce: "edited"})
		w.must(err)
		w.must(w.free.EditComment(t.Context(), lee, id, domain.CommentDraft{Body: fmt.Sprintf("@Ann Lee and @Max#%d", one.ID)}))
		if got := w.named(idea); !slices.Equal(got, []int64{lee.ID, one.ID}) {
			t.Errorf("after the edit it names %v", got)
		}
		w.must(w.free.Suspend(t.Context(), domain.System, one.ID, domain.Sanction{Reason: because}))
		if got := w.named(idea); !slices.Equal(got, []int64{lee.ID}) {
			t.Errorf("who is suspended is linked: %v", got)
		}
		_, err = w.free.AddComment(t.Context(), lee, idea, domain.CommentDraft{Body: "Now there is one: @Max", Nonce: "alone"})
		w.must(err)
		if got := w.named(idea); !slices.Contains(got, two.ID) {
			t.Errorf("the one who is left is not named: %v", got)
		}
	})
}

// Completion finds by the beginning of a name, tells namesakes apart, and offers nobody
// who is suspended, not confirmed, or came with an import.
func TestNamesAreCompleted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		asks := w.member("Zoe", "zoe@example.org", domain.Customer)
		w.member("Änne", "a1@example.org", domain.Customer)
		w.member("Anna", "a2@example.org", domain.Customer)
		twin := w.member("Anna", "a3@example.org", domain.Customer)
		gone := w.member("Annabel", "a4@example.org", domain.Customer)
		renamed := w.member("Bert", "a5@example.org", domain.Customer)
		w.must(w.free.Suspend(t.Context(), domain.System, gone.ID, domain.Sanction{Reason: because}))
		w.must(w.free.ChangeName(t.Context(), renamed, "Annegret"))
		w.must(db.Tx(t.Context(), func(q *store.Tx) error {
			if _, err := q.CreateMembers(t.Context(), []domain.Member{{Name: "Ann of a file", Role: domain.Customer}}); err != nil {
				return err
			}
			_, err := q.CreateMember(t.Context(), domain.Member{Name: "Ann unconfirmed", Email: "a6@example.org", Role: domain.Customer})
			return err
		}))
		offered := func(typed string) string {
			found, err := db.Reader().NamesLike(t.Context(), typed)
			w.must(err)
			var words []string
			for _, m := range found {
				words = append(words, m.Word)
			}
			return strings.Join(words, ", ")
		}
		first := fmt.Sprintf("Anna#%d, Anna#%d, Annegret", twin.ID-1, twin.ID)
		for typed, want := range map[string]string{"ANN": first, "änn": "Änne", "bert": "", "Ann'; --": ""} {
			if got := offered(typed); got != want {
				t.Errorf("%q offers %q, want %q", typed, got, want)
			}
		}
		for n := range 20 {
			w.member(fmt.Sprintf("Quill %02d", n), fmt.Sprintf("q%d@example.org", n), domain.Customer)
		}
		if got := strings.Count(offered("quill"), ","); got != domain.CompletionsMax-1 {
			t.Errorf("%d names are offered", got+1)
		}
		w.must(w.free.SetSettings(t.Context(), domain.System, domain.Settings{domain.LimitCompletionsMinute: "2"}))
		var err error
		for range 3 {
			err = w.app.CountCompletion(t.Context(), asks.ID)
		}
		w.want(err, domain.TooMany, "the third question in a moment")
	})
}
