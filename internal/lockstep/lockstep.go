// Package lockstep finds accounts that vote as one: again and again on the same ideas,
// within the same two hours, or created for one idea and from the same few networks. It
// names groups and why; whether their votes count is decided elsewhere, by a person or by
// a signal with a record.
package lockstep

import (
	"cmp"
	"slices"
)

// Cast is the first vote of an account on an idea. At is in unix milliseconds.
type Cast struct {
	Account, Idea int64
	At            int64
}

// Account is where somebody comes from. Created is in unix milliseconds; Network is a hash
// of the network that the account was seen in, and "" where that is not known. One seen in
// several stands once for each; the first is where it is from.
type Account struct {
	ID      int64
	Created int64
	Network string
}

// Ground is why accounts are taken for a group.
type Ground string

// The grounds, each a measure of its own.
const (
	SameIdeas  Ground = "ideas"  // on the same ideas, whenever
	SameHours  Ground = "hours"  // on the same ideas within two hours of one another
	SameOrigin Ground = "origin" // new accounts of few networks, on one idea
)

// Group is what was found: at least Limits.Group accounts, ordered by id. An account is in
// one group at most, by the first ground that finds it.
type Group struct {
	Ground   Ground
	Accounts []int64
}

// Limits are from where on likeness is taken for a group, and how much work is done to find
// it.
type Limits struct {
	Common int // ideas that two accounts must have in common
	// Rare is what these must weigh together, so that they are no chance. Where few people
	// vote on few ideas it never is.
	Rare    float64
	Ideas   float64 // weighted Jaccard of two accounts over all that they voted on
	Hours   float64 // the same over votes that others cast within the hours
	Alike   int     // how many others of the group an account must be alike
	Group   int     // accounts
	Within  int64   // milliseconds
	Crowd   int     // votes on an idea within the hours, so that they can be a pattern
	Young   int64   // age of an account that counts as new, milliseconds
	Origins Origins
	Work    int // comparisons of two votes; rare ideas, which say most, come first
}

// Defaults are set on seeds 1 to 4 of the simulator in internal/bench, and reported on
// others.
var Defaults = Limits{
	Common: 3, Rare: 8, Ideas: 0.35, Hours: 0.25, Alike: 6, Group: 8,
	Within: 2 * hour, Crowd: 6, Young: 7 * 24 * hour,
	Origins: Origins{Least: 8, Shared: 2, Mostly: 0.5, Share: 0.4, Chance: 0.001},
	Work:    20_000_000,
}

const hour = int64(3_600_000)

// Find names the groups among those who cast votes. Accounts that are not told of are
// taken for old ones of unknown networks. The same input gives the same groups.
func Find(casts []Cast, accounts []Account, l Limits) []Group {
	b := read(casts)
	var all []Group
	taken := map[int64]bool{}
	add := func(ground Ground, found [][]int64) {
		for _, g := range found {
			g = slices.DeleteFunc(g, func(id int64) bool { return taken[id] })
			if len(g) < l.Group {
				continue
			}
			for _, id := range g {
				taken[id] = true
			}
			all = append(all, Group{ground, g})
		}
	}
	add(SameIdeas, b.groups(b.alike(l, l.Ideas, b.whenever), l))
	add(SameHours, b.groups(b.alike(l, l.Hours, b.within), l))
	add(SameOrigin, b.origins(accounts, l))
	return all
}

// ballots are the votes by account and by idea, both in the order of their ids.
type ballots struct {
	accounts []int64
	of       [][]vote // of an account, by idea
	on       [][]vote // on an idea, by time
}

// vote is a cast with the places of its account and its idea.
type vote struct {
	account, idea int
	at            int64
}

// read sorts votes; of several of an account on one idea the first is kept.
func read(casts []Cast) ballots {
	casts = slices.Clone(casts)
	slices.SortFunc(casts, func(a, b Cast) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Idea, b.Idea), cmp.Compare(a.At, b.At))
	})
	casts = slices.CompactFunc(casts, func(a, b Cast) bool { return a.Account == b.Account && a.Idea == b.Idea })
	var b ballots
	ideas := map[int64]int{}
	for _, c := range casts {
		if n := len(b.accounts); n == 0 || b.accounts[n-1] != c.Account {
			b.accounts = append(b.accounts, c.Account)
			b.of = append(b.of, nil)
		}
		idea, known := ideas[c.Idea]
		if !known {
			idea = len(b.on)
			ideas[c.Idea] = idea
			b.on = append(b.on, nil)
		}
		v := vote{account: len(b.accounts) - 1, idea: idea, at: c.At}
		b.of[v.account] = append(b.of[v.account], v)
		b.on[idea] = append(b.on[idea], v)
	}
	for _, votes := range b.on {
		slices.SortFunc(votes, func(a, b vote) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.account, b.account)) })
	}
	return b
}
