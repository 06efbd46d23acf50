// Package tabular reads files of rows that other programs wrote: CSV with or
// without a byte order mark, and JSON lines. It streams, and knows where in the
// file everything stands.
package tabular

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// Row is one row of a file.
type Row struct {
	Line   int                 // where it starts, from 1
	Values map[string]string   // by column
	At     map[string]Position // CSV: where each value starts
	Raw    []string            // CSV: the values in order; JSON lines: the line
}

// Position is a place in a file; both count from 1, columns in bytes.
type Position struct{ Line, Column int }

// BrokenError is a file that cannot be read as rows from some point on, so that
// nothing in it can be trusted.
type BrokenError struct {
	Line, Column int
	Reason       string
}

func (e *BrokenError) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Reason)
}

// RowError is a row that is not like the others; reading can go on behind it.
type RowError struct {
	Row    Row
	Reason string
}

func (e *RowError) Error() string { return fmt.Sprintf("line %d: %s", e.Row.Line, e.Reason) }

// maxLine is the longest JSON line, in bytes.
const maxLine = 4 << 20

// Reader reads rows.
type Reader struct {
	Columns []string // of CSV, in order; empty for JSON lines
	csv     *csv.Reader
	lines   *bufio.Scanner
	line    int
}

// NewReader looks at the first byte to tell JSON lines from CSV, and reads the
// header of CSV.
func NewReader(r io.Reader) (*Reader, error) {
	buffered := bufio.NewReaderSize(r, 64<<10)
	if mark, _ := buffered.Peek(3); bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		buffered.Discard(3)
	}
	if first, _ := buffered.Peek(1); len(first) == 1 && first[0] == '{' {
		lines := bufio.NewScanner(buffered)
		lines.Buffer(make([]byte, 64<<10), maxLine)
		return &Reader{lines: lines}, nil
	}
	t := &Reader{csv: csv.NewReader(buffered)}
	t.csv.FieldsPerRecord = -1 // counted here, so that a short row is only that row's fault
	header, err := t.csv.Read()
	if errors.Is(err, io.EOF) {
		return nil, &BrokenError{1, 1, "the file is empty"}
	}
	if err != nil {
		return nil, broken(err)
	}
	t.Columns = header
	return t, t.checkHeader()
}

func (t *Reader) checkHeader() error {
	seen := map[string]bool{}
	for i, name := range t.Columns {
		if name != "" && seen[name] {
			line, column := t.csv.FieldPos(i)
			return &BrokenError{line, column, fmt.Sprintf("there are two columns %q", name)}
		}
		seen[name] = true
	}
	return nil
}

// Has reports whether a column can be asked for. JSON lines name theirs row by
// row.
func (t *Reader) Has(column string) bool { return t.lines != nil || slices.Contains(t.Columns, column) }

// Next returns the next row; io.EOF at the end, *RowError for a row that cannot
// be used, *BrokenError when the rest of the file cannot.
func (t *Reader) Next() (Row, error) {
	if t.lines != nil {
		return t.nextLine()
	}
	record, err := t.csv.Read()
	if err != nil {
		return Row{}, broken(err)
	}
	line, _ := t.csv.FieldPos(0)
	row := Row{Line: line, Values: map[string]string{}, At: map[string]Position{}, Raw: record}
	if len(record) != len(t.Columns) {
		return row, &RowError{row, fmt.Sprintf("it has %d values, the header has %d columns", len(record), len(t.Columns))}
	}
	for i, name := range t.Columns {
		line, column := t.csv.FieldPos(i)
		row.At[name] = Position{line, column}
		row.Values[name] = record[i]
		if !utf8.ValidString(record[i]) {
			return row, &RowError{row, fmt.Sprintf("column %q is not UTF-8", name)}
		}
	}
	return row, nil
}

func broken(err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		reason := "the quoting is broken: " + parse.Err.Error()
		if parse.StartLine != parse.Line {
			reason += fmt.Sprintf(" (in the row that starts in line %d)", parse.StartLine)
		}
		return &BrokenError{parse.Line, parse.Column, reason}
	}
	return err
}

func (t *Reader) nextLine() (Row, error) {
	for t.lines.Scan() {
		t.line++
		text := t.lines.Text()
		if strings.TrimSpace(text) == "" {
			continue
		}
		return t.parseLine(text)
	}
	if err := t.lines.Err(); err != nil {
		return Row{}, &BrokenError{t.line + 1, 1, err.Error()}
	}
	return Row{}, io.EOF
}

func (t *Reader) parseLine(text string) (Row, error) {
	row := Row{Line: t.line, Values: map[string]string{}, Raw: []string{text}}
	if !utf8.ValidString(text) {
		return row, &RowError{row, "it is not UTF-8"}
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &object); err != nil {
		return row, &RowError{row, "it is no JSON object: " + err.Error()}
	}
	for name, value := range object {
		text, err := asText(value)
		if err != nil {
			return row, &RowError{row, fmt.Sprintf("%q holds neither text nor a number nor a list of them", name)}
		}
		row.Values[name] = text
	}
	return row, nil
}

// asText writes a JSON value as CSV would have it: null is empty, a list is
// joined with commas.
func asText(value json.RawMessage) (string, error) {
	var text string
	if json.Unmarshal(value, &text) == nil {
		return text, nil
	}
	var list []json.RawMessage
	if json.Unmarshal(value, &list) == nil {
		parts := make([]string, len(list))
		for i, v := range list {
			var err error
			if parts[i], err = asText(v); err != nil {
				return "", err
			}
		}
		return strings.Join(parts, ","), nil
	}
	if value[0] == '{' {
		return "", errors.New("an object")
	}
	return string(value), nil // a number, true or false
}
