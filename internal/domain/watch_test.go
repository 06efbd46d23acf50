package domain_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"groundswell/internal/domain"
)

var (
	rule  = domain.RuleOf(nil)
	start = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
)

func TestTheRuleAsItIsDelivered(t *testing.T) {
	if want := (domain.Rule{Ratings: 10, Under: 20, For: 168 * time.Hour}); rule != want {
		t.Errorf("%+v, want %+v", rule, want)
	}
}

func TestBelowIsExact(t *testing.T) {
	for _, c := range []struct {
		n, sum int64
		below  bool
	}{
		{0, 0, false}, {9, 9, false}, {10, 10, true}, {10, 19, true}, {10, 20, false}, {10, 21, false},
		{1_000_000, 1_999_999, true}, {1_000_000, 2_000_000, false},
	} {
		if got := rule.Below(c.n, c.sum); got != c.below {
			t.Errorf("n %d, sum %d: below %v", c.n, c.sum, got)
		}
	}
}

func TestTheStates(t *testing.T) {
	since := start
	for name, c := range map[string]struct {
		s    domain.Standing
		now  time.Time
		want domain.State
	}{
		"nobody":                 {domain.Standing{}, start, domain.Unrated},
		"nobody, overridden":     {domain.Standing{OverrideUntil: start.Add(time.Hour)}, start, domain.Unrated},
		"one bad":                {domain.Standing{N: 1, Sum: 1}, start, domain.Listed},
		"n - 1, however bad":     {domain.Standing{N: 9, Sum: 9, BelowSince: since}, start.Add(1000 * time.Hour), domain.Listed},
		"below now":              {domain.Standing{N: 10, Sum: 19}, start, domain.Watched},
		"below, a second left":   {domain.Standing{N: 10, Sum: 19, BelowSince: since}, since.Add(168*time.Hour - time.Second), domain.Watched},
		"below, the time is up":  {domain.Standing{N: 10, Sum: 19, BelowSince: since}, since.Add(168 * time.Hour), domain.Withdrawn},
		"exactly 2.0 at the end": {domain.Standing{N: 10, Sum: 20, BelowSince: since}, since.Add(168 * time.Hour), domain.Listed},
		"overridden": {domain.Standing{N: 10, Sum: 10, BelowSince: since,
			OverrideUntil: since.Add(999 * time.Hour)}, since.Add(500 * time.Hour), domain.Listed},
		"the override ended": {domain.Standing{N: 10, Sum: 10, BelowSince: since, OverrideUntil: since.Add(999 * time.Hour)},
			since.Add(999 * time.Hour), domain.Watched},
	} {
		if _, got := rule.Weigh(c.s, c.now); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestWhenTheClockMustLook(t *testing.T) {
	below := domain.Standing{N: 10, Sum: 10, BelowSince: start}
	day := 24 * time.Hour
	for name, c := range map[string]struct {
		s    domain.Standing
		now  time.Time
		want time.Time
	}{
		"listed":           {domain.Standing{N: 10, Sum: 50}, start, time.Time{}},
		"a watch begins":   {below, start, start.Add(6 * day)},
		"its last day":     {below, start.Add(6 * day), start.Add(7 * day)},
		"withdrawn":        {below, start.Add(7 * day), time.Time{}},
		"while overridden": {domain.Standing{N: 10, Sum: 10, BelowSince: start, OverrideUntil: start.Add(day)}, start, start.Add(day)},
	} {
		s, state := rule.Weigh(c.s, c.now)
		if got := rule.Due(s, state, c.now); !got.Equal(c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// Whatever numbers and overrides follow one another: the state is one of four,
// only ten ratings below bring a watch, only a whole watch a withdrawal, below
// since is set exactly while below, and weighing again changes nothing.
func TestAnyHistoryOfTheRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := domain.Rule{
			Ratings: rapid.Int64Range(1, 12).Draw(t, "ratings"), Under: rapid.Int64Range(10, 50).Draw(t, "under"),
			For: time.Duration(rapid.Int64Range(1, 200).Draw(t, "hours")) * time.Hour,
		}
		now, watchedSince := start, time.Time{}
		var s domain.Standing
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.Int64Range(0, 100).Draw(t, "passed")) * time.Hour)
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0, 1:
				s.N = rapid.Int64Range(0, 20).Draw(t, "n")
				s.Sum = rapid.Int64Range(s.N, 5*s.N).Draw(t, "sum")
			case 2:
				s.OverrideUntil = now.Add(time.Duration(rapid.Int64Range(0, 90*24).Draw(t, "override")) * time.Hour)
			}
			had := s
			var state domain.State
			s, state = r.Weigh(s, now)
			if !slices.Contains(domain.States, state) {
				t.Fatalf("no such state: %q", state)
			}
			below := r.Below(s.N, s.Sum)
			if below == s.BelowSince.IsZero() {
				t.Fatalf("below %v, since %v", below, s.BelowSince)
			}
			if state == domain.Watched || state == domain.Withdrawn {
				if s.N < r.Ratings || !below || !s.OverrideUntil.IsZero() {
					t.Fatalf("%s with %+v", state, s)
				}
			}
			if watchedSince = s.BelowSince; state == domain.Withdrawn && now.Sub(watchedSince) < r.For {
				t.Fatalf("withdrawn after %v", now.Sub(watchedSince))
			}
			if again, same := r.Weigh(s, now); again != s || same != state {
				t.Fatalf("weighing again: %+v %s, then %+v %s", s, state, again, same)
			}
			if due := r.Due(s, state, now); !due.IsZero() && !due.After(now) {
				t.Fatalf("due at %v, which is not behind %v (%+v from %+v)", due, now, s, had)
			}
		}
	})
}

// The range of 10 ratings 1 1 2 2 3 3 4 4 5 5: mean 3, s² = 20/9.
func TestTheRange(t *testing.T) {
	low, high := domain.Histogram{2, 2, 2, 2, 2}.Range()
	if low < 2.0760 || low > 2.0761 || high < 3.9239 || high > 3.9240 {
		t.Errorf("%v to %v", low, high)
	}
	if low, high := (domain.Histogram{0, 0, 0, 0, 9}).Range(); low != 5 || high != 5 {
		t.Errorf("nine of five stars: %v to %v", low, high)
	}
	if key := (domain.Histogram{0, 0, 0, 0, 7}).SortKey(); key != 0 {
		t.Errorf("seven ratings sort by %v: no score is shown for them", key)
	}
}
