package views

import (
	"context"
	"fmt"
	"strings"

	"groundswell/internal/domain"
)

// revisionName is how a revision is called in a sentence.
func revisionName(ctx context.Context, name string) string {
	if name == domain.FirstRevision {
		return t(ctx, "revision.first")
	}
	return t(ctx, "revision.named", "Name", name)
}

// shownRevisions are those that have enough ratings for a point in a chart, the
// newest six, oldest first.
func shownRevisions(newestFirst []domain.Revision) []domain.Revision {
	var shown []domain.Revision
	for _, r := range newestFirst {
		if r.Shown() && len(shown) < 6 {
			shown = append([]domain.Revision{r}, shown...)
		}
	}
	return shown
}

// chartX and chartY place a mean in the chart of revisions, in percent.
func chartX(i, of int) float64 {
	if of < 2 {
		return 50
	}
	return 8 + 84*float64(i)/float64(of-1)
}

func chartY(stars float64) float64 { return (domain.StarsMax - stars) * 25 }

// chartLine is the path through the means.
func chartLine(shown []domain.Revision) string {
	var b strings.Builder
	for i, r := range shown {
		fmt.Fprintf(&b, "%c%.2f %.2f", "ML"[min(i, 1)], chartX(i, len(shown)), chartY(r.Mean()))
	}
	return b.String()
}
