package store_test

import (
	"strings"
	"testing"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// What a clock ahead of its time promised, leased, delayed or repeated is due as
// soon as the clock is right; what another machine's clock did a moment ago is not.
func TestJobsOfAWrongClockAreDue(t *testing.T) {
	ahead := noon.AddDate(10, 0, 0)
	promise := func(q *store.Tx, at time.Time) error { return q.Promise(t.Context(), task(1), at) }
	for name, c := range map[string]struct {
		do  func(q *store.Tx) error
		due bool
	}{
		"promised":         {func(q *store.Tx) error { return promise(q, ahead) }, true},
		"promised for now": {func(q *store.Tx) error { return promise(q, noon) }, true},
		"promised for later": {func(q *store.Tx) error {
			return q.PromiseAt(t.Context(), task(1), noon.Add(time.Hour), noon)
		}, false},
		"promised by a machine that is a second ahead": {func(q *store.Tx) error { return promise(q, noon.Add(time.Second)) }, false},
		"leased": {func(q *store.Tx) error {
			if err := promise(q, noon); err != nil {
				return err
			}
			_, err := q.LeaseJobs(t.Context(), domain.BulkLane, 1, ahead, ahead.Add(time.Minute))
			return err
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *store.DB) {
				if err := db.Tx(t.Context(), c.do); err != nil {
					t.Fatal(err)
				}
				if due, err := db.Reader().JobDue(t.Context(), domain.BulkLane, noon); err != nil || due != c.due {
					t.Errorf("due %v, %v", due, err)
				}
				if _, leased := leaseJob(t, db, noon); leased != c.due {
					t.Errorf("leased %v", leased)
				}
				if _, leased := leaseJob(t, db, noon); leased {
					t.Error("leased twice")
				}
			})
		})
	}
}

func TestRowsOfTheFutureAreNamed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		err := db.Tx(ctx, func(q *store.Tx) error {
			if _, err := q.CreateMember(ctx, domain.Member{Name: "Early", Role: domain.Customer, Created: noon.AddDate(1, 0, 0)}); err != nil {
				return err
			}
			return q.Promise(ctx, task(1), noon.AddDate(10, 0, 0))
		})
		if err != nil {
			t.Fatal(err)
		}
		wrong, err := db.Reader().CheckClock(ctx, noon)
		said := strings.Join(wrong, "\n")
		if err != nil || len(wrong) != 2 || !strings.Contains(said, "table members has 1 rows whose created_at") ||
			!strings.Contains(said, "table jobs has 1 rows") {
			t.Errorf("%v\n%s", err, said)
		}
		if wrong, err := db.Reader().CheckClock(ctx, noon.AddDate(10, 0, 0)); err != nil || len(wrong) != 0 {
			t.Errorf("ten years later: %v, %v", wrong, err)
		}
	})
}
