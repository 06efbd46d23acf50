package store_test

import (
	"testing"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// The recount of reasons notices every kind of wrong number.
func TestTheRecountOfReasonsNotices(t *testing.T) {
	for _, tamper := range []string{
		"UPDATE reason_counts SET critical = critical + 1", "UPDATE reason_counts SET words = 0", "DELETE FROM reason_counts",
		"UPDATE reason_chips SET ticked = 7 WHERE idea_id > 0", "UPDATE reasons SET importance = 1",
		"UPDATE votes SET value = 0",
		"UPDATE reasons SET chip_1 = 0",
	} {
		storetest.Each(t, func(t *testing.T, db *store.DB) {
			ctx := t.Context()
			members, idea := seed(t, db, "ada", "ben")
			vote(t, db, idea, members[1], domain.Promote, noon)
			err := db.TxOnIdea(ctx, idea, func(q *store.Tx) error {
				b, err := q.Ballot(ctx, domain.Actor{ID: members[1], System: true}, idea)
				if err != nil {
					return err
				}
				if err := q.AddChip(ctx, 0, b.Idea.Space.ID, domain.Chip{NameEN: "Noise at night"}); err != nil {
					return err
				}
				chips, err := q.BeginChips(ctx, b.Idea)
				if err != nil {
					return err
				}
				said := domain.Reason{Importance: domain.Critical, Chips: []int64{chips[0].ID}, Words: "Because."}
				return q.SetReason(ctx, b, said, noon)
			})
			if err != nil {
				t.Fatal(err)
			}
			if wrong, err := db.Reader().CheckReasons(ctx); err != nil || len(wrong) != 0 {
				t.Fatalf("before: %v, %v", wrong, err)
			}
			if err := db.Tamper(ctx, tamper); err != nil {
				t.Fatal(err)
			}
			if wrong, err := db.Reader().CheckReasons(ctx); err != nil || len(wrong) == 0 {
				t.Errorf("after %s: %v, %v", tamper, wrong, err)
			}
		})
	}
}
