package bench

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"groundswell/internal/lockstep"
)

// world is an invented month of a community: who is there, what they vote on and when. Two
// worlds of one seed are the same.
type world struct {
	rand     *rand.Rand
	accounts []lockstep.Account
	casts    []lockstep.Cast
	voted    map[[2]int64]bool
	ideas    []simulated
	bad      map[int64]bool // accounts of rings
	next     int64          // id of an account
}

// simulated is an idea: when it was submitted, in which space, and how much it draws.
type simulated struct {
	at    int64
	space int
	draw  float64
}

const (
	minute    = int64(60_000)
	hours     = 60 * minute
	days      = 24 * hours
	month     = 30 * days
	honest    = 5_000
	spacesOf  = 8
	ideasOf   = 1_200
	rings     = 10
	ringSize  = 50
	carriers  = 40
	ringGoals = 8
)

// newWorld has 5,000 honest members. Each has hours at which they are awake, spaces they
// care for and a taste for voting that few have much of; they visit, look at what is new or
// much voted on just then, and vote on some of it. A tenth joined within the month. Some
// share a network: a carrier's with a hundred others, an office's with a few.
func newWorld(seed uint64) *world {
	w := &world{rand: rand.New(rand.NewPCG(seed, 11)), voted: map[[2]int64]bool{}, bad: map[int64]bool{}}
	for range ideasOf {
		w.ideas = append(w.ideas, simulated{at: w.rand.Int64N(2*month) - month, space: w.rand.IntN(spacesOf),
			draw: math.Exp(1.2 * w.rand.NormFloat64())})
	}
	office, left := 0, 0
	for range honest {
		network := fmt.Sprintf("home %d", w.next)
		switch x := w.rand.Float64(); {
		case x < 0.15:
			network = fmt.Sprintf("carrier %d", w.rand.IntN(carriers))
		case x < 0.25:
			if left == 0 {
				office, left = office+1, 2+w.rand.IntN(5)
			}
			left--
			network = fmt.Sprintf("office %d", office)
		}
		created := -w.rand.Int64N(400 * days)
		if w.rand.Float64() < 0.1 {
			created = w.rand.Int64N(month)
		}
		w.lives(w.joins(created, network), 2*math.Exp(w.rand.NormFloat64()))
	}
	return w
}

func (w *world) joins(created int64, network string) lockstep.Account {
	w.next++
	a := lockstep.Account{ID: w.next, Created: created, Network: network}
	w.accounts = append(w.accounts, a)
	return a
}

// lives lets an account visit so many times a month, with between one and six votes each.
func (w *world) lives(a lockstep.Account, visits float64) {
	cares := w.rand.IntN(spacesOf)
	for range int(visits + w.rand.Float64()) {
		at := w.awake(w.rand.Int64N(30))
		if at < a.Created {
			at = a.Created + w.rand.Int64N(hours)
		}
		for range 1 + w.rand.IntN(6) {
			w.cast(a, w.seen(at, cares), at)
			at += minute + w.rand.Int64N(4*minute)
		}
	}
}

// awake is a moment of a day: most in the evening, fewer at noon, few at night.
func (w *world) awake(day int64) int64 {
	hour := 20 + 2.5*w.rand.NormFloat64()
	if w.rand.Float64() < 0.4 {
		hour = 13 + 3*w.rand.NormFloat64()
	}
	return day*days + int64(math.Mod(hour+24, 24)*float64(hours))
}

// seen is an idea that somebody comes upon: what draws most among eight that lists showed
// then, new ones more than old ones and those of their own space more than others.
func (w *world) seen(at int64, cares int) int {
	best, most := 0, -1.0
	for range 8 {
		n := w.rand.IntN(len(w.ideas))
		i := w.ideas[n]
		if i.at > at {
			continue
		}
		worth := i.draw * math.Exp2(-float64(at-i.at)/float64(7*days)) * w.rand.Float64()
		if i.space == cares {
			worth *= 3
		}
		if worth > most {
			best, most = n, worth
		}
	}
	return best
}

func (w *world) cast(a lockstep.Account, idea int, at int64) {
	key := [2]int64{a.ID, int64(idea)}
	if w.voted[key] || at > month {
		return
	}
	w.voted[key] = true
	w.casts = append(w.casts, lockstep.Cast{Account: a.ID, Idea: int64(idea), At: at})
}

// attack is a class of attacks by rings.
type attack struct {
	name              string
	precision, recall float64 // that must be reached
	ring              func(w *world)
}

