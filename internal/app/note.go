package app

import (
	"context"

	"groundswell/internal/domain"
	"groundswell/internal/markdown"
	"groundswell/internal/store"
)

// AddNote writes something about an idea to those who may read notes. Sending the same
// form twice adds one note.
func (a *App) AddNote(ctx context.Context, who domain.Actor, idea int64, d domain.CommentDraft) error {
	if err := domain.Allow(who, domain.WriteNotes); err != nil {
		return err
	}
	n, err := writtenComment(d)
	if err != nil {
		return err
	}
	return a.act(ctx, who, domain.WriteNotes, func(q *store.Tx, who domain.Actor) error {
		if _, err := q.LockIdea(ctx, who, idea); err != nil {
			return err
		}
		id, err := q.CreateNote(ctx, store.NewNote{
			Idea: idea, By: who, Body: n.Body, HTML: n.HTML, HTMLVersion: markdown.Version, Nonce: d.Nonce, Created: a.now(),
		})
		if err != nil || id == 0 {
			return err
		}
		if err := q.DeleteDraft(ctx, who.ID, domain.FormOf("ideas", idea, "notes")); err != nil {
			return err
		}
		return a.record(ctx, q, who, string(domain.WriteNotes), "note", id, "")
	})
}
