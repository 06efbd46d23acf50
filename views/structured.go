package views

import (
	"context"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/markdown"
)

// structured is the product for search engines: schema.org Product with its
// AggregateRating and the reviews that the page shows and counts.
func structured(ctx context.Context, p ProductPage) map[string]any {
	h := p.Product.Revision.Histogram
	rating := func(value any) map[string]any {
		return map[string]any{"@type": "Rating", "ratingValue": value, "bestRating": domain.StarsMax, "worstRating": 1}
	}
	aggregate := rating(p.Rule.Hundredths(h.N(), h.Sum()))
	aggregate["@type"], aggregate["ratingCount"] = "AggregateRating", h.N()
	var reviews []map[string]any
	for _, r := range p.Reviews {
		if !r.Worded() || !r.Count() {
			continue
		}
		review := map[string]any{
			"@type": "Review", "reviewRating": rating(r.Stars), "datePublished": r.Rated.Format(time.DateOnly),
			"author": map[string]any{"@type": "Person", "name": nameOf(ctx, r.By)}, "reviewBody": markdown.Words(r.HTML),
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
		"@context": "https://schema.org", "@type": "Product", "name": p.Product.Name, "url": p.URL,
		"category": p.Product.Family.Name, "aggregateRating": aggregate,
	}
	if p.Product.Description != "" {
		data["description"] = p.Product.Description
	}
	if len(reviews) > 0 {
		data["review"] = reviews
	}
	return data
}
