package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// What was told before a time is forgotten in small transactions, with who heard of it and
// the letters about it; what is untold, still to be sent or younger stays.
func TestNewsAreForgottenInSteps(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		const old, young = 1000, 9000
		var members, events, heard, letters []string
		for member := 1; member <= 5; member++ {
			members = append(members, fmt.Sprintf("(%[1]d, 'M%[1]d', 'm%[1]d@example.org', 'member', 1)", member))
		}
		for id := 1; id <= 12; id++ {
			at, told, outcome := old, old, "sent"
			switch {
			case id == 3: // nobody was told of it
				told = 0
			case id == 4: // its letter waits
				outcome = ""
			case id > 10:
				at, told = young, young
			}
			events = append(events, fmt.Sprintf("(%d, 'comment', 1, %d, %d)", id, at, told))
			letters = append(letters, fmt.Sprintf("(%[1]d, 1, 'idea', %[1]d, 'example.org', 't%[1]d', 0, '%[2]s', %[3]d)", id, outcome, at))
			for member := range members {
				heard = append(heard, fmt.Sprintf("(%d, %d, 'idea', 1, FALSE)", id, member+1))
			}
		}
		for _, insert := range []string{
			"members (id, name, email, role, created_at) VALUES " + strings.Join(members, ", "),
			"events (id, kind, object_id, created_at, told_at) VALUES " + strings.Join(events, ", "),
			"notifications (event_id, member_id, part, object_id, direct) VALUES " + strings.Join(heard, ", "),
			"letters (id, member_id, part, object_id, host, token, due_at, outcome, created_at) VALUES " + strings.Join(letters, ", "),
		} {
			if err := db.Tamper(ctx, "INSERT INTO "+insert); err != nil {
				t.Fatal(insert, err)
			}
		}
		forget := func(what func(*store.Tx) (bool, error)) (steps int) {
			for more := true; more; steps++ {
				if err := db.Tx(ctx, func(q *store.Tx) (err error) { more, err = what(q); return err }); err != nil || steps > 20 {
					t.Fatal(steps, err)
				}
			}
			return steps
		}
		before := time.UnixMilli(5000)
		if n := forget(func(q *store.Tx) (bool, error) { return q.ForgetEvents(ctx, before, 20) }); n != 3 {
			t.Errorf("45 who heard went in %d steps of 20", n)
		}
		if n := forget(func(q *store.Tx) (bool, error) { return q.ForgetLetters(ctx, before, 5) }); n < 2 {
			t.Errorf("9 letters went in %d steps", n)
		}
		for table, want := range map[string]int64{"events": 3, "notifications": 15, "letters": 3} {
			if n, err := db.Count(ctx, table); err != nil || n != want {
				t.Errorf("%s has %d rows, want %d: %v", table, n, want, err)
			}
		}
	})
}

// Jobs that were given up before a time are forgotten in small transactions; younger ones
// and those that wait stay.
func TestDeadJobsAreForgottenInSteps(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		for id := 1; id <= 10; id++ {
			dead := 1000
			switch {
			case id > 8:
				dead = 0
			case id > 5:
				dead = 9000
			}
			insert := fmt.Sprintf(`INSERT INTO jobs (lane, kind, payload, run_at, set_at, created_at, dead_at)
				VALUES ('bulk', 'k', '{}', 1, 1, 1, %d)`, dead)
			if err := db.Tamper(ctx, insert); err != nil {
				t.Fatal(err)
			}
		}
		steps := 0
		for more := true; more; steps++ {
			if err := db.Tx(ctx, func(q *store.Tx) (err error) {
				more, err = q.ForgetDeadJobs(ctx, time.UnixMilli(5000), 2)
				return err
			}); err != nil || steps > 5 {
				t.Fatal(steps, err)
			}
		}
		dead, err := db.Reader().DeadJobs(ctx, domain.Cursor{}, 100)
		if err != nil || steps != 3 || len(dead.Items) != 3 {
			t.Errorf("%d steps leave %d, want 3 and 3: %v", steps, len(dead.Items), err)
		}
	})
}
