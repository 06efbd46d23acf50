package store

import (
	"context"
	"database/sql"
)

// IdeaSources are where imported ideas came from, in their order.
func (r reads) IdeaSources(ctx context.Context) ([]string, error) {
	return list(ctx, r.handle, "SELECT DISTINCT source FROM imports WHERE kind = 'idea' ORDER BY source LIMIT 20", nil,
		func(rows *sql.Rows) (source string, err error) { return source, rows.Scan(&source) })
}

// ImportedIdeas are the ideas of a source by their keys there: all of them, so that each
// row of a file of comments is checked before any is written.
func (r reads) ImportedIdeas(ctx context.Context, source string) (map[string]int64, error) {
	slow := r.handle
	slow.deadline = JobDeadline
	ideas := map[string]int64{}
	return ideas, slow.each(ctx, "SELECT key, object_id FROM imports WHERE kind = 'idea' AND source = $1", []any{source},
		func(rows *sql.Rows) error {
			var key string
			var id int64
			err := rows.Scan(&key, &id)
			ideas[key] = id
			return err
		})
}
