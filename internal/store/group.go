package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"

	"github.com/mattn/go-sqlite3"
)

// groupMax is how many writes share one commit at most.
const groupMax = 512

// errLost means that SQLite rolled the whole transaction back by itself, as it
// may when the disk is full or a statement was interrupted.
var errLost = errors.New("SQLite ended the transaction by itself")

// writer is an engine's way to run writes: many that arrive together in one
// transaction, one after another, all answered after the one commit.
type writer interface {
	// do runs a write that takes the row of an idea, or whatever it takes with 0.
	do(ctx context.Context, idea int64, fn func(*Tx) error) error
	// committed counts the commits so far.
	committed() int64
	// close lets the writes under way finish.
	close()
}

// write is one caller of Tx. It is answered once, on its channel.
type write struct {
	ctx    context.Context
	fn     func(*Tx) error
	state  atomic.Int32
	err    error
	answer chan error
}

// States of a write.
const (
	queued int32 = iota
	begun        // it ends as a commit or as an error, whatever becomes of its caller
	left         // its caller has gone before it began
)

func newWrite(ctx context.Context, fn func(*Tx) error) *write {
	return &write{ctx: ctx, fn: fn, answer: make(chan error, 1)}
}

// wait returns the answer. ctx counts until the write begins; afterwards the answer
// is always the truth. A panic of the write goes on here.
func (w *write) wait() error {
	var err error
	select {
	case err = <-w.answer:
	case <-w.ctx.Done():
		if w.state.CompareAndSwap(queued, left) {
			return w.ctx.Err()
		}
		err = <-w.answer
	}
	if p, ok := err.(panicked); ok {
		panic(p.value)
	}
	return err
}

// begin tells whether a write is to run: not when its caller has gone before. One
// that was rolled back begins again.
func (w *write) begin() bool {
	if w.state.Load() == begun {
		return true
	}
	w.err = w.ctx.Err()
	return w.err == nil && w.state.CompareAndSwap(queued, begun)
}

