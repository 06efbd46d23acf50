package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"syscall"

	"github.com/mattn/go-sqlite3"

	"groundswell/internal/store/plans"
)

// pragmas are what every connection of ours needs and no address can say.
// Checkpoints run from another connection when the writer is idle (group.go),
// so the writer's own comes late: 16,000 pages of 4 KiB, 64 MB.
const pragmas = `
	PRAGMA journal_size_limit = 67108864;
	PRAGMA trusted_schema = OFF;
	PRAGMA mmap_size = 0;
	PRAGMA wal_autocheckpoint = 16000;
	PRAGMA cache_size = -32000;
	PRAGMA temp_store = MEMORY;`

// sqliteDSN is the address of the file with what each connection must have.
// synchronous=FULL: with NORMAL a power loss takes acknowledged votes.
func sqliteDSN(path string, readOnly bool) string {
	q := url.Values{
		"_journal_mode":  {"WAL"},
		"_synchronous":   {"FULL"},
		"_busy_timeout":  {"5000"},
		"_foreign_keys":  {"on"},
		"_secure_delete": {"FAST"},
	}
	if readOnly {
		q.Set("_query_only", "true")
	} else {
		q.Set("_txlock", "immediate")
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

func sqlitePool(path string, readOnly bool) *sql.DB {
	return sql.OpenDB(connector{sqliteDSN(path, readOnly), &sqlite3.SQLiteDriver{
		ConnectHook: func(c *sqlite3.SQLiteConn) error {
			_, err := c.Exec(pragmas, nil)
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
	dir := filepath.Dir(db.target)
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	if err := refuseNetworkDisk(dir); err != nil {
		return err
	}
	if o.Alone {
		unlock, err := lockFile(db.target + ".lock")
		if err != nil {
			return err
		}
		db.unlock = unlock
	}
	db.write = sqlitePool(db.target, false)
	db.write.SetMaxOpenConns(2) // the group's connection, and one for checkpoints and migrations
	if err := db.write.PingContext(ctx); err != nil {
		return err
	}
	db.read = sqlitePool(db.target, true)
	readers := max(4, 2*runtime.NumCPU())
	db.read.SetMaxOpenConns(readers)
	db.read.SetMaxIdleConns(readers)
	var err error
	db.group, err = newGroup(ctx, db.write, db.log)
	return err
}

// lockFile takes an exclusive lock that ends with the process.
func lockFile(path string) (unlock func() error, err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("another groundswell serves this file (%s is locked); stop it first, or use PostgreSQL for several", path)
		}
		return nil, err
	}
	return f.Close, nil
}
