package app

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"time"

	"github.com/maypok86/otter/v2"
	"golang.org/x/time/rate"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// use is one thing that is counted: at most the setting's number per window for
// a key such as an address or a network.
type use struct {
	key     string
	window  time.Duration
	setting string
}

// key names what is counted for whom. Whom may be text from outside of any
// length, so that a hash stands for it: a row of limits is always short.
func key(what string, whom any) string {
	sum := sha256.Sum256(fmt.Append(nil, whom))
	return what + ":" + base64.RawURLEncoding.EncodeToString(sum[:16])
}

func (u use) limit(settings domain.Settings) store.Limit {
	return store.Limit{Key: u.key, Most: settings.Number(u.setting), Window: u.window}
}

// spend counts the uses one after another and refuses at the first that has none
// left; the network's come first, so that one which is over its limit makes no
// rows for the addresses it names, and costs no transaction. What was counted
// before a refusal stays counted, which is why this is a transaction of its own:
// a network that hammers one account runs out too.
func (a *App) spend(ctx context.Context, uses ...use) error {
	if a.unlimited {
		return nil
	}
	settings, err := a.settings(ctx)
	if err != nil {
		return err
	}
	full, ends, err := a.store.Reader().LimitFull(ctx, uses[0].limit(settings), a.now())
	if err != nil || full {
		return a.spent(full, ends, err)
	}
	var refusal error
	err = a.store.Tx(ctx, func(q *store.Tx) error {
		refusal = nil
		for _, u := range uses {
			full, ends, err := q.UseLimit(ctx, u.limit(settings), a.now())
			if err != nil {
				return err
			}
			if full {
				refusal = tooMany(ends.Sub(a.now()))
				break
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return refusal
}

// spendIn counts a use in the transaction of what it is for, where that alone
// counts: a try that comes to nothing is not counted.
func (a *App) spendIn(ctx context.Context, q *store.Tx, l store.Limit) error {
	if a.unlimited {
		return nil
	}
	return a.spent(q.UseLimit(ctx, l, a.now()))
}

// spent refuses when a window is full.
func (a *App) spent(full bool, ends time.Time, err error) error {
	if err == nil && full {
		err = tooMany(ends.Sub(a.now()))
	}
	return err
}

func tooMany(wait time.Duration) error {
	return &domain.Error{Kind: domain.TooMany, Key: "error.too_many", RetryAfter: max(wait, time.Second)}
}

// oftenLimits keeps in memory the limits of what is too frequent to be written down,
// as votes are; what a restart forgets is a minute's worth. With several replicas each
// keeps its own.
type oftenLimits struct {
	members *otter.Cache[oftenKey, *rate.Limiter]
}

// oftenKey is what a member does under a limit in force.
type oftenKey struct {
	what         string
	member, most int64
	window       time.Duration
}

// oftenMembers is how many members' recent acts are remembered.
const oftenMembers = 100_000

func newOftenLimits() *oftenLimits {
	return &oftenLimits{members: otter.Must(&otter.Options[oftenKey, *rate.Limiter]{MaximumSize: oftenMembers})}
}

// take refuses an act beyond n per window. Tokens fill up evenly, a window's worth at
// most.
func (l *oftenLimits) take(what string, member, n int64, window time.Duration, now time.Time) error {
	limiter, _ := l.members.ComputeIfAbsent(oftenKey{what, member, n, window}, func() (*rate.Limiter, bool) {
		return rate.NewLimiter(rate.Every(window/time.Duration(n)), int(n)), false
	})
	if r := limiter.ReserveN(now, 1); r.DelayFrom(now) > 0 {
		wait := r.DelayFrom(now)
		r.CancelAt(now)
		return tooMany(wait)
	}
	return nil
}

// TakeSearch counts a search against a member's limit, also one that is made while a title
// is typed.
func (a *App) TakeSearch(member int64, settings domain.Settings) error {
	if a.unlimited {
		return nil
	}
	return a.often.take("searches", member, settings.Number(domain.LimitSearchesMinute), time.Minute, a.now())
}

// spendVote counts a vote against the member's limits.
func (a *App) spendVote(settings domain.Settings, who domain.Actor) error {
	if a.unlimited {
		return nil
	}
	if err := a.often.take("votes", who.ID, settings.Number(domain.LimitVotesMinute), time.Minute, a.now()); err != nil {
		return err
	}
	return a.often.take("votes", who.ID, settings.Number(domain.LimitVotesDay), 24*time.Hour, a.now())
}
