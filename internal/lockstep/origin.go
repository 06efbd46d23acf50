package lockstep

import (
	"cmp"
	"math"
	"slices"
)

// Origins are from where on new accounts that vote on one idea are taken for made for it.
type Origins struct {
	Least  int     // new accounts on the idea within the hours
	Shared int     // of them in one network, so that it is one of theirs
	Mostly float64 // of those known in that network
	Share  float64 // of the new accounts, in such networks
	Chance float64 // how improbable so many are, by how many new accounts share networks elsewhere
}

// newcomer is a vote of an account that was new when it cast it, and that cast no other.
type newcomer struct {
	vote
	id      int64
	network string
}

// origins finds accounts that came for one idea and of few networks. That many come at once
// is no reason: whoever reads of an idea comes too, each from home. Nor is a network that
// many share: a company or a carrier has people who want other things.
func (b ballots) origins(accounts []Account, l Limits) [][]int64 {
	known := map[string]int{} // accounts of a network
	byID := make(map[int64]Account, len(accounts))
	for _, a := range accounts {
		if _, told := byID[a.ID]; !told {
			byID[a.ID] = a
		}
		if a.Network != "" {
			known[a.Network]++
		}
	}
	come := make([][]newcomer, len(b.on))
	for account, votes := range b.of {
		a, told := byID[b.accounts[account]]
		if v := votes[0]; told && len(votes) == 1 && v.at-a.Created <= l.Young {
			come[v.idea] = append(come[v.idea], newcomer{v, a.ID, a.Network})
		}
	}
	var all [][]int64
	usual := usuallyShared(come, known, l.Origins)
	for _, some := range come {
		all = append(all, madeFor(some, known, usual, l)...)
	}
	return all
}

// usuallyShared is the share of newcomers who come with others of their network; that of
// the middle idea, so that those which somebody made accounts for do not set it.
func usuallyShared(come [][]newcomer, known map[string]int, o Origins) float64 {
	var shares []float64
	for _, some := range come {
		if len(some) > 0 {
			shares = append(shares, float64(len(shared(some, known, o)))/float64(len(some)))
		}
	}
	if len(shares) == 0 {
		return 0
	}
	slices.Sort(shares)
	return min(max(shares[len(shares)/2], 0.05), 0.5)
}

// shared are those newcomers whose networks came to the idea together and have few others.
func shared(some []newcomer, known map[string]int, o Origins) []int64 {
	here := map[string]int{}
	for _, n := range some {
		here[n.network]++
	}
	var ids []int64
	for _, n := range some {
		if x := here[n.network]; n.network != "" && x >= o.Shared && float64(x) >= o.Mostly*float64(known[n.network]) {
			ids = append(ids, n.id)
		}
	}
	return ids
}

// madeFor takes the newcomers of an idea apart by time: a group ends where nobody came for
// so long.
func madeFor(some []newcomer, known map[string]int, usual float64, l Limits) [][]int64 {
	slices.SortFunc(some, func(x, y newcomer) int { return cmp.Or(cmp.Compare(x.at, y.at), cmp.Compare(x.id, y.id)) })
	var all [][]int64
	for len(some) > 0 {
		n := 1
		for n < len(some) && some[n].at-some[n-1].at <= l.Within {
			n++
		}
		burst := some[:n]
		some = some[n:]
		if n < l.Origins.Least {
			continue
		}
		ids := shared(burst, known, l.Origins)
		if float64(len(ids)) >= l.Origins.Share*float64(n) && AtLeast(n, len(ids), usual) < l.Origins.Chance {
			slices.Sort(ids)
			all = append(all, ids)
		}
	}
	return all
}

// AtLeast is how probable it is that of n things k or more are of a kind that each is with
// probability p.
func AtLeast(n, k int, p float64) float64 {
	var sum float64
	for i := k; i <= n; i++ {
		sum += math.Exp(logChoose(n, i) + float64(i)*math.Log(p) + float64(n-i)*math.Log1p(-p))
	}
	return min(sum, 1)
}

func logChoose(n, k int) float64 {
	a, _ := math.Lgamma(float64(n + 1))
	b, _ := math.Lgamma(float64(k + 1))
	c, _ := math.Lgamma(float64(n - k + 1))
	return a - b - c
}
