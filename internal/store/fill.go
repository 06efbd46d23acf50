package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"groundswell/migrations"
)

// ErrNotEmpty is the answer to filling a database in which somebody lives.
var ErrNotEmpty = errors.New("the database is not empty: name a new one")

// Fill is a transaction that writes the rows of a whole community.
type Fill struct {
	handle
	conn  *sql.Conn
	again []string // statements that make PostgreSQL's references again
}

// MigrateTo brings a database without any table to a version, for an archive of that
// version; a newer one than this program knows is refused. One that is there already
// must have it.
func (db *DB) MigrateTo(ctx context.Context, version int64) error {
	all, err := migrations.All()
	if err != nil {
		return err
	}
	if newest := all[len(all)-1].Version; version > newest {
		return fmt.Errorf("it was made at version %d, this program knows %d: use the newer program", version, newest)
	}
	provider, err := db.provider(all)
	if err != nil {
		return err
	}
	if _, err := provider.UpTo(ctx, version); err != nil {
		return err
	}
	have, err := provider.GetDBVersion(ctx)
	if err == nil && have != version {
		err = fmt.Errorf("the database is at version %d, what is to come into it at %d: name one that is not there yet", have, version)
	}
	return err
}

// settled are the tables of which one row means that somebody uses the database.
var settled = []string{"members", "ideas", "products", "audit", "spaces"}

// Fill fills an empty database in one transaction, which holds everything or nothing
// after it. References are checked at its end; ErrNotEmpty where anything is there.
func (db *DB) Fill(ctx context.Context, do func(*Fill) error) (err error) {
	conn, err := db.write.Conn(ctx)
	if err != nil {
		return mapError(err)
	}
	defer conn.Close()
	f := &Fill{handle: handle{engine: db.engine, run: conn, group: ctx}, conn: conn}
	begin, finish := f.beginSQLite, f.finishSQLite
	if db.engine == postgres {
		begin, finish = f.beginPostgres, f.finishPostgres
	}
	defer func() {
		if err != nil {
			conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		}
		if db.engine == sqlite {
			conn.ExecContext(context.WithoutCancel(ctx), "PRAGMA foreign_keys = ON")
		}
	}()
	if err = begin(ctx); err != nil {
		return err
	}
	for _, table := range settled {
		var n int64
		if err = f.get(ctx, "SELECT COUNT(*) FROM "+table, nil, &n); err != nil {
			return err
		}
		if n > 0 {
			return ErrNotEmpty
		}
	}
	if err = do(f); err != nil {
		return err
	}
	return finish(ctx)
}

func (f *Fill) beginSQLite(ctx context.Context) error {
	return f.execAll(ctx, statement{"PRAGMA foreign_keys = OFF", nil}, statement{"BEGIN IMMEDIATE", nil})
}

func (f *Fill) finishSQLite(ctx context.Context) error {
	lost, err := list(ctx, f.handle, "PRAGMA foreign_key_check", nil, func(rows *sql.Rows) (string, error) {
		var table, parent string
		var row, key sql.NullInt64
		err := rows.Scan(&table, &row, &parent, &key)
		return fmt.Sprintf("row %d of %s names one of %s that is not there", row.Int64, table, parent), err
	})
	if err == nil && len(lost) > 0 {
		err = errors.New(lost[0])
	}
	if err == nil {
		_, err = f.exec(ctx, "COMMIT")
	}
	return err
}

// SetLast keeps the last id that a table gave.
func (f *Fill) SetLast(ctx context.Context, table string, id int64) error {
	if f.engine == postgres {
		var set int64
		return f.get(ctx, setLastID, []any{table, id}, &set)
	}
	return f.execAll(ctx, statement{"DELETE FROM sqlite_sequence WHERE name = $1", []any{table}},
		statement{"INSERT INTO sqlite_sequence (name, seq) VALUES ($1, $2)", []any{table, id}})
}

// column is one that is filled.
type column struct {
	name string
	read func(json.RawMessage) (any, error)
}