// answer tells every write how it went: the group's error, or its own.
func answer(writes []*write, err error) {
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

// panicked carries a panic of a write back to the goroutine that asked for it.
type panicked struct{ value any }

func (p panicked) Error() string { return fmt.Sprintf("panic in a transaction: %v", p.value) }

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

// errUndo means that what a member did has to be undone without its neighbours'.
var errUndo = errors.New("a member of a group failed")

// transaction is one that has begun, as a group of writes runs in it.
type transaction struct {
	inside  handle            // of the members' statements
	plain   handle            // of those between members
	lost    func(error) error // why all of it is over after a member that ended so; nil where it goes on
	careful bool              // each member has a savepoint
}

// run runs writes one after another and keeps its own error in each; the error
// returned is the transaction's, of which nothing may be kept then. Savepoints cost
// as much as small writes do, and few writes fail after they have changed something:
// the first try is made without. Where it ends with errUndo a careful one follows.
func (t *transaction) run(writes []*write) error {
	member := t.bare
	if t.careful {
		member = t.saved
	}
	for _, w := range writes {
		if !w.begin() {
			continue
		}
		err := member(w)
		if err == errUndo && len(writes) == 1 {
			return w.err
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// bare runs one write as part of the transaction.
func (t *transaction) bare(w *write) error {
	touched := false
	inside := t.inside
	inside.touched = &touched
	w.err = protect(w.fn, &Tx{reads: reads{inside}})
	if err := t.lost(w.err); err != nil {
		return err
	}
	if w.err != nil && touched {
		return errUndo
	}
	return nil
}

// saved runs one write in its savepoint.
func (t *transaction) saved(w *write) error {
	if err := t.exec("SAVEPOINT member"); err != nil {
		return err
	}
	w.err = protect(w.fn, &Tx{reads: reads{t.inside}})
	if err := t.lost(w.err); err != nil {
		return err
	}
	if w.err == nil {
		if w.err = t.exec("RELEASE SAVEPOINT member"); w.err == nil {
			return nil
		} // a statement failed, and the member went on as if it had not
	}
	if err := t.exec("ROLLBACK TO SAVEPOINT member"); err != nil {
		return err
	}
	return t.exec("RELEASE SAVEPOINT member")
}

func (t *transaction) exec(statement string) error {
	_, err := t.plain.exec(t.plain.group, statement)
	return err
}

// group is SQLite's writer. There is one, on one connection: the disk is asked once
// for all writes that arrived together, whatever they are about.
type group struct {
	transaction
	path    string // of the file, and which file that is
	file    inode
	db      *sql.DB
	conn    *sql.Conn
	log     *slog.Logger
	queue   chan *write
	steps   chan func() // that want the connection between two groups
	done    chan struct{}
	mu      sync.RWMutex // guards queue against a send after close
	closed  bool
	commits atomic.Int64
}

func newGroup(ctx context.Context, path string, db *sql.DB, log *slog.Logger, merges bool) (*group, error) {
	file, err := inodeOf(os.Stat(path))
	if err != nil {
		return nil, err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	g := &group{path: path, file: file, db: db, conn: conn, log: log, queue: make(chan *write, groupMax),
		steps: make(chan func()), done: make(chan struct{})}
	// No statement is ever cancelled: an interrupted one would end the transaction.
	g.plain = handle{engine: sqlite, run: conn, kept: newStatements(sqlite), group: context.Background()}
	g.inside = g.plain
	g.inside.check = g.autocommit
	g.lost = func(error) error { return g.autocommit() }
	var loops sync.WaitGroup
	stop := make(chan struct{})
	loops.Go(func() { g.serve(); close(stop) })
	if merges {
		loops.Go(func() { g.checkpointWhenIdle(stop) })
	}
	go func() { loops.Wait(); close(g.done) }()
	return g, nil
}

// do queues a write and waits for its answer. Whatever row it takes, nobody else
// writes meanwhile.
func (g *group) do(ctx context.Context, _ int64, fn func(*Tx) error) error {
	w := newWrite(ctx, fn)
	if err := g.enqueue(w); err != nil {
		return err
	}
	return w.wait()
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

func (g *group) committed() int64 { return g.commits.Load() }

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
	for {
		var first *write
		select {
		case step := <-g.steps:
			step()
			continue
		case w, open := <-g.queue:
			if !open {
				return
			}
			first = w
		}
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

// between runs do on the writer's connection, outside of any transaction.
func (g *group) between(ctx context.Context, do func(*sqlite3.SQLiteConn) error) error {
	done := make(chan error, 1)
	step := func() {
		done <- g.conn.Raw(func(c any) error { return do(c.(*sqlite3.SQLiteConn)) })
	}
	select {
	case g.steps <- step:
		return <-done
	case <-ctx.Done():
		return ctx.Err()
	case <-g.done:
		return errBusy
	}
}

// commit runs a group. When SQLite lost the transaction, nothing of the group
// is there and nobody has been answered: each member runs again alone, once.
func (g *group) commit(writes []*write) {
	err := g.together(writes, false)
	if err == errUndo {
		err = g.together(writes, true)
	}
	if errors.Is(err, errLost) && len(writes) > 1 {
		g.log.Warn("a group commit was lost; its members run alone", "members", len(writes))
		for _, w := range writes {
			answer([]*write{w}, g.together([]*write{w}, false))
		}
		return
	}
	answer(writes, err)
}

// together runs the writes in one transaction and commits.
func (g *group) together(writes []*write, careful bool) error {
	g.careful = careful
	if err := g.there(); err != nil {
		return err
	}
	if err := g.exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	err := g.run(writes)
	if err == nil {
		err = g.exec("COMMIT")
	}
	if err != nil {
		g.rollback()
		return err
	}
	g.commits.Add(1)
	return nil
}

// there refuses to write where the file's name leads elsewhere by now. SQLite would go on
// with the file that it has open, and whoever starts next would not find what was written.
func (g *group) there() error {
	file, err := inodeOf(os.Stat(g.path))
	if err == nil && file != g.file {
		err = errors.New("it is another file")
	}
	if err != nil {
		return fmt.Errorf("%w: %s was taken away: %w", errBusy, g.path, err)
	}
	return nil
}

// rollback ends the transaction if there still is one.
func (g *group) rollback() {
	if g.autocommit() != nil {
		return
	}
	if err := g.exec("ROLLBACK"); err != nil {
		g.log.Error("rolling back failed", "error", err)
	}
}

// autocommit returns errLost when the connection is in autocommit: whatever ran
// next would be committed statement by statement.
func (g *group) autocommit() error {
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
