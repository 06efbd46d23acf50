package main

import (
	"fmt"
	"text/tabwriter"

	"groundswell/internal/app"
	"groundswell/internal/config"
	"groundswell/internal/domain"
	"groundswell/internal/i18n"
	"groundswell/internal/store"
)

type settingsListCommand struct{ config.Database }

// Run prints every setting, its value and what it is.
func (c *settingsListCommand) Run(env *environment) error {
	return env.reading(c.Database, func(db *store.DB, _ *app.App) error {
		values, err := db.Reader().Settings(env.ctx)
		if err != nil {
			return err
		}
		table := tabwriter.NewWriter(env.out, 0, 4, 2, ' ', 0)
		for _, s := range domain.Catalogue {
			fmt.Fprintf(table, "%s\t%s\t%s\n", s.Key, values.Value(s.Key), i18n.For("en").T("setting."+s.Key))
		}
		return table.Flush()
	})
}

type settingsGetCommand struct {
	config.Database
	Key string `arg:"" help:"Key, as settings list shows it."`
}

// Run prints one value.
func (c *settingsGetCommand) Run(env *environment) error {
	return env.reading(c.Database, func(db *store.DB, _ *app.App) error {
		if _, known := domain.SettingFor(c.Key); !known {
			return domain.BadField(c.Key, "error.setting_unknown", domain.Args{"Key": c.Key})
		}
		values, err := db.Reader().Settings(env.ctx)
		if err == nil {
			fmt.Fprintln(env.out, values.Value(c.Key))
		}
		return err
	})
}

type settingsSetCommand struct {
	config.Database
	Key   string `arg:"" help:"Key, as settings list shows it."`
	Value string `arg:"" help:"New value."`
}

// Run changes one setting.
func (c *settingsSetCommand) Run(env *environment) error {
	return env.withApp(c.Database, func(_ *store.DB, a *app.App) error {
		return a.SetSettings(env.ctx, domain.System, domain.Settings{c.Key: c.Value})
	})
}
