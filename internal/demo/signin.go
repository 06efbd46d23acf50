package demo

import (
	"context"
	"fmt"
	"io"

	"groundswell/internal/app"
	"groundswell/internal/domain"
)

// password opens the accounts. Nothing but the demo creates an account with a known
// password.
const password = "a walk along the pier"

// accounts are the people one can be, one for each role.
var accounts = []struct {
	name, email string
	role        domain.Role
}{
	{"Nele Harmsen", "customer@demo.example.org", domain.Customer},
	{"Lena Ortmann", "engineer@demo.example.org", domain.Engineer},
	{"Carla Heimsoth", "moderator@demo.example.org", domain.Moderator},
	{"Ida Brookfeld", "officer@demo.example.org", domain.Officer},
	{"Matthis Quellmann", "admin@demo.example.org", domain.Admin},
}

// Greet prints how to get in.
func Greet(w io.Writer) {
	fmt.Fprintf(w, "\nSign in with the password %q as\n\n", password)
	for _, a := range accounts {
		fmt.Fprintf(w, "  %-10s %s\n", a.role, a.email)
	}
	fmt.Fprintln(w)
}

// SignIn opens a session of the person of a role and returns its token:
// domain.ErrNotFound for a role that nobody has.
func SignIn(a *app.App) func(ctx context.Context, from app.Origin, role domain.Role) (session string, err error) {
	return func(ctx context.Context, from app.Origin, role domain.Role) (session string, err error) {
		for _, account := range accounts {
			if account.role == role {
				return a.SignIn(ctx, from, account.email, password)
			}
		}
		return "", domain.ErrNotFound
	}
}
