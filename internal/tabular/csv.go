package tabular

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// csvRows are the rows of CSV behind the header.
type csvRows struct {
	*csv.Reader
	guard   *guard
	skipped int // lines before the header: that of "sep="
	ended   int // line in which the last record ended
}

// newCSV reads the header; head is the beginning of the text.
func (t *Reader) newCSV(text *bufio.Reader, head []byte, separator rune) (*csvRows, error) {
	rows := &csvRows{}
	said, length := declared(head)
	if length > 0 {
		text.Discard(length)
		head, rows.skipped = head[length:], 1
	}
	var lines io.Reader = text
	if t.Separator = separator; separator == 0 {
		t.Separator = said
	}
	if t.Separator == 0 {
		t.Separator = sniffSeparator(head)
	}
	if onlyReturns(head, t.Separator) {
		lines, t.likely = returns{text}, "macintosh"
	}
	if t.Separator < utf8.RuneSelf {
		lines = &inches{from: lines, separator: byte(t.Separator)}
	}
	rows.guard = &guard{lines, RowMax}
	rows.Reader = csv.NewReader(rows.guard)
	rows.Comma = t.Separator
	rows.FieldsPerRecord = -1 // counted here, so that a short row is only that row's fault
	header, err := rows.record()
	if errors.Is(err, io.EOF) {
		return nil, &BrokenError{1, 1, "the file is empty"}
	}
	if err != nil {
		return nil, rows.broken(err)
	}
	for i, name := range header {
		if !t.readable(name) {
			line, column := rows.FieldPos(i)
			return nil, &BrokenError{line + rows.skipped, column, "the name of a column: " + t.unreadable()}
		}
	}
	t.Columns = header
	return rows, nil
}

// guard fails a row longer than RowMax: a quote that never ends would otherwise
// take the whole file into memory.
type guard struct {
	from io.Reader
	left int
}

var errRowLong = errors.New("the row is too long")

func (g *guard) Read(p []byte) (int, error) {
	if g.left <= 0 {
		return 0, errRowLong
	}
	n, err := g.from.Read(p[:min(len(p), g.left)])
	g.left -= n
	return n, err
}

// returns turns the line ends of old Macs into those of today.
type returns struct{ from io.Reader }

func (r returns) Read(p []byte) (int, error) {
	n, err := r.from.Read(p)
	for i, b := range p[:n] {
		if b == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}

// inches hides quotes that stand within a value which does not begin with one, as in
// 15" screen: they are the value's own, and the reader of CSV refuses them. Quotes
// that open a value keep their meaning, and their faults.
type inches struct {
	from      io.Reader
	separator byte
	within    part
}

// part is where in a row the reading is.
type part int

const (
	atStart part = iota // of a value
	inPlain             // in a value without quotes
	inQuoted
	atQuote // behind a quote in a quoted value: its end, or the first of two
)

// hidden stands for a hidden quote: a byte that no text in UTF-8 has, and one, so
// that places stay.
const hidden = 0xff

func (i *inches) Read(p []byte) (int, error) {
	n, err := i.from.Read(p)
	for at, b := range p[:n] {
		if b == '"' && i.within == inPlain {
			p[at] = hidden
		}
		i.within = i.after(b)
	}
	return n, err
}

// after is where the reading is behind a byte.
func (i *inches) after(b byte) part {
	switch {
	case b == '"' && i.within == atStart, b == '"' && i.within == atQuote:
		return inQuoted
	case b == '"' && i.within == inQuoted:
		return atQuote
	case i.within == inQuoted, i.within == atQuote && b == '\r':
		return i.within
	case b == i.separator, b == '\n':
		return atStart
	}
	return inPlain
}

// record reads the next record.
func (c *csvRows) record() ([]string, error) {
	c.guard.left = RowMax
	record, err := c.Read()
	if err == nil {
		for i, value := range record {
			record[i] = strings.ReplaceAll(value, string([]byte{hidden}), `"`)
		}
		last := len(record) - 1
		line, _ := c.FieldPos(last)
		c.ended = line + strings.Count(record[last], "\n")
	}
	return record, err
}

func (t *Reader) nextRecord() (Row, error) {
	record, err := t.csv.record()
	if err != nil {
		return Row{}, t.csv.broken(err)
	}
	row := Row{Raw: record, at: make([]Position, len(record)), reader: t}
	for i := range record {
		line, column := t.csv.FieldPos(i)
		row.at[i] = Position{line + t.csv.skipped, column}
	}
	row.Line = row.at[0].Line
	if surplus := len(record) - len(t.Columns); surplus > 0 && strings.Join(record[len(t.Columns):], "") == "" {
		row.Raw = record[:len(t.Columns)] // separators that a spreadsheet left behind hold nothing
	}
	if len(row.Raw) != len(t.Columns) {
		return row, &RowError{row, fmt.Sprintf("it has %d values, the header has %d columns", len(record), len(t.Columns))}
	}
	return row, nil
}

// broken says where and why rows cannot be told apart any more.
func (c *csvRows) broken(err error) error {
	if errors.Is(err, errRowLong) {
		return &BrokenError{c.ended + c.skipped + 1, 1,
			fmt.Sprintf("the row that starts here is longer than %d MB; perhaps a quote never ends", RowMax>>20)}
	}
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		reason := "the quoting is broken: " + parse.Err.Error()
		if parse.StartLine != parse.Line {
			reason += fmt.Sprintf(" (in the row that starts in line %d)", parse.StartLine+c.skipped)
		}
		return &BrokenError{parse.Line + c.skipped, parse.Column, reason}
	}
	return err
}