// attacks are the classes. Reused accounts serve in four of five campaigns of their ring;
// blunt: within forty minutes, slow: within five days; camouflaged: they live as members
// besides, more busily than most. Of those that are both slow and camouflaged nothing is promised
// but that nobody else is taken for one of them.
var attacks = []attack{
	{"reused and blunt", 0.95, 0.95, func(w *world) { w.reused(40*minute, 0) }},
	{"reused and slow", 0.95, 0.90, func(w *world) { w.reused(5*days, 0) }},
	{"camouflaged and blunt", 0.95, 0.90, func(w *world) { w.reused(40*minute, 4) }},
	{"camouflaged and slow", 0.95, 0, func(w *world) { w.reused(5*days, 4) }},
	{"one-shot, by provenance", 0.95, 0.60, (*world).oneShot},
}

// reused adds a ring whose accounts are older than its campaigns and whose networks tell
// nothing.
func (w *world) reused(within int64, visits float64) {
	var ring []lockstep.Account
	for range ringSize {
		a := w.joins(-w.rand.Int64N(200*days), fmt.Sprintf("proxy %d", w.next))
		w.bad[a.ID] = true
		if visits > 0 {
			w.lives(a, visits)
		} else if w.rand.IntN(2) == 0 {
			w.cast(a, w.rand.IntN(ideasOf), w.rand.Int64N(month))
		}
		ring = append(ring, a)
	}
	for range ringGoals {
		from := w.rand.Int64N(month - min(within, 5*days))
		idea := w.seen(from, w.rand.IntN(spacesOf))
		for _, a := range ring {
			if w.rand.Float64() < 0.8 {
				w.cast(a, idea, from+w.rand.Int64N(within))
			}
		}
	}
}

// oneShot adds a ring whose accounts are made for one idea within a day, and used once
// within two hours: seven of ten from a few rented networks, the others from homes.
func (w *world) oneShot() {
	from := days + w.rand.Int64N(month-2*days)
	idea := w.seen(from, w.rand.IntN(spacesOf))
	network, left := "", 0
	for range ringSize {
		if left == 0 {
			network, left = fmt.Sprintf("rented %d", w.next), 3+w.rand.IntN(8)
		}
		left--
		at := network
		if w.rand.Float64() < 0.3 {
			at = fmt.Sprintf("proxy %d", w.next)
		}
		a := w.joins(from-w.rand.Int64N(days), at)
		w.bad[a.ID] = true
		w.cast(a, idea, from+w.rand.Int64N(2*hours))
	}
}

// burst lets a thousand members come for one idea within an hour, of whom seven of ten join
// for it: somebody wrote about it. They share networks as people do.
func (w *world) burst() []int64 {
	from := 10*days + w.rand.Int64N(10*days)
	idea := w.seen(from, w.rand.IntN(spacesOf))
	var came []int64
	for _, n := range w.rand.Perm(honest)[:300] {
		a := w.accounts[n]
		if a.Created < from {
			w.cast(a, idea, from+w.rand.Int64N(hours))
			came = append(came, a.ID)
		}
	}
	for len(came) < 1_000 {
		network := fmt.Sprintf("home %d", w.next)
		switch x := w.rand.Float64(); {
		case x < 0.15:
			network = fmt.Sprintf("carrier %d", w.rand.IntN(carriers))
		case x < 0.25:
			network = fmt.Sprintf("reader's office %d", w.rand.IntN(40))
		}
		at := from + w.rand.Int64N(hours)
		a := w.joins(at-w.rand.Int64N(10*minute), network)
		w.cast(a, idea, at)
		came = append(came, a.ID)
		if w.rand.Float64() < 0.1 {
			w.lives(a, 1)
		}
	}
	return came
}

// company lets 200 people live behind one address, a third of whom joined in one week. They
// care for the same two spaces, and three times a colleague sends a link round that a fifth
// of them follow.
func (w *world) company() []int64 {
	var people []lockstep.Account
	joined := w.rand.Int64N(20 * days)
	for range 200 {
		created := -w.rand.Int64N(300 * days)
		if w.rand.IntN(3) == 0 {
			created = joined + w.rand.Int64N(5*days)
		}
		a := w.joins(created, "company")
		w.lives(a, 2*math.Exp(w.rand.NormFloat64()))
		people = append(people, a)
	}
	for range 3 {
		from := w.awake(25 + w.rand.Int64N(4))
		idea := w.seen(from, w.rand.IntN(2))
		for _, a := range people {
			if w.rand.Float64() < 0.2 {
				w.cast(a, idea, from+w.rand.Int64N(6*hours))
			}
		}
	}
	return ids(people)
}

func ids(accounts []lockstep.Account) []int64 {
	var all []int64
	for _, a := range accounts {
		all = append(all, a.ID)
	}
	return all
}

// found are the accounts that are taken for members of a group.
func (w *world) found() []int64 {
	var all []int64
	for _, g := range lockstep.Find(w.casts, w.accounts, lockstep.Defaults) {
		all = append(all, g.Accounts...)
	}
	slices.Sort(all)
	return all
}
