package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
	"groundswell/migrations"
)

func TestMigrateIsIdempotentAndConcurrent(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		var all sync.WaitGroup
		for range 3 {
			db := storetest.Open(t, target)
			all.Go(func() {
				if steps, err := db.Migrate(t.Context()); err != nil || steps != 0 {
					t.Errorf("%d steps on a migrated database: %v", steps, err)
				}
			})
		}
		all.Wait()
	})
}

// Several replicas that start at once on an empty database make it once.
func TestReplicasMigrateTogether(t *testing.T) {
	target := storetest.EmptyPostgres(t)
	var all sync.WaitGroup
	var steps atomic.Int64
	for range 4 {
		db := storetest.Open(t, target)
		all.Go(func() {
			n, err := db.Migrate(t.Context())
			if err != nil {
				t.Error(err)
			}
			steps.Add(int64(n))
		})
	}
	all.Wait()
	known, err := migrations.All()
	if err != nil || steps.Load() != int64(len(known)) {
		t.Errorf("%d migrations ran, there are %d (%v)", steps.Load(), len(known), err)
	}
}

var comments = regexp.MustCompile(`--.*`)

// What SQLite would take without a word and PostgreSQL would not, or the other
// way round.
func TestMigrationsAreOneTextForBoth(t *testing.T) {
	all, err := migrations.All()
	if err != nil || len(all) == 0 {
		t.Fatal(all, err)
	}
	for _, m := range all {
		for what, pattern := range map[string]string{
			"BIGINT PRIMARY KEY without NOT NULL (SQLite inserts NULL)": `(?i)BIGINT\s+PRIMARY KEY`,
			"a word of one engine": `(?i)\b(AUTOINCREMENT|SERIAL|IDENTITY|BYTEA|BLOB|JSONB?|TIMESTAMP|DATETIME|now\(\))\b`,
		} {
			if found := regexp.MustCompile(pattern).FindString(comments.ReplaceAllString(m.Text, "")); found != "" {
				t.Errorf("%s has %s: %s", m.Name, what, found)
			}
		}
	}
}

func TestCheckEngine(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		wrong, err := db.CheckEngine(t.Context())
		if err != nil || len(wrong) > 0 {
			t.Errorf("%v, %v", wrong, err)
		}
	})
}

// A panic in a transaction reaches whoever asked, and nothing stays.
func TestAPanicRollsBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was swallowed")
				}
			}()
			db.Tx(t.Context(), func(q *store.Tx) error {
				if err := q.SetSetting(t.Context(), "x", "y", noon); err != nil {
					return err
				}
				panic("as tests do")
			})
		}()
		if values, err := db.Reader().Settings(t.Context()); err != nil || len(values) != 0 {
			t.Errorf("%v, %v", values, err)
		}
	})
}

func TestTxRollsBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		oops := errors.New("oops")
		err := db.Tx(t.Context(), func(q *store.Tx) error {
			if err := q.SetSetting(t.Context(), "x", "y", noon); err != nil {
				return err
			}
			return oops
		})
		if !errors.Is(err, oops) {
			t.Errorf("got %v", err)
		}
		if values, err := db.Reader().Settings(t.Context()); err != nil || len(values) != 0 {
			t.Errorf("%v, %v", values, err)
		}
		late, cancel := context.WithCancel(t.Context())
		cancel()
		if err := db.Tx(late, func(*store.Tx) error { t.Error("it started after its caller left"); return nil }); err == nil {
			t.Error("a write whose caller has left succeeded")
		}
	})
}

// An error says which verb asked the database what, and still is what it was.
func TestErrorsSayWhoAskedWhat(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := db.Reader().Space(gone, 1)
		if !errors.Is(err, context.Canceled) || !strings.HasPrefix(err.Error(), "store.Space: ") ||
			!strings.Contains(err.Error(), "on SELECT s.id, s.slug") {
			t.Errorf("got %v", err)
		}
		space := func(slug string) error {
			return db.Tx(t.Context(), func(q *store.Tx) error {
				_, err := q.CreateSpace(t.Context(), domain.Space{Name: "Desk " + slug, Slug: slug}, time.Unix(1, 0))
				return err
			})
		}
		if err := space("desk"); err != nil {
			t.Fatal(err)
		}
		if err := space("desk"); domain.KindOf(err) != domain.Invalid {
			t.Errorf("a refusal is %v", err)
		}
	})
}