// Rows fills a table with lines as Snapshot.Rows writes them, until next answers
// io.EOF. names are the columns of the lines; one that the table lacks is refused. What
// a migration put into the table gives way to what they bring.
func (f *Fill) Rows(ctx context.Context, table string, names []string, next func() ([]byte, error)) error {
	if !slices.Contains(Archived(), table) {
		return fmt.Errorf("there is no table %q to fill", table)
	}
	columns, err := f.columnsOf(ctx, table, names)
	if err != nil {
		return err
	}
	if _, err := f.exec(ctx, "DELETE FROM "+table); err != nil {
		return err
	}
	row := func() ([]any, error) {
		line, err := next()
		if err != nil {
			return nil, err
		}
		return values(columns, line)
	}
	if f.engine == postgres {
		return f.copyRows(ctx, table, names, row)
	}
	return f.insertEach(ctx, table, names, row)
}

// columnsOf finds how each column is read. No name of an archive comes into a statement
// that the table does not have.
func (f *Fill) columnsOf(ctx context.Context, table string, names []string) ([]column, error) {
	rows, err := f.run.QueryContext(ctx, "SELECT * FROM "+table+" LIMIT 0")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	types, err := rows.ColumnTypes()
	if err != nil {
		return nil, err
	}
	columns := make([]column, len(names))
	for i, name := range names {
		at := slices.IndexFunc(types, func(t *sql.ColumnType) bool { return t.Name() == name })
		if at < 0 {
			return nil, fmt.Errorf("table %s has no column %q", table, name)
		}
		columns[i] = column{name, readers[types[at].DatabaseTypeName()]}
		if columns[i].read == nil {
			return nil, fmt.Errorf("column %s.%s is a %s, which nothing reads", table, name, types[at].DatabaseTypeName())
		}
	}
	return columns, rows.Err()
}

// readers read a value by the type of its column, as either engine calls it.
var readers = map[string]func(json.RawMessage) (any, error){
	"BIGINT": readAs[int64], "INTEGER": readAs[int64], "INT8": readAs[int64],
	"TEXT": readAs[string], "BOOLEAN": readAs[bool], "BOOL": readAs[bool],
	"DOUBLE PRECISION": readAs[float64], "FLOAT8": readAs[float64], "BLOB": readBytes, "BYTEA": readBytes,
}

func readAs[T any](text json.RawMessage) (any, error) {
	var v T
	err := json.Unmarshal(text, &v)
	return v, err
}

func readBytes(text json.RawMessage) (any, error) {
	var coded string
	if err := json.Unmarshal(text, &coded); err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(coded)
}

// values reads a line.
func values(columns []column, line []byte) ([]any, error) {
	var texts []json.RawMessage
	if err := json.Unmarshal(line, &texts); err != nil {
		return nil, err
	}
	if len(texts) != len(columns) {
		return nil, fmt.Errorf("a row has %d values for %d columns", len(texts), len(columns))
	}
	row := make([]any, len(columns))
	for i, text := range texts {
		if bytes.Equal(text, []byte("null")) {
			continue
		}
		var err error
		if row[i], err = columns[i].read(text); err != nil {
			return nil, fmt.Errorf("%s: %w", columns[i].name, err)
		}
	}
	return row, nil
}

// insertEach writes rows one by one with a statement that is kept.
func (f *Fill) insertEach(ctx context.Context, table string, names []string, row func() ([]any, error)) error {
	marks := strings.TrimSuffix(strings.Repeat("?, ", len(names)), ", ")
	insert, err := f.conn.PrepareContext(ctx, "INSERT INTO "+table+" ("+strings.Join(names, ", ")+") VALUES ("+marks+")")
	if err != nil {
		return err
	}
	defer insert.Close()
	for {
		values, err := row()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			_, err = insert.ExecContext(ctx, values...)
		}
		if err != nil {
			return fmt.Errorf("a row of %s: %w", table, err)
		}
	}
}

// copyRows streams rows to PostgreSQL.
func (f *Fill) copyRows(ctx context.Context, table string, names []string, row func() ([]any, error)) error {
	return f.conn.Raw(func(c any) error {
		source := pgx.CopyFromFunc(func() ([]any, error) {
			values, err := row()
			if errors.Is(err, io.EOF) {
				return nil, nil
			}
			return values, err
		})
		_, err := c.(*stdlib.Conn).Conn().CopyFrom(ctx, pgx.Identifier{table}, names, source)
		return mapError(err)
	})
}
