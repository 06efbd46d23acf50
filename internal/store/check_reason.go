package store

import (
	"context"
	"database/sql"
	"fmt"
)

// CheckReasons counts every idea's reasons and chips anew and returns those that say
// otherwise, at most 100 of each. It reads everything: for the operator and for tests,
// not for pages.
func (r *Reader) CheckReasons(ctx context.Context) ([]Mismatch, error) {
	slow := reads{r.handle}
	slow.deadline = 10 * JobDeadline
	const counting = `SELECT w.idea_id, SUM(CASE WHEN w.importance = 1 THEN 1 ELSE 0 END) AS nice,
		SUM(CASE WHEN w.importance = 2 THEN 1 ELSE 0 END) AS important,
		SUM(CASE WHEN w.importance = 3 THEN 1 ELSE 0 END) AS critical, SUM(CASE WHEN w.words <> '' THEN 1 ELSE 0 END) AS words
		FROM reasons w JOIN votes v ON v.idea_id = w.idea_id AND v.member_id = w.member_id AND v.value = 1 AND NOT v.held GROUP BY w.idea_id`
	wrong, err := slow.mismatches(ctx, "reasons of idea", `SELECT i.id, COALESCE(n.nice, 0), COALESCE(k.nice, 0),
		COALESCE(n.important, 0), COALESCE(k.important, 0), COALESCE(n.critical, 0), COALESCE(k.critical, 0),
		COALESCE(n.words, 0), COALESCE(k.words, 0)
		FROM ideas i LEFT JOIN reason_counts k ON k.idea_id = i.id LEFT JOIN (`+counting+`) n ON n.idea_id = i.id
		WHERE COALESCE(n.nice, 0) <> COALESCE(k.nice, 0) OR COALESCE(n.important, 0) <> COALESCE(k.important, 0)
		OR COALESCE(n.critical, 0) <> COALESCE(k.critical, 0) OR COALESCE(n.words, 0) <> COALESCE(k.words, 0)
		ORDER BY i.id LIMIT 100`, 4)
	if err != nil {
		return nil, err
	}
	all := ticks("chip_1") + " UNION ALL " + ticks("chip_2") + " UNION ALL " + ticks("chip_3")
	chips, err := slow.mismatches(ctx, "chip", `SELECT c.id, COALESCE(n.ticked, 0), c.ticked FROM reason_chips c
		LEFT JOIN (SELECT chip, COUNT(*) AS ticked FROM (`+all+`) t GROUP BY chip) n
		ON n.chip = c.id WHERE c.ticked <> COALESCE(n.ticked, 0) ORDER BY c.id LIMIT 100`, 1)
	return append(wrong, chips...), err
}

// ticks are the chips in one of the places of reasons that count.
func ticks(place string) string {
	return "SELECT w." + place + " AS chip FROM reasons w " +
		"JOIN votes v ON v.idea_id = w.idea_id AND v.member_id = w.member_id AND v.value = 1 AND NOT v.held WHERE w." + place + " > 0"
}

// mismatches reads rows of an id and pairs of numbers, as counted and as kept.
func (r reads) mismatches(ctx context.Context, of, query string, pairs int) ([]Mismatch, error) {
	return list(ctx, r.handle, query, nil, func(rows *sql.Rows) (Mismatch, error) {
		m := Mismatch{Of: of}
		numbers := make([]int64, 2*pairs)
		fields := []any{&m.ID}
		for n := range numbers {
			fields = append(fields, &numbers[n])
		}
		err := rows.Scan(fields...)
		for n := 0; n < len(numbers); n += 2 {
			m.What += fmt.Sprintf("counted %d, kept %d; ", numbers[n], numbers[n+1])
		}
		return m, err
	})
}
