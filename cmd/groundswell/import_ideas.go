package main

import (
	"fmt"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/text"
)

type importIdeasCommand struct {
	importFile
	Space         string   `help:"Space for rows that name none; created if missing. Default: the installation's first space."`
	Status        meanings `placeholder:"WORD=STATUS,..." help:"What the file's words for status mean: Closed=declined,Open=new. May be given several times."`
	URLBase       string   `name:"url-base" help:"Put before addresses that start with a slash."`
	TagSeparator  string   `name:"tag-separator" placeholder:"CHARACTERS" help:"What stands between tags: one or more characters, a space too. Default: comma, semicolon and bar."`
	Route         bool     `help:"Bring ideas that have the points of a rule into its queue. Without it an import only says how many there are."`
	AuthorsByName bool     `name:"authors-by-name" help:"A name is one person wherever it stands. Without it a name is shown and has no page, unless author_id tells people apart."`
}

// Run imports ideas.
func (c *importIdeasCommand) Run(env *environment) error {
	rules := c.rules(env, domain.ImportRules{Space: text.Line(c.Space), URLBase: c.URLBase, Tags: c.TagSeparator,
		ByName: c.AuthorsByName, Statuses: map[string]domain.Status{}})
	for word, status := range c.Status {
		parsed, ok := domain.ParseStatus(status)
		if !ok {
			return fmt.Errorf("--status: there is no status %q; statuses are %v", status, domain.Statuses)
		}
		if parsed == domain.StatusMerged {
			return fmt.Errorf("--status %s=merged: an import cannot merge; say archived, or leave these rows out", word)
		}
		rules.Statuses[word] = parsed
	}
	return importRows(env, &c.importFile, rowKind[app.PreparedIdea]{
		fields: domain.IdeaFields, needed: []string{"title"},
		check: func(values map[string]string) ([]domain.FieldError, error) {
			row, err := domain.ParseImportedIdea(values, rules)
			return row.Left, together(err, app.CheckImportedBody(row.Body, rules.Text))
		},
		prepare: func(values map[string]string) (app.PreparedIdea, error) {
			row, err := domain.ParseImportedIdea(values, rules)
			if err != nil {
				return app.PreparedIdea{}, err
			}
			return app.PrepareIdea(row, rules.Text)
		},
		write: func(a *app.App, source string, rows []app.PreparedIdea) (domain.ImportCount, error) {
			return a.ImportIdeas(env.ctx, domain.System, source, rows)
		},
		compare: func(a *app.App, source string, rows []app.PreparedIdea) (domain.ImportCount, error) {
			return a.CompareIdeas(env.ctx, source, rows)
		},
		finish: func(a *app.App, source string, dry bool) (domain.ImportCount, error) {
			if dry || !c.Route {
				return a.CountImported(env.ctx, source)
			}
			return a.RouteImported(env.ctx, domain.System, source)
		},
	})
}
