package app

import (
	"context"
	"errors"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// SaveProduct adds a product (ID 0) or changes one that still is at p.Version.
func (a *App) SaveProduct(ctx context.Context, who domain.Actor, p domain.Product) (int64, error) {
	if err := domain.Allow(who, domain.ManageProducts); err != nil {
		return 0, err
	}
	p.Name, p.Description = text.Line(p.Name), text.Body(p.Description)
	var problems domain.Problems
	if domain.CheckProduct(&problems, p); problems.Err() != nil {
		return 0, problems.Err()
	}
	doc := a.productDoc(&p)
	err := a.act(ctx, who, domain.ManageProducts, func(q *store.Tx, who domain.Actor) (err error) {
		if err := a.checkResponsible(ctx, q, p.Responsible.ID); err != nil {
			return err
		}
		verb := "change product"
		if p.ID == 0 {
			verb = "add product"
			p.ID, err = q.CreateProduct(ctx, p, a.now())
		} else {
			err = q.SetProduct(ctx, p)
		}
		if errors.Is(err, domain.ErrNotFound) {
			return domain.Refuse(domain.Conflict, "error.changed")
		}
		if err != nil {
			return err
		}
		doc.ID = p.ID
		if err := q.SetSearchDoc(ctx, doc); err != nil {
			return err
		}
		return a.record(ctx, q, who, verb, "product", p.ID, "")
	})
	a.store.CommunityChanged()
	return p.ID, err
}

// SaveFamily adds a family (ID 0) or changes one that still is at f.Version.
func (a *App) SaveFamily(ctx context.Context, who domain.Actor, f domain.Family) (int64, error) {
	if err := domain.Allow(who, domain.ManageProducts); err != nil {
		return 0, err
	}
	f.Name = text.Line(f.Name)
	var p domain.Problems
	if domain.CheckFamily(&p, f); p.Err() != nil {
		return 0, p.Err()
	}
	err := a.act(ctx, who, domain.ManageProducts, func(q *store.Tx, who domain.Actor) (err error) {
		verb := "change family"
		if f.ID == 0 {
			verb = "add family"
			f.ID, err = q.CreateFamily(ctx, f)
		} else {
			err = q.SetFamily(ctx, f)
		}
		if errors.Is(err, domain.ErrNotFound) {
			return domain.Refuse(domain.Conflict, "error.changed")
		}
		if err != nil {
			return err
		}
		return a.record(ctx, q, who, verb, "family", f.ID, "")
	})
	a.store.CommunityChanged()
	return f.ID, err
}

// productNamed finds the product that somebody chose or typed for an idea: by the
// word in its address or by its whole name. have is the one the idea is about
// already, which may stay whatever became of it.
func (a *App) productNamed(ctx context.Context, who domain.Actor, typed string, have int64) (domain.Product, error) {
	typed = text.Line(typed)
	switch {
	case typed == "", typed == domain.SameProduct && have == 0:
		return domain.Product{}, nil
	case typed == domain.SameProduct:
		return a.store.Reader().ProductByID(ctx, have)
	}
	found, err := a.store.Reader().Product(ctx, typed)
	if errors.Is(err, domain.ErrNotFound) {
		found, err = a.store.Reader().ProductNamed(ctx, typed)
	}
	if errors.Is(err, domain.ErrNotFound) || err == nil && !found.NamedTo(who) {
		return domain.Product{}, domain.BadField("product", "error.product_unknown", domain.Args{"Name": typed})
	}
	return found, err
}
