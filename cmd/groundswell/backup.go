package main

import (
	"fmt"

	"groundswell/internal/app"
	"groundswell/internal/backup"
	"groundswell/internal/config"
	"groundswell/internal/store"
)

type backupCommand struct {
	config.Database
	Target string `arg:"" help:"A folder that is there, or a file that is not."`
}

// Run backs up a database, which others may go on to serve.
func (c *backupCommand) Run(env *environment) error {
	return env.reading(c.Database, func(db *store.DB, _ *app.App) error {
		path, m, err := backup.Make(env.ctx, db, c.Target, version, env.now())
		if err != nil {
			return err
		}
		if m.Format == backup.ArchiveFormat {
			fmt.Fprintln(env.out, "the backup of PostgreSQL is an archive: its rows, which either engine takes")
		}
		fmt.Fprintf(env.out, "%s: %d bytes, sha256 %s\n", path, m.Bytes, m.SHA256)
		return nil
	})
}

type exportCommand struct {
	config.Database
	File string `arg:"" help:"The archive to write, as in community.zip; it must not be there yet."`
}

// Run writes an archive.
func (c *exportCommand) Run(env *environment) error {
	return env.reading(c.Database, func(db *store.DB, _ *app.App) error {
		m, err := backup.Export(env.ctx, db, c.File, version, env.now())
		if err != nil {
			return err
		}
		fmt.Fprintf(env.out, "%s: %d bytes, %d people, %d ideas, %d votes\n", c.File, m.Bytes, m.Rows("members"), m.Rows("ideas"),
			m.Rows("votes"))
		return nil
	})
}

type importAllCommand struct {
	config.Database
	File string `arg:"" help:"An archive, or a backup."`
}

// Run fills an empty database.
func (c *importAllCommand) Run(env *environment) error {
	m, err := backup.Inspect(c.File)
	if err != nil {
		return err
	}
	return build(env, c.File, m, c.Database.Database)
}

// build makes a community at a target that has none and settles it.
func build(env *environment, file string, m backup.Manifest, target string) error {
	if err := backup.Build(env.ctx, file, m, target); err != nil {
		return err
	}
	return env.withApp(config.Database{Database: target}, func(_ *store.DB, a *app.App) error {
		held, err := a.SettleRestored(env.ctx)
		if err != nil {
			return err
		}
		fmt.Fprintf(env.out, "%d people, %d ideas and %d votes are there; everybody signs in again.\n", m.Rows("members"), m.Rows("ideas"),
			m.Rows("votes"))
		if held.Mails > 0 {
			fmt.Fprintf(env.out, "%d mails that waited may have been sent before and are held: see Administration, Jobs.\n", held.Mails)
		}
		if held.Letters > 0 {
			fmt.Fprintf(env.out, "%d letters about news may have been sent before and are not sent: the site has the news.\n", held.Letters)
		}
		return nil
	})
}
