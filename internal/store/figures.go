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
	fields := map[string]*int64{"ideas": &f.Ideas, "people": &f.People, "shipped": &f.Shipped, "in_progress": &f.InProgress}
	err := r.each(ctx, "SELECT key, value FROM figures", nil, func(rows *sql.Rows) error {
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

// CountFigures counts the community anew and keeps the numbers.
func (q *Tx) CountFigures(ctx context.Context, today int64) error {
	if _, err := q.exec(ctx, "DELETE FROM figures"); err != nil {
		return err
	}
	for _, count := range []struct {
		query string
		args  []any
	}{
		{"INSERT INTO figures (key, value) SELECT 'ideas', COUNT(*) FROM idea_counts WHERE listed", nil},
		{"INSERT INTO figures (key, value) SELECT 'shipped', COUNT(*) FROM idea_counts WHERE listed AND status IN ('shipped', 'partly_shipped')", nil},
		{"INSERT INTO figures (key, value) SELECT 'in_progress', COUNT(*) FROM idea_counts WHERE listed AND status = 'in_progress'", nil},
		{"INSERT INTO figures (key, value) SELECT 'people', COUNT(*) FROM members WHERE confirmed_at > 0", nil},
		{"INSERT INTO figures (key, value) SELECT 'day:' || CAST(day AS TEXT), SUM(promotes) FROM idea_days WHERE day > $1 GROUP BY day", []any{today - domain.FigureDays}},
		{"UPDATE spaces SET ideas = (SELECT COUNT(*) FROM idea_counts c WHERE c.space_id = spaces.id AND c.listed)", nil},
	} {
		if _, err := q.exec(ctx, count.query, count.args...); err != nil {
			return err
		}
	}
	return nil
}
