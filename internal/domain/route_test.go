package domain

import (
	"slices"
	"testing"
)

// A rule that others leave nothing is told so: by whoever takes the same or more with
// fewer points, wherever it stands, or with as many and before it.
func TestARuleThatNeverHasATurn(t *testing.T) {
	gaming, fan := Space{ID: 1}, Tag{ID: 1}
	all := Route{ID: 1, Name: "all", Kind: RoutePoints, Points: 50}
	inGaming := Route{ID: 2, Name: "gaming", Kind: RoutePoints, Points: 50, Space: gaming}
	tagged := Route{ID: 3, Name: "tagged", Kind: RoutePoints, Points: 80, Space: gaming, Tag: fan}
	month := Route{ID: 4, Name: "month", Kind: RouteTop, Points: 10, Top: 3, Days: 30, Space: gaming}
	few := Route{ID: 5, Name: "few", Kind: RouteTop, Points: 20, Top: 2, Days: 30, Space: gaming}
	for _, c := range []struct {
		what   string
		routes []Route
		of     Route
		by     string
	}{
		{"alone", []Route{all}, all, ""},
		{"behind one with as many points for more", []Route{all, inGaming}, inGaming, "all"},
		{"before it", []Route{inGaming, all}, inGaming, ""},
		{"what is for more ideas", []Route{inGaming, all}, all, ""},
		{"more points, though it stands before", []Route{tagged, all}, tagged, "all"},
		{"a tag is fewer ideas", []Route{tagged, inGaming}, inGaming, ""},
		{"a new one stands behind all", []Route{inGaming}, Route{Kind: RoutePoints, Points: 50, Space: gaming}, "gaming"},
		{"the first of a time with fewer points", []Route{all, month}, month, ""},
		{"of a time, behind one that takes as many", []Route{month, few}, few, "month"},
		{"of a time, before it", []Route{few, month}, few, ""},
		{"of a time with more points than a rule asks for",
			[]Route{all, {ID: 6, Kind: RouteTop, Points: 60, Top: 3, Days: 7}}, Route{ID: 6, Kind: RouteTop, Points: 60, Top: 3, Days: 7}, "all"},
	} {
		if by, found := Taken(c.routes, c.of); by.Name != c.by || found != (c.by != "") {
			t.Errorf("%s: taken by %q, want %q", c.what, by.Name, c.by)
		}
	}
}

func TestWeightsAreReadAsTyped(t *testing.T) {
	for typed, want := range map[string]int64{"1": 10, " 1.5 ": 15, "1,5": 15, "0": 0, "": -1, "x": -1, "-1": -1, "1.55": -1} {
		if got := ParseWeight(typed); got != want && (want >= 0 || got >= 0) {
			t.Errorf("%q is %d, want %d", typed, got, want)
		}
	}
}

// A rule of a time is tried day by day: an idea is found while it is among the first of
// the days behind it, and not because of what it won before them.
func TestARuleOfATimeIsTriedDayByDay(t *testing.T) {
	won := []DayNet{{1, 10, 9}, {4, 20, 5}, {4, 30, 4}, {5, 40, 3}, {5, 30, 2}, {7, 20, -4}, {9, 50, 3}, {9, 60, 3}, {9, 70, 2}}
	for _, c := range []struct {
		rule Route
		want []int64
	}{
		{Route{Top: 1, Days: 3, Points: 3}, []int64{20, 30, 40, 60}},
		{Route{Top: 2, Days: 3, Points: 3}, []int64{20, 30, 40, 60, 50}},
		{Route{Top: 1, Days: 9, Points: 3}, []int64{10}},
		{Route{Top: 5, Days: 1, Points: 4}, []int64{20, 30}},
		{Route{Top: 5, Days: 3, Points: 10}, nil},
	} {
		if got := c.rule.FirstOfEach(won, 3, 9); !slices.Equal(got, c.want) {
			t.Errorf("%+v finds %v, want %v", c.rule, got, c.want)
		}
	}
}
