package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// line holds the row of an idea, so that the writes sent meanwhile become one group.
type line struct {
	t       *testing.T
	db      *store.DB
	members []int64
	idea    int64
	gate    chan struct{}
	all     sync.WaitGroup
}

func hold(t *testing.T, db *store.DB, members int) *line {
	t.Helper()
	var names []string
	for n := range members {
		names = append(names, fmt.Sprint("member-", n))
	}
	ids, idea := seed(t, db, names...)
	return holdOn(t, db, ids, idea)
}

func holdOn(t *testing.T, db *store.DB, members []int64, idea int64) *line {
	t.Helper()
	l := &line{t: t, db: db, members: members, idea: idea, gate: make(chan struct{})}
	inside := make(chan struct{})
	l.all.Go(func() {
		first := sync.OnceFunc(func() { close(inside) })
		if err := db.TxOnIdea(context.Background(), l.idea, func(*store.Tx) error { first(); <-l.gate; return nil }); err != nil {
			t.Error(err)
		}
	})
	<-inside
	return l
}

// vote is a write that promotes for a member, and goes on with what also says.
func (l *line) vote(ctx context.Context, member int, also func(q *store.Tx) error) func(*store.Tx) error {
	return l.cast(ctx, member, domain.Promote, also)
}

func (l *line) cast(ctx context.Context, member int, v domain.Vote, also func(q *store.Tx) error) func(*store.Tx) error {
	return func(q *store.Tx) error {
		b, err := q.Ballot(ctx, domain.Actor{ID: l.members[member], System: true}, l.idea)
		if err != nil {
			return err
		}
		if _, err := q.SetVote(ctx, b, v, noon); err != nil {
			return err
		}
		return also(q)
	}
}

func nothing(*store.Tx) error { return nil }

// send starts a write, waits until it stands in line, and checks its answer.
func (l *line) send(ctx context.Context, what string, fn func(*store.Tx) error, want func(error) bool) {
	l.t.Helper()
	before := l.db.Waiting(l.idea)
	l.all.Go(func() {
		var err error
		defer func() {
			if v := recover(); v != nil {
				err = fmt.Errorf("panic: %v", v)
			}
			if !want(err) {
				l.t.Errorf("%s: %v", what, err)
			}
		}()
		err = l.db.TxOnIdea(ctx, l.idea, fn)
	})
	for l.db.Waiting(l.idea) == before {
		if l.t.Context().Err() != nil {
			l.t.Fatal("the write never stood in line")
		}
	}
}

// good sends a vote that must be there, once, as soon as it is answered.
func (l *line) good(ctx context.Context, member int) {
	l.t.Helper()
	l.send(ctx, fmt.Sprint("vote of ", member), l.vote(ctx, member, nothing), func(err error) bool {
		mine, readErr := l.db.Reader().Votes(ctx, l.members[member], []int64{l.idea})
		return err == nil && readErr == nil && mine.Votes[l.idea] == domain.Promote
	})
}

// end lets the group go and compares what is there.
func (l *line) end(ctx context.Context, promotes int64) {
	l.t.Helper()
	close(l.gate)
	l.all.Wait()
	seen, err := l.db.Reader().IdeaFor(ctx, domain.System, l.idea, 0)
	if err != nil || seen.Promotes != promotes {
		l.t.Errorf("%d votes are there, want %d; %v", seen.Promotes, promotes, err)
	}
	if votes, err := l.db.Count(ctx, "votes"); err != nil || votes != promotes {
		l.t.Errorf("%d rows are there, want %d; %v", votes, promotes, err)
	}
	checkCounts(l.t, l.db)
}

