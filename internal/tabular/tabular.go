// Package tabular reads files of rows that other programs wrote: CSV and its
// relatives with another separator, and JSON lines, in whatever encoding. It
// streams, and knows where in the file everything stands.
//
// What a file does not say is found out from its first 64 KB: the encoding by its
// mark or, for UTF-16, by its pattern of zeros; the separator by "sep=" or by
// counting outside of quotes; line ends of old Macs by the first one.
package tabular

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Options say what a file does not say itself.
type Options struct {
	Separator rune   // between values; 0: found out
	Encoding  string // as the WHATWG names them, "utf-16" too; empty: found out. A mark in the file counts more
}

// RowMax is the longest row, in bytes of UTF-8.
const RowMax = 4 << 20

// sniffed is how much of a file's beginning is looked at, in bytes.
const sniffed = 64 << 10

// Row is one row of a file.
type Row struct {
	Line   int      // where it starts, from 1
	Raw    []string // CSV: the values in order; JSON lines: the line
	at     []Position
	object map[string]json.RawMessage // of JSON lines
	reader *Reader
}

// Position is a place in a file; both count from 1, columns in bytes of UTF-8.
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

// Column is a column that rows are asked for.
type Column struct {
	Name  string // as the file writes it, without space around it
	index int    // of CSV
}

// Reader reads rows.
type Reader struct {
	Columns   []string // of CSV, in order, as the file writes them; empty for JSON lines
	Separator rune     // of CSV
	Encoding  string   // what the file was read as, as the WHATWG names it
	Marked    bool     // whether a byte order mark stood at its beginning

	csv    *csvRows
	json   *jsonLines
	asked  map[string]bool // JSON lines: columns asked for, and whether any row has them
	likely string          // what a file that is not UTF-8 may be in instead
}

// NewReader finds out what the file is and reads the header of CSV.
func NewReader(r io.Reader, o Options) (*Reader, error) {
	t := &Reader{likely: "windows-1252"}
	text, err := t.decode(bufio.NewReaderSize(r, sniffed), o.Encoding)
	if err != nil {
		return nil, err
	}
	head, err := text.Peek(sniffed)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return nil, err
	}
	switch start := bytes.TrimLeft(head, " \t\r\n"); {
	case len(start) == 0:
		return nil, &BrokenError{1, 1, "the file is empty"}
	case opens(start, '['):
		return nil, &BrokenError{1, 1, "this is a JSON array; write one object a line instead, as jq -c '.[]' FILE does"}
	case opens(start, '{'):
		t.json, t.asked = newJSONLines(text), map[string]bool{}
		return t, nil
	}
	if t.csv, err = t.newCSV(text, head, o.Separator); err != nil {
		return nil, err
	}
	return t, nil
}

// opens tells a beginning of JSON from a name of a column that starts with the
// same bracket.
func opens(start []byte, bracket byte) bool {
	rest := bytes.TrimLeft(start[1:], " \t\r\n")
	return start[0] == bracket && (len(rest) == 0 || bytes.ContainsRune([]byte(`{}[]"`), rune(rest[0])))
}

// Column finds a column by its name: as the file writes it, without the space
// around it, in whatever capitals if that leaves one, or by its number as in #3.
// JSON lines name theirs row by row, so that any can be asked for; see Missing.
func (t *Reader) Column(name string) (Column, error) {
	if t.json != nil {
		t.asked[name] = false
		return Column{Name: name}, nil
	}
	for _, like := range []func(string) string{same, tidy, fold} {
		found := t.columnsLike(name, like)
		if len(found) == 1 {
			return Column{Name: tidy(t.Columns[found[0]]), index: found[0]}, nil
		}
		if len(found) > 1 {
			return Column{}, fmt.Errorf("there are %d columns %q: say which by its number, #%d or #%d", len(found), tidy(name),
				found[0]+1, found[1]+1)
		}
	}
	var number int
	if _, err := fmt.Sscanf(name, "#%d", &number); err == nil && number >= 1 && number <= len(t.Columns) {
		return Column{Name: tidy(t.Columns[number-1]), index: number - 1}, nil
	}
	return Column{}, fmt.Errorf("the file has no column %q; it has %s", name, strings.Join(t.Columns, ", "))
}

func (t *Reader) columnsLike(name string, like func(string) string) (found []int) {
	for i, column := range t.Columns {
		if like(column) == like(name) {
			found = append(found, i)
		}
	}
	return found
}

func same(s string) string { return s }
func tidy(s string) string { return norm.NFC.String(strings.Join(strings.Fields(s), " ")) }
func fold(s string) string { return strings.ToLower(tidy(s)) }

// Missing lists the columns asked for that no row read so far has.
func (t *Reader) Missing() (names []string) {
	for name, seen := range t.asked {
		if !seen {
			names = append(names, name)
		}
	}
	return names
}

// Next returns the next row; io.EOF at the end, *RowError for a row that cannot
// be used, *BrokenError when the rest of the file cannot.
func (t *Reader) Next() (Row, error) {
	if t.json != nil {
		return t.nextLine()
	}
	return t.nextRecord()
}

// Value returns what a row has in a column; empty where it has nothing. The error
// says in words what is wrong with it.
func (r Row) Value(c Column) (string, error) {
	if r.object != nil {
		return r.member(c.Name)
	}
	if value := r.Raw[c.index]; r.reader.readable(value) {
		return value, nil
	}
	return "", errors.New(r.reader.unreadable())
}

// At tells where a value starts; JSON lines only know the line.
func (r Row) At(c Column) (Position, bool) {
	if r.object != nil || c.index >= len(r.at) {
		return Position{}, false
	}
	return r.at[c.index], true
}

// readable reports whether a text was read without loss. What a declared encoding
// has no letter for came out as U+FFFD; UTF-8 and UTF-16 may hold that by right.
func (t *Reader) readable(s string) bool {
	if t.unicode() {
		return utf8.ValidString(s)
	}
	return !strings.ContainsRune(s, utf8.RuneError)
}

func (t *Reader) unreadable() string {
	if t.Encoding == utf8Name {
		return fmt.Sprintf("it is not UTF-8; if the file is in %s, say --encoding %s", t.likely, t.likely)
	}
	return "it has bytes that " + t.Encoding + " has no letter for"
}
