package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"groundswell/internal/app"
	"groundswell/internal/config"
	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// importFile is what all import commands ask for.
type importFile struct {
	config.Database
	File      string            `arg:"" help:"CSV with a header, its relatives with other separators, or JSON lines; - reads standard input."`
	Map       columns           `required:"" placeholder:"FIELD=COLUMN,..." help:"Which column each of our fields comes from: key=id,title=title. May be given several times. A comma inside of a column's name is fine; write one before a word and = as \\,. A column without a name is mapped as key=, the third one as key=#3. The fields are ${fields}."`
	Source    string            `help:"Name of where the file comes from; keys are unique in it. Default: the file's name."`
	Text      domain.TextFormat `enum:",html,markdown,plain" default:"" help:"What texts are written in: html, markdown or plain. Without it they are kept letter by letter and read as what is typed into a form."`
	Separator separator         `help:"What stands between values: one character, or comma, semicolon, tab or bar. Default: found out."`
	Encoding  string            `help:"What letters are written in: utf-8, utf-16, windows-1252, shift_jis and others. Default: found out between UTF-8 and UTF-16."`
	TimeZone  zone              `name:"time-zone" placeholder:"ZONE" help:"Zone of moments that name none, as in Europe/Berlin. Default: UTC."`
	DateOrder domain.DateOrder  `name:"date-order" enum:",dmy,mdy" default:"" help:"What 3/5/2024 means: dmy (3 May) or mdy (5 March). Without it such days are bad."`
	DryRun    bool              `name:"dry-run" help:"Read and check everything, write nothing: no rows, no rejects, no new database."`
	Rejects   string            `help:"Write bad rows with their reasons to this file and import the good ones. Without it one bad row stops everything."`
}

// shownProblems is how many bad rows are told one by one.
const shownProblems = 20

// rowKind is what the import commands differ in: the fields of a row, what checks
// a row of values with all its faults, what makes it ready to be written, and what
// writes it.
type rowKind[P app.Prepared] struct {
	fields  []string
	needed  []string
	check   func(values map[string]string) (left []domain.FieldError, err error) // with what of the row is left out
	prepare func(values map[string]string) (P, error)
	write   func(a *app.App, source string, rows []P) (domain.ImportCount, error)
	// compare counts what importing rows would do, without writing.
	compare func(a *app.App, source string, rows []P) (domain.ImportCount, error)
	// again is asked behind the last row, and reports whether rows wait for others that
	// are written now; nil: none ever does.
	again func() bool
	// finish is done once behind the last row, dry without writing; nil: nothing is left to do.
	finish func(a *app.App, source string, dry bool) (domain.ImportCount, error)
}

// importRows reads and checks the whole file before anything is written, and keeps
// what can go in on disk meanwhile, so that memory does not grow with the file. A
// file whose quoting is broken is refused whole.
func importRows[P app.Prepared](env *environment, c *importFile, kind rowKind[P]) error {
	if err := c.check(kind.fields, kind.needed); err != nil {
		return err
	}
	r, err := newReading(env, c, kind)
	if err != nil {
		return err
	}
	defer r.close()
	if err := env.interruptible(r.run); err != nil {
		return err
	}
	if c.Rejects == "" || c.DryRun {
		r.faulty.tell(env.out)
	}
	if r.faulty.rows > 0 && c.Rejects == "" {
		return fmt.Errorf("%d of %d rows are bad; nothing was imported. Mend them, or import the others with --rejects FILE",
			r.faulty.rows, r.faulty.rows+r.good)
	}
	if c.DryRun {
		return rehearse(env, r)
	}
	return env.withApp(c.Database, func(_ *store.DB, a *app.App) error { return writeFile(env, r, a) })
}

// check refuses flags that cannot work before anything is read.
func (c *importFile) check(fields, needed []string) error {
	for field := range c.Map {
		if !slices.Contains(fields, field) {
			return fmt.Errorf("--map: there is no field %q; fields are %s", field, strings.Join(fields, ", "))
		}
	}
	for _, field := range needed {
		if _, mapped := c.Map[field]; !mapped {
			return fmt.Errorf("--map must say which column is the %s: %s=COLUMN", field, field)
		}
	}
	if c.File == "-" && c.Source == "" {
		return errors.New("--source must name where standard input comes from: keys are unique in it")
	}
	for _, taken := range []string{c.File, c.Database.Database} {
		if c.Rejects != "" && sameFile(c.Rejects, taken) {
			return fmt.Errorf("--rejects would write onto %s; name another file", taken)
		}
	}
	return nil
}

// sameFile reports whether two paths lead to one file, by whatever links.
func sameFile(a, b string) bool {
	one, err := os.Stat(a)
	if err != nil {
		return false
	}
	other, err := os.Stat(b)
	return err == nil && os.SameFile(one, other)
}

// source is the name that keys are unique in.
func (c *importFile) source() string {
	name := c.Source
	if name == "" {
		name = filepath.Base(c.File)
	}
	return strings.ToValidUTF8(name, "\uFFFD")
}

// rules completes the rules of a kind with what the flags of all kinds say.
func (c *importFile) rules(env *environment, r domain.ImportRules) domain.ImportRules {
	r.Text, r.Zone, r.Order, r.Now = c.Text, c.TimeZone.Location, c.DateOrder, env.now()
	return r
}

// open opens the file, or takes standard input; size is -1 when nobody can tell.
func (c *importFile) open(env *environment) (in io.ReadCloser, size int64, err error) {
	if c.File == "-" {
		return io.NopCloser(env.in), -1, nil
	}
	f, err := os.Open(c.File)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, 0, errors.Join(err, f.Close())
	}
	if !info.Mode().IsRegular() {
		return f, -1, nil
	}
	return f, info.Size(), nil
}

// patience is how long a reader that waits for its input is given to notice a
// signal before it is left behind.
const patience = 300 * time.Millisecond

// interruptible runs do and does not wait for it when a signal comes: it may hang
// in a pipe that nobody writes to.
func (env *environment) interruptible(do func() error) error {
	done := make(chan error, 1)
	go func() { done <- do() }()
	select {
	case err := <-done:
		return err
	case <-env.ctx.Done():
	}
	select {
	case <-done:
	case <-time.After(patience):
	}
	return fmt.Errorf("stopped while reading; nothing was imported: %w", env.ctx.Err())
}

// newBar shows progress on a terminal and nothing elsewhere.
func newBar(size int64, what string) *progressbar.ProgressBar {
	if !term.IsTerminal(int(os.Stderr.Fd())) {
		return progressbar.DefaultSilent(size, what)
	}
	return progressbar.Default(size, what)
}
