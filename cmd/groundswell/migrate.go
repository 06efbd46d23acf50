package main

import (
	"errors"
	"fmt"

	"groundswell/internal/config"
	"groundswell/internal/store"
)

type migrateCommand struct{ config.Database }

// Run brings the schema up to date and says how far it was.
func (c *migrateCommand) Run(env *environment) error {
	db, err := store.Open(env.ctx, c.Database.Database, store.Options{Log: env.log})
	if err != nil {
		return err
	}
	steps, err := db.Migrate(env.ctx)
	if err == nil {
		fmt.Fprintf(env.out, "%d migrations applied; the database is up to date\n", steps)
	}
	return errors.Join(err, db.Close())
}
