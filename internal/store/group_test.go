package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"groundswell/internal/domain"
)

// openGroup opens a migrated SQLite file. It is not storetest's, because these
// tests reach inside the group commit.
func openGroup(t *testing.T) *DB {
	t.Helper()
	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "group.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if _, err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return db
}

// blocked holds the writer in a transaction until release is called, so that
// everything sent meanwhile becomes one group.
func blocked(t *testing.T, db *DB) (release func()) {
	t.Helper()
	inside, gate := make(chan struct{}), make(chan struct{})
	done := make(chan error, 1)
	go func() {
		done <- db.Tx(context.Background(), func(*Tx) error { close(inside); <-gate; return nil })
	}()
	<-inside
	return func() {
		close(gate)
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func setting(key string) func(*Tx) error {
	return func(q *Tx) error {
		_, err := q.exec(context.Background(), "INSERT INTO settings (key, value, changed_at) VALUES ($1, 'x', 0)", key)
		return err
	}
}

// settingsOf lists which of the keys that tests write are there, in their order.
func settingsOf(t *testing.T, db *DB) string {
	t.Helper()
	have, err := list(t.Context(), db.Reader().handle, "SELECT key FROM settings", nil, func(rows *sql.Rows) (key string, err error) {
		return key, rows.Scan(&key)
	})
	if err != nil {
		t.Fatal(err)
	}
	keys := slices.DeleteFunc([]string{"first", "late", "duplicate", "panic", "lost", "fourth"}, func(key string) bool {
		return !slices.Contains(have, key)
	})
	return strings.Join(keys, " ")
}

// send starts a write and waits until it stands in the queue.
func send(t *testing.T, db *DB, all *sync.WaitGroup, ctx context.Context, fn func(*Tx) error, check func(error)) {
	t.Helper()
	before := len(db.writer.(*group).queue)
	all.Go(func() {
		defer func() {
			if v := recover(); v != nil {
				check(panicked{v})
			}
		}()
		check(db.Tx(ctx, fn))
	})
	for len(db.writer.(*group).queue) == before {
		select {
		case <-t.Context().Done():
			t.Fatal("the write never queued")
		default:
		}
	}
}

// When SQLite ends the transaction by itself, nothing may run in autocommit:
// the group is rolled back and every member runs again alone, once.
func TestALostGroupRunsAgainOneByOne(t *testing.T) {
	db := openGroup(t)
	var all sync.WaitGroup
	release := blocked(t, db)
	runs := 0
	send(t, db, &all, t.Context(), setting("first"), func(err error) {
		if err != nil {
			t.Errorf("first: %v", err)
		}
	})
	send(t, db, &all, t.Context(), func(q *Tx) error {
		runs++
		if err := setting("lost")(q); err != nil {
			return err
		}
		if _, err := q.run.ExecContext(q.group, "ROLLBACK"); err != nil { // what a full disk does
			return err
		}
		if err := setting("late")(q); !errors.Is(err, errLost) {
			t.Errorf("a statement after the loss: %v", err)
		}
		return nil
	}, func(err error) {
		if domain.KindOf(err) != domain.Unavailable {
			t.Errorf("lost: %v", err)
		}
	})
	send(t, db, &all, t.Context(), setting("fourth"), func(err error) {
		if err != nil {
			t.Errorf("fourth: %v", err)
		}
	})
	release()
	all.Wait()
	if got := settingsOf(t, db); got != "first fourth" || runs != 2 {
		t.Errorf("there are: %s; the one that lost ran %d times", got, runs)
	}
}

// On a full disk writes answer that they cannot be taken now, reading goes on,
// nothing is half there, and with room again everything works.
func TestAFullDisk(t *testing.T) {
	db := openGroup(t)
	ctx := t.Context()
	limit := func(pages int) {
		t.Helper()
		if _, err := db.writer.(*group).conn.ExecContext(ctx, fmt.Sprintf("PRAGMA max_page_count = %d", pages)); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Tx(ctx, setting("first")); err != nil {
		t.Fatal(err)
	}
	limit(1) // SQLite takes it as: no page more than there are
	large := func(q *Tx) error {
		if err := setting("late")(q); err != nil {
			return err
		}
		_, err := q.exec(ctx, "INSERT INTO settings (key, value, changed_at) VALUES ('large', $1, 0)", strings.Repeat("x", 1<<20))
		return err
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if err := db.Tx(ctx, large); domain.KindOf(err) != domain.Unavailable {
				t.Errorf("a write on a full disk: %v", err)
			}
		})
	}
	all.Wait()
	if got := settingsOf(t, db); got != "first" {
		t.Errorf("there are: %s", got)
	}
	limit(1_000_000)
	if err := db.Tx(ctx, setting("fourth")); err != nil {
		t.Errorf("with room again: %v", err)
	}
	if got := settingsOf(t, db); got != "first fourth" {
		t.Errorf("there are: %s", got)
	}
}

func TestBindRefusesTheWrongNumberOfArguments(t *testing.T) {
	for _, args := range []int{1, 3} {
		if _, err := bind(sqlite, "SELECT $2, $1", args); err == nil {
			t.Errorf("%d arguments for two placeholders went unnoticed", args)
		}
	}
	text, err := bind(sqlite, "SELECT $2, $1", 2)
	if err != nil || text != "SELECT ?2, ?1" {
		t.Errorf("%q, %v", text, err)
	}
}
