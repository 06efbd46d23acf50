package views

import (
	"context"
	"fmt"
	"math"
	"net/url"
	"strings"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
)

func score(ctx context.Context, f float64) string      { return i18n.From(ctx).Score(f) }
func hundredths(ctx context.Context, f float64) string { return i18n.From(ctx).Hundredths(f) }
func moment(ctx context.Context, at time.Time) string  { return i18n.From(ctx).Moment(at) }

// revisionName is how a revision is called in a sentence.
func revisionName(ctx context.Context, name string) string {
	if name == domain.FirstRevision {
		return t(ctx, "revision.first")
	}
	return t(ctx, "revision.named", "Name", name)
}

// cutHundredths cuts a mean, as scores are cut.
func cutHundredths(mean float64) float64 { return math.Floor(100*mean) / 100 }

// percent writes a width or a place for a chart's attribute.
func percent(f float64) string { return fmt.Sprintf("%.2f%%", f) }

// share is a count as part of a whole, in percent.
func share(n, of int64) float64 {
	if of == 0 {
		return 0
	}
	return 100 * float64(n) / float64(of)
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

// sparkWindow is how many stars the height of a catalog's little curve stands for,
// so that slopes compare.
const sparkWindow = 1.6

// means are those of the revisions that have enough ratings, oldest first.
func means(trend []domain.Revision) []float64 {
	var all []float64
	for _, r := range trend {
		if r.Shown() {
			all = append(all, r.Mean())
		}
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
func trendOf(ctx context.Context, p *domain.Product) string {
	m := means(p.Trend)
	if len(m) < 2 || !p.Revision.Shown() {
		return ""
	}
	before, now := m[len(m)-2], m[len(m)-1]
	key := "trend.steady"
	switch {
	case now-before >= 0.05:
		key = "trend.up"
	case before-now >= 0.05:
		key = "trend.down"
	}
	return t(ctx, key, "Before", score(ctx, math.Floor(10*before)/10), "Revision", revisionName(ctx, p.Revision.Name))
}

// CatalogFilter is what the catalog is narrowed to, as in its address.
type CatalogFilter struct {
	Family string // slug
	State  string
	Query  string
}

// CatalogURL is the address of a page of the catalog.
func CatalogURL(order domain.ProductOrder, f CatalogFilter, after string) string {
	q := url.Values{}
	if order != domain.ByRating {
		q.Set("order", string(order))
	}
	for name, value := range map[string]string{"family": f.Family, "state": f.State, "q": f.Query, "after": after} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if len(q) == 0 {
		return "/products"
	}
	return "/products?" + q.Encode()
}

// ReviewFilter is what a product's ratings are narrowed to, as in the address.
type ReviewFilter struct {
	Order      domain.ReviewOrder
	Stars      int64
	Revision   int64 // number
	Theme      int64
	Language   string
	Verified   bool
	Unanswered bool
}

// Any reports whether the ratings are narrowed at all.
func (f ReviewFilter) Any() bool {
	f.Order = ""
	return f != ReviewFilter{}
}

// ReviewsURL is the address of a page of a product's ratings.
func ReviewsURL(p *domain.Product, f ReviewFilter, after string) string {
	q := url.Values{}
	if f.Order != domain.Helpful && f.Order != "" {
		q.Set("order", string(f.Order))
	}
	for name, n := range map[string]int64{"stars": f.Stars, "revision": f.Revision, "theme": f.Theme} {
		if n != 0 {
			q.Set(name, id(n))
		}
	}
	for name, on := range map[string]bool{"verified": f.Verified, "unanswered": f.Unanswered} {
		if on {
			q.Set(name, "1")
		}
	}
	if f.Language != "" {
		q.Set("language", f.Language)
	}
	if after != "" {
		q.Set("after", after)
	}
	if len(q) == 0 {
		return p.Path() + "#reviews"
	}
	return p.Path() + "?" + q.Encode() + "#reviews"
}

// starsURL filters by stars as the histogram counts them: those of the current
// revision.
func starsURL(p *domain.Product, stars int64) string {
	return ReviewsURL(p, ReviewFilter{Stars: stars, Revision: p.Revision.Number}, "")
}

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

// gained is what people who rated again give a theme more now, per person.
func gained(c domain.ThemeCount) float64 {
	if c.Again == 0 {
		return 0
	}
	return float64(c.Regained) / domain.LossUnit / float64(c.Again)
}

// ownForm fills the rating's form with what the member has said, or what was
// asked for before signing in.
func ownForm(p ProductPage) Form {
	f, own := p.Form, p.Own.Rating
	if own.ID == 0 || f.Typed.Has("body") { // nothing said, or something typed just now
		return f
	}
	f = f.With("stars", id(own.Stars)).With("title", own.Title).With("body", own.Body)
	if own.Declared {
		f = f.With("declared", "1")
	}
	return f
}

// eventGlyphs are the drawings in a product's log, and their colours.
func eventGlyph(e domain.ProductEvent) (glyph, tone string) {
	switch {
	case e.From != e.To && e.To == domain.Withdrawn:
		return "s-declined", "breach"
	case e.From != e.To && e.To == domain.Watched:
		return "i-eye", "breach"
	case e.Cause == domain.CauseRevision:
		return "s-progress", "progress"
	case e.Cause == domain.CauseOverride, e.Cause == domain.CauseOverrideEnd:
		return "i-shield", ""
	case e.Cause == domain.CauseExclusion, e.Cause == domain.CauseUndo:
		return "i-clock", ""
	case e.From != e.To && e.To == domain.Listed:
		return "s-shipped", "shipped"
	}
	return "s-new", ""
}

// eventTitle names a line of a product's log: the new state, or what was decided
// while the state stayed.
func eventTitle(ctx context.Context, e domain.ProductEvent) string {
	switch {
	case e.Cause == domain.CauseRevision:
		return t(ctx, "event.revision", "Revision", revisionName(ctx, e.Revision))
	case e.From == e.To:
		return t(ctx, "event."+string(e.Cause))
	}
	return t(ctx, "state."+string(e.To))
}

// eventFacts says with which numbers and why.
func eventFacts(ctx context.Context, e domain.ProductEvent) string {
	facts := t(ctx, "cause."+string(e.Cause)) + " "
	if e.N == 0 {
		facts += t(ctx, "event.nobody")
	} else {
		facts += tn(ctx, "event.numbers", e.N, "Mean", hundredths(ctx, cutHundredths(e.Mean())), "Sum", e.Sum)
	}
	if !e.Since.IsZero() {
		facts += " " + t(ctx, "event.since", "Moment", moment(ctx, e.Since))
	}
	if !e.Until.IsZero() {
		facts += " " + t(ctx, "event.until", "Moment", moment(ctx, e.Until))
	}
	return facts
}

// structured is the product for search engines: schema.org Product with its
// AggregateRating and the reviews that the page shows and counts.
func structured(ctx context.Context, p ProductPage) map[string]any {
	h := p.Product.Revision.Histogram
	rating := func(value any) map[string]any {
		return map[string]any{"@type": "Rating", "ratingValue": value, "bestRating": domain.StarsMax, "worstRating": 1}
	}
	aggregate := rating(h.Score())
	aggregate["@type"], aggregate["ratingCount"] = "AggregateRating", h.N()
	var reviews []map[string]any
	for _, r := range p.Reviews {
		if !r.Worded() || !r.Count() {
			continue
		}
		review := map[string]any{
			"@type": "Review", "reviewRating": rating(r.Stars), "datePublished": r.Rated.Format(time.DateOnly),
			"author": map[string]any{"@type": "Person", "name": nameOf(ctx, r.By)}, "reviewBody": r.Body,
		}
		if r.Title != "" {
			review["name"] = r.Title
		}
		if r.Language != "" {
			review["inLanguage"] = r.Language
		}
		reviews = append(reviews, review)
	}
	data := map[string]any{
		"@context": "https://schema.org", "@type": "Product", "name": p.Product.Name, "url": p.URL, "category": p.Product.Family.Name, "aggregateRating": aggregate,
	}
	if p.Product.Description != "" {
		data["description"] = p.Product.Description
	}
	if len(reviews) > 0 {
		data["review"] = reviews
	}
	return data
}

// ruleLine is the score that the rule is about.
func ruleLine(ctx context.Context, r domain.Rule) string { return score(ctx, float64(r.Under)/10) }
