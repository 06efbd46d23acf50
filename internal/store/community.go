package store

import (
	"context"
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
	if c.Figures, err = r.Figures(ctx, domain.Day(now)); err != nil {
		return nil, err
	}
	r.community.Store(c)
	return c, nil
}

// CommunityChanged makes the next page read settings, spaces and figures anew.
func (db *DB) CommunityChanged() { db.reader.community.Store(nil) }
