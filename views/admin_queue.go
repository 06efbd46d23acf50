package views

import (
	"context"
	"net/url"
	"strings"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
)

// QueueValues is what a queue's form shows.
func QueueValues(l *i18n.Language, q domain.Queue) url.Values {
	weight := func(tenths int64) string { return l.Decimal(float64(tenths) / 10) }
	values := url.Values{
		"name": {q.Name}, "slug": {q.Slug}, "description_en": {q.DescriptionEN}, "description_de": {q.DescriptionDE},
		"time_zone": {q.TimeZone}, "days": {id(q.Days)}, "soft_limit": {id(q.SoftLimit)}, "version": {id(q.Version)},
		"weight_importance": {weight(q.Weights.Importance)}, "weight_stars": {weight(q.Weights.Stars)},
		"weight_effort": {weight(q.Weights.Effort)},
	}
	for _, m := range q.Engineers {
		values.Set("engineer-"+id(m.ID), "1")
	}
	for _, s := range q.Covers.Spaces {
		values.Set("space-"+id(s.ID), "1")
	}
	var products, tags []string
	for _, p := range q.Covers.Products {
		products = append(products, p.Name)
	}
	for _, tag := range q.Covers.Tags {
		tags = append(tags, tag.Name)
	}
	values.Set("products", strings.Join(products, "\n"))
	values.Set("tags", strings.Join(tags, "\n"))
	return values
}

// RouteValues is what a rule's form shows.
func RouteValues(r domain.Route) url.Values {
	return url.Values{
		"rule_name": {r.Name}, "queue": {id(r.Queue.ID)}, "kind": {string(r.Kind)}, "points": {number(r.Points)},
		"top": {number(r.Top)}, "days": {number(r.Days)},
		"space": {id(r.Space.ID)}, "product": {r.Product.Name}, "tag": {r.Tag.Name}, "version": {id(r.Version)},
	}
}

// ruleSentence says what a rule does.
func ruleSentence(ctx context.Context, r domain.Route) string {
	about := ""
	if r.Space.ID != 0 {
		about += t(ctx, "rule.in_space", "Space", r.Space.Name)
	}
	if r.Product.ID != 0 {
		about += t(ctx, "rule.about", "Product", r.Product.Name)
	}
	if r.Tag.ID != 0 {
		about += t(ctx, "rule.tagged", "Tag", r.Tag.Name)
	}
	if r.Kind == domain.RoutePoints {
		return tn(ctx, "rule.points", r.Points, "About", about, "Queue", r.Queue.Name)
	}
	return t(ctx, "rule.top", "Ideas", tn(ctx, "rule.first", r.Top, "About", about), "Days",
		tn(ctx, "rule.of_days", r.Days), "Queue", r.Queue.Name,
		"Points", tn(ctx, "rule.won", r.Points))
}

// yieldSentence says what became of what a rule routed.
func yieldSentence(ctx context.Context, y domain.RouteYield) string {
	if y.Routed == 0 {
		return t(ctx, "yield.none")
	}
	sentence := tn(ctx, "yield.routed", y.Routed, "Accepted", y.Accepted, "Declined", y.Declined)
	if y.Decided > 0 {
		sentence += " " + t(ctx, "yield.median", "Median", y.Median)
	}
	return sentence
}

// drySentence says what a rule would have done.
func drySentence(ctx context.Context, trial Trial) string {
	run := trial.Run
	key := "dry.points"
	switch {
	case run.Count == 0:
		return t(ctx, "dry.none", "Days", domain.DryDays)
	case run.Now:
		key = "dry.now"
	case run.More:
		key = "dry.more"
	}
	sentence := tn(ctx, key, run.Count, "Days", domain.DryDays)
	if run.Closed > 0 {
		sentence += " " + tn(ctx, "dry.closed", run.Closed)
	}
	if run.Queued > 0 {
		sentence += " " + tn(ctx, "dry.queued", run.Queued)
	}
	return sentence
}

// taken is the name of the rule that leaves one of the list nothing to route; "" for
// none.
func taken(routes []domain.Route, r domain.Route) string {
	by, found := domain.Taken(routes, r)
	if !found {
		return ""
	}
	return by.Name
}
