package domain

import "testing"

// Means are told apart where both have enough ratings for one and they lie further apart
// than the mean of all may be off.
func TestApart(t *testing.T) {
	for name, c := range map[string]struct {
		all   Histogram
		asked Invited
		apart bool
	}{
		"all fives against all threes":   {Histogram{0, 0, 8, 0, 8}, Invited{8, 40}, true},
		"the same":                       {Histogram{0, 0, 0, 0, 16}, Invited{8, 40}, false},
		"within the range":               {Histogram{4, 0, 4, 0, 8}, Invited{8, 27}, false},
		"too few asked":                  {Histogram{0, 0, 9, 0, 7}, Invited{7, 35}, false},
		"too few others":                 {Histogram{0, 0, 7, 0, 9}, Invited{9, 45}, false},
		"nobody asked":                   {Histogram{0, 0, 8, 0, 8}, Invited{}, false},
		"nobody at all":                  {},
		"more asked than counted by now": {Histogram{0, 0, 0, 0, 4}, Invited{9, 9}, false},
	} {
		if got := (Revision{Histogram: c.all, Invited: c.asked}).Apart(); got != c.apart {
			t.Errorf("%s: %v", name, got)
		}
	}
}
