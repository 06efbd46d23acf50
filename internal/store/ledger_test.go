package store_test

import (
	"fmt"
	"strings"
	"testing"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// The check finds a line of the ledger that is shown where it should not be, is
// somewhere else than its idea, or answers what another line answered.
func TestCheckFindsMislaidLines(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		members, idea := seed(t, db, "ada")
		err := db.Tx(ctx, func(q *store.Tx) error {
			_, err := q.SetStatus(ctx, domain.Idea{ID: idea, Status: domain.StatusNew}, domain.StatusDeclined,
				domain.Actor{ID: members[0], Role: domain.Engineer},
				"It cannot be built this way.", noon)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, wrong := range []string{"shown = FALSE", "answers = FALSE", "space_id = 0", "product_id = 7"} {
			found, err := db.Reader().CheckCounts(ctx)
			if err != nil || len(found) != 0 {
				t.Fatalf("before %s: %+v, %v", wrong, found, err)
			}
			if err := db.Tamper(ctx, "UPDATE decisions SET "+wrong); err != nil {
				t.Fatal(err)
			}
			found, err = db.Reader().CheckCounts(ctx)
			if err != nil || len(found) != 1 || !strings.Contains(fmt.Sprint(found), "ledger") {
				t.Errorf("%s: %+v, %v", wrong, found, err)
			}
			if err := db.Tamper(ctx, "UPDATE decisions SET shown = TRUE, answers = TRUE, product_id = 0, space_id = (SELECT MIN(id) FROM spaces)"); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// Each way to narrow the ledger walks an index of its own, however long it is.
func TestLedgerWalksAnIndex(t *testing.T) {
	db := storetest.Open(t, storetest.SQLite(t))
	for column, index := range map[string]string{
		"id > 0": "ledger_of_all", "space_id = 1": "ledger_in_space", "product_id > 0 AND product_id = 1": "ledger_of_product",
		"queue_id > 0 AND queue_id = 1": "ledger_of_queue", "member_id = 1": "ledger_of_member", "to_status = 'declined'": "ledger_by_outcome",
	} {
		plan, err := db.Plan(t.Context(), "SELECT id FROM decisions WHERE shown AND undone_at = 0 AND "+column+" ORDER BY id DESC LIMIT 21")
		if err != nil || !strings.Contains(plan, index) {
			t.Errorf("%s: %s, %v", column, plan, err)
		}
	}
}
