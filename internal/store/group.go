package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/mattn/go-sqlite3"
)

// groupMax is how many writes share one commit at most.
const groupMax = 512

// errLost means that SQLite rolled the whole transaction back by itself, as it
// may when the disk is full or a statement was interrupted.
var errLost = errors.New("SQLite ended the transaction by itself")

// group is SQLite's writer. Writes that arrive together run one after another
// in one transaction, each in its own savepoint, and all are answered after the
// one commit: the disk is asked once for all of them.
type group struct {
	db      *sql.DB
	conn    *sql.Conn
	kept    *statements
	log     *slog.Logger
	ctx     context.Context // of every statement; never cancelled, see Tx
	queue   chan *write
	done    chan struct{}
	mu      sync.RWMutex // guards queue against a send after close
	closed  bool
	commits atomic.Int64
}

// write is one caller of Tx. It is answered once, on its channel.
type write struct {
	ctx    context.Context
	fn     func(*Tx) error
	err    error
	answer chan error
}

// panicked carries a panic of a write back to the goroutine that asked for it.
type panicked struct{ value any }

func (p panicked) Error() string { return fmt.Sprintf("panic in a transaction: %v", p.value) }

func newGroup(ctx context.Context, db *sql.DB, log *slog.Logger) (*group, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	g := &group{
		db: db, conn: conn, kept: newStatements(sqlite), log: log, ctx: context.Background(),
		queue: make(chan *write, groupMax), done: make(chan struct{}),
	}
	var loops sync.WaitGroup
	stop := make(chan struct{})
	loops.Go(func() { g.serve(); close(stop) })
	loops.Go(func() { g.checkpointWhenIdle(stop) })
	go func() { loops.Wait(); close(g.done) }()
	return g, nil
}

// do queues a write and waits for its answer. ctx counts until the write
// starts; afterwards the answer is always the truth.
func (g *group) do(ctx context.Context, fn func(*Tx) error) error {
	w := &write{ctx: ctx, fn: fn, answer: make(chan error, 1)}
	if err := g.enqueue(w); err != nil {
		return err
	}
	err := <-w.answer
	if p, ok := err.(panicked); ok {
		panic(p.value)
	}
	return err
}

func (g *group) enqueue(w *write) error {
	g.mu.RLock()
	defer g.mu.RUnlock()
	if g.closed {
		return errBusy
	}
	select {
	case g.queue <- w:
		return nil
	case <-w.ctx.Done():
		return w.ctx.Err()
	}
}

// close lets the queued writes finish and gives the connection back.
func (g *group) close() {
	g.mu.Lock()
	already := g.closed
	g.closed = true
	g.mu.Unlock()
	if !already {
		close(g.queue)
	}
	<-g.done
	g.conn.Close()
}

// serve takes whatever has queued up, as one group after another. A panic of a
// write never comes here. One of the writer itself leaves a transaction in a state
// that nobody knows: it is logged, and ends the process before anybody is told
// that something was kept.
func (g *group) serve() {
	defer func() {
		if v := recover(); v != nil {
			g.log.Error("the writer of the database cannot go on", "panic", v)
			panic(v)
		}
	}()
	for first := range g.queue {
		writes := []*write{first}
		for len(writes) < groupMax && len(g.queue) > 0 {
			w, ok := <-g.queue
			if !ok {
				break
			}
			writes = append(writes, w)
		}
		g.commit(writes)
	}
}

// commit runs a group. When SQLite lost the transaction, nothing of the group
// is there and nobody has been answered: each member runs again alone, once.
func (g *group) commit(writes []*write) {
	err := g.together(writes)
	if errors.Is(err, errLost) && len(writes) > 1 {
		g.log.Warn("a group commit was lost; its members run alone", "members", len(writes))
		for _, w := range writes {
			g.answer([]*write{w}, g.together([]*write{w}))
		}
		return
	}
	g.answer(writes, err)
}

// answer tells every member how it went: the group's error, or its own.
func (g *group) answer(writes []*write, err error) {
	if errors.Is(err, errLost) {
		err = fmt.Errorf("%w: %w", errBusy, err)
	}
	for _, w := range writes {
		if err != nil {
			w.err = err
		}
		w.answer <- w.err
	}
}

// together runs the writes in one transaction and commits.
func (g *group) together(writes []*write) error {
	if err := g.exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	for _, w := range writes {
		if w.err = w.ctx.Err(); w.err != nil {
			continue // its caller has gone, and it has not started
		}
		if err := g.member(w); err != nil {
			g.rollback()
			return err
		}
	}
	if err := g.exec("COMMIT"); err != nil {
		g.rollback()
		return err
	}
	g.commits.Add(1)
	return nil
}

// member runs one write in its savepoint and keeps its own error in it; the
// error returned is the group's.
func (g *group) member(w *write) error {
	if err := g.exec("SAVEPOINT member"); err != nil {
		return err
	}
	inside := handle{engine: sqlite, run: g.conn, kept: g.kept, group: g.ctx, check: g.lost}
	w.err = protect(w.fn, &Tx{reads: reads{inside}})
	if err := g.lost(); err != nil {
		return err
	}
	if w.err != nil {
		if err := g.exec("ROLLBACK TO member"); err != nil {
			return err
		}
	}
	return g.exec("RELEASE member")
}

// protect turns a panic into an error, so that one member cannot take its
// neighbours down.
func protect(fn func(*Tx) error, tx *Tx) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = panicked{v}
		}
	}()
	return fn(tx)
}

func (g *group) exec(statement string) error {
	_, err := g.conn.ExecContext(g.ctx, statement)
	return mapError(err)
}

// rollback ends the transaction if there still is one.
func (g *group) rollback() {
	if g.lost() != nil {
		return
	}
	if err := g.exec("ROLLBACK"); err != nil {
		g.log.Error("rolling back failed", "error", err)
	}
}

// lost returns errLost when the connection is in autocommit: whatever ran next
// would be committed statement by statement.
func (g *group) lost() error {
	auto := false
	err := g.conn.Raw(func(c any) error {
		auto = c.(*sqlite3.SQLiteConn).AutoCommit()
		return nil
	})
	if err != nil {
		return err
	}
	if auto {
		return errLost
	}
	return nil
}

// idleBeat is how long the writer must have been idle before its log is merged
// into the file, from another connection so that no write waits for it.
const idleBeat = 2 * time.Second

func (g *group) checkpointWhenIdle(stop <-chan struct{}) {
	beat := time.NewTicker(idleBeat)
	defer beat.Stop()
	var seen, merged int64
	for {
		select {
		case <-stop:
			return
		case <-beat.C:
		}
		now := g.commits.Load()
		if now == seen && now != merged {
			g.checkpoint()
			merged = now
		}
		seen = now
	}
}

// checkpoint merges what it can. Whatever goes wrong, even a panic, the next idle
// moment is another chance, and the writer has its own.
func (g *group) checkpoint() {
	defer func() {
		if v := recover(); v != nil {
			g.log.Error("checkpoint", "panic", v)
		}
	}()
	if _, err := g.db.ExecContext(g.ctx, "PRAGMA wal_checkpoint(PASSIVE)"); err != nil {
		g.log.Warn("checkpoint", "error", err)
	}
}
