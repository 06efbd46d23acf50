package store

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"groundswell/internal/domain"
)

// runner is what *sql.DB, *sql.Tx and *sql.Conn have in common.
type runner interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

// handle runs statements: it binds placeholders for the engine, sets the
// deadline, keeps prepared statements and counts queries.
type handle struct {
	engine   engine
	run      runner
	kept     *statements
	deadline time.Duration
	group    context.Context                                  // set inside a group commit: statements ignore the caller's context
	check    func() error                                     // set inside a group commit: reports a lost transaction
	answers  *atomic.Int64                                    // set for a Reader: counts what was answered
	touched  *bool                                            // set inside a group commit: becomes true where something may have to be undone
	batch    func(ctx context.Context, all []statement) error // set where many statements can be sent at once
	gathered *gathered                                        // set where votes wait to be written together
}

// statement is one whose answer nobody needs.
type statement struct {
	text string
	args []any
}

// execAll runs statements one after another, with one message where the engine can.
func (h handle) execAll(ctx context.Context, all ...statement) error {
	if err := h.writeGathered(ctx); err != nil {
		return err
	}
	if h.batch == nil {
		for _, s := range all {
			if _, err := h.exec(ctx, s.text, s.args...); err != nil {
				return err
			}
		}
		return nil
	}
	h.touch()
	for i, s := range all {
		text, err := bind(h.engine, s.text, len(s.args))
		if err != nil {
			return err
		}
		all[i].text = text
	}
	ctx, cancel := h.context(ctx)
	defer cancel()
	if err := h.batch(ctx, all); err != nil {
		texts := ""
		for _, s := range all {
			texts += s.text + "; "
		}
		return h.failed(texts, err)
	}
	return nil
}

func (h handle) touch() {
	if h.touched != nil {
		*h.touched = true
	}
}

