package store

import (
	"context"
	"database/sql"

	"groundswell/internal/domain"
)

// pastMax bounds what is shown of what a text said before.
const pastMax = 50

// past reads what a text said before, newest first, by a query of title, words, stars
// and when they were replaced.
func (r reads) past(ctx context.Context, query string, of int64) ([]domain.PastText, error) {
	return list(ctx, r.handle, query+" ORDER BY id DESC LIMIT $2", []any{of, pastMax}, func(rows *sql.Rows) (domain.PastText, error) {
		var p domain.PastText
		var at int64
		err := rows.Scan(&p.Title, &p.Body, &p.Stars, &at)
		p.Replaced = moment(at)
		return p, err
	})
}

// CommentHistory reads what a comment said before, newest first.
func (r reads) CommentHistory(ctx context.Context, comment int64) ([]domain.PastText, error) {
	return r.past(ctx, "SELECT '', body, 0, replaced_at FROM comment_history WHERE comment_id = $1", comment)
}

// IdeaHistory reads what an idea said before, newest first.
func (r reads) IdeaHistory(ctx context.Context, idea int64) ([]domain.PastText, error) {
	return r.past(ctx, "SELECT title, body, 0, replaced_at FROM idea_history WHERE idea_id = $1", idea)
}

// NoteHistory reads what a note said before, newest first.
func (r reads) NoteHistory(ctx context.Context, note int64) ([]domain.PastText, error) {
	return r.past(ctx, "SELECT '', body, 0, replaced_at FROM note_history WHERE note_id = $1", note)
}

// RatingHistory reads what a rating was before, newest first.
func (r reads) RatingHistory(ctx context.Context, rating int64) ([]domain.PastText, error) {
	return r.past(ctx, "SELECT title, body, stars, replaced_at FROM rating_history WHERE rating_id = $1", rating)
}
