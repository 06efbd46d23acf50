package views

import (
	"context"
	"time"

	"groundswell/internal/domain"
)

// dayBar is a day in the histogram over time, in percent of the chart.
type dayBar struct{ x, width, poor, rest float64 }

// dayBars places the days of the evidence, the last one today.
func dayBars(days []domain.RatingDay, today int64) []dayBar {
	most := int64(1)
	for _, d := range days {
		most = max(most, d.N())
	}
	bars := make([]dayBar, len(days))
	for i, d := range days {
		poor := d.Histogram[0] + d.Histogram[1]
		bars[i] = dayBar{
			x: 100 * float64(d.Day-today+domain.EvidenceDays-1) / domain.EvidenceDays, width: 80.0 / domain.EvidenceDays,
			poor: share(poor, most), rest: share(d.N()-poor, most),
		}
	}
	return bars
}

// busiest is the finding of the histogram over time.
func busiest(ctx context.Context, days []domain.RatingDay) string {
	top := days[0]
	for _, d := range days {
		if d.N() > top.N() {
			top = d
		}
	}
	return tn(ctx, "windows.busiest", top.N(), "Date", date(ctx, domain.DayStart(top.Day)), "Poor", top.Histogram[0]+top.Histogram[1])
}

// excluded says which days are not counted: one, or from one to another.
func excluded(ctx context.Context, e domain.Exclusion) string {
	first, last := date(ctx, e.From), date(ctx, e.To.Add(-time.Millisecond))
	if first == last {
		return t(ctx, "exclusion.notice_day", "Day", first)
	}
	return t(ctx, "exclusion.notice", "From", first, "To", last)
}
