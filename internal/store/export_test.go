package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"groundswell/internal/domain"
)

// PretendVersion writes down that a migration of that number was applied, which needs a
// binary; 0 for one that does not say.
func (db *DB) PretendVersion(ctx context.Context, version, needs int64) error {
	applied := fmt.Sprintf("INSERT INTO goose_db_version (version_id, is_applied) VALUES (%d, TRUE)", version)
	if _, err := db.write.ExecContext(ctx, applied); err != nil || needs == 0 {
		return err
	}
	_, err := db.write.ExecContext(ctx,
		fmt.Sprintf("INSERT INTO schema_sums (version, sum, needs_binary) VALUES (%d, 'unknown', %d)", version, needs))
	return err
}

// Plan explains how SQLite runs a query with these values.
func (db *DB) Plan(ctx context.Context, query string, args ...any) (string, error) {
	var id, parent, unused int
	var plan string
	err := db.write.QueryRowContext(ctx, "EXPLAIN QUERY PLAN "+query, args...).Scan(&id, &parent, &unused, &plan)
	return plan, err
}

// OwnScans tells of which tables the registry's rows of a member are read as a whole: each
// with the line of the plan that says so. Where PostgreSQL has a choice it takes an index.
func (db *DB) OwnScans(ctx context.Context) (map[string]string, error) {
	explain, scan := "EXPLAIN QUERY PLAN ", "SCAN "
	tx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	if db.engine == postgres {
		explain, scan = "EXPLAIN ", "Seq Scan on "
		if _, err := tx.ExecContext(ctx, "SET LOCAL enable_seqscan = off"); err != nil {
			return nil, err
		}
	}
	found := map[string]string{}
	for _, e := range registry {
		if e.whose == "" {
			continue
		}
		plan, err := planOf(ctx, tx, explain+"SELECT 1 FROM "+e.table+" WHERE "+strings.ReplaceAll(e.whose, "$1", "7"))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.table, err)
		}
		for _, line := range plan {
			if strings.Contains(line, scan) {
				found[e.table] = line
			}
		}
	}
	return found, nil
}

// planOf is how a query is run, line by line.
func planOf(ctx context.Context, tx *sql.Tx, query string) (lines []string, err error) {
	rows, err := tx.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		values := make([]any, len(columns))
		for i := range values {
			values[i] = new(any)
		}
		line := new(string)
		values[len(values)-1] = line
		if err := rows.Scan(values...); err != nil {
			return nil, err
		}
		lines = append(lines, *line)
	}
	return lines, rows.Err()
}

// Tamper runs a statement that no verb would.
func (db *DB) Tamper(ctx context.Context, statement string) error {
	_, err := db.write.ExecContext(ctx, statement)
	return err
}

// Count counts the rows of a table.
func (db *DB) Count(ctx context.Context, table string) (n int64, err error) {
	err = db.write.QueryRowContext(ctx, "SELECT count(*) FROM "+table).Scan(&n)
	return n, err
}

// DaysRead counts the days that a vote on an idea reads.
func (db *DB) DaysRead(ctx context.Context, idea int64) (read int, err error) {
	err = db.Tx(ctx, func(q *Tx) error {
		b, err := q.Ballot(ctx, domain.System, idea)
		read = len(b.days)
		return err
	})
	return read, err
}

// Waiting counts the writes that wait behind the one under way: on PostgreSQL those
// on an idea.
func (db *DB) Waiting(idea int64) int {
	if g, ok := db.writer.(*group); ok {
		return len(g.queue)
	}
	l := db.writer.(*lines)
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.all[idea])
}

// Exec runs a statement that no verb would, inside a transaction.
func (q *Tx) Exec(ctx context.Context, statement string) error {
	_, err := q.exec(ctx, statement)
	return err
}

// Dump reads every row of a query as text.
func (db *DB) Dump(ctx context.Context, query string) (rows []string, err error) {
	found, err := db.write.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	names, err := found.Columns()
	if err != nil {
		return nil, err
	}
	values, into := make([]any, len(names)), make([]any, len(names))
	for n := range values {
		into[n] = &values[n]
	}
	for found.Next() {
		if err := found.Scan(into...); err != nil {
			return nil, err
		}
		rows = append(rows, fmt.Sprint(values...))
	}
	return rows, found.Err()
}

// SchemaColumns are the columns of all tables that there are.
func (db *DB) SchemaColumns(ctx context.Context) (map[string][]string, error) {
	query := "SELECT m.name, p.name FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.type = 'table'"
	if db.engine == postgres {
		query = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
	}
	columns := map[string][]string{}
	err := db.reader.each(ctx, query, nil, func(rows *sql.Rows) error {
		var table, column string
		err := rows.Scan(&table, &column)
		columns[table] = append(columns[table], column)
		return err
	})
	return columns, err
}

// CheckRegistry holds the registry of columns against the schema.
func (db *DB) CheckRegistry(t *testing.T) {
	columns, err := db.SchemaColumns(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	checkRegistry(t, columns)
}
