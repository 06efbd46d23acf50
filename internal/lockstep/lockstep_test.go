package lockstep

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

// ring casts the votes of so many accounts from first on, each on every idea, so far apart.
func ring(first int64, accounts int, ideas []int64, apart int64) []Cast {
	var casts []Cast
	for n := range accounts {
		for _, idea := range ideas {
			casts = append(casts, Cast{Account: first + int64(n), Idea: idea, At: idea*30*24*hour + int64(n)*apart})
		}
	}
	return casts
}

// strangers are accounts that vote on three ideas each that nobody else votes on.
func strangers(first int64, accounts int) []Cast {
	var casts []Cast
	for n := range int64(accounts) {
		for i := range int64(3) {
			casts = append(casts, Cast{Account: first + n, Idea: 1_000 + 3*n + i, At: n * hour})
		}
	}
	return casts
}

func span(from int64, n int) []int64 {
	var all []int64
	for i := range n {
		all = append(all, from+int64(i))
	}
	return all
}

func TestWhoVotesAsOne(t *testing.T) {
	busy := func(casts []Cast) []Cast { // with twenty votes besides that are nobody else's
		for account := int64(1); account <= 10; account++ {
			for n := range int64(20) {
				casts = append(casts, Cast{Account: account, Idea: 10_000 + 100*account + n, At: n * hour})
			}
		}
		return casts
	}
	for _, test := range []struct {
		name   string
		casts  []Cast
		ground Ground
		want   []int64
	}{
		{"three ideas over days", ring(1, 10, []int64{1, 2, 3}, 24*hour), SameIdeas, span(1, 10)},
		{"two ideas are too few", ring(1, 10, []int64{1, 2}, 0), "", nil},
		{"seven are no group", ring(1, 7, []int64{1, 2, 3, 4}, 0), "", nil},
		{"in between they vote on others, in the same hours", busy(ring(1, 10, []int64{1, 2, 3, 4}, hour/10)), SameHours, span(1, 10)},
		{"in between they vote on others, over days", busy(ring(1, 10, []int64{1, 2, 3, 4}, 24*hour)), "", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			casts := append(test.casts, strangers(100, 500)...)
			found := Find(casts, nil, Defaults)
			slices.Reverse(casts)
			if again := Find(casts, nil, Defaults); fmt.Sprint(again) != fmt.Sprint(found) {
				t.Errorf("in another order %v, not %v", again, found)
			}
			if test.want == nil && len(found) == 0 {
				return
			}
			if len(found) != 1 || found[0].Ground != test.ground || !slices.Equal(found[0].Accounts, test.want) {
				t.Errorf("found %v, want %s %v", found, test.ground, test.want)
			}
		})
	}
}

// What would cost more than the work that is allowed is left out: the votes that many cast.
func TestWorkIsBounded(t *testing.T) {
	casts := append(ring(1, 100, []int64{1, 2, 3}, 0), ring(201, 10, []int64{4, 5, 6}, 0)...)
	few := Defaults
	few.Work = 3*500 + 3*10*10 // those of strangers are rarer still
	if found := Find(append(casts, strangers(500, 500)...), nil, few); len(found) != 1 || !slices.Equal(found[0].Accounts, span(201, 10)) {
		t.Errorf("found %v", found)
	}
}

// New accounts of few networks that came for one idea are a group; from home, of a network
// that others use, or older, they are none.
func TestWhoIsMadeForOneIdea(t *testing.T) {
	for _, test := range []struct {
		name    string
		network func(n int) string
		age     int64
		others  int // of the first network
		want    int
	}{
		{"of three networks", func(n int) string { return fmt.Sprint(n % 3) }, hour, 0, 12},
		{"each from home", func(n int) string { return fmt.Sprint(n) }, hour, 0, 0},
		{"nothing is known", func(int) string { return "" }, hour, 0, 0},
		{"older accounts", func(n int) string { return fmt.Sprint(n % 3) }, 30 * 24 * hour, 0, 0},
		{"a network of many", func(int) string { return "0" }, hour, 40, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			var casts []Cast
			var accounts []Account
			at := 100 * 24 * hour
			for n := range 12 {
				casts = append(casts, Cast{Account: int64(n + 1), Idea: 1, At: at})
				accounts = append(accounts, Account{ID: int64(n + 1), Created: at - test.age, Network: test.network(n)})
			}
			for n := range test.others {
				accounts = append(accounts, Account{ID: int64(100 + n), Network: "0"})
			}
			found := 0
			for _, g := range Find(casts, accounts, Defaults) {
				found += len(g.Accounts)
			}
			if found != test.want {
				t.Errorf("found %d accounts, want %d", found, test.want)
			}
		})
	}
}

func TestAtLeast(t *testing.T) {
	for _, test := range []struct {
		n, k int
		p    float64
		want float64
	}{{10, 0, 0.5, 1}, {10, 10, 0.5, math.Pow(0.5, 10)}, {3, 2, 0.25, 10.0 / 64}} {
		if have := AtLeast(test.n, test.k, test.p); math.Abs(have-test.want) > 1e-9 {
			t.Errorf("%d of %d at %v: %v, want %v", test.k, test.n, test.p, have, test.want)
		}
	}
}
