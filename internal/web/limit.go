package web

import (
	"net/netip"
	"time"

	"github.com/maypok86/otter/v2"
	"golang.org/x/time/rate"

	"groundswell/internal/domain"
)

// guestLimits hold back a network that asks for guests' pages faster than people
// read.
type guestLimits struct {
	networks *otter.Cache[guestKey, *rate.Limiter]
}

// guestKey is a network under the settings in force.
type guestKey struct {
	network       netip.Prefix
	second, burst int64
}

func newGuestLimits() *guestLimits {
	return &guestLimits{networks: otter.Must(&otter.Options[guestKey, *rate.Limiter]{
		MaximumSize: 100_000, ExpiryCalculator: otter.ExpiryAccessing[guestKey, *rate.Limiter](10 * time.Minute),
	})}
}

func (g *guestLimits) take(r *request) error {
	if !g.allow(about(r.ctx()).network, r.community.Settings, r.server.now()) {
		return &domain.Error{Kind: domain.TooMany, Key: "error.too_many", RetryAfter: time.Second}
	}
	return nil
}

// allow counts a page for a network, if it may have one more.
func (g *guestLimits) allow(network netip.Prefix, settings domain.Settings, now time.Time) bool {
	key := guestKey{network, settings.Number(domain.LimitPagesSecond), settings.Number(domain.LimitPagesBurst)}
	limiter, known := g.networks.GetIfPresent(key)
	if !known {
		limiter, _ = g.networks.ComputeIfAbsent(key, func() (*rate.Limiter, bool) {
			return rate.NewLimiter(rate.Limit(key.second), int(key.burst)), false
		})
	}
	return limiter.AllowN(now, 1)
}
