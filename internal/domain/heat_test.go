package domain

import (
	"math"
	"math/big"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// slowHeat is the definition: every vote by itself, decayed from its day to a
// later moment, summed exactly enough that no order is decided by rounding.
func slowHeat(days []DayTally, at time.Time) *big.Float {
	sum := new(big.Float).SetPrec(2000)
	newest, any := newestVoted(days)
	if !any {
		return sum
	}
	for _, d := range days {
		if newest-d.Day > HeatWindowDays {
			continue
		}
		// 2^(-age/7) as 2^(whole weeks) times the seventh root for the rest.
		age := Day(at) - d.Day
		weight := new(big.Float).SetPrec(2000).SetFloat64(math.Exp2(-float64(age%HalfLifeDays) / HalfLifeDays))
		weight.SetMantExp(weight, -int(age/HalfLifeDays))
		for range d.Promotes {
			sum.Add(sum, weight)
		}
		for range d.Demotes {
			sum.Sub(sum, weight)
		}
	}
	return sum
}

var start = Day(time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC))

func drawDays(t *rapid.T, label string) []DayTally {
	n := rapid.IntRange(0, 12).Draw(t, label+" days")
	byDay := map[int64]Tally{}
	for range n {
		day := start + rapid.Int64Range(0, 500).Draw(t, label+" day")
		byDay[day] = Tally{rapid.Int64Range(0, 40).Draw(t, label+" promotes"), rapid.Int64Range(0, 40).Draw(t, label+" demotes")}
	}
	var days []DayTally
	for day, tally := range byDay {
		days = append(days, DayTally{day, tally})
	}
	slices.SortFunc(days, func(a, b DayTally) int { return int(a.Day - b.Day) })
	return days
}

// The order of Heat is the order of the decayed votes at every later moment.
func TestHeatOrdersLikeTheSlowDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawDays(t, "a"), drawDays(t, "b")
		later := DayStart(start + 501 + rapid.Int64Range(0, 1000).Draw(t, "later"))
		slowA, slowB := slowHeat(a, later), slowHeat(b, later)
		difference, _ := new(big.Float).Sub(slowA, slowB).Float64()
		scale, _ := new(big.Float).Add(new(big.Float).Abs(slowA), new(big.Float).Abs(slowB)).Float64()
		if math.Abs(difference) <= 1e-9*scale {
			return // as good as equal: rounding may decide
		}
		if got := Heat(a) - Heat(b); got > 0 != (difference > 0) {
			t.Fatalf("heat differs by %v, the decayed votes by %v\na %v\nb %v", got, difference, a, b)
		}
	})
}

// What people see of it is the sum of the decayed votes.
func TestDecayedIsTheSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		days := drawDays(t, "a")
		later := DayStart(start + 501 + rapid.Int64Range(0, 300).Draw(t, "later"))
		want, _ := slowHeat(days, later).Float64()
		size := 0.0
		for _, d := range days {
			size += float64(d.Promotes+d.Demotes) * math.Exp2(float64(d.Day-Day(later))/HalfLifeDays)
		}
		if got := Decayed(Heat(days), later); math.Abs(got-want) > 1e-9*size+1e-300 {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}

// A withdrawn vote leaves its day with nothing in it, and no trace in the heat.
func TestHeatIgnoresEmptyDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		days := drawDays(t, "a")
		var full []DayTally
		for _, d := range days {
			if !d.Zero() {
				full = append(full, d)
			}
		}
		withEmpty := append(slices.Clone(full), DayTally{Day: start + 2000})
		if Heat(full) != Heat(withEmpty) {
			t.Fatalf("%v became %v", Heat(full), Heat(withEmpty))
		}
	})
}

func TestHeatByHand(t *testing.T) {
	epoch := heatEpoch
	for _, c := range []struct {
		name string
		days []DayTally
		want float64
	}{
		{"nothing", nil, 0},
		{"one promote on the first day", []DayTally{{epoch, Tally{1, 0}}}, 1},
		{"a week later it weighs double", []DayTally{{epoch + 7, Tally{1, 0}}}, 2},
		{"a week before, half", []DayTally{{epoch - 7, Tally{1, 0}}}, 0.5},
		{"demotes count against", []DayTally{{epoch, Tally{3, 5}}}, -2},
		{"400 days before the newest still weigh", []DayTally{{epoch - 400, Tally{4, 0}}, {epoch, Tally{1, 0}}}, 1 + 4*math.Exp2(-400.0/7)},
		{"401 days do not", []DayTally{{epoch - 401, Tally{4, 0}}, {epoch, Tally{1, 0}}}, 1},
	} {
		if got := Heat(c.days); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}
