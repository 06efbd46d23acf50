package main

import (
	"fmt"

	"groundswell/internal/app"
	"groundswell/internal/domain"
)

type importIdeasCommand struct {
	importFile
	Space   string            `help:"Space for rows that name none; created if missing."`
	Status  map[string]string `mapsep:"," help:"What the file's words for status mean: Closed=declined,Open=new."`
	URLBase string            `name:"url-base" help:"Put before addresses that start with a slash."`
}

// Run imports ideas.
func (c *importIdeasCommand) Run(env *environment) error {
	rules := domain.ImportRules{Text: c.Text, Space: c.Space, URLBase: c.URLBase, Now: env.now(), Statuses: map[string]domain.Status{}}
	for word, status := range c.Status {
		parsed, ok := domain.ParseStatus(status)
		if !ok {
			return fmt.Errorf("--status: there is no status %q; statuses are %v", status, domain.Statuses)
		}
		rules.Statuses[word] = parsed
	}
	return importRows(env, &c.importFile, rowKind[app.PreparedIdea]{
		fields: domain.IdeaFields, needed: []string{"key", "title"},
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
	})
}
