package lockstep

import (
	"cmp"
	"math"
	"slices"
)

// others are the votes on a vote's idea that it is compared with, its own among them.
// Those that say nothing are none.
type others func(v vote, l Limits) []vote

// whenever compares a vote with all others on its idea.
func (b ballots) whenever(v vote, _ Limits) []vote { return b.on[v.idea] }

// within compares a vote with those on its idea that were cast at most so long before or
// after. Where few were it says nothing: it neither makes two accounts alike nor tells them
// apart, so that votes in between are no disguise.
func (b ballots) within(v vote, l Limits) []vote {
	votes := b.on[v.idea]
	from, _ := slices.BinarySearchFunc(votes, v.at-l.Within, func(o vote, at int64) int { return cmp.Compare(o.at, at) })
	to, _ := slices.BinarySearchFunc(votes, v.at+l.Within+1, func(o vote, at int64) int { return cmp.Compare(o.at, at) })
	if to-from < l.Crowd {
		return nil
	}
	return votes[from:to]
}

// weight is how much it says that two accounts share a vote that so many cast.
func (b ballots) weight(votes int) float64 {
	return math.Log(1 + float64(len(b.accounts))/float64(votes))
}

// affordable says which ideas are compared: the rarest first, as many as the work allows.
func (b ballots) affordable(work int) []bool {
	order := make([]int, len(b.on))
	for n := range order {
		order[n] = n
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(len(b.on[x]), len(b.on[y])) })
	can := make([]bool, len(b.on))
	for _, idea := range order {
		if work -= len(b.on[idea]) * len(b.on[idea]); work < 0 {
			break
		}
		can[idea] = true
	}
	return can
}

// alike lists for each account those that are like it: they share enough ideas, and what
// they share weighs enough of all that either voted on.
func (b ballots) alike(l Limits, least float64, with others) [][]int {
	all := make([]float64, len(b.of)) // what the votes of an account weigh together
	for account, votes := range b.of {
		for _, v := range votes {
			if n := len(with(v, l)); n > 0 {
				all[account] += b.weight(n)
			}
		}
	}
	can := b.affordable(l.Work)
	like := make([][]int, len(b.of))
	common, shared := make([]int, len(b.of)), make([]float64, len(b.of))
	for account, votes := range b.of {
		var met []int
		for _, v := range votes {
			if !can[v.idea] {
				continue
			}
			near := with(v, l)
			for _, o := range near {
				if o.account <= account {
					continue // the other one has it already
				}
				if common[o.account] == 0 {
					met = append(met, o.account)
				}
				common[o.account]++
				shared[o.account] += b.weight(len(near))
			}
		}
		for _, o := range met {
			if common[o] >= l.Common && shared[o] >= l.Rare && shared[o] >= least*(all[account]+all[o]-shared[o]) {
				like[account], like[o] = append(like[account], o), append(like[o], account)
			}
			common[o], shared[o] = 0, 0
		}
	}
	return like
}

// groups keeps of accounts that are alike those which are like enough others that are kept
// themselves, and takes apart what does not hang together. Two people with the same taste
// are no group, and neither is a chain of such pairs.
func (b ballots) groups(like [][]int, l Limits) [][]int64 {
	left, out := make([]int, len(like)), make([]bool, len(like))
	var going []int
	for account, others := range like {
		if left[account] = len(others); left[account] < l.Alike {
			out[account] = true
			going = append(going, account)
		}
	}
	for len(going) > 0 {
		account := going[len(going)-1]
		going = going[:len(going)-1]
		for _, o := range like[account] {
			if left[o]--; !out[o] && left[o] < l.Alike {
				out[o] = true
				going = append(going, o)
			}
		}
	}
	var all [][]int64
	for account := range like {
		if out[account] {
			continue
		}
		all = append(all, b.reached(account, like, out))
	}
	return all
}

// reached are the accounts that hang together with one, and marks them as out.
func (b ballots) reached(account int, like [][]int, out []bool) []int64 {
	var ids []int64
	out[account] = true
	for next := []int{account}; len(next) > 0; {
		at := next[0]
		next = next[1:]
		ids = append(ids, b.accounts[at])
		for _, o := range like[at] {
			if !out[o] {
				out[o] = true
				next = append(next, o)
			}
		}
	}
	slices.Sort(ids)
	return ids
}