// exec runs a statement and returns how many rows it changed.
func (h handle) exec(ctx context.Context, query string, args ...any) (int64, error) {
	if err := h.writeGathered(ctx); err != nil {
		return 0, err
	}
	h.touch()
	ctx, cancel := h.context(ctx)
	defer cancel()
	stmt, text, err := h.prepare(ctx, query, len(args))
	if err != nil {
		return 0, h.failed(query, err)
	}
	var res sql.Result
	if stmt != nil {
		res, err = stmt.ExecContext(ctx, args...)
	} else {
		res, err = h.run.ExecContext(ctx, text, args...)
	}
	if err = h.failed(query, err); err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// each runs a query and calls scan for every row.
func (h handle) each(ctx context.Context, query string, args []any, scan func(*sql.Rows) error) error {
	if err := h.writeGathered(ctx); err != nil {
		return err
	}
	countQuery(ctx)
	if !strings.HasPrefix(query, "SELECT ") {
		h.touch()
	}
	ctx, cancel := h.context(ctx)
	defer cancel()
	stmt, text, err := h.prepare(ctx, query, len(args))
	if err != nil {
		return h.failed(query, err)
	}
	var rows *sql.Rows
	if stmt != nil {
		rows, err = stmt.QueryContext(ctx, args...)
	} else {
		rows, err = h.run.QueryContext(ctx, text, args...)
	}
	if err != nil {
		return h.failed(query, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return asked(query, err)
		}
	}
	if err = h.failed(query, rows.Err()); err == nil && h.answers != nil {
		h.answers.Add(1)
	}
	return err
}

// get reads the one row of a query into dest; domain.ErrNotFound when there is
// none.
func (h handle) get(ctx context.Context, query string, args []any, dest ...any) error {
	found := false
	err := h.each(ctx, query, args, func(rows *sql.Rows) error {
		found = true
		return rows.Scan(dest...)
	})
	if err == nil && !found {
		return errNoRow
	}
	return err
}

// list collects the rows of a query.
func list[T any](ctx context.Context, h handle, query string, args []any, scan func(*sql.Rows) (T, error)) ([]T, error) {
	var all []T
	err := h.each(ctx, query, args, func(rows *sql.Rows) error {
		one, err := scan(rows)
		all = append(all, one)
		return err
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

// pageMax bounds a page of any list.
const pageMax = 100

// pageSize is how many rows a page shows: as many as asked for, else the usual.
func pageSize(asked, usual int) int {
	if asked == 0 {
		return usual
	}
	return min(asked, pageMax)
}

// readPage is list for one page: the query reads one row more than size, if there
// is one.
func readPage[T any](ctx context.Context, h handle, query string, args []any, scan func(*sql.Rows) (T, error),
	size int, at func(*T) domain.Cursor) (domain.Page[T], error) {
	all, err := list(ctx, h, query, args, scan)
	return domain.Cut(all, size, at), err
}

// one reads the first row of a query; domain.ErrNotFound when there is none.
func one[T any](ctx context.Context, h handle, query string, args []any, scan func(*sql.Rows) (T, error)) (T, error) {
	var first T
	found, err := list(ctx, h, query, args, scan)
	switch {
	case err != nil:
		return first, err
	case len(found) == 0:
		return first, errNoRow
	}
	return found[0], nil
}

func (h handle) context(ctx context.Context) (context.Context, context.CancelFunc) {
	if h.group != nil {
		return h.group, func() {}
	}
	return context.WithTimeout(ctx, h.deadline)
}

// failed is the error of a query as the rest of the house knows it; nil for none. Inside
// a group commit it first asks whether the error has ended the transaction.
func (h handle) failed(query string, err error) error {
	if err == nil {
		return nil
	}
	h.touch() // PostgreSQL takes nothing more before it is undone
	if h.check != nil {
		if lost := h.check(); lost != nil {
			return asked(query, lost)
		}
	}
	return asked(query, mapError(err))
}

// prepare binds a query and returns the kept statement for it, or nil where none
// is kept.
//
// In a group commit it first makes sure that the transaction still is there:
// after a loss the next statement would commit by itself.
func (h handle) prepare(ctx context.Context, query string, args int) (stmt *sql.Stmt, text string, err error) {
	if h.check != nil {
		if lost := h.check(); lost != nil {
			return nil, "", lost
		}
	}
	if text, err = bind(h.engine, query, args); err != nil || h.kept == nil {
		return nil, text, err
	}
	stmt, err = h.kept.get(ctx, h.run, text)
	return stmt, text, err
}

var placeholder = regexp.MustCompile(`\$([0-9]+)`)

type bindKey struct {
	engine engine
	query  string
}

type bound struct {
	text string
	args int
}

// bounds remembers bound texts; there are as many as queries in this package.
var bounds sync.Map // bindKey → bound

// bind writes a query for the engine: SQLite's driver would bind $n by first
// appearance, so there it becomes ?n. It refuses a number of arguments that
// does not fit, which that driver would let pass.
func bind(e engine, query string, args int) (string, error) {
	key := bindKey{e, query}
	v, ok := bounds.Load(key)
	if !ok {
		b := bound{text: query}
		for _, m := range placeholder.FindAllStringSubmatch(query, -1) {
			n, err := strconv.Atoi(m[1])
			if err != nil {
				return "", err
			}
			b.args = max(b.args, n)
		}
		if e == sqlite {
			b.text = placeholder.ReplaceAllString(query, "?$1")
		}
		v, _ = bounds.LoadOrStore(key, b)
	}
	b := v.(bound)
	if b.args != args {
		return "", fmt.Errorf("a query with %d placeholders got %d arguments: %s", b.args, args, query)
	}
	return b.text, nil
}

// where collects arguments while a query is written: arg returns the
// placeholder for the value it takes, so the two cannot drift apart.
type where struct{ args []any }

func (w *where) arg(v any) string {
	w.args = append(w.args, v)
	return "$" + strconv.Itoa(len(w.args))
}

// ids takes ids and returns their placeholders, at least so many: places without an
// id hold 0, which is none. A fixed number keeps the number of different texts
// small.
func (w *where) ids(ids []int64, places int) string {
	marks := make([]string, max(len(ids), places))
	for i := range marks {
		id := int64(0)
		if i < len(ids) {
			id = ids[i]
		}
		marks[i] = w.arg(id)
	}
	return strings.Join(marks, ", ")
}

type queryCount struct{}

// CountQueries returns a context in which queries are counted, and the count.
func (r *Reader) CountQueries(ctx context.Context) (context.Context, *atomic.Int64) {
	n := new(atomic.Int64)
	return context.WithValue(ctx, queryCount{}, n), n
}

func countQuery(ctx context.Context) {
	if n, ok := ctx.Value(queryCount{}).(*atomic.Int64); ok {
		n.Add(1)
	}
}

// millis and moment translate between domain's times and the columns; 0 is
// the zero time.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// changeOne runs a statement that must change exactly one row.
func (q *Tx) changeOne(ctx context.Context, query string, args ...any) error {
	n, err := q.exec(ctx, query, args...)
	if err == nil && n == 0 {
		err = errNoRow
	}
	return err
}

// scanID reads rows that are an id.
func scanID(rows *sql.Rows) (id int64, err error) { return id, rows.Scan(&id) }

// orNull keeps an empty text as none, orNoID an id that is 0.
func orNull(s string) sql.NullString { return sql.NullString{String: s, Valid: s != ""} }

func orNoID(id int64) sql.NullInt64 { return sql.NullInt64{Int64: id, Valid: id != 0} }

// count is a yes as a number to add up.
func count(is bool) int64 {
	if is {
		return 1
	}
	return 0
}

func newStatements(e engine) *statements {
	if e == postgres {
		return nil
	}
	return &statements{all: map[string]*sql.Stmt{}}
}
