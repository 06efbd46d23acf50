package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"groundswell/internal/domain"
)

// postgresConns is how many connections a replica holds at most.
const postgresConns = 20

func (db *DB) openPostgres(ctx context.Context, _ Options) error {
	config, err := pgx.ParseConfig(db.target)
	if err != nil { // not wrapped: what it says may hold a piece of the password
		return errors.New(
			"the address is not one of PostgreSQL, as in postgres://user:password@host:5432/name; special characters in the password are written %XX")
	}
	if db.pooled, err = behindPooler(config); err != nil {
		return err
	}
	if !db.pooled {
		for name, value := range sessionWants {
			if _, set := config.RuntimeParams[name]; !set {
				config.RuntimeParams[name] = value
			}
		}
	}
	db.write = stdlib.OpenDB(*config)
	db.write.SetMaxOpenConns(postgresConns)
	db.write.SetMaxIdleConns(postgresConns)
	db.read = db.write
	db.writer = &lines{db: db.write, log: db.log, all: map[int64][]*write{}}
	if err := db.refuseEncoding(ctx); err != nil || !db.pooled {
		return hintPooler(err)
	}
	return db.lookAtPooler(ctx)
}

// sessionWants are what every connection is to have. Behind a pooler in transaction mode a
// connection has no session of its own: there the role has to have them.
var sessionWants = map[string]string{
	"application_name":                    "groundswell",
	"synchronous_commit":                  "on",
	"statement_timeout":                   "10s",
	"idle_in_transaction_session_timeout": "10s",
}

// behindPooler takes "pooler=transaction" from an address: between us and PostgreSQL stands
// a pooler, as PgBouncer, that gives us any connection for each transaction. Nothing may
// outlive that, so statements are not kept there under a name.
func behindPooler(config *pgx.ConnConfig) (bool, error) {
	mode, said := config.RuntimeParams["pooler"]
	delete(config.RuntimeParams, "pooler")
	if !said {
		return false, nil
	}
	if mode != "transaction" {
		return false, fmt.Errorf("pooler=%s in the address is not known: it is \"transaction\" for a pooler in transaction mode, and not there for none", mode)
	}
	config.DefaultQueryExecMode = pgx.QueryExecModeCacheDescribe
	return true, nil
}

// hintPooler says what to do about a pooler that the address does not name.
func hintPooler(err error) error {
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.Code == "08P01" && strings.Contains(pg.Message, "startup parameter") {
		return fmt.Errorf("%w: if a pooler as PgBouncer stands there, in transaction mode, add pooler=transaction to the address", err)
	}
	return err
}

// lookAtPooler refuses a role whose commits may be lost, and says what else the role lacks.
func (db *DB) lookAtPooler(ctx context.Context) error {
	var lacks []string
	for name, want := range sessionWants {
		var is string
		if err := db.write.QueryRowContext(ctx, "SELECT current_setting($1)", name).Scan(&is); err != nil {
			return err
		}
		switch {
		case name == "application_name" || is == want || name == "synchronous_commit" && (is == "remote_apply" || is == "remote_write"):
		case name == "synchronous_commit":
			return fmt.Errorf("synchronous_commit is %s behind the pooler, so that what was acknowledged may be lost: ALTER ROLE … SET synchronous_commit = on", is)
		case is == "0":
			lacks = append(lacks, "ALTER ROLE … SET "+name+" = '"+want+"'")
		}
	}
	if len(lacks) > 0 {
		db.log.Warn("behind the pooler nothing ends a query that hangs, unless the role does", "statements", lacks)
	}
	return nil
}

// Pooled reports whether a pooler in transaction mode stands before PostgreSQL.
func (db *DB) Pooled() bool { return db.pooled }

// refuseEncoding refuses a database that cannot keep every letter.
func (db *DB) refuseEncoding(ctx context.Context) error {
	var encoding string
	if err := db.write.QueryRowContext(ctx, "SHOW server_encoding").Scan(&encoding); err != nil {
		return err
	}
	if encoding != "UTF8" {
		return fmt.Errorf(
			"the PostgreSQL database is encoded in %s and could not keep every letter; make one with CREATE DATABASE … "+
				"TEMPLATE template0 ENCODING 'UTF8'", encoding)
	}
	return nil
}

// lines are PostgreSQL's writer. Writes on one idea stand in line and go as groups,
// each of which takes the idea's row once; different ideas, and writes on whatever
// else, go side by side. So no group waits for a row while it holds another one's.
type lines struct {
	db  *sql.DB
	log *slog.Logger
	mu  sync.Mutex
	all map[int64][]*write // by idea, while somebody serves its line
	// commits counts those that went well.
	commits atomic.Int64
}

