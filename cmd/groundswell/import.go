package main

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"groundswell/internal/app"
	"groundswell/internal/config"
	"groundswell/internal/domain"
	"groundswell/internal/i18n"
	"groundswell/internal/markdown"
	"groundswell/internal/store"
	"groundswell/internal/tabular"
)

// importFile is what all import commands ask for.
type importFile struct {
	config.Database
	File    string            `arg:"" type:"existingfile" help:"CSV with a header, or JSON lines; UTF-8."`
	Map     map[string]string `required:"" mapsep:"," help:"Which column each of our fields comes from: key=id,title=title. A column without a name is mapped as key=. The fields are ${fields}."`
	Source  string            `help:"Name of where the file comes from; keys are unique in it. Default: the file's name."`
	Text    domain.TextFormat `enum:",html,markdown,plain" default:"" help:"What texts are written in: html, markdown or plain. Without it they are kept letter by letter and read as what is typed into a form."`
	DryRun  bool              `name:"dry-run" help:"Read and check everything, write nothing."`
	Rejects string            `help:"Write bad rows with their reasons to this file and import the good ones. Without it one bad row stops everything."`

	likeHTML int // bodies that look like HTML in a file nobody declared
}

// shownProblems is how many bad rows are told one by one.
const shownProblems = 20

// rowKind is what the import commands differ in: the fields of a row, what makes a
// row of values ready to be written, and what writes them.
type rowKind[P app.Prepared] struct {
	fields  []string
	needed  []string
	prepare func(values map[string]string) (P, error)
	order   func([]P) // nil: as they come
	write   func(a *app.App, source string, rows []P) (domain.ImportCount, error)
}

// importRows reads and checks the whole file before anything is written. A file
// whose quoting is broken is refused whole.
func importRows[P app.Prepared](env *environment, c *importFile, kind rowKind[P]) error {
	if err := c.checkMap(kind.fields, kind.needed); err != nil {
		return err
	}
	rows, bad, columns, err := readAll(c, kind)
	if err != nil {
		return err
	}
	if len(bad) > 0 && c.Rejects == "" {
		c.tell(env, bad)
		return fmt.Errorf("%d of %d rows are bad; nothing was imported. Mend them, or import the others with --rejects FILE", len(bad), len(bad)+len(rows))
	}
	if len(bad) > 0 && !c.DryRun {
		if err := writeRejects(c.Rejects, columns, bad); err != nil {
			return err
		}
	}
	if kind.order != nil {
		kind.order(rows)
	}
	return env.withApp(c.Database, func(_ *store.DB, a *app.App) error {
		count, err := writeAll(env, c, a, kind, rows)
		c.summarise(env, count, len(bad))
		return err
	})
}

// source is the name that keys are unique in.
func (c *importFile) source() string {
	if c.Source == "" {
		return filepath.Base(c.File)
	}
	return c.Source
}

func (c *importFile) checkMap(fields, needed []string) error {
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
	return nil
}

// badRow is a row that cannot be imported, with the reasons.
type badRow struct {
	row     tabular.Row
	reasons []string
}

// readAll reads and checks every row.
func readAll[P app.Prepared](c *importFile, kind rowKind[P]) (good []P, bad []badRow, columns []string, err error) {
	f, err := os.Open(c.File)
	if err != nil {
		return nil, nil, nil, err
	}
	defer f.Close()
	size, err := f.Stat()
	if err != nil {
		return nil, nil, nil, err
	}
	bar := newBar(size.Size(), "reading")
	defer bar.Exit()
	reader, err := tabular.NewReader(io.TeeReader(f, bar))
	if err != nil {
		return nil, nil, nil, c.refuse(err)
	}
	for field, column := range c.Map {
		if !reader.Has(column) {
			return nil, nil, nil, fmt.Errorf("--map %s=%s: the file has no column %q; it has %s", field, column, column, strings.Join(reader.Columns, ", "))
		}
	}
	keys := map[string]int{}
	for {
		row, err := reader.Next()
		var unlike *tabular.RowError
		switch {
		case errors.Is(err, io.EOF):
			return good, bad, reader.Columns, nil
		case errors.As(err, &unlike):
			bad = append(bad, badRow{row, []string{err.Error()}})
			continue
		case err != nil:
			return nil, nil, nil, c.refuse(err)
		}
		ready, reasons := prepareRow(c, kind, row, keys)
		if len(reasons) > 0 {
			bad = append(bad, badRow{row, reasons})
			continue
		}
		good = append(good, ready)
	}
}

// refuse explains why a file is not read at all.
func (c *importFile) refuse(err error) error {
	var broken *tabular.BrokenError
	if errors.As(err, &broken) {
		return fmt.Errorf("%s, %w. The rows behind it cannot be told apart, so nothing was imported", c.File, err)
	}
	return err
}

// prepareRow checks one row; reasons say what is wrong, each with its column.
func prepareRow[P app.Prepared](c *importFile, kind rowKind[P], row tabular.Row, keys map[string]int) (ready P, reasons []string) {
	values := c.values(row)
	ready, err := kind.prepare(values)
	key := strings.TrimSpace(values["key"])
	if first, twice := keys[key]; twice && err == nil {
		err = domain.BadField("key", "import.twice", domain.Args{"Line": first})
	}
	keys[key] = row.Line
	if err != nil {
		return ready, c.reasons(row, err)
	}
	return ready, nil
}

