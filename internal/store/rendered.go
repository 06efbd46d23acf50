package store

import (
	"context"
	"database/sql"
	"fmt"

	"groundswell/internal/domain"
)

// renderedMark is the name of the mark that says by which renderer all texts were
// rendered.
const renderedMark = "html_version"

// Rendered is the version of the oldest renderer whose HTML may be kept, 0 if
// nobody has looked.
func (r reads) Rendered(ctx context.Context) (version int64, err error) {
	err = r.get(ctx, "SELECT at FROM marks WHERE name = $1", []any{renderedMark}, &version)
	if err == errNoRow {
		err = nil
	}
	return version, err
}

// SetRendered notes that all texts were rendered by this version or a newer one.
func (q *Tx) SetRendered(ctx context.Context, version int64) error {
	return q.setMark(ctx, renderedMark, version)
}

// texts are where rendered texts are kept: how they are read in the order of their
// ids.
var texts = map[domain.TextKind]string{
	domain.IdeaTexts: "SELECT id, title, body, language, html_version FROM ideas WHERE id > $1 ORDER BY id LIMIT $2",
	domain.ReviewTexts: "SELECT w.rating_id, w.title, w.body, r.language, w.html_version FROM reviews w JOIN ratings r " +
		"ON r.id = w.rating_id WHERE w.rating_id > $1 ORDER BY w.rating_id LIMIT $2",
	domain.ReplyTexts:   "SELECT rating_id, '', body, '', html_version FROM replies WHERE rating_id > $1 ORDER BY rating_id LIMIT $2",
	domain.CommentTexts: "SELECT id, '', body, language, html_version FROM comment_texts WHERE id > $1 ORDER BY id LIMIT $2",
	domain.NoteTexts:    "SELECT id, '', body, '', html_version FROM notes WHERE id > $1 ORDER BY id LIMIT $2",
	domain.LegalTexts:   "SELECT id, '', body, '', html_version FROM legal_texts WHERE id > $1 ORDER BY id LIMIT $2",
}

// Texts reads texts of a kind behind an id, as they were written.
func (r reads) Texts(ctx context.Context, kind domain.TextKind, after int64, limit int) ([]domain.Written, error) {
	return list(ctx, r.handle, texts[kind], []any{after, limit}, func(rows *sql.Rows) (domain.Written, error) {
		var t domain.Written
		return t, rows.Scan(&t.ID, &t.Title, &t.Body, &t.Language, &t.Rendered)
	})
}

// SetText keeps what a text looks like now, unless it was rendered by this version
// meanwhile.
func (q *Tx) SetText(ctx context.Context, kind domain.TextKind, t domain.Written, version int64) error {
	var err error
	switch kind {
	case domain.IdeaTexts:
		_, err = q.exec(ctx, "UPDATE ideas SET html = $2, excerpt = $3, language = $4, html_version = $5 WHERE id = $1 AND html_version < $5",
			t.ID, t.HTML, t.Excerpt, t.Language, version)
	case domain.ReviewTexts:
		var kept int64
		err = q.get(ctx, "UPDATE reviews SET html = $2, html_version = $3 WHERE rating_id = $1 AND html_version < $3 RETURNING rating_id",
			[]any{t.ID, t.HTML, version}, &kept)
		if err == errNoRow {
			return nil
		}
		if err == nil {
			_, err = q.exec(ctx, "UPDATE ratings SET language = $2 WHERE id = $1 AND language <> $2", t.ID, t.Language)
		}
	case domain.ReplyTexts:
		_, err = q.exec(ctx, "UPDATE replies SET html = $2, html_version = $3 WHERE rating_id = $1 AND html_version < $3", t.ID, t.HTML, version)
	case domain.CommentTexts:
		_, err = q.exec(ctx, "UPDATE comment_texts SET html = $2, language = $3, html_version = $4 WHERE id = $1 AND html_version < $4",
			t.ID, t.HTML, t.Language, version)
	case domain.NoteTexts:
		_, err = q.exec(ctx, "UPDATE notes SET html = $2, html_version = $3 WHERE id = $1 AND html_version < $3", t.ID, t.HTML, version)
	case domain.LegalTexts:
		_, err = q.exec(ctx, "UPDATE legal_texts SET html = $2, html_version = $3 WHERE id = $1 AND html_version < $3", t.ID, t.HTML, version)
	default:
		err = fmt.Errorf("there are no texts of kind %q", kind)
	}
	return err
}
