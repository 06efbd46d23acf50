package views

import (
	"context"
	"testing"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
)

// The clock is told in words, as the calendar of the queue has its days.
func TestTheClockIsToldInWords(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	q := domain.Queue{Days: 5}
	now := time.Date(2026, 3, 10, 23, 30, 0, 0, time.UTC) // a Wednesday in Berlin already
	running := func(due time.Time) domain.Item {
		return domain.Item{Status: domain.StatusUnderReview, Deadline: domain.Deadline{Due: due}}
	}
	day := func(d, hour int) time.Time { return time.Date(2026, 3, d, hour, 0, 0, 0, berlin) }
	decided := domain.Item{Status: domain.StatusAccepted, Decided: now, Deadline: domain.Deadline{Left: 2*domain.WorkingDay + time.Hour}}
	for _, c := range []struct {
		item   domain.Item
		en, de string
	}{
		{running(day(11, 12)), "due today", "heute fällig"},
		{running(day(12, 0)), "due today", "heute fällig"}, // its end
		{running(day(12, 9)), "due tomorrow", "morgen fällig"},
		{running(day(14, 0)), "due Friday", "fällig am Freitag"}, // the end of a working week
		{running(day(18, 9)), "due 18 Mar 2026", "fällig am 18. März 2026"},
		{running(day(10, 9)), "1 day late", "1 Tag verspätet"},
		{running(day(6, 9)), "3 days late", "3 Tage verspätet"}, // over a weekend
		{domain.Item{Status: domain.StatusUnderReview, ParkedUntil: day(20, 1)}, "parked until 20 Mar 2026", "zurückgestellt bis 20. März 2026"},
		{domain.Item{Status: domain.StatusUnderReview, AskedUntil: day(20, 1)}, "waits for an answer", "wartet auf Antwort"},
		{decided, "in 3 of 5 days", "nach 3 von 5 Tagen"},
		{domain.Item{Status: domain.StatusAccepted}, "", ""}, // it never was under review
	} {
		for code, want := range map[string]string{"en": c.en, "de": c.de} {
			if got := clockOf(i18n.With(context.Background(), i18n.For(code)), c.item, q, berlin, now); got.words != want {
				t.Errorf("%+v says %q, want %q", c.item.Deadline, got.words, want)
			}
		}
	}
}
