package views

import (
	"context"
	"slices"
	"time"

	"groundswell/internal/domain"
)

// chosen is a draft of the form with the days that the address chooses in place of its
// own.
func (f Form) chosen(address Form) Form {
	if f.Saved.IsZero() {
		return f
	}
	for _, day := range []string{"from", "to"} {
		if v := address.Value(day); v != "" {
			f.Typed.Set(day, v)
		}
	}
	return f
}

// dayBar is a day in the chart: its parts in percent of the busiest day's height, and
// where choosing it leads.
type dayBar struct {
	day              domain.RatingDay
	poor, rest       float64 // one star, and more
	chosen, excluded bool
	url              string
}

// dayBars are the days of the evidence, the newest first.
func dayBars(p ExclusionsPage) []dayBar {
	most := int64(1)
	days := map[int64]domain.RatingDay{}
	for _, d := range p.Days {
		most = max(most, d.N())
		days[d.Day] = d
	}
	bars := make([]dayBar, domain.EvidenceDays)
	for i := range bars {
		day := p.Today() - int64(i)
		d := days[day]
		d.Day = day
		bars[i] = dayBar{
			day: d, poor: share(d.Histogram[0], most), rest: share(d.N()-d.Histogram[0], most), url: chosenURL(p, day),
			chosen:   p.Chosen.Has(day) || p.Chosen.To.IsZero() && !p.Chosen.From.IsZero() && domain.Day(p.Chosen.From) == day,
			excluded: slices.ContainsFunc(p.Exclusions, func(e domain.Exclusion) bool { return e.Undone.IsZero() && e.Has(day) }),
		}
	}
	return bars
}

// chosenURL is the page with one more day chosen: the last one if only the first is,
// whichever is earlier, and else a new first one.
func chosenURL(p ExclusionsPage, day int64) string {
	if p.Chosen.From.IsZero() || !p.Chosen.To.IsZero() {
		return exclusionURL(&p.Product, domain.DayStart(day), time.Time{})
	}
	first := domain.Day(p.Chosen.From)
	return exclusionURL(&p.Product, domain.DayStart(min(first, day)), domain.DayStart(max(first, day)))
}

// dayLabel says what came in on a day, and what is so about it.
func dayLabel(ctx context.Context, b dayBar) string {
	day := date(ctx, domain.DayStart(b.day.Day))
	label := tn(ctx, "exclusions.day_label", b.day.N(), "Day", day, "Poor", b.day.Histogram[0])
	if b.excluded {
		label += " " + t(ctx, "exclusion.notice_day", "Day", day)
	}
	return label
}

// chosenEvidence sums up the chosen days.
func chosenEvidence(ctx context.Context, p ExclusionsPage) string {
	var sum domain.RatingDay
	for _, d := range p.Days {
		if p.Chosen.Has(d.Day) {
			for i, n := range d.Histogram {
				sum.Histogram[i] += n
			}
			sum.Young += d.Young
			sum.Verified += d.Verified
		}
	}
	return windowSpan(ctx, p.Chosen) + ": " +
		tn(ctx, "exclusions.evidence", sum.N(), "Poor", sum.Histogram[0], "Young", sum.Young, "Verified", sum.Verified)
}

// windowSpan is the days of a window.
func windowSpan(ctx context.Context, e domain.Exclusion) string {
	from, to := date(ctx, e.From), date(ctx, e.To.Add(-time.Millisecond))
	if from == to {
		return from
	}
	return t(ctx, "exclusions.span", "From", from, "To", to)
}

// busiest is the finding of the histogram over time.
func busiest(ctx context.Context, days []domain.RatingDay) string {
	top := days[0]
	for _, d := range days {
		if d.N() > top.N() {
			top = d
		}
	}
	return tn(ctx, "exclusions.busiest", top.N(), "Date", date(ctx, domain.DayStart(top.Day)), "Poor", top.Histogram[0]+top.Histogram[1])
}

// excluded says which days are not counted: one, or from one to another.
func excluded(ctx context.Context, e domain.Exclusion) string {
	first, last := date(ctx, e.From), date(ctx, e.To.Add(-time.Millisecond))
	if first == last {
		return t(ctx, "exclusion.notice_day", "Day", first)
	}
	return t(ctx, "exclusion.notice", "From", first, "To", last)
}
