package domain

import (
	"math"
	"testing"
)

func TestFindBomb(t *testing.T) {
	const noon = 20_000*24 + 12
	for _, test := range []struct {
		name  string
		hours []RatingHour
		usual float64
		want  Bomb // From 0: none
	}{
		{"eight of one star in an hour", []RatingHour{{noon, 8, 8, 0}}, 0.1, Bomb{From: 20_000, To: 20_000, Ratings: 8, Ones: 8}},
		{"seven", []RatingHour{{noon, 7, 7, 7}}, 0.1, Bomb{}},
		{"of young accounts, with what else came that day", []RatingHour{{noon - 3, 2, 0, 0}, {noon, 10, 1, 5}}, 0.1,
			Bomb{From: 20_000, To: 20_000, Ratings: 12, Ones: 1, Young: 5}},
		{"many who are content", []RatingHour{{noon, 40, 3, 4}}, 0.1, Bomb{}},
		{"as many as always come", []RatingHour{{noon, 12, 12, 0}}, 9, Bomb{}},
		{"over two days", []RatingHour{{noon, 9, 9, 9}, {noon + 5, 3, 3, 0}, {noon + 24, 9, 9, 9}, {noon + 60, 3, 3, 3}}, 0.1,
			Bomb{From: 20_000, To: 20_001, Ratings: 21, Ones: 21, Young: 18}},
	} {
		got, found := FindBomb(test.hours, test.usual)
		if got.Usual = 0; found != (test.want.From != 0) || found && got != test.want {
			t.Errorf("%s: %+v, want %+v", test.name, got, test.want)
		}
	}
}

func TestPoisson(t *testing.T) {
	for _, test := range []struct {
		n          int64
		mean, want float64
	}{{0, 1, 1}, {1, 1, 1 - math.Exp(-1)}, {2, 1, 1 - 2*math.Exp(-1)}, {8, 2, 0.00110}} {
		if got := AtLeast(test.n, test.mean); math.Abs(got-test.want) > 5e-6 {
			t.Errorf("%d or more of %v: %v, want %v", test.n, test.mean, got, test.want)
		}
	}
}
