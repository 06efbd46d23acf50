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

// copyPages are how many pages a step of a copy takes, 1 MB: writes wait that long for it.
const copyPages = 256

// CopyTo copies a SQLite database into an empty file, while others read and write.
// ErrNotAFile on PostgreSQL.
//
// Whoever serves the file copies it between its own writes, on their connection: SQLite
// brings what was copied already up to each of them. The copy is as of its end, and the
// log is merged meanwhile. For anybody else each write that somebody makes would begin the
// copy again: it reads from one moment, and until it ends the log grows with what is
// written.
//
// between is called after each step, of about a megabyte, when no write waits for it; its
// error ends the copy.
func (db *DB) CopyTo(ctx context.Context, path string, between func() error) error {
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
	return to.Raw(func(target any) error {
		if db.unlock != nil {
			return mapError(db.writer.(*group).copyTo(ctx, target.(*sqlite3.SQLiteConn), between))
		}
		return db.Snapshot(ctx, func(s *Snapshot) error {
			if _, err := s.Version(ctx); err != nil { // the moment is that of the first read
				return err
			}
			return s.run.(*sql.Conn).Raw(func(source any) error {
				return mapError(copyInSteps(ctx, target.(*sqlite3.SQLiteConn), source.(*sqlite3.SQLiteConn), between))
			})
		})
	})
}

func copyInSteps(ctx context.Context, target, source *sqlite3.SQLiteConn, between func() error) error {
	b, err := target.Backup("main", source, "main")
	if err != nil {
		return err
	}
	for done := false; !done && err == nil; {
		if err = ctx.Err(); err == nil {
			done, err = b.Step(copyPages)
		}
		if err == nil {
			err = between()
		}
	}
	return errors.Join(err, b.Finish())
}

// copyTo copies between writes.
func (g *group) copyTo(ctx context.Context, target *sqlite3.SQLiteConn, between func() error) error {
	var b *sqlite3.SQLiteBackup
	err := g.between(ctx, func(source *sqlite3.SQLiteConn) (err error) {
		b, err = target.Backup("main", source, "main")
		return err
	})
	if err != nil {
		return err
	}
	for done := false; !done && err == nil; {
		err = g.between(ctx, func(*sqlite3.SQLiteConn) (err error) {
			done, err = b.Step(copyPages)
			return err
		})
		if err == nil {
			err = between()
		}
	}
	// Finishing leaves the writer's connection, so that too has its turn. Without one there
	// is no writer any more.
	left := g.between(context.WithoutCancel(ctx), func(*sqlite3.SQLiteConn) error { return b.Finish() })
	return errors.Join(err, left)
}

// ReadCopy reads a file that CopyTo made and nobody writes to, and leaves it as it is.
func ReadCopy(ctx context.Context, path string, do func(*Snapshot) error) error {
	dsn := "file:" + (&url.URL{Path: path}).EscapedPath() + "?mode=ro&immutable=1&_query_only=true"
	pool := sql.OpenDB(connector{dsn, &sqlite3.SQLiteDriver{}})
	defer pool.Close()
	return do(&Snapshot{reads{handle{engine: sqlite, run: pool, group: ctx}}})
}
