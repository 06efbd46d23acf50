package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"
)

// rowSteps are how many rows or keys one statement takes: few numbers keep the
// different texts few.
var rowSteps = []int{64, 16, 4, 1}

// inSteps calls do with parts of rows, each as long as one of rowSteps.
func inSteps[T any](rows []T, do func(part []T) error) error {
	for _, step := range rowSteps {
		for len(rows) >= step {
			if err := do(rows[:step]); err != nil {
				return err
			}
			rows = rows[step:]
		}
	}
	return nil
}

// values takes rows of arguments and returns their placeholders for VALUES.
func (w *where) values(rows [][]any) string {
	lines := make([]string, len(rows))
	for i, row := range rows {
		lines[i] = "(" + w.list(row) + ")"
	}
	return strings.Join(lines, ", ")
}

// list takes arguments and returns their placeholders, separated by commas.
func (w *where) list(args []any) string {
	marks := make([]string, len(args))
	for i, a := range args {
		marks[i] = w.arg(a)
	}
	return strings.Join(marks, ", ")
}

// insertRows adds rows with few statements: "INSERT INTO … (…)" in front of the
// values, a conflict clause or nothing behind them.
func (q *Tx) insertRows(ctx context.Context, insert, conflict string, rows [][]any) error {
	return inSteps(rows, func(part [][]any) error {
		var w where
		_, err := q.exec(ctx, insert+" VALUES "+w.values(part)+" "+conflict, w.args...)
		return err
	})
}

// insertIDs adds rows with few statements and returns their ids in the order of the
// rows: both engines give ids to the rows of a statement one after another.
func (q *Tx) insertIDs(ctx context.Context, insert string, rows [][]any) ([]int64, error) {
	all := make([]int64, 0, len(rows))
	err := inSteps(rows, func(part [][]any) error {
		var w where
		ids, err := list(ctx, q.handle, insert+" VALUES "+w.values(part)+" RETURNING id", w.args, scanID)
		slices.Sort(ids) // which order they are told in is not promised
		all = append(all, ids...)
		return err
	})
	return all, err
}

// eachOf runs a query whose text ends where a list of keys begins, for all keys,
// and calls scan for every row. first are the arguments in front of the list.
func eachOf[K any](ctx context.Context, h handle, query string, first []any, keys []K, scan func(*sql.Rows) error) error {
	return inSteps(keys, func(part []K) error {
		w := where{args: slices.Clone(first)}
		marks := make([]string, len(part))
		for i, k := range part {
			marks[i] = w.arg(k)
		}
		return h.each(ctx, query+" ("+strings.Join(marks, ", ")+")", w.args, scan)
	})
}
