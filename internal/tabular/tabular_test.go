package tabular

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// readAll reads a file to its end: the good rows, and what is said of the bad.
func readAll(t *testing.T, text string) (rows []Row, complaints []string) {
	t.Helper()
	r, err := NewReader(strings.NewReader(text))
	if err != nil {
		return nil, []string{err.Error()}
	}
	for {
		row, err := r.Next()
		var bad *RowError
		switch {
		case errors.Is(err, io.EOF):
			return rows, complaints
		case errors.As(err, &bad):
			complaints = append(complaints, err.Error())
		case err != nil:
			return rows, append(complaints, err.Error())
		default:
			rows = append(rows, row)
		}
	}
}

func TestCSV(t *testing.T) {
	rows, complaints := readAll(t, "\xef\xbb\xbfid,title\n1,\"Two\nlines, one \"\"quote\"\"\"\n2,Plain\n")
	want := []Row{
		{Line: 2, Values: map[string]string{"id": "1", "title": "Two\nlines, one \"quote\""}, At: map[string]Position{"id": {2, 1}, "title": {2, 3}}, Raw: []string{"1", "Two\nlines, one \"quote\""}},
		{Line: 4, Values: map[string]string{"id": "2", "title": "Plain"}, At: map[string]Position{"id": {4, 1}, "title": {4, 3}}, Raw: []string{"2", "Plain"}},
	}
	if diff := cmp.Diff(want, rows); diff != "" || complaints != nil {
		t.Error(diff, complaints)
	}
}

func TestJSONLines(t *testing.T) {
	rows, complaints := readAll(t, `{"id": 7, "title": "Grüße", "tags": ["a", 2], "body": null, "open": true}`+"\n\n"+`{"id": {}}`+"\n[]\n"+`{"id":"8"}`)
	if len(rows) != 2 || len(complaints) != 2 {
		t.Fatalf("%v, %v", rows, complaints)
	}
	want := map[string]string{"id": "7", "title": "Grüße", "tags": "a,2", "body": "", "open": "true"}
	if diff := cmp.Diff(want, rows[0].Values); diff != "" {
		t.Error(diff)
	}
	if rows[1].Line != 5 || !strings.HasPrefix(complaints[0], "line 3: ") || !strings.HasPrefix(complaints[1], "line 4: ") {
		t.Errorf("line %d, %v", rows[1].Line, complaints)
	}
}

func TestWhatIsWrongAndWhere(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "line 1, column 1: the file is empty"},
		{"only a mark", "\xef\xbb\xbf", "line 1, column 1: the file is empty"},
		{"two columns of one name", "id,id\n1,2\n", `line 1, column 4: there are two columns "id"`},
		{"a short row", "id,title\n1,a\n2\n3,b\n", "line 3: it has 1 values, the header has 2 columns"},
		{"not UTF-8", "id,title\n1,\xff\n", `line 2: column "title" is not UTF-8`},
		{"a quote inside", "id,title\n1,a \"quoted\" word\n", "line 2, column 5: the quoting is broken: bare \" in non-quoted-field"},
		{"a quote that goes on", "id,title\n1,\"a \"quoted\" word\"\n", "line 2, column 6: the quoting is broken: extraneous or missing \" in quoted-field"},
		{"a quote that never ends", "id,title\n1,\"a\n2,b\n", "line 3, column 5: the quoting is broken: extraneous or missing \" in quoted-field (in the row that starts in line 2)"},
	} {
		_, complaints := readAll(t, c.text)
		if len(complaints) != 1 || complaints[0] != c.want {
			t.Errorf("%s: %q, want %q", c.name, complaints, c.want)
		}
	}
}
