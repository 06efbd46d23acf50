package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/i18n"
	"groundswell/internal/markdown"
	"groundswell/internal/tabular"
	"groundswell/internal/text"
)

// reading is the first pass over a file: every row is checked, and the values of
// those that can go in are kept on disk until the last one is known. Of a good row
// memory holds a hash of its key, of a bad one nothing but the first twenty.
type reading[P app.Prepared] struct {
	ctx      context.Context
	file     *importFile
	kind     rowKind[P]
	in       io.ReadCloser
	size     int64
	source   *tabular.Reader
	columns  map[string]tabular.Column
	kept     *spool
	rejected *spool // nil where nobody wants the bad rows
	good     int
	faulty   remarks
	reduced  remarks // rows that go in without something
	keys     map[[16]byte]int
	likeHTML int  // bodies that look like HTML in a file nobody declared
	alike    int  // rows without a key that say what another one says
	readable bool // some row is one, whatever its values
}

// remarks are sentences about rows, the first of them word for word.
type remarks struct {
	rows int
	told []string
}

func (r *remarks) add(remark string) {
	if r.rows++; r.rows <= shownProblems {
		r.told = append(r.told, remark)
	}
}

func (r *remarks) tell(out io.Writer) {
	for _, remark := range r.told {
		fmt.Fprintln(out, remark)
	}
	if more := r.rows - len(r.told); more > 0 {
		fmt.Fprintf(out, "and %d more\n", more)
	}
}

func newReading[P app.Prepared](env *environment, c *importFile, kind rowKind[P]) (*reading[P], error) {
	r := &reading[P]{ctx: env.ctx, file: c, kind: kind, keys: map[[16]byte]int{}, columns: map[string]tabular.Column{}}
	var err error
	if r.kept, err = newSpool(); err != nil {
		return nil, err
	}
	if c.Rejects != "" && !c.DryRun {
		r.rejected, err = newSpool()
	}
	if err == nil {
		r.in, r.size, err = c.open(env)
	}
	if err != nil {
		r.close()
		return nil, err
	}
	return r, nil
}

func (r *reading[P]) close() {
	for _, s := range []*spool{r.kept, r.rejected} {
		if s != nil {
			s.close()
		}
	}
	if r.in != nil {
		r.in.Close()
	}
}

// run reads to the end.
func (r *reading[P]) run() error {
	bar := newBar(r.size, "reading")
	defer bar.Exit()
	var err error
	r.source, err = tabular.NewReader(io.TeeReader(r.in, bar), tabular.Options{Separator: rune(r.file.Separator), Encoding: r.file.Encoding})
	if err != nil {
		return r.refuse(err)
	}
	for field, name := range r.file.Map {
		if r.columns[field], err = r.source.Column(name); err != nil {
			return fmt.Errorf("--map %s=%s: %w", field, name, err)
		}
	}
	for r.ctx.Err() == nil {
		row, err := r.source.Next()
		var unlike *tabular.RowError
		switch {
		case errors.Is(err, io.EOF):
			return r.finished()
		case errors.As(err, &unlike):
			err = r.reject(row, []string{err.Error()})
		case err != nil:
			return r.refuse(err)
		default:
			r.readable = true
			err = r.take(row)
		}
		if err != nil {
			return err
		}
	}
	return r.ctx.Err()
}

// refuse explains why a file is not read at all.
func (r *reading[P]) refuse(err error) error {
	var broken *tabular.BrokenError
	if errors.As(err, &broken) {
		return fmt.Errorf("%s, %w; nothing was imported", r.file.File, err)
	}
	return err
}

func (r *reading[P]) finished() error {
	if missing := r.source.Missing(); len(missing) > 0 && r.readable {
		slices.Sort(missing)
		return fmt.Errorf("--map: no row of the file has %q", missing)
	}
	return nil
}

// take checks a row with all that is wrong with it, and keeps it when nothing is.
func (r *reading[P]) take(row tabular.Row) error {
	values, faults := r.values(row)
	if _, keyed := r.columns["key"]; !keyed {
		values["key"] = r.contentKey(row)
	}
	left, err := r.kind.check(values)
	faults = append(faults, faultsOf(err, faults)...)
	key := strings.TrimSpace(values["key"])
	if first, twice := r.keys[hashOf(key)]; twice && key != "" {
		faults = append(faults, fault{"key", i18n.For("en").FieldError(domain.FieldError{Key: "import.twice", Args: domain.Args{"Line": first}})})
	} else {
		r.keys[hashOf(key)] = row.Line
	}
	if len(faults) > 0 {
		return r.reject(row, r.placed(row, faults))
	}
	if len(left) > 0 {
		r.reduced.add(r.file.File + ", " + strings.Join(r.placed(row, faultsIn(left)), "; "))
	}
	r.good++
	ordered := make([]string, len(r.kind.fields))
	for i, field := range r.kind.fields {
		ordered[i] = values[field]
	}
	return r.kept.put(ordered...)
}

