package store

import (
	"context"
	"database/sql"
	"strconv"
	"strings"

	"groundswell/internal/domain"
)

// Figures reads the numbers as of the last count; today is the last day of the
// curve.
func (r reads) Figures(ctx context.Context, today int64) (domain.Figures, error) {
	f := domain.Figures{Promotes: make([]int64, domain.FigureDays)}
	fields := map[string]*int64{"ideas": &f.Ideas, "people": &f.People, "shipped": &f.Shipped, "in_progress": &f.InProgress,
		"products": &f.Products, "poor": &f.Poor, "replied": &f.Replied, "unexplained": &f.Unexplained, "imported_ratings": &f.ImportedRatings}
	err := r.each(ctx, "SELECT key, value FROM figures WHERE key NOT LIKE '"+fairKeys+"'", nil, func(rows *sql.Rows) error {
		var key string
		var value int64
		if err := rows.Scan(&key, &value); err != nil {
			return err
		}
		if field := fields[key]; field != nil {
			*field = value
		}
		if day, ok := strings.CutPrefix(key, "day:"); ok {
			n, err := strconv.ParseInt(day, 10, 64)
			if at := domain.FigureDays - 1 - (today - n); err == nil && at >= 0 && at < domain.FigureDays {
				f.Promotes[at] = value
			}
		}
		return nil
	})
	return f, err
}

// CountFigures counts the community anew. It reads every idea's narrow row: for
// the clock's job, not for pages.
func (r *Reader) CountFigures(ctx context.Context, today int64) (map[string]int64, error) {
	slow := r.handle
	slow.deadline = JobDeadline
	counted := map[string]int64{}
	for _, count := range []struct {
		query string
		args  []any
	}{
		{"SELECT 'ideas', COUNT(*) FROM idea_counts WHERE " + inLists, nil},
		{"SELECT 'shipped', COUNT(*) FROM idea_counts WHERE listed AND status IN ('shipped', 'partly_shipped')", nil},
		{"SELECT 'in_progress', COUNT(*) FROM idea_counts WHERE listed AND status = 'in_progress'", nil},
		{"SELECT 'products', COUNT(*) FROM product_counts WHERE state IN ('listed', 'unrated', 'watch')", nil},
		{"SELECT 'poor', CAST(COALESCE(SUM(poor), 0) AS BIGINT) FROM product_counts", nil},
		{"SELECT 'replied', CAST(COALESCE(SUM(poor_replied), 0) AS BIGINT) FROM product_counts", nil},
		{"SELECT 'people', COUNT(*) FROM members WHERE confirmed_at > 0 OR email IS NULL", nil}, // those whom an import names wrote too
		{"SELECT 'unexplained', COUNT(*) FROM idea_counts c WHERE listed AND status = 'declined' AND NOT EXISTS" +
			" (SELECT 1 FROM decisions d WHERE d.idea_id = c.idea_id AND d.to_status = 'declined' AND d.reason <> '')", nil},
		{"SELECT 'imported_ratings', COUNT(*) FROM (SELECT 1 FROM imports WHERE kind = 'review' LIMIT 1) any_of_them", nil},
		{"SELECT 'day:' || CAST(day AS TEXT), SUM(promotes) FROM idea_days WHERE day > $1 GROUP BY day", []any{today - domain.FigureDays}},
		{"SELECT 'space:' || CAST(space_id AS TEXT), COUNT(*) FROM idea_counts WHERE " + inLists + " GROUP BY space_id", nil},
	} {
		err := slow.each(ctx, count.query, count.args, func(rows *sql.Rows) error {
			var key string
			var n int64
			err := rows.Scan(&key, &n)
			counted[key] = n
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return counted, nil
}

// SetFigures keeps what CountFigures counted.
func (q *Tx) SetFigures(ctx context.Context, counted map[string]int64) error {
	if _, err := q.exec(ctx, "DELETE FROM figures WHERE key NOT LIKE '"+fairKeys+"'"); err != nil {
		return err
	}
	for key, n := range counted {
		if _, err := q.exec(ctx, "INSERT INTO figures (key, value) VALUES ($1, $2)", key, n); err != nil {
			return err
		}
	}
	return nil
}
