package store

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"groundswell/internal/domain"
)

// communityLife is how long a read of it serves: what another replica changed is
// seen that much later.
const communityLife = time.Second

// Community returns settings, spaces and figures, read at most communityLife
// ago, and in any case after the last CommunityChanged of this process.
func (r *Reader) Community(ctx context.Context, now time.Time) (*domain.Community, error) {
	if c := r.community.Load(); c != nil && now.Sub(c.Read) < communityLife && now.Sub(c.Read) >= 0 {
		return c, nil
	}
	ctx = context.WithValue(context.WithoutCancel(ctx), queryCount{}, nil) // shared by all requests, counted for none
	c := &domain.Community{Read: now}
	var err error
	if c.Settings, err = r.Settings(ctx); err != nil {
		return nil, err
	}
	if c.Spaces, err = r.Spaces(ctx); err != nil {
		return nil, err
	}
	if c.Families, err = r.Families(ctx); err != nil {
		return nil, err
	}
	if c.Products, err = r.pickable(ctx); err != nil {
		return nil, err
	}
	if c.Routes, err = r.Routes(ctx); err != nil {
		return nil, err
	}
	if c.Figures, err = r.Figures(ctx, domain.Day(now)); err != nil {
		return nil, err
	}
	r.community.Store(c)
	return c, nil
}

// CommunityChanged makes the next page read settings, spaces and figures anew.
func (db *DB) CommunityChanged() { db.reader.community.Store(nil) }

// pickable lists the products that forms offer, by name; none when there are more
// than a list is good for.
func (r *Reader) pickable(ctx context.Context) ([]domain.Product, error) {
	products, err := r.PickableProducts(ctx, domain.PickerMax+1)
	if err != nil || len(products) > domain.PickerMax {
		return nil, err
	}
	slices.SortFunc(products, func(a, b domain.Product) int { return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	return products, nil
}