// valuesOf are the values of a row that take kept.
func (r *reading[P]) valuesOf(kept []string) map[string]string {
	values := map[string]string{}
	for i, field := range r.kind.fields {
		if _, mapped := r.columns[field]; mapped || field == "key" {
			values[field] = kept[i]
		}
	}
	return values
}

// contentKey is the key of a row in a file that has none: what the row says. Rows
// that say the same are told apart by counting them.
func (r *reading[P]) contentKey(row tabular.Row) string {
	hash := hashOf(fmt.Sprintf("%q", row.Raw))
	key := "row " + hex.EncodeToString(hash[:])
	r.keys[hash]++
	if n := r.keys[hash]; n > 1 {
		r.alike++
		key += fmt.Sprintf(" %d", n)
	}
	return key
}

func hashOf(s string) [16]byte {
	sum := sha256.Sum256([]byte(s))
	return [16]byte(sum[:16])
}

// values are those of a row by our fields, its lines as the file's format means
// them.
func (r *reading[P]) values(row tabular.Row) (values map[string]string, faults []fault) {
	values = map[string]string{}
	for _, field := range r.kind.fields {
		column, mapped := r.columns[field]
		if !mapped {
			continue
		}
		value, err := row.Value(column)
		switch {
		case err != nil:
			faults = append(faults, fault{field, err.Error()})
		case !text.Valid(value):
			faults = append(faults, fault{field, "it has a character NUL in it"})
		case slices.Contains(domain.LineFields, field):
			value = markdown.LineFromFile(value, r.file.Text)
			if field != "product" { // is a key: as it came
				value = text.Line(text.Mend(value))
			}
		case field == "body" || field == "description":
			value = text.Body(value)
		}
		values[field] = value
	}
	if r.file.Text == domain.TextUndeclared && markdown.LooksLikeHTML(values["body"]) {
		r.likeHTML++
	}
	return values, faults
}

// fault is what is wrong with a field of a row, in words.
type fault struct{ field, words string }

// together makes one refusal of all that is wrong with a row.
func together(errs ...error) error {
	var p domain.Problems
	for _, err := range errs {
		var refusal *domain.Error
		switch {
		case err == nil:
		case !errors.As(err, &refusal):
			return err
		default:
			for _, f := range refusal.Fields {
				p.Add(f.Field, f.Key, f.Args)
			}
		}
	}
	return p.Err()
}

// faultsOf are those of a refusal, but for fields that are bad anyway.
func faultsOf(err error, known []fault) []fault {
	var refusal *domain.Error
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &refusal):
		return []fault{{"", err.Error()}}
	}
	return slices.DeleteFunc(faultsIn(refusal.Fields), func(f fault) bool {
		return slices.ContainsFunc(known, func(k fault) bool { return k.field == f.field })
	})
}

func faultsIn(fields []domain.FieldError) []fault {
	faults := make([]fault, len(fields))
	for i, f := range fields {
		faults[i] = fault{f.Field, i18n.For("en").FieldError(f)}
	}
	return faults
}

// placed writes each fault with the place it is at.
func (r *reading[P]) placed(row tabular.Row, faults []fault) []string {
	all := make([]string, len(faults))
	for i, f := range faults {
		where := fmt.Sprintf("line %d, %s", row.Line, f.field)
		if column, mapped := r.columns[f.field]; mapped {
			where = fmt.Sprintf("line %d, column %q", row.Line, column.Name)
			if at, known := row.At(column); known {
				where = fmt.Sprintf("line %d, column %d (%q)", at.Line, at.Column, column.Name)
			}
		}
		all[i] = where + ": " + f.words
	}
	return all
}

// reject notes a bad row with the reasons.
func (r *reading[P]) reject(row tabular.Row, reasons []string) error {
	why := strings.Join(reasons, "; ")
	r.faulty.add(r.file.File + ", " + why)
	if r.rejected == nil {
		return nil
	}
	return r.rejected.put(append(slices.Clone(row.Raw), fmt.Sprint(row.Line), why)...)
}
