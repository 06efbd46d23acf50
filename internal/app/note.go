package app

import (
	"context"
	"errors"

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

// EditNote changes the words of one's own note and keeps those it had. A draft of an
// older version is refused, so that nothing typed in another window is lost.
func (a *App) EditNote(ctx context.Context, who domain.Actor, id int64, d domain.CommentDraft) error {
	if err := domain.Allow(who, domain.WriteNotes); err != nil {
		return err
	}
	n, err := writtenComment(d)
	if err != nil {
		return err
	}
	return a.act(ctx, who, domain.WriteNotes, func(q *store.Tx, who domain.Actor) error {
		note, err := q.Note(ctx, id)
		if err != nil {
			return err
		}
		if _, err := q.LockIdea(ctx, who, note.Idea); err != nil {
			return err
		}
		if note, err = q.Note(ctx, id); err != nil {
			return err
		}
		if err := domain.CheckOwnNote(who, &note); err != nil || note.Body == n.Body {
			return err
		}
		note.Body, note.HTML, note.Version = n.Body, n.HTML, d.Version
		err = q.SetNote(ctx, note, n.HTMLVersion, a.now())
		if errors.Is(err, domain.ErrNotFound) {
			return domain.Refuse(domain.Conflict, "error.note_changed")
		} else if err != nil {
			return err
		}
		if err := q.DeleteDraft(ctx, who.ID, domain.FormOf("notes", id, "edit")); err != nil {
			return err
		}
		return a.record(ctx, q, who, "edit note", "note", id, "")
	})
}