// One member of a group times out before it starts, one breaks a constraint, one is
// refused, one panics: the others' rows are there when they are told so, once.
func TestAMemberOfAGroupHarmsNobodyElse(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		l := hold(t, db, 8)
		gone, leave := context.WithCancel(ctx)
		l.good(ctx, 0)
		l.send(gone, "late", l.vote(ctx, 1, nothing), func(err error) bool { return errors.Is(err, context.Canceled) })
		l.good(ctx, 2)
		l.send(ctx, "duplicate", l.vote(ctx, 3, func(q *store.Tx) error {
			_, err := q.CreateSpace(ctx, domain.Space{Slug: "gaming", Name: "Gaming"}, noon)
			return err
		}), func(err error) bool { return domain.KindOf(err) == domain.Invalid })
		l.send(ctx, "one that goes on after an error", l.vote(ctx, 4, func(q *store.Tx) error {
			q.Exec(ctx, "INSERT INTO nowhere VALUES (1)")
			return errors.New("as tests do")
		}), func(err error) bool { return err != nil && err.Error() == "as tests do" })
		l.good(ctx, 5)
		l.send(ctx, "panic", l.vote(ctx, 6, func(*store.Tx) error { panic("as tests do") }),
			func(err error) bool { return err != nil && err.Error() == "panic: as tests do" })
		l.send(ctx, "refused", func(*store.Tx) error { return domain.ErrNotFound },
			func(err error) bool { return errors.Is(err, domain.ErrNotFound) })
		l.good(ctx, 7)
		leave()
		l.end(ctx, 4)
	})
}

// Where nobody fails, a group takes its idea's row once and commits once.
func TestAGroupIsOneCommit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		l := hold(t, db, 20)
		runs := 0
		for n := range l.members {
			l.send(ctx, fmt.Sprint("vote of ", n), l.vote(ctx, n, func(*store.Tx) error { runs++; return nil }),
				func(err error) bool { return err == nil })
		}
		l.end(ctx, 20)
		if runs != 20 {
			t.Errorf("the votes ran %d times, not once each", runs)
		}
	})
}

// Votes of a group are decided on each other: of one member the last counts, and what
// weighs once the newest days are empty is what would weigh if the votes had come one
// by one.
func TestVotesOfAGroupCountAsIfAlone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		members, idea := seed(t, db, "ada", "ben", "cleo", "dan")
		for n, days := range []int{450, 30, 1} {
			vote(t, db, idea, members[n], domain.Promote, noon.AddDate(0, 0, -days))
		}
		l := holdOn(t, db, members, idea)
		for _, c := range []struct {
			member   int
			v        domain.Vote
			promotes int64
		}{{3, domain.Promote, 4}, {3, domain.Demote, 3}, {3, domain.None, 3}, {2, domain.None, 2}, {1, domain.None, 1}, {3, domain.None, 1}} {
			check := func(q *store.Tx) error {
				b, err := q.Ballot(ctx, domain.System, idea)
				if b.Idea.Promotes != c.promotes {
					t.Errorf("after %v: %d promotes", c, b.Idea.Promotes)
				}
				return err
			}
			l.send(ctx, fmt.Sprint(c), l.cast(ctx, c.member, c.v, check), func(err error) bool { return err == nil })
		}
		close(l.gate)
		l.all.Wait()
		checkCounts(t, db)
	})
}

// What PostgreSQL takes back of a group, because another transaction had to go first
// or the connection broke, runs again member by member.
func TestALostLineRunsAgainOneByOne(t *testing.T) {
	for what, lose := range map[string]func(context.Context, *store.Tx) error{
		"a victim of a deadlock": func(context.Context, *store.Tx) error { return &pgconn.PgError{Code: "40P01"} },
		"a victim of serialisation": func(context.Context, *store.Tx) error {
			return fmt.Errorf("at last: %w", &pgconn.PgError{Code: "40001"})
		},
		"a connection that is closed": func(ctx context.Context, q *store.Tx) error {
			return q.Exec(ctx, "SELECT pg_terminate_backend(pg_backend_pid())")
		},
	} {
		t.Run(what, func(t *testing.T) {
			ctx, db := t.Context(), storetest.Open(t, storetest.Postgres(t))
			l := hold(t, db, 3)
			runs := 0
			l.good(ctx, 0)
			l.send(ctx, what, l.vote(ctx, 1, func(q *store.Tx) error {
				if runs++; runs == 1 {
					return lose(ctx, q)
				}
				return nil
			}), func(err error) bool { return err == nil })
			l.good(ctx, 2)
			l.end(ctx, 3)
		})
	}
}
