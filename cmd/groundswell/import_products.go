package main

import (
	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/text"
)

type importProductsCommand struct {
	importFile
	Family string `default:"Imported" help:"Family for rows that name none; created if missing."`
}

// Run imports products.
func (c *importProductsCommand) Run(env *environment) error {
	rules := c.rules(env, domain.ImportRules{Family: text.Line(c.Family)})
	return importRows(env, &c.importFile, rowKind[app.PreparedProduct]{
		fields: domain.ProductFields, needed: []string{"key"},
		prepare: func(values map[string]string) (app.PreparedProduct, []domain.FieldError, error) {
			row, bad := domain.ParseImportedProduct(values, rules)
			ready, worse := app.PrepareProduct(row)
			return ready, nil, together(bad, worse)
		},
		write: func(a *app.App, source string, rows []app.PreparedProduct) (domain.ImportCount, error) {
			return a.ImportProducts(env.ctx, domain.System, source, rows)
		},
	})
}

type importReviewsCommand struct {
	importFile
	Family string `default:"Imported" help:"Family of products that are not there yet; created if missing."`
}

// Run imports reviews.
func (c *importReviewsCommand) Run(env *environment) error {
	rules := c.rules(env, domain.ImportRules{})
	return importRows(env, &c.importFile, rowKind[app.PreparedReview]{
		fields: domain.ReviewFields, needed: []string{"product", "stars"},
		prepare: func(values map[string]string) (app.PreparedReview, []domain.FieldError, error) {
			row, bad := domain.ParseImportedReview(values, rules)
			ready, worse := app.PrepareReview(row, rules.Text, text.Line(c.Family))
			return ready, nil, together(bad, worse)
		},
		write: func(a *app.App, source string, rows []app.PreparedReview) (domain.ImportCount, error) {
			return a.ImportReviews(env.ctx, domain.System, source, rows)
		},
	})
}