// lineMax is how many writes of a line share one commit at most: as many savepoints
// as PostgreSQL keeps at hand for a transaction.
const lineMax = 64

// takeIdea is the first statement of a group of writes on an idea: it holds the row as
// LockIdea does, and leaves no new version of it.
const takeIdea = "SELECT 1 FROM idea_counts WHERE idea_id = $1 FOR UPDATE"

func (l *lines) do(ctx context.Context, idea int64, fn func(*Tx) error) error {
	w := newWrite(ctx, fn)
	if idea == 0 {
		l.alone(idea, w)
		return w.wait()
	}
	l.mu.Lock()
	line, served := l.all[idea]
	l.all[idea] = append(line, w)
	l.mu.Unlock()
	if !served {
		go l.serve(idea)
	}
	return w.wait()
}

func (l *lines) committed() int64 { return l.commits.Load() }

// close has nothing to do: whoever waits for a write has its pool still open.
func (l *lines) close() {}

// serve takes what stands in an idea's line, as one group after another, until
// nobody does.
func (l *lines) serve(idea int64) {
	for {
		l.mu.Lock()
		line := l.all[idea]
		group := line[:min(len(line), lineMax)]
		if l.all[idea] = line[len(group):]; len(group) == 0 {
			delete(l.all, idea)
		}
		l.mu.Unlock()
		if len(group) == 0 {
			return
		}
		l.commit(idea, group)
	}
}

// commit runs a group. When nothing of it can be there, each member runs again
// alone, so that what one of them did to the transaction harms itself.
func (l *lines) commit(idea int64, group []*write) {
	if len(group) > 1 {
		undone, err := l.together(context.Background(), idea, group, false)
		if err == errUndo {
			undone, err = l.together(context.Background(), idea, group, true)
		}
		if !undone {
			answer(group, mapError(err))
			return
		}
		l.log.Warn("a group commit was lost; its members run alone", "members", len(group), "error", err)
	}
	for _, w := range group {
		l.alone(idea, w)
	}
}

// Retries of a transaction that PostgreSQL gave up in favour of another.
const (
	retriesMax  = 10
	retryPause  = 2 * time.Millisecond // doubled each time, plus as much again by chance
	retryFactor = 2
)

// alone runs one write, again when PostgreSQL chose it as the victim of a deadlock
// or of serialisation.
func (l *lines) alone(idea int64, w *write) {
	pause := retryPause
	for attempt := 1; ; attempt++ {
		_, err := l.together(w.ctx, idea, []*write{w}, false) // waiting for a connection ends with the request
		if victim(err) && attempt <= retriesMax {
			select {
			case <-time.After(pause + rand.N(pause)):
				pause *= retryFactor
				continue
			case <-w.ctx.Done():
				err = w.ctx.Err()
			}
		} else if victim(err) {
			err = fmt.Errorf("%w: after %d retries: %w", errBusy, retriesMax, err)
		}
		answer([]*write{w}, mapError(err))
		return
	}
}

// together runs writes in one READ COMMITTED transaction, having taken the row that
// they are about: whatever they read is read after that. undone tells that there was
// an error and nothing of them is there; after another error a commit may have
// happened all the same.
func (l *lines) together(ctx context.Context, idea int64, writes []*write, careful bool) (undone bool, err error) {
	conn, err := l.db.Conn(ctx)
	if err != nil {
		return true, err
	}
	defer conn.Close()
	ctx = context.WithoutCancel(ctx)
	inside := handle{engine: postgres, run: conn, group: ctx, batch: batchOn(conn)}
	begin := []statement{{"BEGIN ISOLATION LEVEL READ COMMITTED", nil}}
	if idea != 0 {
		begin = append(begin, statement{takeIdea, []any{idea}})
	}
	defer endOn(conn) // does nothing after a commit
	if err := inside.batch(ctx, begin); err != nil {
		return true, err
	}
	if idea != 0 && !careful {
		inside.gathered = &gathered{}
	}
	t := transaction{inside: inside, plain: inside, careful: careful, lost: func(err error) error {
		if victim(err) {
			return err
		}
		return nil
	}}
	if err := t.run(writes); err != nil {
		return true, err
	}
	if err = inside.execAll(ctx, append(inside.takeGathered(), statement{"COMMIT", nil})...); err == nil {
		l.commits.Add(1)
	}
	return refused(err), err
}