func TestAuditChainNoticesWhatChanged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		var all sync.WaitGroup
		for n := range 20 { // at once: the chain must not fork
			all.Go(func() {
				err := db.Tx(ctx, func(q *store.Tx) error {
					return q.Audit(ctx, domain.AuditEntry{At: noon, Actor: int64(n), Action: "suspend", Object: "member", ObjectID: 7})
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n, err := db.Reader().CheckAudit(ctx); n != 20 || err != nil {
			t.Errorf("%d entries, %v", n, err)
		}
		for _, c := range []struct{ tamper, want string }{
			{"DELETE FROM audit WHERE id = 20", "the audit log ends at entry 19, but 20 were written"},
			{"UPDATE audit SET object_id = 8 WHERE id = 13", "audit entry 13 does not follow"},
			{"DELETE FROM audit WHERE id = 5", "audit entry 6 does not follow"},
		} {
			if err := db.Tamper(ctx, c.tamper); err != nil {
				t.Fatal(err)
			}
			if _, err := db.Reader().CheckAudit(ctx); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("after %s: %v", c.tamper, err)
			}
		}
	})
}

func TestAuditEntriesDependOnEverything(t *testing.T) {
	base := domain.AuditEntry{ID: 1, At: noon, Actor: 2, Action: "suspend", Object: "member", ObjectID: 3, Detail: "x"}
	for name, change := range map[string]func(*domain.AuditEntry){
		"id": func(e *domain.AuditEntry) { e.ID++ }, "time": func(e *domain.AuditEntry) { e.At = e.At.Add(time.Millisecond) },
		"actor": func(e *domain.AuditEntry) { e.Actor++ }, "action": func(e *domain.AuditEntry) { e.Action = "suspendm" },
		"object": func(e *domain.AuditEntry) { e.Object = "embers" }, "object id": func(e *domain.AuditEntry) { e.ObjectID++ },
		"detail": func(e *domain.AuditEntry) { e.Detail = "" },
	} {
		changed := base
		change(&changed)
		if string(changed.Chain(nil)) == string(base.Chain(nil)) {
			t.Errorf("the hash does not depend on the %s", name)
		}
	}
	if string(base.Chain([]byte("a"))) == string(base.Chain([]byte("b"))) {
		t.Error("the hash does not depend on what came before")
	}
}

// task is a job of the tests.
type task int

func (task) Kind() string      { return "test" }
func (task) Lane() domain.Lane { return domain.BulkLane }

// leaseJob leases one job of the tests.
func leaseJob(t *testing.T, db *store.DB, now time.Time) (domain.Job, bool) {
	t.Helper()
	var leased []domain.Job
	err := db.Tx(t.Context(), func(q *store.Tx) (err error) {
		leased, err = q.LeaseJobs(t.Context(), domain.BulkLane, 1, now, now.Add(time.Minute))
		return err
	})
	if err != nil || len(leased) == 0 {
		if err != nil {
			t.Error(err)
		}
		return domain.Job{}, false
	}
	return leased[0], true
}

func TestJobsAreLeasedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		err := db.Tx(ctx, func(q *store.Tx) error {
			for n := range 30 {
				if err := q.Promise(ctx, task(n), noon); err != nil {
					return err
				}
			}
			for range 2 { // promised twice, there once
				if err := q.PromiseOnce(ctx, task(31), "once", noon, noon); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		var mu sync.Mutex
		leased := map[int64]int{}
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				for misses := 0; misses < 5; {
					j, found := leaseJob(t, db, noon)
					if !found {
						misses++
						continue
					}
					mu.Lock()
					leased[j.ID]++
					mu.Unlock()
				}
			})
		}
		all.Wait()
		if len(leased) != 31 {
			t.Errorf("%d of 31 jobs were leased", len(leased))
		}
		for id, n := range leased {
			if n != 1 {
				t.Errorf("job %d was leased %d times", id, n)
			}
		}
	})
}

// A worker that was too slow must not finish what another one has taken over.
func TestOnlyTheLastLeaseCounts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		tx := func(fn func(*store.Tx) error) {
			t.Helper()
			if err := db.Tx(ctx, fn); err != nil {
				t.Fatal(err)
			}
		}
		tx(func(q *store.Tx) error { return q.Promise(ctx, task(1), noon) })
		slow, _ := leaseJob(t, db, noon)
		next, _ := leaseJob(t, db, noon.Add(2*time.Minute))
		for what, end := range map[string]func(*store.Tx) error{
			"finished": func(q *store.Tx) error {
				if err := q.FinishJob(ctx, slow); !errors.Is(err, domain.ErrNotFound) {
					return fmt.Errorf("finishing said %v", err)
				}
				return nil
			},
			"repeated": func(q *store.Tx) error { return q.RepeatJob(ctx, slow, noon.Add(2*time.Hour), noon) },
			"delayed":  func(q *store.Tx) error { return q.DelayJob(ctx, slow, "x", noon.Add(2*time.Hour), noon) },
			"gave up":  func(q *store.Tx) error { return q.GiveUpJob(ctx, slow, "x", noon) },
			"returned": func(q *store.Tx) error { return q.ReturnJob(ctx, slow, noon.Add(2*time.Hour)) },
		} {
			tx(end)
			if due, err := db.Reader().JobDue(ctx, domain.BulkLane, noon.Add(time.Hour)); err != nil || !due {
				t.Errorf("the slow worker %s another's job: %v", what, err)
			}
		}
		tx(func(q *store.Tx) error { return q.FinishJob(ctx, next) })
		if due, err := db.Reader().JobDue(ctx, domain.BulkLane, noon.Add(time.Hour)); err != nil || due {
			t.Errorf("the job is still there: %v", err)
		}
	})
}

