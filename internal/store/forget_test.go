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

// What the desk decided, who was cleared of voting as one, words that found nothing and hosts
// that letters went to are forgotten in small transactions; what is younger, open or still
// says that votes are kept out stays, and what names a row that went names none.
func TestWhatWasDecidedIsForgottenInSteps(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		insert := func(into, values string, args ...any) {
			t.Helper()
			if err := db.Tamper(ctx, "INSERT INTO "+into+" VALUES "+fmt.Sprintf(values, args...)); err != nil {
				t.Fatal(into, err)
			}
		}
		for id := 1; id <= 9; id++ {
			at := []int{1000, 9000, 0}[id%3] // old, young, open
			insert("members (id, name, email, role, created_at, suspected)",
				"(%[1]d, 'M%[1]d', 'm%[1]d@example.org', 'member', 1, %[2]d)", id, map[int]int{6: 6}[id])
			insert("desk_rows (id, kind, part, subject, harm, created_at, closed_at)",
				"(%[1]d, 'flags', 'idea', %[1]d, 1, 1, %[2]d)", id, at)
			insert("desk_seen (row_id, member_id, at)", "(%d, 1, 1)", id)
			insert("flags (part, subject, member_id, author_id, reason, words, weight, created_at, row_id)",
				"('idea', %[1]d, %[1]d, 0, 'spam', '', 1, 1, %[1]d)", id)
			outcome := map[bool]string{true: "kept_out", false: "counted"}[id == 6]
			insert("vote_groups (id, ground, by_rule, found_at, outcome, decided_at)",
				"(%d, 'network', FALSE, 1, '%s', %d)", id, outcome, at)
			insert("vote_suspects (group_id, member_id, idea_id, voted_at, network)", "(%[1]d, %[1]d, 1, 1, 'n')", id)
			insert("missed_searches (words, times, last_day)", "('w%d', 1, %d)", id, at)
			insert("mail_hosts (host, minute, sent)", "('h%d.example.org', %d, 1)", id, at)
		}
		before := time.UnixMilli(5000)
		for what, forget := range map[string]func(*store.Tx) (bool, error){
			"rows":     func(q *store.Tx) (bool, error) { return q.ForgetDeskRows(ctx, before, 2) },
			"suspects": func(q *store.Tx) (bool, error) { return q.ForgetSuspects(ctx, before, before, 2) },
			"missed":   func(q *store.Tx) (bool, error) { return q.ForgetMissed(ctx, 5000, 2) },
			"hosts":    func(q *store.Tx) (bool, error) { return q.ForgetMailHosts(ctx, time.Unix(5000*60, 0), 2) },
		} {
			steps := 0
			for more := true; more; steps++ {
				err := db.Tx(ctx, func(q *store.Tx) (err error) { more, err = forget(q); return err })
				if err != nil || steps > 5 {
					t.Fatal(what, steps, err)
				}
			}
			if steps < 2 {
				t.Errorf("%s went in one step", what)
			}
		}
		for what, want := range map[string]int64{
			"desk_rows": 6, "desk_seen": 6, "flags": 9, "flags WHERE row_id IS NULL": 3, "vote_groups": 9, "vote_suspects": 7,
			"vote_suspects WHERE network = ''": 1, "missed_searches": 3, "mail_hosts": 3,
		} {
			if n, err := db.Count(ctx, what); err != nil || n != want {
				t.Errorf("%s: %d, want %d: %v", what, n, want, err)
			}
		}
	})
}
