package store

import (
	"context"
	"database/sql"

	"groundswell/internal/domain"
	"groundswell/internal/slug"
)

// SitemapParts is how many parts the map of the site has for its ideas and products.
func (r reads) SitemapParts(ctx context.Context) (ideas, products int64, err error) {
	err = r.get(ctx, `SELECT COALESCE((SELECT MAX(id) FROM ideas), -1), COALESCE((SELECT MAX(id) FROM products), -1)`, nil, &ideas, &products)
	parts := func(newest int64) int64 { return (newest + domain.SitemapPart) / domain.SitemapPart }
	return parts(ideas), parts(products), err
}

// SitemapIdeas lists the ideas that lists show and whose ids are in a part of the map.
func (r reads) SitemapIdeas(ctx context.Context, part int64) ([]domain.Located, error) {
	return list(ctx, r.handle, `SELECT i.id, i.title, CASE WHEN i.edited_at > 0 THEN i.edited_at ELSE i.created_at END
		FROM ideas i JOIN idea_counts c ON c.idea_id = i.id WHERE i.id >= $1 AND i.id < $2 AND c.`+inLists+" ORDER BY i.id",
		[]any{part * domain.SitemapPart, (part + 1) * domain.SitemapPart}, func(rows *sql.Rows) (domain.Located, error) {
			var i domain.Idea
			var changed int64
			err := rows.Scan(&i.ID, &i.Title, &changed)
			i.Words = slug.Of(i.Title)
			return domain.Located{Path: i.Path(), Changed: moment(changed)}, err
		})
}

// SitemapProducts lists the products of the catalog whose ids are in a part of the map.
func (r reads) SitemapProducts(ctx context.Context, part int64) ([]domain.Located, error) {
	return list(ctx, r.handle, `SELECT p.slug FROM products p JOIN product_counts k ON k.product_id = p.id
		WHERE p.id >= $1 AND p.id < $2 AND k.state <> 'withdrawn' ORDER BY p.id`,
		[]any{part * domain.SitemapPart, (part + 1) * domain.SitemapPart}, func(rows *sql.Rows) (domain.Located, error) {
			var p domain.Product
			err := rows.Scan(&p.Slug)
			return domain.Located{Path: p.Path()}, err
		})
}

// SitemapTags lists tags that ideas in lists carry, the oldest first: at most
// domain.SitemapTags.
func (r reads) SitemapTags(ctx context.Context) ([]domain.Tag, error) {
	return list(ctx, r.handle, "SELECT slug FROM tags WHERE ideas > 0 ORDER BY id LIMIT $1", []any{domain.SitemapTags},
		func(rows *sql.Rows) (domain.Tag, error) {
			var t domain.Tag
			return t, rows.Scan(&t.Slug)
		})
}
