package main

import (
	"groundswell/internal/app"
	"groundswell/internal/domain"
)

type importProductsCommand struct {
	importFile
	Family string `default:"Imported" help:"Family for rows that name none; created if missing."`
}

// Run imports products.
func (c *importProductsCommand) Run(env *environment) error {
	rules := domain.ImportRules{Text: c.Text, Family: c.Family, Now: env.now()}
	return importRows(env, &c.importFile, rowKind[app.PreparedProduct]{
		fields: domain.ProductFields, needed: []string{"key"},
		prepare: func(values map[string]string) (app.PreparedProduct, error) {
			row, err := domain.ParseImportedProduct(values, rules)
			if err != nil {
				return app.PreparedProduct{}, err
			}
			return app.PrepareProduct(row)
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
	rules := domain.ImportRules{Text: c.Text, Now: env.now()}
	return importRows(env, &c.importFile, rowKind[app.PreparedReview]{
		fields: domain.ReviewFields, needed: []string{"key", "product", "stars"}, order: app.SortReviews,
		prepare: func(values map[string]string) (app.PreparedReview, error) {
			row, err := domain.ParseImportedReview(values, rules)
			if err != nil {
				return app.PreparedReview{}, err
			}
			return app.PrepareReview(row, rules.Text, c.Family)
		},
		write: func(a *app.App, source string, rows []app.PreparedReview) (domain.ImportCount, error) {
			return a.ImportReviews(env.ctx, domain.System, source, rows)
		},
	})
}
