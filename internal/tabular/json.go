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
)

// depthMax is how deep JSON may be nested.
const depthMax = 32

// jsonLines are the lines of a file with an object in each.
type jsonLines struct {
	*bufio.Scanner
	line int
	rows int
}

func newJSONLines(text io.Reader) *jsonLines {
	lines := bufio.NewScanner(text)
	lines.Buffer(make([]byte, sniffed), RowMax)
	return &jsonLines{Scanner: lines}
}

func (t *Reader) nextLine() (Row, error) {
	for t.json.Scan() {
		t.json.line++
		if text := t.json.Text(); strings.TrimSpace(text) != "" {
			t.json.rows++
			return t.parseLine(text)
		}
	}
	if err := t.json.Err(); errors.Is(err, bufio.ErrTooLong) {
		return Row{}, &BrokenError{t.json.line + 1, 1, fmt.Sprintf("the line is longer than %d MB", RowMax>>20)}
	} else if err != nil {
		return Row{}, err
	}
	return Row{}, io.EOF
}

func (t *Reader) parseLine(text string) (Row, error) {
	row := Row{Line: t.json.line, Raw: []string{text}, reader: t}
	switch {
	case !utf8.ValidString(text):
		return row, &RowError{row, t.unreadable()}
	case deep(text):
		return row, &RowError{row, fmt.Sprintf("it is nested deeper than %d", depthMax)}
	}
	var err error
	row.object, err = members(text)
	if errors.Is(err, io.ErrUnexpectedEOF) && t.json.rows == 1 {
		return row, &BrokenError{row.Line, 1, "the object that begins here ends in a later line; write one object a line, as jq -c . FILE does"}
	}
	if err != nil {
		return row, &RowError{row, "it is no JSON object: " + err.Error()}
	}
	for name := range row.object {
		if _, asked := t.asked[name]; asked {
			t.asked[name] = true
		}
	}
	return row, nil
}

// deep reports whether JSON is nested deeper than depthMax.
func deep(text string) bool {
	depth, quoted, escaped := 0, false, false
	for i := range len(text) {
		switch c := text[i]; {
		case escaped:
			escaped = false
		case quoted:
			quoted, escaped = c != '"', c == '\\'
		case c == '"':
			quoted = true
		case c == '{' || c == '[':
			if depth++; depth > depthMax {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}

// members reads an object and nothing behind it; io.ErrUnexpectedEOF when it does
// not end. Of two members of one name the last counts, as in every other reader.
func members(text string) (_ map[string]json.RawMessage, err error) {
	defer func() {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
	}()
	d := json.NewDecoder(strings.NewReader(text))
	if start, err := d.Token(); err != nil {
		return nil, err
	} else if start != json.Delim('{') {
		return nil, errors.New("it does not begin with {")
	}
	object := map[string]json.RawMessage{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, err
		}
		object[name.(string)] = value // the decoder lets nothing else be a name
	}
	if _, err := d.Token(); err != nil { // the brace
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the object")
	}
	return object, nil
}

// member returns the text that a row has under a name.
func (r Row) member(name string) (string, error) {
	value, has := r.object[name]
	if !has {
		return "", nil
	}
	return asText(value)
}

// asText writes a JSON value as CSV would have it: null is empty, a list is one
// value a line.
func asText(value json.RawMessage) (string, error) {
	switch value[0] {
	case '{':
		return "", errors.New("it holds an object, not text, a number or a list of them")
	case '[':
		var list []json.RawMessage
		if err := json.Unmarshal(value, &list); err != nil {
			return "", err
		}
		parts := make([]string, len(list))
		for i, v := range list {
			var err error
			if parts[i], err = asText(v); err != nil {
				return "", err
			}
		}
		return strings.Join(parts, "\n"), nil
	case '"':
		var text string
		err := json.Unmarshal(value, &text)
		return text, err
	}
	if bytes.Equal(value, []byte("null")) {
		return "", nil
	}
	return string(value), nil // a number, true or false
}
