package store

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/maypok86/otter/v2"

	"groundswell/internal/domain"
)

// communityKey is what a read of the community serves for: a second, which is how late
// one may see what another replica changed, and so many changes here.
type communityKey struct{ second, changes int64 }

type communities = otter.Cache[communityKey, *domain.Community]

func newCommunities() *communities {
	return otter.Must(&otter.Options[communityKey, *domain.Community]{MaximumSize: 2})
}

// Community returns settings, spaces and figures, read at most a second ago, and in any
// case after the last CommunityChanged of this process. Of many who ask at once, one
// reads.
func (r *Reader) Community(ctx context.Context, now time.Time) (*domain.Community, error) {
	return r.communities.Get(ctx, communityKey{now.Unix(), r.communityChanges.Load()}, otter.LoaderFunc[communityKey, *domain.Community](
		func(ctx context.Context, _ communityKey) (*domain.Community, error) { return r.readCommunity(ctx, now) }))
}

func (r *Reader) readCommunity(ctx context.Context, now time.Time) (*domain.Community, error) {
	ctx = context.WithValue(context.WithoutCancel(ctx), queryCount{}, nil) // shared by all requests, counted for none
	c := &domain.Community{At: now}
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
	if err := r.searched(ctx, c); err != nil {
		return nil, err
	}
	if c.Face, err = r.CommunityFace(ctx); err != nil {
		return nil, err
	}
	if c.Terms, err = r.TermsNow(ctx); err != nil {
		return nil, err
	}
	if c.Watched, err = r.Watched(ctx); err != nil {
		return nil, err
	}
	if c.Heard, err = r.heardNow(ctx); err != nil {
		return nil, err
	}
	if c.Figures, err = r.Figures(ctx, domain.Day(now)); err != nil {
		return nil, err
	}
	return c, nil
}

// searched reads who answers, and what staff taught search.
func (r *Reader) searched(ctx context.Context, c *domain.Community) error {
	staff, err := r.Staff(ctx)
	if err != nil {
		return err
	}
	for _, m := range staff {
		c.Staff = append(c.Staff, domain.MemberRef{ID: m.ID, Name: m.Name, Role: m.Role})
	}
	synonyms, err := r.Synonyms(ctx)
	for _, s := range synonyms {
		c.Synonyms = append(c.Synonyms, []string{s.Word, s.Other})
	}
	return err
}

// CommunityChanged makes the next page read settings, spaces and figures anew.
func (db *DB) CommunityChanged() { db.reader.communityChanges.Add(1) }

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