// values are those of a row by our fields, its lines as the file's format means
// them.
func (c *importFile) values(row tabular.Row) map[string]string {
	values := map[string]string{}
	for field, column := range c.Map {
		values[field] = row.Values[column]
		if slices.Contains(domain.LineFields, field) {
			values[field] = markdown.LineFromFile(values[field], c.Text)
		}
	}
	if c.Text == domain.TextUndeclared && markdown.LooksLikeHTML(values["body"]) {
		c.likeHTML++
	}
	return values
}

// reasons writes each problem with the place it is at.
func (c *importFile) reasons(row tabular.Row, err error) []string {
	var refusal *domain.Error
	if !errors.As(err, &refusal) {
		return []string{err.Error()}
	}
	var all []string
	for _, f := range refusal.Fields {
		where := fmt.Sprintf("line %d, %s", row.Line, f.Field)
		if column, mapped := c.Map[f.Field]; mapped {
			where = fmt.Sprintf("line %d, column %q", row.Line, column)
			if at, known := row.At[column]; known {
				where = fmt.Sprintf("line %d, column %d (%q)", at.Line, at.Column, column)
			}
		}
		all = append(all, where+": "+i18n.For("en").FieldError(f))
	}
	return all
}

func (c *importFile) tell(env *environment, bad []badRow) {
	for _, b := range bad[:min(len(bad), shownProblems)] {
		fmt.Fprintf(env.out, "%s, %s\n", c.File, strings.Join(b.reasons, "; "))
	}
	if more := len(bad) - shownProblems; more > 0 {
		fmt.Fprintf(env.out, "and %d more\n", more)
	}
}

// writeAll imports the good rows, or on a dry run only compares them.
func writeAll[P app.Prepared](env *environment, c *importFile, a *app.App, kind rowKind[P], rows []P) (domain.ImportCount, error) {
	var total domain.ImportCount
	bar := newBar(int64(len(rows)), "importing")
	defer bar.Exit()
	for batch := range slices.Chunk(rows, app.ImportBatch) {
		if err := env.ctx.Err(); err != nil {
			return total, fmt.Errorf("stopped; what was imported stays, and running it again goes on: %w", err)
		}
		var count domain.ImportCount
		var err error
		if c.DryRun {
			count, err = app.Compare(env.ctx, a, c.source(), batch)
		} else {
			count, err = kind.write(a, c.source(), batch)
		}
		if err != nil {
			return total, err
		}
		total.Add(count)
		bar.Add(len(batch))
	}
	return total, nil
}

func (c *importFile) summarise(env *environment, n domain.ImportCount, bad int) {
	verb := "imported"
	if c.DryRun {
		verb = "would be imported"
	}
	fmt.Fprintf(env.out, "%d %s, %d unchanged, %d differ from what was imported before and were left alone, %d rejected\n", n.New, verb, n.Same, n.Differ, bad)
	for _, also := range []struct {
		n        int64
		sentence string
	}{
		{n.Spaces, "%d spaces were created\n"}, {n.Products, "%d products were created\n"}, {n.Revisions, "%d revisions were created\n"},
		{n.Authors, "%d authors were created\n"}, {n.Earlier, "%d are earlier words of an author who rated the same revision again, and are kept as its history\n"},
		{n.Watched, "%d products are on watch now\n"},
	} {
		if also.n > 0 {
			fmt.Fprintf(env.out, also.sentence, also.n)
		}
	}
	if c.likeHTML > 0 {
		fmt.Fprintf(env.out, "%d bodies look like HTML; --text html turns them into text\n", c.likeHTML)
	}
	if bad > 0 && c.Rejects != "" && !c.DryRun {
		fmt.Fprintf(env.out, "the rejected rows and why are in %s\n", c.Rejects)
	}
}

// newBar shows progress on a terminal and nothing elsewhere.
func newBar(size int64, what string) *progressbar.ProgressBar {
	if !term.IsTerminal(int(os.Stderr.Fd())) {
		return progressbar.DefaultSilent(size, what)
	}
	return progressbar.Default(size, what)
}

// writeRejects writes bad rows as they came, with line and reasons behind them:
// CSV for CSV, JSON lines for JSON lines.
func writeRejects(path string, columns []string, bad []badRow) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if len(columns) == 0 {
		return writeRejectedLines(f, bad)
	}
	w := csv.NewWriter(f)
	if err := w.Write(append(slices.Clone(columns), "line", "reason")); err != nil {
		return err
	}
	for _, b := range bad {
		raw := slices.Clone(b.row.Raw)
		for len(raw) < len(columns) {
			raw = append(raw, "")
		}
		if err := w.Write(append(raw, fmt.Sprint(b.row.Line), strings.Join(b.reasons, "; "))); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

func writeRejectedLines(w io.Writer, bad []badRow) error {
	encoder := json.NewEncoder(w)
	for _, b := range bad {
		line := struct {
			Line   int    `json:"line"`
			Reason string `json:"reason"`
			Row    string `json:"row"`
		}{b.row.Line, strings.Join(b.reasons, "; "), b.row.Raw[0]}
		if err := encoder.Encode(line); err != nil {
			return err
		}
	}
	return nil
}
