package store

import (
	"context"
	"database/sql"
	"time"

	"groundswell/internal/domain"
)

// NewNote is what is written when somebody of the staff notes something.
type NewNote struct {
	Idea        int64
	By          domain.Actor
	Body        string
	HTML        string
	HTMLVersion int64
	Nonce       string
	Created     time.Time
}

// CreateNote adds a note and returns its id. A form that was sent before adds nothing,
// and the id is 0.
func (q *Tx) CreateNote(ctx context.Context, n NewNote) (int64, error) {
	return q.firstID(ctx, `INSERT INTO notes (idea_id, member_id, role, body, html, html_version, nonce, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (nonce) DO NOTHING RETURNING id`,
		n.Idea, n.By.ID, n.By.Role, n.Body, n.HTML, n.HTMLVersion, orNull(n.Nonce), millis(n.Created))
}

// Note reads a note. Whether somebody may know of its idea is asked of the idea.
func (r reads) Note(ctx context.Context, id int64) (domain.Note, error) {
	return one(ctx, r.handle, `SELECT n.id, n.idea_id, m.id, m.name, n.role, n.body, n.html, n.created_at, n.edited_at, n.version
		FROM notes n JOIN members m ON m.id = n.member_id WHERE n.id = $1`, []any{id}, func(rows *sql.Rows) (n domain.Note, err error) {
		var created, edited int64
		err = rows.Scan(&n.ID, &n.Idea, &n.By.ID, &n.By.Name, &n.By.Role, &n.Body, &n.HTML, &created, &edited, &n.Version)
		n.Created, n.Edited = moment(created), moment(edited)
		return n, err
	})
}

// SetNote changes the words of a note that still is at n.Version, and keeps those it
// had; domain.ErrNotFound otherwise.
func (q *Tx) SetNote(ctx context.Context, n domain.Note, htmlVersion int64, now time.Time) error {
	_, err := q.exec(ctx, `INSERT INTO note_history (note_id, body, replaced_at) SELECT id, body, $3 FROM notes
		WHERE id = $1 AND version = $2`, n.ID, n.Version, millis(now))
	if err != nil {
		return err
	}
	return q.changeOne(ctx, `UPDATE notes SET body = $3, html = $4, html_version = $5, edited_at = $6, version = version + 1
		WHERE id = $1 AND version = $2`, n.ID, n.Version, n.Body, n.HTML, htmlVersion, millis(now))
}

// notesMax bounds what is shown of the notes about an idea.
const notesMax = 100
