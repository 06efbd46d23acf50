package app

import (
	"context"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// NoteVisit keeps that a member has seen an idea when a comment was its newest, so that
// later ones are new to them: on their next visit, or at once if they say that they have
// read these. A visit from before the last one changes nothing.
func (a *App) NoteVisit(ctx context.Context, who domain.Actor, id, newest int64, read bool) error {
	return a.act(ctx, who, domain.NoteVisit, func(q *store.Tx, who domain.Actor) error {
		idea, err := q.IdeaFor(ctx, who, id, domain.Day(a.now()))
		if err != nil {
			return err
		}
		q.Quiet()
		if err := q.SetVisit(ctx, id, who.ID, min(newest, idea.LastComment)); err != nil || !read {
			return err
		}
		return q.SetVisitRead(ctx, id, who.ID)
	})
}
