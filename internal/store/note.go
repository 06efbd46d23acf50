package store

import (
	"context"
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

// notesMax bounds what is shown of the notes about an idea.
const notesMax = 100
