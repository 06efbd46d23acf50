package domain

import (
	"math"
	"time"
)

// Bomb is days on which a product was rated as it is not otherwise: perhaps a concerted
// attack. A person decides whether they are left out.
type Bomb struct {
	ID       int64
	Product  int64
	From, To int64 // UTC days, the last one included
	Ratings  int64
	Ones     int64   // of one star
	Young    int64   // of accounts that were less than YoungAccount old
	Usual    float64 // ratings an hour before that
	Found    time.Time
}

// Window is the exclusion that would leave the days out.
func (b Bomb) Window() Exclusion { return Exclusion{From: DayStart(b.From), To: DayStart(b.To + 1)} }

// RatingHour is what came in on a product in one hour, counted from 1970.
type RatingHour struct{ Hour, N, Ones, Young int64 }

// Limits of looking for bombs.
const (
	BombDays    = 3     // that are looked at
	BombRatings = 8     // of an hour, at least
	BombChance  = 0.001 // that so many come by themselves, less
	BombPercent = 50    // of these of one star, or of young accounts, at least
	BombRecent  = 20_000
	UsualDays   = 90
)

// UsualRate is how many ratings an hour a product gets that got so many in UsualDays: at
// least one a week, so that a quiet one is not bombed by two friends.
func UsualRate(ratings int64) float64 { return max(float64(ratings)/(24*UsualDays), 1.0/(24*7)) }

// FindBomb finds the days whose hours are no chance at the usual rate, and of which most
// ratings are of one star or of young accounts; false for none.
func FindBomb(hours []RatingHour, usual float64) (b Bomb, found bool) {
	b.Usual = usual
	for _, h := range hours {
		odd := 100*h.Ones >= BombPercent*h.N || 100*h.Young >= BombPercent*h.N
		if h.N < BombRatings || !odd || AtLeast(h.N, usual) >= BombChance {
			continue
		}
		if day := h.Hour / 24; !found {
			b.From, b.To, found = day, day, true
		} else {
			b.From, b.To = min(b.From, day), max(b.To, day)
		}
	}
	for _, h := range hours {
		if day := h.Hour / 24; found && day >= b.From && day <= b.To {
			b.Ratings += h.N
			b.Ones += h.Ones
			b.Young += h.Young
		}
	}
	return b, found
}

// AtLeast is how probable n or more events are where mean are expected (Poisson).
func AtLeast(n int64, mean float64) float64 {
	fewer, term := 0.0, math.Exp(-mean)
	for i := range n {
		fewer += term
		term *= mean / float64(i+1)
	}
	return max(1-fewer, 0)
}
