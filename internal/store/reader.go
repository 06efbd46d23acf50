package store

import (
	"context"
	"database/sql"

	"groundswell/internal/domain"
)

// Votes reads a member's votes on ideas: those that are not domain.None.
func (r reads) Votes(ctx context.Context, member int64, ideas []int64) (domain.OwnVotes, error) {
	own := domain.OwnVotes{Votes: map[int64]domain.Vote{}, Recorded: map[int64]domain.Recorded{}, Reasons: map[int64]domain.Reason{}}
	var w where
	query := "SELECT v.idea_id, v.value, v.said_at, COALESCE(b.id, 0), COALESCE(b.name, ''), COALESCE(b.role, ''), " + reasonColumns +
		" FROM votes v LEFT JOIN members b ON b.id = v.by_id " +
		"LEFT JOIN reasons w ON w.idea_id = v.idea_id AND w.member_id = v.member_id " +
		"WHERE v.member_id = " + w.arg(member) + " AND v.value <> 0 AND v.idea_id IN (" + w.ids(ideas, places(ideas, domain.PageSize)) + ")"
	return own, r.each(ctx, query, w.args, func(rows *sql.Rows) error {
		var idea int64
		var said keptReason
		v := domain.Recorded{Member: domain.MemberRef{ID: member}}
		err := rows.Scan(append([]any{&idea, &v.Vote, &v.Contact.Said, &v.By.ID, &v.By.Name, &v.By.Role}, said.fields()...)...)
		if own.Votes[idea] = v.Vote; v.By.ID != 0 {
			own.Recorded[idea] = v
		}
		if reason := said.reason(); !reason.Empty() {
			own.Reasons[idea] = reason
		}
		return err
	})
}

// FoundHelpful tells which of some ratings a member found helpful.
func (r reads) FoundHelpful(ctx context.Context, member int64, ratings []int64) (map[int64]bool, error) {
	found := map[int64]bool{}
	var w where
	query := "SELECT rating_id FROM helpful_votes WHERE member_id = " + w.arg(member) + " AND rating_id IN (" +
		w.ids(ratings, places(ratings, domain.ReviewPage)) + ")"
	return found, r.each(ctx, query, w.args, func(rows *sql.Rows) error {
		var rating int64
		err := rows.Scan(&rating)
		found[rating] = true
		return err
	})
}

// places is how many ids a query about one thing or a page of them takes.
func places(ids []int64, page int) int {
	if len(ids) == 1 {
		return 1
	}
	return page
}
