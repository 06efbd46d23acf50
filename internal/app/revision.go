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
	if domain.CheckRelease(&p, name, "note", note); p.Err() != nil {
		return p.Err()
	}
	c := change{cause: domain.CauseRevision, reason: note}
	return a.decideProduct(ctx, who, domain.ReleaseRevision, slug, c, func(q *store.Tx, who domain.Actor, p *domain.Product) error {
		if p.Revision.Name == name && p.Revision.Note == note {
			return errAsWanted
		}
		return a.createRevision(ctx, q, who, p, name, note)
	})
}

// createRevision adds the next revision of a product whose row is held, and promises to
// ask those who rated the one before.
func (a *App) createRevision(ctx context.Context, q *store.Tx, who domain.Actor, p *domain.Product, name, note string) error {
	if err := q.CreateRevision(ctx, p, name, note, who.ID, a.now()); err != nil {
		return err
	}
	return a.happened(ctx, q, domain.Event{Kind: domain.EventRelease, Product: p.ID, Object: p.Revision.ID, By: who.ID})
}

// releaseFrom releases a revision of a product for work of a queue, whose words are its
// description.
func (a *App) releaseFrom(ctx context.Context, q *store.Tx, who domain.Actor, rule domain.Rule, product int64,
	name, words string) (released domain.Revision, err error) {
	if err := domain.Allow(who, domain.ReleaseRevision); err != nil {
		return released, err
	}
	var p domain.Problems
	if domain.CheckRelease(&p, name, "reason", words); p.Err() != nil {
		return released, p.Err()
	}
	c := change{cause: domain.CauseRevision, reason: words, by: who}
	err = a.inProduct(ctx, q, rule, product, c, func(p *domain.Product) error {
		if err := a.createRevision(ctx, q, who, p, name, words); err != nil {
			return err
		}
		released = p.Revision
		return a.record(ctx, q, who, string(domain.ReleaseRevision), "product", p.ID, string(c.cause))
	})
	return released, err
}

// ReleaseFor releases the revision that is to bring back the product of a recovery. It
// begins without a rating; when the product is listed again the rule ships the recovery.
func (a *App) ReleaseFor(ctx context.Context, who domain.Actor, id, version int64, name, words string) error {
	name, words = text.Line(name), text.Body(words)
	rule, err := a.rule(ctx)
	if err != nil {
		return err
	}
	return a.inItem(ctx, who, id, version, func(q *store.Tx, who domain.Actor, i *domain.Item, queue domain.Queue) error {
		if err := domain.CheckReleases(*i); err != nil {
			return err
		}
		if _, err := a.releaseFrom(ctx, q, who, rule, i.Product.ID, name, words); err != nil {
			return err
		}
		if err := a.keepItem(ctx, q, who, *i, queue, domain.ActReleased, name); err != nil {
			return err
		}
		return q.DeleteDraft(ctx, who.ID, domain.FormOf("items", id, "release"))
	})
}