// batchOn sends statements in one message and waits for all of their answers. What
// cannot be committed any more is an error.
func batchOn(conn *sql.Conn) func(context.Context, []statement) error {
	return func(ctx context.Context, all []statement) error {
		var batch pgx.Batch
		for _, s := range all {
			batch.Queue(s.text, s.args...).Exec(func(done pgconn.CommandTag) error {
				if s.text == "COMMIT" && done.String() == "ROLLBACK" {
					return pgx.ErrTxCommitRollback
				}
				return nil
			})
		}
		return conn.Raw(func(c any) error { return c.(*stdlib.Conn).Conn().SendBatch(ctx, &batch).Close() })
	}
}

// endOn ends the transaction of a connection, if there still is one. A connection on
// which that fails is given up.
func endOn(conn *sql.Conn) {
	conn.Raw(func(c any) error {
		on := c.(*stdlib.Conn).Conn()
		if on.PgConn().TxStatus() == 'I' {
			return nil
		}
		if _, err := on.Exec(context.Background(), "ROLLBACK"); err != nil {
			return driver.ErrBadConn
		}
		return nil
	})
}

// refused reports an error with which PostgreSQL says that nothing was committed.
func refused(err error) bool {
	var pg *pgconn.PgError
	return errors.Is(err, pgx.ErrTxCommitRollback) || errors.As(err, &pg) && pg.SeverityUnlocalized == "ERROR"
}

// victim reports SQLSTATE 40001 (serialisation) and 40P01 (deadlock). A refusal
// of ours never is one.
func victim(err error) bool {
	var pg *pgconn.PgError
	return domain.KindOf(err) == 0 && errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}

// patientRead begins a transaction that sees one moment and may take its time.
var patientRead = []string{"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "SET LOCAL statement_timeout = 0",
	"SET LOCAL idle_in_transaction_session_timeout = 0"}

// lastIDs are the last ids that tables gave; setLastID makes one a table's.
const (
	lastIDs = `SELECT substr(sequencename, 1, length(sequencename) - 7), last_value FROM pg_sequences
		WHERE schemaname = current_schema() AND sequencename LIKE '%_id_seq' AND last_value IS NOT NULL`
	setLastID = "SELECT setval(pg_get_serial_sequence($1, 'id'), $2)"
)

// references are statements that drop every reference between tables, and those that
// make them again: PostgreSQL asks after each statement, and rows name later ones.
const references = `SELECT 'ALTER TABLE ' || conrelid::regclass || ' DROP CONSTRAINT ' || quote_ident(conname),
	'ALTER TABLE ' || conrelid::regclass || ' ADD CONSTRAINT ' || quote_ident(conname) || ' ' || pg_get_constraintdef(oid)
	FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace`

// beginPostgres begins to fill: without references, which finishPostgres makes anew
// and so checks.
func (f *Fill) beginPostgres(ctx context.Context) error {
	for _, s := range []string{"BEGIN", "SET LOCAL statement_timeout = 0", "SET LOCAL idle_in_transaction_session_timeout = 0"} {
		if _, err := f.exec(ctx, s); err != nil {
			return err
		}
	}
	var drop []string
	err := f.each(ctx, references, nil, func(rows *sql.Rows) error {
		var without, with string
		err := rows.Scan(&without, &with)
		drop, f.again = append(drop, without), append(f.again, with)
		return err
	})
	if err != nil {
		return err
	}
	return f.execOnce(ctx, drop)
}

func (f *Fill) finishPostgres(ctx context.Context) error {
	return f.execOnce(ctx, append(f.again, "COMMIT"))
}

// execOnce runs statements that are made for this once and are not worth remembering.
func (f *Fill) execOnce(ctx context.Context, all []string) error {
	for _, s := range all {
		if _, err := f.conn.ExecContext(ctx, s); err != nil {
			return mapError(err)
		}
	}
	return nil
}

// Server is what PostgreSQL says of itself.
type Server struct {
	Clock       time.Time
	Connections int64 // that it takes at most
	Used        int64
}

// Server asks PostgreSQL about itself; ErrNotAServer on SQLite.
func (db *DB) Server(ctx context.Context) (Server, error) {
	if db.engine != postgres {
		return Server{}, ErrNotAServer
	}
	var s Server
	var clock int64
	err := db.reader.get(ctx, `SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint,
		current_setting('max_connections')::bigint, (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend')`,
		nil, &clock, &s.Connections, &s.Used)
	s.Clock = moment(clock)
	return s, err
}

// ErrNotAServer is the answer of SQLite to what PostgreSQL is asked about itself.
var ErrNotAServer = errors.New("the database is no server")
