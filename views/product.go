package views

import (
	"context"
	"fmt"
	"strings"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
)

func score(ctx context.Context, f float64) string { return i18n.From(ctx).Score(f) }

func hundredths(ctx context.Context, f float64) string { return i18n.From(ctx).Hundredths(f) }

func moment(ctx context.Context, at time.Time) string { return i18n.From(ctx).Moment(at) }

// percent writes a width or a place for a chart's attribute.
func percent(f float64) string { return fmt.Sprintf("%.2f%%", f) }

// share is a count as part of a whole, in percent.
func share(n, of int64) float64 {
	if of == 0 {
		return 0
	}
	return 100 * float64(n) / float64(of)
}

// sparkWindow is how many stars the height of a catalog's little curve stands for,
// so that slopes compare.
const sparkWindow = 1.6

// rated are the revisions that have enough ratings, in their order.
func rated(trend []domain.Revision) []domain.Revision {
	var shown []domain.Revision
	for _, r := range trend {
		if r.Shown() {
			shown = append(shown, r)
		}
	}
	return shown
}

// means are the means of some revisions.
func means(trend []domain.Revision) []float64 {
	var all []float64
	for _, r := range trend {
		all = append(all, r.Mean())
	}
	return all
}

// sparkOf is the path of a product's means and where it ends, in percent.
func sparkOf(means []float64) (line string, end float64) {
	low, high := means[0], means[0]
	for _, m := range means {
		low, high = min(low, m), max(high, m)
	}
	middle, window := (low+high)/2, max(sparkWindow, high-low)
	var b strings.Builder
	for i, m := range means {
		end = 50 - 100*(m-middle)/window
		fmt.Fprintf(&b, "%c%.2f %.2f", "ML"[min(i, 1)], 100*float64(i)/float64(len(means)-1), end)
	}
	return b.String(), end
}

// trendOf says in words how the newest revision compares with the one before.
func trendOf(ctx context.Context, rule domain.Rule, p *domain.Product) string {
	shown := rated(p.Trend)
	if len(shown) < 2 || !p.Revision.Shown() {
		return ""
	}
	before, change := shown[len(shown)-2], shown[len(shown)-1].Mean()-shown[len(shown)-2].Mean()
	key := "trend.steady"
	switch {
	case change >= 0.05:
		key = "trend.up"
	case change <= -0.05:
		key = "trend.down"
	}
	return t(ctx, key, "Before", score(ctx, rule.Score(before.Histogram)), "Revision", revisionName(ctx, p.Revision.Name))
}

// CatalogFilter is what the catalog is narrowed to, as in its address.
type CatalogFilter struct {
	Family string // slug
	State  string
	Query  string
}

// ReviewFilter is what a product's ratings are narrowed to, as in the address.
type ReviewFilter struct {
	Order      domain.ReviewOrder
	Stars      int64
	Revision   int64 // number
	Theme      int64
	Language   string
	Verified   bool
	Counted    bool // in the score of the revision, or of the current one where none is asked for
	Unanswered bool
}

// Any reports whether the ratings are narrowed at all.
func (f ReviewFilter) Any() bool {
	f.Order = ""
	return f != ReviewFilter{}
}

// ownForm fills the rating's form with what the member has said, or what was
// asked for before signing in.
func ownForm(p ProductPage) Form {
	f, own := p.Form, p.Own.Rating
	if was := f.Value("for_revision"); !f.Saved.IsZero() && was != "" && was != id(p.Product.Revision.ID) {
		f.Errors = []domain.FieldError{{Field: "stars", Key: "error.revision_changed", Args: domain.Args{"Revision": p.Product.Revision.Name}}}
	}
	if own.ID == 0 || f.Typed.Has("body") { // nothing said, or something typed just now
		return f
	}
	f = f.With("stars", id(own.Stars)).With("title", own.Title).With("body", own.Body)
	if own.Declared {
		f = f.With("declared", "1")
	}
	return f
}

// sendRating is the word on the button of the rating's form.
func sendRating(p ProductPage) string {
	if p.Own.Rating.ID != 0 {
		return "rate.change"
	}
	return "rate.send"
}

// revisionLabel is how a revision is called where there is room for a word.
func revisionLabel(ctx context.Context, name string) string {
	if name == domain.FirstRevision {
		return t(ctx, "revision.first_label")
	}
	return name
}
