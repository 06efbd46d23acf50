package app

import (
	"context"
	"errors"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/markdown"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// ClaimProduct makes a member a verified owner by a serial number from the
// product's list. It is shown and weighs nothing.
func (a *App) ClaimProduct(ctx context.Context, who domain.Actor, slug, serial string) error {
	if err := domain.Allow(who, domain.RateProduct); err != nil {
		return err
	}
	if err := a.spend(ctx, use{key: key("serials", who.ID), window: 24 * time.Hour, setting: domain.LimitSerialsDay}); err != nil {
		return err
	}
	normal := domain.NormalSerial(serial)
	if normal == "" {
		return domain.BadField("serial", "error.serial", nil)
	}
	p, err := a.store.Reader().Product(ctx, slug)
	if err != nil {
		return err
	}
	return a.act(ctx, who, domain.RateProduct, func(q *store.Tx, who domain.Actor) error {
		err := q.ClaimSerial(ctx, p.ID, who.ID, domain.HashSerial(normal))
		if errors.Is(err, domain.ErrNotFound) {
			return domain.BadField("serial", "error.serial", nil)
		}
		if err != nil {
			return err
		}
		return a.verify(ctx, q, p.ID, who.ID, 0, "")
	})
}

// VerifyOwner makes the writer of a rating a verified owner on the word of staff,
// who note why.
func (a *App) VerifyOwner(ctx context.Context, who domain.Actor, id int64, note string) error {
	if err := domain.Allow(who, domain.VerifyOwner); err != nil {
		return err
	}
	note = text.Body(note)
	if n := domain.Seen(note); n < domain.ReasonMin || n > domain.NoteMax {
		return domain.BadField("note", "error.owner_note", domain.Args{"Min": domain.ReasonMin, "Max": domain.NoteMax})
	}
	return a.act(ctx, who, domain.VerifyOwner, func(q *store.Tx, who domain.Actor) error {
		r, err := q.KeptRating(ctx, id)
		if err != nil {
			return err
		}
		if r.By.ID == 0 {
			return domain.BadField("note", "error.owner_unnamed", nil)
		}
		if err := a.verify(ctx, q, r.Product.ID, r.By.ID, who.ID, note); err != nil {
			return err
		}
		return a.record(ctx, q, who, string(domain.VerifyOwner), "rating", id, "")
	})
}

// verify notes an owner and shows it on what the owner has said of the product.
func (a *App) verify(ctx context.Context, q *store.Tx, product, member, by int64, note string) error {
	p, err := q.LockProduct(ctx, product)
	if err != nil {
		return err
	}
	if err := q.SetOwner(ctx, product, member, by, note, a.now()); err != nil {
		return err
	}
	ratings, err := q.OwnerRatings(ctx, product, member)
	if err != nil {
		return err
	}
	for _, old := range ratings {
		r := old
		r.Verified = true
		if err := q.SetRating(ctx, &p, old, r, markdown.Version, a.now()); err != nil {
			return err
		}
	}
	return nil
}

// serialBatch is how many serial numbers one transaction takes.
const serialBatch = 1000

// AddSerials puts serial numbers, one a line, on a product's list and returns how
// many are new. Only their hashes are kept.
func (a *App) AddSerials(ctx context.Context, who domain.Actor, product int64, typed string) (added int64, err error) {
	if err := domain.Allow(who, domain.ManageProducts); err != nil {
		return 0, err
	}
	hashes, err := domain.ParseSerials(typed)
	if err != nil {
		return 0, err
	}
	if _, err := a.store.Reader().ProductByID(ctx, product); err != nil {
		return 0, err
	}
	for start := 0; start < len(hashes); start += serialBatch {
		batch := hashes[start:min(start+serialBatch, len(hashes))]
		var new int64
		err := a.act(ctx, who, domain.ManageProducts, func(q *store.Tx, who domain.Actor) (err error) {
			if new, err = q.CreateSerials(ctx, product, batch); err != nil || new == 0 {
				return err
			}
			return a.record(ctx, q, who, "add serials", "product", product, "")
		})
		if err != nil {
			return added, err
		}
		added += new
	}
	return added, nil
}
