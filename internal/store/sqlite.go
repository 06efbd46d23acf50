package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"os"
	"runtime"

	"github.com/mattn/go-sqlite3"

	"groundswell/internal/store/plans"
)

// pragmas are what every connection of ours needs and no address can say.
const pragmas = `
	PRAGMA journal_size_limit = 67108864;
	PRAGMA trusted_schema = OFF;
	PRAGMA mmap_size = 0;
	PRAGMA temp_store = MEMORY;`

// caches are how much of the file a connection keeps in memory, in KiB. What it misses
// the system has: with more, votes at a million ideas took as long, and so did reading
// pages of 100,000.
var caches = map[access]int{writing: 8_000, logging: 8_000, reading: 4_000}

// ownMerge is how many pages of 4 KiB the log has when a connection merges it into the file
// by itself. Checkpoints run from another connection when the writer is idle (group.go),
// so the writer's own comes late, at 64 MB.
var ownMerge = map[access]int{writing: 16_000}

// access is what a connection to the file is for.
type access int

const (
	writing access = iota
	logging        // writing, while somebody else merges the log
	reading
	lookOnly // at a file that may not be ours: nothing is written, not even a setting
)

// sqliteDSN is the address of the file with what each connection must have.
// synchronous=FULL: with NORMAL a power loss takes acknowledged votes.
func sqliteDSN(path string, a access) string {
	q := url.Values{"_busy_timeout": {"5000"}, "_foreign_keys": {"on"}, "_synchronous": {"FULL"}, "_secure_delete": {"FAST"}}
	switch a {
	case writing, logging:
		q.Set("mode", "rw") // a file that is away is not made up for
		q.Set("_journal_mode", "WAL")
		q.Set("_txlock", "immediate")
	case reading:
		q.Set("mode", "rw") // not "ro": who reads opens the log too, and makes it where there is none
		q.Set("_journal_mode", "WAL")
		q.Set("_query_only", "true")
	case lookOnly:
		q.Set("mode", "ro")
		q.Set("_query_only", "true")
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

// connector opens connections without registering a driver by name.
type connector struct {
	dsn    string
	driver *sqlite3.SQLiteDriver
}

func (c connector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.dsn) }
func (c connector) Driver() driver.Driver                        { return c.driver }

func sqlitePool(path string, a access) *sql.DB {
	if a == lookOnly {
		return sql.OpenDB(connector{sqliteDSN(path, a), &sqlite3.SQLiteDriver{}})
	}
	return sql.OpenDB(connector{sqliteDSN(path, a), &sqlite3.SQLiteDriver{
		ConnectHook: func(c *sqlite3.SQLiteConn) error {
			_, err := c.Exec(pragmas+fmt.Sprintf("PRAGMA cache_size = -%d; PRAGMA wal_autocheckpoint = %d;", caches[a], ownMerge[a]), nil)
			return err
		},
	}})
}

func (db *DB) openSQLite(ctx context.Context, o Options) error {
	if err := plans.Keep(); err != nil {
		return err
	}
	if o.Existing {
		if info, err := os.Stat(db.target); errors.Is(err, os.ErrNotExist) || err == nil && info.Size() == 0 {
			return fmt.Errorf("%w at %s", ErrNoDatabase, db.target)
		}
	}
	path, err := placeFile(db.target)
	if err != nil {
		return err
	}
	db.target = path
	if o.Alone {
		if db.unlock, err = lockFile(path); err != nil {
			return err
		}
	}
	if err := refuseForeign(ctx, path); err != nil {
		return err
	}
	access := writing
	if db.leaveLog = o.LeaveLog; db.leaveLog {
		access = logging
	}
	db.write = sqlitePool(path, access)
	db.write.SetMaxOpenConns(2) // the group's connection, and one for checkpoints and migrations
	if err := db.write.PingContext(ctx); err != nil {
		return err
	}
	db.read = sqlitePool(path, reading)
	readers := max(4, 2*runtime.NumCPU())
	db.read.SetMaxOpenConns(readers)
	db.read.SetMaxIdleConns(readers)
	db.writer, err = newGroup(ctx, path, db.write, db.log, !db.leaveLog)
	return err
}
