package store

import (
	"context"
	"database/sql"

	"groundswell/internal/domain"
)

// CheckMerges returns ideas and merges that do not know of one another, and copies of
// votes that belong to no merge in force, at most 100. It reads every merge: for the
// operator and for tests, not for pages.
func (r *Reader) CheckMerges(ctx context.Context) ([]Mismatch, error) {
	slow := reads{r.handle}
	slow.deadline = 10 * JobDeadline
	return list(ctx, slow.handle, `SELECT id, what FROM (
		SELECT c.idea_id AS id, 'is merged by no merge' AS what FROM idea_counts c
			LEFT JOIN merges g ON g.source_id = c.idea_id AND g.state <> 'parted' WHERE c.status = $1 AND g.id IS NULL
		UNION ALL SELECT g.source_id, 'is not merged, as its merge says' FROM merges g JOIN idea_counts c ON c.idea_id = g.source_id
			WHERE g.state <> 'parted' AND c.status <> $1
		UNION ALL SELECT g.source_id, 'leads to another idea than it went into' FROM merges g JOIN ideas i ON i.id = g.source_id
			WHERE g.state <> 'parted' AND COALESCE(i.merged_into, 0) <> g.target_id
		UNION ALL SELECT i.id, 'leads to another idea and is not merged' FROM ideas i JOIN idea_counts c ON c.idea_id = i.id
			WHERE i.merged_into IS NOT NULL AND c.status <> $1
		UNION ALL SELECT g.source_id, 'was taken back and has copies of votes left' FROM merges g
			WHERE g.state = 'parted' AND (EXISTS (SELECT 1 FROM merged_votes k WHERE k.merge_id = g.id)
			OR EXISTS (SELECT 1 FROM merged_reasons k WHERE k.merge_id = g.id))
		UNION ALL SELECT g.source_id, 'went into itself, by some way' FROM merges g JOIN merges h ON h.source_id = g.target_id
			AND h.target_id = g.source_id WHERE g.state <> 'parted' AND h.state <> 'parted'
		) wrong ORDER BY id LIMIT 100`, []any{domain.StatusMerged}, func(rows *sql.Rows) (Mismatch, error) {
		m := Mismatch{Of: "idea"}
		return m, rows.Scan(&m.ID, &m.What)
	})
}
