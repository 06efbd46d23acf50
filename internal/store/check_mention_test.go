package store_test

import (
	"testing"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// What accounts are found by, and whom comments name, is held against the names and the
// words.
func TestCheckReadsNamesAndMentions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		members, idea := seed(t, db, "Ann")
		ann := members[0]
		err := db.Tx(ctx, func(q *store.Tx) error {
			id, err := q.CreateComment(ctx, store.NewComment{Idea: domain.Idea{ID: idea}, Author: domain.MemberRef{ID: ann},
				Body: "Ask @Ann.", Created: noon})
			if err != nil {
				return err
			}
			return q.SetMentions(ctx, id, []domain.Mention{{Member: domain.MemberRef{ID: ann}, Word: "Ann"}})
		})
		if err != nil {
			t.Fatal(err)
		}
		wantNamesInOrder(t, db)
		for _, statement := range []string{
			"UPDATE comment_texts SET body = 'Ask nobody.'", "UPDATE comment_texts SET body = 'Ask @Ann.'",
			"UPDATE members SET name = 'Berta'", "DELETE FROM member_names",
		} {
			if err := db.Tamper(ctx, statement); err != nil {
				t.Fatal(err)
			}
			wrong, err := db.Reader().CheckNames(ctx)
			if want := statement != "UPDATE comment_texts SET body = 'Ask @Ann.'"; err != nil || (len(wrong) > 0) != want {
				t.Errorf("%s: %+v, %v", statement, wrong, err)
			}
		}
	})
}
