package store

import (
	"context"
	"database/sql"
	"errors"
	"net/url"

	"github.com/mattn/go-sqlite3"
)

// ErrNotAFile is the answer of PostgreSQL to what is done with SQLite's file.
var ErrNotAFile = errors.New("the database is no file")

// copyPages are how many pages a step of a copy takes, 16 MB: between two steps it can
// be told to stop.
const copyPages = 4096

// CopyTo copies a SQLite database as of now into an empty file, while others read and
// write: the copy reads from one moment, so that no write makes it begin again.
// ErrNotAFile on PostgreSQL.
func (db *DB) CopyTo(ctx context.Context, path string) error {
	if db.engine == postgres {
		return ErrNotAFile
	}
	dsn := "file:" + (&url.URL{Path: path}).EscapedPath() + "?_journal_mode=OFF&_synchronous=OFF"
	into := sql.OpenDB(connector{dsn, &sqlite3.SQLiteDriver{}})
	defer into.Close()
	to, err := into.Conn(ctx)
	if err != nil {
		return mapError(err)
	}
	defer to.Close()
	return db.Snapshot(ctx, func(s *Snapshot) error {
		if _, err := s.Version(ctx); err != nil { // the moment is that of the first read
			return err
		}
		return to.Raw(func(target any) error {
			return s.run.(*sql.Conn).Raw(func(source any) error {
				return mapError(copyInSteps(ctx, target.(*sqlite3.SQLiteConn), source.(*sqlite3.SQLiteConn)))
			})
		})
	})
}

func copyInSteps(ctx context.Context, target, source *sqlite3.SQLiteConn) error {
	b, err := target.Backup("main", source, "main")
	if err != nil {
		return err
	}
	for done := false; !done && err == nil; {
		if err = ctx.Err(); err == nil {
			done, err = b.Step(copyPages)
		}
	}
	return errors.Join(err, b.Finish())
}

// ReadCopy reads a file that CopyTo made and nobody writes to, and leaves it as it is.
func ReadCopy(ctx context.Context, path string, do func(*Snapshot) error) error {
	dsn := "file:" + (&url.URL{Path: path}).EscapedPath() + "?mode=ro&immutable=1&_query_only=true"
	pool := sql.OpenDB(connector{dsn, &sqlite3.SQLiteDriver{}})
	defer pool.Close()
	return do(&Snapshot{reads{handle{engine: sqlite, run: pool, group: ctx}}})
}
