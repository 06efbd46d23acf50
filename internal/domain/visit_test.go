package domain_test

import (
	"testing"
	"time"

	"groundswell/internal/domain"
)

// A visit goes on while pages are read, and the next one begins after silence; the first
// has none before it, and what a wrong clock noted ends.
func TestVisits(t *testing.T) {
	t0 := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	first := domain.Visit{}.On(t0)
	if want := (domain.Visit{Began: t0, Seen: t0}); first != want {
		t.Errorf("the first is %+v, want %+v", first, want)
	}
	later := t0.Add(domain.VisitEnds - time.Second)
	on := first.On(later)
	if want := (domain.Visit{Began: t0, Seen: later}); on != want {
		t.Errorf("it goes on as %+v, want %+v", on, want)
	}
	next := later.Add(domain.VisitEnds)
	second := on.On(next)
	if want := (domain.Visit{Began: next, Seen: next, Before: t0}); second != want {
		t.Errorf("the next is %+v, want %+v", second, want)
	}
	if back := second.On(t0); back.Began != t0 || back.Before != next {
		t.Errorf("set back, the clock makes it %+v", back)
	}
}
