package store

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"go/token"
	"io"
	"net"
	"runtime"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"

	"groundswell/internal/domain"
)

var (
	errNoRow = domain.ErrNotFound
	// errDuplicate is a broken unique key; verbs that expect one test for it.
	errDuplicate = domain.Refuse(domain.Conflict, "error.duplicate")
	// errBusy is a database that does not take writes now: locked, full, read-only, or
	// away. Where it is there reading goes on.
	errBusy = domain.Refuse(domain.Unavailable, "error.unavailable")
)

// mapError turns a driver's error into the one the rest of the house knows,
// with the driver's own text kept for the log.
func mapError(err error) error {
	if err == nil {
		return nil
	}
	var lite sqlite3.Error
	if errors.As(err, &lite) {
		return mapSQLite(lite)
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return mapPostgres(pg)
	}
	if cutOff(err) {
		return fmt.Errorf("%w: %w", errBusy, err)
	}
	return err
}

// cutOff reports that the server could not be reached, broke off, or took too long.
func cutOff(err error) bool {
	var network net.Error // a deadline is one too
	return errors.As(err, &network) || pgconn.SafeToRetry(err) || errors.Is(err, driver.ErrBadConn) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// asked adds to an error which verb of this package asked what. Only failures pay for
// finding that out.
func asked(query string, err error) error {
	return fmt.Errorf("store.%s: %w, on %s", verb(), err, strings.Join(strings.Fields(query), " "))
}

// verb is the outermost function of this package, of those that led here, that other
// packages can call.
func verb() (name string) {
	var stack [64]uintptr
	frames := runtime.CallersFrames(stack[:runtime.Callers(2, stack[:])])
	for frame, more := frames.Next(); more; frame, more = frames.Next() {
		function, ours := strings.CutPrefix(frame.Function, "groundswell/internal/store.")
		if !ours {
			break
		}
		for part := range strings.SplitSeq(function, ".") {
			if token.IsExported(part) {
				name = part
			}
		}
	}
	return name
}

func mapSQLite(err sqlite3.Error) error {
	switch err.ExtendedCode {
	case sqlite3.ErrConstraintUnique, sqlite3.ErrConstraintPrimaryKey:
		return fmt.Errorf("%w: %w", errDuplicate, err)
	}
	switch err.Code {
	case sqlite3.ErrBusy, sqlite3.ErrLocked, sqlite3.ErrFull, sqlite3.ErrReadonly, sqlite3.ErrIoErr, sqlite3.ErrCantOpen,
		sqlite3.ErrInterrupt:
		return fmt.Errorf("%w: %w", errBusy, err)
	}
	return err
}

// mapPostgres reads SQLSTATE classes: 23505 unique violation, 53 out of
// resources, 57 operator intervention (timeouts, shutdown), 25006 read-only, 08 and
// whatever is fatal: the connection is lost.
func mapPostgres(err *pgconn.PgError) error {
	switch {
	case err.Code == "23505":
		return fmt.Errorf("%w: %w", errDuplicate, err)
	case err.Code == "25006", strings.HasPrefix(err.Code, "53"), strings.HasPrefix(err.Code, "57"), strings.HasPrefix(err.Code, "08"),
		err.SeverityUnlocalized == "FATAL", err.SeverityUnlocalized == "PANIC":
		return fmt.Errorf("%w: %w", errBusy, err)
	}
	return err
}

// isDuplicate reports whether err is a broken unique key.
func isDuplicate(err error) bool { return errors.Is(err, errDuplicate) }
