package views

import (
	"context"
	"fmt"
	"math"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
)

// dearest is what the dearest theme of a road costs, as the length of its bar.
func dearest(r domain.Road) int64 {
	most := int64(1)
	for _, row := range r.Rows {
		most = max(most, row.Count.Lost)
	}
	return most
}

// segments are the parts of the road's bar behind the score: the four dearest
// themes and everything else, in percent of the bar.
type segment struct{ from, width float64 }

func segments(r domain.Road, h domain.Histogram) []segment {
	all := make([]segment, 5)
	at := 20 * h.Mean()
	rest := 0.0
	var parts []float64
	for i, row := range r.Rows {
		width := 20 * r.Stars(row.Count.Lost)
		if i < 4 && row.Theme.ID != 0 {
			parts = append(parts, width)
		} else {
			rest += width
		}
	}
	for len(parts) < 4 {
		parts = append(parts, 0)
	}
	for i, width := range append(parts, rest) {
		all[i] = segment{from: at + .25, width: math.Max(0, width-.25)}
		at += width
	}
	return all
}

// roadKey is the colour of a theme's row: its segment of the bar.
func roadKey(i int, row domain.RoadRow) string {
	switch {
	case row.Theme.ID == 0:
		return "k-5"
	case i < 4 && row.Count.Lost > 0:
		return fmt.Sprintf("k-%d", i+1)
	case row.Count.Lost > 0:
		return "k-5"
	}
	return ""
}

// themeName is a theme in the language of the page.
func themeName(ctx context.Context, th domain.Theme) string {
	if th.ID == 0 {
		return t(ctx, "road.else")
	}
	return th.Name(lang(ctx))
}

// gainRange says how far what was regained may be off; "" where nobody knows.
func gainRange(ctx context.Context, g domain.Regained) string {
	if g.People < 2 {
		return ""
	}
	l := i18n.From(ctx)
	return t(ctx, "gain.range", "Margin", l.Hundredths(g.Margin()), "Low", l.Gain(g.Gain()-g.Margin()), "High", l.Gain(g.Gain()+g.Margin()))
}

// workOn is the work of a queue on a theme; nil for none.
func (p ProductPage) workOn(theme domain.Theme) *domain.Item {
	for n, i := range p.Works {
		if i.Source == domain.SourceTheme && i.Theme.ID == theme.ID && i.Queue.ID != 0 {
			return &p.Works[n]
		}
	}
	return nil
}

// recovery is the work of a queue on a product that is below the line; nil for none.
func (p ProductPage) recovery() *domain.Item {
	below := p.Product.State == domain.Watched || p.Product.State == domain.Withdrawn
	for n, i := range p.Works {
		if below && i.Source == domain.SourceRecovery && i.Queue.ID != 0 {
			return &p.Works[n]
		}
	}
	return nil
}
