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

// posting is the idea for search engines: schema.org DiscussionForumPosting.
func posting(ctx context.Context, p IdeaPage) map[string]any {
	address := p.Base + p.Idea.Path()
	likes := func(kind string, n int64) map[string]any {
		return map[string]any{"@type": "InteractionCounter", "interactionType": "https://schema.org/" + kind, "userInteractionCount": n}
	}
	by := map[string]any{"@type": "Person", "name": nameOf(ctx, p.Idea.Author)}
	if p.Idea.Author.ID != 0 {
		by["url"] = p.Base + memberURL(p.Idea.Author.ID)
	}
	data := map[string]any{
		"@context": "https://schema.org", "@type": "DiscussionForumPosting", "headline": p.Idea.Title, "text": markdown.Words(p.Idea.HTML),
		"url": address, "mainEntityOfPage": address, "datePublished": p.Idea.Created.UTC().Format(time.RFC3339), "author": by,
		"interactionStatistic": []any{likes("LikeAction", p.Idea.Promotes), likes("DislikeAction", p.Idea.Demotes)},
	}
	if !p.Idea.Edited.IsZero() {
		data["dateModified"] = p.Idea.Edited.UTC().Format(time.RFC3339)
	}
	if p.Idea.Language != "" {
		data["inLanguage"] = p.Idea.Language
	}
	return data
}
