package store

import "context"

// SetVisit notes which comment was the newest of an idea when a member looked.
func (q *Tx) SetVisit(ctx context.Context, idea, member, newest int64) error {
	_, err := q.exec(ctx, `INSERT INTO visits (idea_id, member_id, comment_id) VALUES ($1, $2, $3)
		ON CONFLICT (idea_id, member_id) DO UPDATE SET comment_id = excluded.comment_id WHERE visits.comment_id < excluded.comment_id`,
		idea, member, newest)
	return err
}
