package store

import (
	"context"
	"time"

	"groundswell/internal/domain"
)

// StaleIdeas lists the ideas that the clock archives now, the oldest first.
func (r reads) StaleIdeas(ctx context.Context, now time.Time, limit int) ([]int64, error) {
	slow := r.handle
	slow.deadline = JobDeadline
	return list(ctx, slow, `SELECT c.idea_id FROM idea_counts c JOIN ideas i ON i.id = c.idea_id
		WHERE c.listed AND c.status = 'new' AND c.created_at <= $1 AND i.fresh_at <= $1
		AND NOT EXISTS (SELECT 1 FROM idea_days d WHERE d.idea_id = c.idea_id AND d.day > $2 AND (d.promotes <> 0 OR d.demotes <> 0))
		ORDER BY c.created_at, c.idea_id LIMIT $3`,
		[]any{millis(now.AddDate(0, 0, -domain.ArchiveDays)), domain.Day(now) - domain.ArchiveQuiet, limit}, scanID)
}

// AgeOf reads how old an idea is to the rule that archives.
func (r reads) AgeOf(ctx context.Context, idea int64) (a domain.IdeaAge, err error) {
	var created, fresh int64
	err = r.get(ctx, `SELECT created_at, fresh_at, COALESCE((SELECT MAX(d.day) FROM idea_days d WHERE d.idea_id = ideas.id
		AND (d.promotes <> 0 OR d.demotes <> 0)), 0) FROM ideas WHERE id = $1`, []any{idea}, &created, &fresh, &a.Voted)
	a.Fresh = moment(max(created, fresh))
	return a, err
}

// freshen notes that an idea was imported or reopened.
func (q *Tx) freshen(ctx context.Context, idea int64, at time.Time) error {
	return q.changeOne(ctx, "UPDATE ideas SET fresh_at = $2 WHERE id = $1", idea, millis(at))
}
