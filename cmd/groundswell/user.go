package main

import (
	"fmt"
	"io"
	"strings"

	"groundswell/internal/app"
	"groundswell/internal/config"
	"groundswell/internal/domain"
	"groundswell/internal/store"
)

type userAddCommand struct {
	config.Database
	Email         string `required:"" help:"Address the account signs in with."`
	Name          string `required:"" help:"Display name."`
	Role          string `default:"member" enum:"member,engineer,moderator,officer,admin" help:"Role: ${enum}."`
	PasswordStdin bool   `name:"password-stdin" required:"" help:"Read the password from standard input, so that it stands in no list of processes."`
}

// Run adds a confirmed account.
func (c *userAddCommand) Run(env *environment) error {
	typed, err := io.ReadAll(io.LimitReader(env.in, 4096))
	if err != nil {
		return err
	}
	password := strings.TrimRight(string(typed), "\r\n")
	return env.withApp(c.Database, func(_ *store.DB, a *app.App) error {
		id, err := a.AddMember(env.ctx, domain.System, domain.Member{Email: c.Email, Name: c.Name, Role: domain.Role(c.Role)}, password)
		if err == nil {
			fmt.Fprintf(env.out, "added %s as %s (member %d)\n", c.Email, c.Role, id)
		}
		return err
	})
}
