package app

import (
	"context"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// ReleaseRevision starts a new revision of a product, which nobody has rated yet.
// Older ratings stay readable. Releasing the current one again changes nothing.
func (a *App) ReleaseRevision(ctx context.Context, who domain.Actor, slug, name, note string) error {
	name, note = text.Line(name), text.Body(note)
	var p domain.Problems
	if domain.CheckRevision(&p, name, note); p.Err() != nil {
		return p.Err()
	}
	c := change{cause: domain.CauseRevision, reason: note}
	return a.decideProduct(ctx, who, domain.ReleaseRevision, slug, c, func(q *store.Tx, who domain.Actor, p *domain.Product) error {
		if p.Revision.Name == name && p.Revision.Note == note {
			return errAsWanted
		}
		return q.CreateRevision(ctx, p, name, note, who.ID, a.now())
	})
}