func TestLimitsCountPerWindow(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		limit := store.Limit{Key: "k", Most: 3, Window: time.Minute}
		for _, c := range []struct {
			name  string
			after time.Duration
			full  bool
		}{
			{"the first", 0, false}, {"the second", time.Second, false}, {"the third", 2 * time.Second, false},
			{"one too many", 3 * time.Second, true}, {"and another", 59 * time.Second, true},
			{"a new window", time.Minute, false},
			{"a window of a clock that is a year behind", -365 * 24 * time.Hour, false},
		} {
			at := noon.Add(c.after)
			err := db.Tx(t.Context(), func(q *store.Tx) error {
				full, ends, err := q.UseLimit(t.Context(), limit, at)
				if full != c.full || full && !ends.Equal(noon.Add(time.Minute)) {
					t.Errorf("%s: full %v until %v", c.name, full, ends)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := db.Tx(t.Context(), func(q *store.Tx) error {
			return q.DeleteLimitsExpired(t.Context(), noon.AddDate(-2, 0, 0), noon.AddDate(-2, 0, 0))
		}); err != nil {
			t.Fatal(err)
		}
		if n, err := db.Count(t.Context(), "limits"); err != nil || n != 0 {
			t.Errorf("the sweep leaves %d windows that end in a year: %v", n, err)
		}
	})
}

// A binary works with a newer schema as long as each step that it does not hold says
// that it may; otherwise it neither starts nor is ready.
func TestABinaryAndANewerSchema(t *testing.T) {
	all, err := migrations.All()
	if err != nil {
		t.Fatal(err)
	}
	mine := all[len(all)-1].Version
	for _, c := range []struct {
		name  string
		needs int64
		works bool
	}{
		{"only adds", mine, true},
		{"needs a newer one", mine + 1, false},
		{"says nothing", 0, false},
	} {
		storetest.EachTarget(t, func(t *testing.T, target string) {
			db := storetest.Open(t, target)
			if err := db.PretendVersion(t.Context(), mine+2, c.needs); err != nil {
				t.Fatal(err)
			}
			steps, err := db.Migrate(t.Context())
			for _, err := range []error{err, db.Ready(t.Context()), db.Reader().Ping(t.Context())} {
				if works := err == nil; works != c.works || !works && !strings.Contains(err.Error(), "use the newer binary") {
					t.Errorf("%s: %v", c.name, err)
				}
			}
			if steps != 0 {
				t.Errorf("%s: took %d steps back", c.name, steps)
			}
			err = db.Snapshot(t.Context(), func(s *store.Snapshot) error { return s.Known(t.Context()) })
			if err == nil { // an archive would lack what the newer one added
				t.Errorf("%s: may be archived", c.name)
			}
		})
	}
}

// A statement's plan does not follow the values bound to it: an index over some
// rows is not taken because a value happens to be theirs. It is what keeps a kept
// statement from being planned anew with each use.
func TestPlansDoNotFollowValues(t *testing.T) {
	db := storetest.Open(t, storetest.SQLite(t))
	ctx := t.Context()
	if err := db.Tamper(ctx,
		"CREATE TABLE parts (kind INTEGER, size INTEGER); CREATE INDEX large_parts ON parts (size) WHERE kind = 5"); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]bool{
		"SELECT size FROM parts WHERE kind = 5 AND size > ?2 AND ?1 > 0": true, // written down, the index serves
		"SELECT size FROM parts WHERE kind = ?1 AND size > ?2":           false,
	} {
		plan, err := db.Plan(ctx, query, 5, 1)
		if err != nil || strings.Contains(plan, "large_parts") != want {
			t.Errorf("%s: %s, %v", query, plan, err)
		}
	}
}

// Of every column it is written down what becomes of it when a member asks for their
// data, when an account is erased and when the community moves.
func TestEveryColumnIsRegistered(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) { db.CheckRegistry(t) })
}

// Nobody serves a file before what is done at its end is done.
func TestAFileIsKeptUntilItsEnd(t *testing.T) {
	target := storetest.SQLite(t)
	alone := func() error {
		db, err := store.Open(t.Context(), target, store.Options{Alone: true})
		if err != nil {
			return err
		}
		return db.Close()
	}
	db, err := store.Open(t.Context(), target, store.Options{Alone: true})
	if err != nil {
		t.Fatal(err)
	}
	err = db.CloseWith(func() error {
		if err := alone(); err == nil {
			t.Error("another one serves it already")
		}
		if _, err := os.Stat(target + "-wal"); err == nil {
			t.Error("SQLite has it open")
		}
		return nil
	})
	if err != nil || alone() != nil {
		t.Error(err, "afterwards nobody can serve it")
	}
}
