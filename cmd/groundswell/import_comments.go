package main

import (
	"errors"
	"fmt"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/store"
)

type importCommentsCommand struct {
	importFile
	Ideas         string   `placeholder:"SOURCE" help:"Source that the ideas were imported from: what their import had as --source, or its file's name. Default: the only one there is."`
	NoParent      []string `name:"no-parent" default:"0,-1" placeholder:"WORD,..." help:"What the parent's column says of a comment that answers none, besides nothing."`
	AuthorsByName bool     `name:"authors-by-name" help:"A name is one person wherever it stands. Without it a name is shown and has no page, unless author_id tells people apart."`

	rules  domain.ImportRules
	ideas  map[string]int64
	keys   map[[16]byte]bool  // that the file's comments have
	asked  map[[16]byte]int   // that comments answer, and how many do
	pass   domain.ImportCount // of this time over the file
	forced bool               // what still waits answers itself in a circle
}

// Run imports comments. What a comment answers may come behind it: the file is gone
// over again as long as that helps.
func (c *importCommentsCommand) Run(env *environment) error {
	c.rules = c.importFile.rules(env, domain.ImportRules{ByName: c.AuthorsByName})
	c.keys, c.asked = map[[16]byte]bool{}, map[[16]byte]int{}
	err := env.reading(c.Database, func(_ *store.DB, a *app.App) (err error) {
		c.ideas, err = a.IdeasOfSource(env.ctx, c.Ideas)
		return err
	})
	if errors.Is(err, store.ErrNoDatabase) {
		return fmt.Errorf("there is no database yet; import the ideas first: %w", err)
	} else if err != nil {
		return err
	}
	return importRows(env, &c.importFile, rowKind[app.PreparedComment]{
		fields: domain.CommentFields, needed: []string{"key", "idea", "body"},
		check: c.check,
		prepare: func(values map[string]string) (app.PreparedComment, error) {
			row, err := domain.ParseImportedComment(values, c.NoParent, c.rules)
			if err != nil {
				return app.PreparedComment{}, err
			}
			return app.PrepareComment(row, c.ideas[row.Idea], c.rules.Text)
		},
		write: func(a *app.App, source string, rows []app.PreparedComment) (domain.ImportCount, error) {
			count, err := a.ImportComments(env.ctx, domain.System, source, rows, c.missing)
			c.pass.Add(count)
			return count, err
		},
		compare: func(a *app.App, source string, rows []app.PreparedComment) (domain.ImportCount, error) {
			return app.Compare(env.ctx, a, source, rows)
		},
		again: c.again,
		finish: func(_ *app.App, _ string, dry bool) (count domain.ImportCount, err error) {
			for key, answers := range c.asked {
				if dry && !c.keys[key] {
					count.Orphans += int64(answers)
				}
			}
			return count, nil
		},
	})
}

// check checks a row and remembers its key and what it answers.
func (c *importCommentsCommand) check(values map[string]string) ([]domain.FieldError, error) {
	row, err := domain.ParseImportedComment(values, c.NoParent, c.rules)
	var unknown error
	if _, there := c.ideas[row.Idea]; !there && row.Idea != "" {
		unknown = domain.BadField("idea", "import.idea_unknown", domain.Args{"Key": row.Idea})
	}
	if err = together(err, unknown, app.CheckImportedBody(row.Body, c.rules.Text)); err == nil {
		c.keys[hashOf(row.Key)] = true
		if row.Parent != "" {
			c.asked[hashOf(row.Parent)]++
		}
	}
	return nil, err
}

// missing reports whether what a comment answers will not come.
func (c *importCommentsCommand) missing(key string) bool { return c.forced || !c.keys[hashOf(key)] }

// again reports whether comments wait for what has been written meanwhile.
func (c *importCommentsCommand) again() bool {
	waits := c.pass.Waiting > 0
	c.forced = waits && c.pass.New == 0
	c.pass = domain.ImportCount{}
	return waits
}
