package store

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"groundswell/internal/domain"
)

// Votes reads a member's votes on ideas: those that are not domain.None.
func (r reads) Votes(ctx context.Context, member int64, ideas []int64) (domain.OwnVotes, error) {
	mine, err := r.Mine(ctx, member, domain.Asked{Votes: ideas})
	return mine.OwnVotes, err
}

// nothingMine fills the columns of Mine that only votes have.
const nothingMine = "0, 0, '', 0, '', '', 0, 0, 0, 0, '', FALSE"

// Mine reads what of some ideas, comments and ratings is a member's own: one
// query, whatever is asked for.
func (r reads) Mine(ctx context.Context, member int64, of domain.Asked) (domain.Mine, error) {
	mine := domain.Mine{Helped: map[int64]bool{}, Helpful: map[int64]bool{}, Noted: domain.NeverSeen,
		Seen: domain.NeverSeen, OwnVotes: domain.OwnVotes{
			Votes: map[int64]domain.Vote{}, Cast: map[int64]time.Time{},
			Recorded: map[int64]domain.Recorded{}, Reasons: map[int64]domain.Reason{}}}
	var w where
	me := w.arg(member)
	query := "SELECT 0, v.idea_id, v.changed_at, v.value, v.said_at, COALESCE(b.id, 0), COALESCE(b.name, ''), COALESCE(b.role, ''), " + reasonColumns +
		" FROM votes v LEFT JOIN members b ON b.id = v.by_id " +
		"LEFT JOIN reasons w ON w.idea_id = v.idea_id AND w.member_id = v.member_id " +
		"WHERE v.member_id = " + me + " AND v.value <> 0 AND v.idea_id IN (" + w.ids(of.Votes,
		places(of.Votes, domain.PageSize, domain.PageSize+domain.HeardMost)) + ")"
	if of.Talk != 0 {
		query += " UNION ALL SELECT 1, n.comment_id, CASE WHEN n.visit_at = m.visit_at THEN n.before_id ELSE n.comment_id END, " +
			strings.TrimPrefix(nothingMine, "0, ") + " FROM visits n JOIN members m ON m.id = n.member_id WHERE n.member_id = " + me +
			" AND n.idea_id = " + w.arg(of.Talk)
	}
	if len(of.Comments) > 0 {
		query += " UNION ALL SELECT 2, comment_id, " + nothingMine + " FROM comment_helpful WHERE member_id = " + me + " AND comment_id IN (" +
			w.ids(of.Comments, branchPlaces(len(of.Comments))) + ")"
	}
	if len(of.Ratings) > 0 {
		query += " UNION ALL SELECT 4, rating_id, " + nothingMine + " FROM helpful_votes WHERE member_id = " + me + " AND rating_id IN (" +
			w.ids(of.Ratings, places(of.Ratings, domain.ReviewPage, domain.ReviewPage)) + ")"
	}
	if of.Follows.ID != 0 {
		query += " UNION ALL SELECT 3, CASE WHEN " + follows(&w, of.Follows, me) + " THEN 1 ELSE 0 END, " + nothingMine
	}
	return mine, r.each(ctx, query, w.args, func(rows *sql.Rows) error {
		var kind, id, cast int64
		var said keptReason
		v := domain.Recorded{Member: domain.MemberRef{ID: member}}
		err := rows.Scan(append([]any{&kind, &id, &cast, &v.Vote, &v.Contact.Said, &v.By.ID, &v.By.Name, &v.By.Role}, said.fields()...)...)
		switch kind {
		case 0:
			mine.Add(id, v, moment(cast), said.reason())
		case 1:
			mine.Noted, mine.Seen = id, cast
		case 3:
			mine.Follows = id == 1
		case 4:
			mine.Helpful[id] = true
		default:
			mine.Helped[id] = true
		}
		return err
	})
}

// places is how many ids a query about one thing, a page of them or at most so many
// takes.
func places(ids []int64, page, most int) int {
	switch {
	case len(ids) == 1:
		return 1
	case len(ids) > page:
		return most
	}
	return page
}
