// Groundswell is the place where a company's customers say what should be built
// and what is broken, and see what became of it.
//
// This command serves the site and does what operators do; groundswell --help
// explains each sub-command. One file here per sub-command.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
	"golang.org/x/term"

	"groundswell/internal/app"
	"groundswell/internal/config"
	"groundswell/internal/domain"
	"groundswell/internal/i18n"
	"groundswell/internal/store"
)

// commands are the sub-commands with their flags.
type commands struct {
	Serve   serveCommand   `cmd:"" help:"Serve the site."`
	Migrate migrateCommand `cmd:"" help:"Bring the database up to date."`
	User    struct {
		Add userAddCommand `cmd:"" help:"Add an account that can sign in."`
	} `cmd:"" help:"Manage accounts."`
	Import struct {
		Ideas    importIdeasCommand    `cmd:"" help:"Import ideas from a CSV or JSON lines file." set:"fields=key, title, body, author, author_id, created, points, promotes, demotes, space, product, tags, status, url"`
		Products importProductsCommand `cmd:"" help:"Import products from a CSV or JSON lines file." set:"fields=key, name, family, description, launched, mean, ratings"`
		Comments importCommentsCommand `cmd:"" help:"Import comments on imported ideas from a CSV or JSON lines file." set:"fields=key, idea, parent, body, author, author_id, created"`
		Reviews  importReviewsCommand  `cmd:"" help:"Import reviews from a CSV or JSON lines file." set:"fields=key, product, stars, title, body, author, author_id, created, helpful, verified, revision"`
		All      importAllCommand      `cmd:"" help:"Bring a whole community into an empty database, from an archive that export wrote."`
	} `cmd:"" help:"Import from files."`
	Export   exportCommand  `cmd:"" help:"Write a whole community as one archive that SQLite and PostgreSQL can both take."`
	Backup   backupCommand  `cmd:"" help:"Back up the database while it is served."`
	Restore  restoreCommand `cmd:"" help:"Make the database what a backup says."`
	Settings struct {
		List settingsListCommand `cmd:"" help:"List all settings with their values."`
		Get  settingsGetCommand  `cmd:"" help:"Print the value of a setting."`
		Set  settingsSetCommand  `cmd:"" help:"Change a setting."`
	} `cmd:"" help:"Read and change what admins decide; the same that they edit in the page."`
	Routes      routesCommand      `cmd:"" help:"List every address with its action and who may use it."`
	Healthcheck healthcheckCommand `cmd:"" help:"Ask a server on this machine whether it is ready; for images without a shell."`
	Doctor      doctorCommand      `cmd:"" help:"Look at what a server needs around it: addresses, mail, disk, clock, database, backups."`
	Check       checkCommand       `cmd:"" help:"Check settings, database, counters, audit log and disk."`
	Version     versionCommand     `cmd:"" help:"Print the version."`
}

// environment is what commands use of the world around them.
type environment struct {
	ctx context.Context
	in  io.Reader
	out io.Writer
	now func() time.Time
	log *slog.Logger
	// quiet lets nothing but warnings into a log that a person watches; nil where
	// nobody does.
	quiet func()
	flush func() // writes what the log still holds
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	env := &environment{ctx: ctx, in: os.Stdin, out: os.Stdout, now: func() time.Time { return time.Now().UTC() }}
	env.logTo(os.Stderr, term.IsTerminal(int(os.Stderr.Fd())))
	slog.SetDefault(env.log)
	err := run(env, os.Args[1:])
	env.flush()
	if err != nil {
		fmt.Fprintln(os.Stderr, "groundswell: "+config.Redact(sentence(err)))
		os.Exit(1)
	}
}

// run parses the arguments and runs the command they name.
func run(env *environment, args []string) error {
	parser, err := kong.New(&commands{}, kong.Name("groundswell"),
		kong.Description("Customers say what to build; you show what became of it."), kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		return err
	}
	command, err := parser.Parse(args)
	if err != nil {
		return err
	}
	return command.Run(env)
}

// sentence tells an operator what went wrong.
func sentence(err error) string {
	var refusal *domain.Error
	if !errors.As(err, &refusal) {
		return err.Error()
	}
	english := i18n.For("en")
	if len(refusal.Fields) == 0 {
		return english.Error(refusal)
	}
	text := ""
	for i, f := range refusal.Fields {
		if i > 0 {
			text += "\n"
		}
		text += f.Field + ": " + english.FieldError(f)
	}
	return text
}

// open opens and migrates a database for a command; the caller closes it.
func (env *environment) open(d config.Database, o store.Options) (*store.DB, error) {
	o.Log = env.log
	db, err := store.Open(env.ctx, d.Database, o)
	if err != nil {
		return nil, err
	}
	if _, err := db.Migrate(env.ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// withApp runs do on an opened database and closes it.
func (env *environment) withApp(d config.Database, do func(*store.DB, *app.App) error) error {
	db, err := env.open(d, store.Options{})
	if err != nil {
		return err
	}
	return errors.Join(do(db, app.New(db, env.now)), db.Close())
}

// reading runs do on a database that is there and up to date, and changes nothing:
// store.ErrNoDatabase where none is.
func (env *environment) reading(d config.Database, do func(*store.DB, *app.App) error) error {
	db, err := store.Open(env.ctx, d.Database, store.Options{Existing: true, Log: env.log})
	if err != nil {
		return err
	}
	if err := db.Ready(env.ctx); err != nil {
		return errors.Join(err, db.Close())
	}
	return errors.Join(do(db, app.New(db, env.now)), db.Close())
}
