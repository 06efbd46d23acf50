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
		check: func(values map[string]string) ([]domain.FieldError, error) {
			_, err := domain.ParseImportedProduct(values, rules)
			return nil, err
		},
		prepare: func(values map[string]string) (app.PreparedProduct, error) {
			row, err := domain.ParseImportedProduct(values, rules)
			if err != nil {
				return app.PreparedProduct{}, err
			}
			return app.PrepareProduct(row, rules.Family)
		},
		write: func(a *app.App, source string, rows []app.PreparedProduct) (domain.ImportCount, error) {
			return a.ImportProducts(env.ctx, domain.System, source, rows)
		},
		compare: func(a *app.App, source string, rows []app.PreparedProduct) (domain.ImportCount, error) {
			return app.Compare(env.ctx, a, source, rows)
		},
	})
}

type importReviewsCommand struct {
	importFile
	Family        string `default:"Imported" help:"Family of products that are not there yet; created if missing."`
	AuthorsByName bool   `name:"authors-by-name" help:"A name is one person wherever it stands. Without it each row is a voice of its own, unless author_id tells people apart."`
}

// Run imports reviews.
func (c *importReviewsCommand) Run(env *environment) error {
	rules := c.rules(env, domain.ImportRules{ByName: c.AuthorsByName})
	return importRows(env, &c.importFile, rowKind[app.PreparedReview]{
		fields: domain.ReviewFields, needed: []string{"product", "stars"},
		check: func(values map[string]string) ([]domain.FieldError, error) {
			row, err := domain.ParseImportedReview(values, rules)
			return nil, together(err, app.CheckImportedBody(row.Body, rules.Text))
		},
		prepare: func(values map[string]string) (app.PreparedReview, error) {
			row, err := domain.ParseImportedReview(values, rules)
			if err != nil {
				return app.PreparedReview{}, err
			}
			return app.PrepareReview(row, rules.Text, text.Line(c.Family))
		},
		write: func(a *app.App, source string, rows []app.PreparedReview) (domain.ImportCount, error) {
			return a.ImportReviews(env.ctx, domain.System, source, rows)
		},
		compare: func(a *app.App, source string, rows []app.PreparedReview) (domain.ImportCount, error) {
			return app.Compare(env.ctx, a, source, rows)
		},
		finish: func(a *app.App, source string, dry bool) (domain.ImportCount, error) {
			if dry {
				return domain.ImportCount{}, nil
			}
			return a.FinishReviews(env.ctx, domain.System, source)
		},
	})
}
