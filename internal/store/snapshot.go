package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"groundswell/migrations"
)

// Snapshot is everything as of one moment: what is written meanwhile is not in it. It
// has no deadline but its context's.
type Snapshot struct{ reads }

// Snapshot reads from one moment. While it is held SQLite's log grows with what others
// write, and PostgreSQL keeps old rows.
func (db *DB) Snapshot(ctx context.Context, do func(*Snapshot) error) error {
	conn, err := db.read.Conn(ctx)
	if err != nil {
		return mapError(err)
	}
	defer conn.Close()
	begin := []string{"BEGIN"}
	if db.engine == postgres {
		begin = patientRead
	}
	h := handle{engine: db.engine, run: conn, group: ctx}
	defer conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
	for _, statement := range begin {
		if _, err := h.exec(ctx, statement); err != nil {
			return err
		}
	}
	return do(&Snapshot{reads{h}})
}

// Archived are the tables that an archive holds, in an order in which each may be
// filled after those whose rows it names.
func Archived() []string {
	var names []string
	for _, e := range registry {
		if !e.rebuilt {
			names = append(names, e.table)
		}
	}
	return names
}

// archivedFrom is a table with the condition on what of it is archived.
func archivedFrom(table string) string {
	e := registryOf(table)
	if e.archived == "" {
		return table
	}
	return table + " WHERE " + e.archived
}

// registryOf is the line of a table that is registered.
func registryOf(table string) entry {
	return registry[slices.IndexFunc(registry, func(e entry) bool { return e.table == table })]
}

// columns are all columns that a line names, each once, in its order.
func (e entry) columns() []string {
	var names []string
	for _, column := range strings.Fields(e.given + " " + e.words + " " + e.erased + " " + e.kept) {
		name, _, _ := strings.Cut(column, "=")
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// Columns are the columns of an archived table, in the order of its rows.
func Columns(table string) []string { return registryOf(table).columns() }

// Rows calls each with every archived row of a table as a line of JSON: its values in
// the order of Columns, bytes in base 64. Both engines write a row in the same letters;
// the order of rows is nobody's.
func (s *Snapshot) Rows(ctx context.Context, table string, each func(line []byte) error) error {
	names := Columns(table)
	values, into := make([]any, len(names)), make([]any, len(names))
	for i := range values {
		into[i] = &values[i]
	}
	query := "SELECT " + strings.Join(names, ", ") + " FROM " + archivedFrom(table)
	return s.each(ctx, query, nil, func(rows *sql.Rows) error {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		line, err := json.Marshal(values)
		if err != nil {
			return fmt.Errorf("a row of %s: %w", table, err)
		}
		return each(line)
	})
}

// Size counts the archived rows of a table.
func (s *Snapshot) Size(ctx context.Context, table string) (n int64, err error) {
	err = s.get(ctx, "SELECT COUNT(*) FROM "+archivedFrom(table), nil, &n)
	return n, err
}

// Version is the number of the newest migration.
func (s *Snapshot) Version(ctx context.Context) (n int64, err error) { return s.version(ctx) }

// Known refuses a database that a newer binary brought on: it may hold what this one does
// not know of.
func (s *Snapshot) Known(ctx context.Context) error {
	all, err := migrations.All()
	if err != nil {
		return err
	}
	have, err := s.version(ctx)
	if newest := all[len(all)-1].Version; err == nil && have > newest {
		err = fmt.Errorf("the database is at version %d, this binary knows %d: use the newer binary", have, newest)
	}
	return err
}

// Last are the last ids that were ever given, by table: none is given twice, also
// where the row went.
func (s *Snapshot) Last(ctx context.Context) (map[string]int64, error) {
	query := "SELECT name, seq FROM sqlite_sequence WHERE seq > 0"
	if s.engine == postgres {
		query = lastIDs
	}
	last := map[string]int64{}
	err := s.each(ctx, query, nil, func(rows *sql.Rows) error {
		var table string
		var id int64
		err := rows.Scan(&table, &id)
		if slices.Contains(Archived(), table) {
			last[table] = id
		}
		return err
	})
	return last, err
}

// Damage is what SQLite finds wrong with its file; "" for nothing, and on PostgreSQL,
// which looks after its own.
func (s *Snapshot) Damage(ctx context.Context) (string, error) {
	if s.engine == postgres {
		return "", nil
	}
	var verdict string
	err := s.get(ctx, "PRAGMA quick_check(1)", nil, &verdict)
	if err != nil || verdict == "ok" {
		return "", err
	}
	return verdict, nil
}
