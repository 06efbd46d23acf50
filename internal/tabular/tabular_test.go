package tabular

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
)

// read reads the columns id and title of a file to its end: "line: id|title" for
// each good row, and what is said of the others.
func read(text string, o Options) (said []string) {
	return readColumns(strings.NewReader(text), o, "id", "title")
}

func readColumns(from io.Reader, o Options, names ...string) (said []string) {
	r, err := NewReader(from, o)
	if err != nil {
		return []string{err.Error()}
	}
	var columns []Column
	for _, name := range names {
		c, err := r.Column(name)
		if err != nil {
			return []string{err.Error()}
		}
		columns = append(columns, c)
	}
	for {
		row, err := r.Next()
		var bad *RowError
		switch {
		case errors.Is(err, io.EOF):
			return said
		case errors.As(err, &bad):
			said = append(said, err.Error())
		case err != nil:
			return append(said, err.Error())
		default:
			said = append(said, shown(row, columns))
		}
	}
}

func shown(row Row, columns []Column) string {
	var values []string
	for _, c := range columns {
		value, err := row.Value(c)
		if err != nil {
			at, _ := row.At(c)
			value = fmt.Sprintf("%d:%d %s: %v", at.Line, at.Column, c.Name, err)
		}
		values = append(values, value)
	}
	return fmt.Sprintf("%d: %s", row.Line, strings.Join(values, "|"))
}

func want(t *testing.T, name string, got []string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: %s", name, diff)
	}
}

func encoded(t *testing.T, e interface {
	String(string) (string, error)
}, text string) string {
	t.Helper()
	s, err := e.String(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEncodings(t *testing.T) {
	const text = "id,title\r\n1,Größe ändern\r\n"
	utf16 := func(e unicode.Endianness, mark unicode.BOMPolicy) string {
		return encoded(t, unicode.UTF16(e, mark).NewEncoder(), text)
	}
	latin := encoded(t, charmap.Windows1252.NewEncoder(), text)
	for _, c := range []struct{ name, text, encoding, want string }{
		{"plain", text, "", "2: 1|Größe ändern"},
		{"a mark", "\xef\xbb\xbf" + text, "", "2: 1|Größe ändern"},
		{"a mark says more than a flag", "\xef\xbb\xbf" + text, "windows-1252", "2: 1|Größe ändern"},
		{"UTF-16 little end first", utf16(unicode.LittleEndian, unicode.UseBOM), "", "2: 1|Größe ändern"},
		{"UTF-16 big end first", utf16(unicode.BigEndian, unicode.UseBOM), "", "2: 1|Größe ändern"},
		{"UTF-16LE without a mark", utf16(unicode.LittleEndian, unicode.IgnoreBOM), "", "2: 1|Größe ändern"},
		{"UTF-16BE without a mark", utf16(unicode.BigEndian, unicode.IgnoreBOM), "", "2: 1|Größe ändern"},
		{"UTF-16BE without a mark, told", utf16(unicode.BigEndian, unicode.IgnoreBOM), "utf-16", "2: 1|Größe ändern"},
		{"UTF-16LE told", utf16(unicode.LittleEndian, unicode.IgnoreBOM), "UTF-16LE", "2: 1|Größe ändern"},
		{"Windows told", latin, "windows-1252", "2: 1|Größe ändern"},
		{"Windows told by another name", latin, "Latin1", "2: 1|Größe ändern"},
		{"Windows not told", latin, "", "2: 1|2:3 title: it is not UTF-8; if the file is in windows-1252, say --encoding windows-1252"},
		{"an old Mac", strings.ReplaceAll(encoded(t, charmap.Macintosh.NewEncoder(), text), "\r\n", "\r"), "macintosh", "2: 1|Größe ändern"},
		{"an old Mac not told", strings.ReplaceAll(encoded(t, charmap.Macintosh.NewEncoder(), text), "\r\n", "\r"), "",
			"2: 1|2:3 title: it is not UTF-8; if the file is in macintosh, say --encoding macintosh"},
		{"Japanese told", encoded(t, japanese.ShiftJIS.NewEncoder(), "id,title\n1,表,\"ソ\"\n"), "shift_jis",
			"line 2: it has 3 values, the header has 2 columns"},
		{"told wrongly", "id,title\n1,\xff\xff\n", "shift_jis", "2: 1|2:3 title: it has bytes that shift_jis has no letter for"},
		{"UTF-32", "\xff\xfe\x00\x00i\x00\x00\x00", "",
			`the encoding "utf-32le" is not known here; utf-8, utf-16, windows-1252, iso-8859-15, macintosh, shift_jis and others are`},
		{"no encoding", text, "utf-99",
			`the encoding "utf-99" is not known here; utf-8, utf-16, windows-1252, iso-8859-15, macintosh, shift_jis and others are`},
		{"a zero is no UTF-16", "id,title\n1,a\x00b\n", "", "2: 1|a\x00b"},
	} {
		want(t, c.name, read(c.text, Options{Encoding: c.encoding}), c.want)
	}
	want(t, "a header in Windows' letters", read("id,title,Gr\xf6\xdfe\n1,2,3\n", Options{}),
		"line 1, column 10: the name of a column: it is not UTF-8; if the file is in windows-1252, say --encoding windows-1252")
	want(t, "one byte at a time", readColumns(
		iotest.OneByteReader(strings.NewReader(utf16(unicode.LittleEndian, unicode.UseBOM))), Options{}, "id", "title"), "2: 1|Größe ändern")
}

func TestSeparators(t *testing.T) {
	for _, c := range []struct {
		name, text string
		separator  rune
		want       string
	}{
		{"semicolons", "id;title\r\n1;Eins, zwei\r\n", 0, "2: 1|Eins, zwei"},
		{"decimal commas", "id;title;a;b\n1;x;4,5;3,5\n2;y;4,5;1,0\n", 0, "2: 1|x;3: 2|y"},
		{"tabs", "id\ttitle\n1\tOne, two; three\n", 0, "2: 1|One, two; three"},
		{"tabs with a mark", "\xef\xbb\xbfid\ttitle\n1\tOne\n", 0, "2: 1|One"},
		{"bars", "id|title\n1|One, two\n", 0, "2: 1|One, two"},
		{"said", "sep=;\r\nid;title\r\n1;a,b,c\r\n", 0, "3: 1|a,b,c"},
		{"a tab said", "sep=\t\nid\ttitle\n1\ta\n", 0, "3: 1|a"},
		{"said in quotes, with a mark", "\xef\xbb\xbf\"sep=,\"\nid,title\n1,a\n", 0, "3: 1|a"},
		{"a flag counts more", "sep=,\nid;title\n1;a\n", ';', "3: 1|a"},
		{"an unusual one told", "id^title\n1^a\n", '^', "2: 1|a"},
		{"separators in quotes", "id,title,\"x; y; z; or so\"\n1,a,\"b;c\"\n", 0, "2: 1|a"},
		{"a name of several words", "id;title;\"a, b, c, d\"\n1;x;\"1, 2\"\n", 0, "2: 1|x"},
		{"many commas in texts", "id;title;text\n1;a;b, c, d, e\n2;b;c, d, e, f\n", 0, "2: 1|a;3: 2|b"},
		{"doubled quotes", "id,title,text\n1,a,\"say \"\"a;b;c\"\", he said\"\n", 0, "2: 1|a"},
		{"old Macs", "id,title\r1,a\r2,\"b\rc\"\r", 0, "2: 1|a;3: 2|b\nc"},
		{"line ends of two kinds", "id,title\n1,\"a\rb\"\r\n", 0, "2: 1|a\rb"},
		{"separators behind the values", "id,title,,\n1,a,,\n2,b,,,,\n", 0, "2: 1|a;3: 2|b"},
	} {
		got := strings.Join(read(c.text, Options{Separator: c.separator}), ";")
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestColumns(t *testing.T) {
	const csv = "id, Title ,Labels,Labels,GRÖSSE,\"Your idea, in one line\",,Twice,twice\n1,2,3,4,5,6,7,8,9\n"
	for _, c := range []struct{ name, want string }{
		{"id", "2: 1"}, {"Title", "2: 2"}, {"title", "2: 2"}, {" Title ", "2: 2"}, {"größe", ""}, {"GRÖSSE", "2: 5"}, {"GRO\u0308SSE", "2: 5"},
		{"Your idea, in one line", "2: 6"}, {"", "2: 7"}, {"twice", "2: 9"},
		{"TWICE", `there are 2 columns "TWICE": say which by its number, #8 or #9`},
		{"Labels", `there are 2 columns "Labels": say which by its number, #3 or #4`}, {"#4", "2: 4"}, {"#10", ""}, {"#0", ""}, {"titel", ""},
	} {
		want := c.want
		if want == "" {
			want = fmt.Sprintf("the file has no column %q; it has id,  Title , Labels, Labels, GRÖSSE, Your idea, in one line, , Twice, twice",
				c.name)
		}
		if got := strings.Join(readColumns(strings.NewReader(csv), Options{}, c.name), ";"); got != want {
			t.Errorf("%q: %q, want %q", c.name, got, want)
		}
	}
}

func TestPositions(t *testing.T) {
	r, err := NewReader(strings.NewReader("sep=,\nid,title\n1,\"Two\nlines\"\n\n2,Plain\n"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	title, err := r.Column("title")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []Position{{3, 3}, {6, 3}} {
		row, err := r.Next()
		if at, known := row.At(title); err != nil || !known || at != want || row.Line != want.Line {
			t.Errorf("%v, %v, want %v", at, err, want)
		}
	}
}

func TestJSONLines(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"values", `{"id": 7, "title": "Grüße"}` + "\n\n" + `{"id":"8","title":null}` + "\n" +
			`{"id":true,"title":["a", 2, null]}`, "1: 7|Grüße;3: 8|;4: true|a\n2\n"},
		{"a mark", "\xef\xbb\xbf" + `{"id": 7, "title": "a"}` + "\r\n", "1: 7|a"},
		{"bad rows", `{"id":1}` + "\n[]\n{\"id\":2\n" + `{"id":3} {}`,
			"1: 1|;line 2: it is no JSON object: it does not begin with {;line 3: it is no JSON object: unexpected EOF;line " +
				"4: it is no JSON object: something follows the object"},
		{"objects in it", `{"id":1,"title":{"text":"a"},"author":{"name":"b"}}`,
			"1: 1|0:0 title: it holds an object, not text, a number or a list of them"},
		{"only where nobody looks", `{"id":1,"title":"a","author":{"name":"b"}}`, "1: 1|a"},
		{"a name twice", `{"id":1,"title":"a","title":"b"}`, "1: 1|b"},
		{"not UTF-8", `{"id":1,"title":"` + "\xfc" + `"}`,
			"line 1: it is not UTF-8; if the file is in windows-1252, say --encoding windows-1252"},
		{"an array", "[\n{\"id\":1}]", "line 1, column 1: this is a JSON array; write one object a line instead, as jq -c '.[]' FILE does"},
		{"an array of nothing", "[]", "line 1, column 1: this is a JSON array; write one object a line instead, as jq -c '.[]' FILE does"},
		{"over several lines", "{\n  \"id\": 1,\n  \"title\": \"a\"\n}\n",
			"line 1, column 1: the object that begins here ends in a later line; write one object a line, as jq -c . FILE does"},
		{"over two lines", "{\"id\": 1,\n\"title\": \"a\"}\n",
			"line 1, column 1: the object that begins here ends in a later line; write one object a line, as jq -c . FILE does"},
		{"nested as deep as allowed", `{"id":1,"title":"a","x":` + strings.Repeat("[", 31) + strings.Repeat("]", 31) + `}`, "1: 1|a"},
		{"nested deeper", `{"id":1,"title":"a","x":` + strings.Repeat("[", 32) + strings.Repeat("]", 32) + `}`,
			"line 1: it is nested deeper than 32"},
		{"brackets in text", `{"id":1,"title":"` + strings.Repeat("[", 99) + `\""}`, "1: 1|" + strings.Repeat("[", 99) + `"`},
		{"a name in braces is CSV", "{id},id,title\n0,1,a\n", "2: 1|a"},
	} {
		if got := strings.Join(read(c.text, Options{}), ";"); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestMissing(t *testing.T) {
	r, err := NewReader(strings.NewReader(`{"id":1}`), Options{})
	if err != nil {
		t.Fatal(err)
	}
	r.Column("id")
	r.Column("titel")
	if _, err := r.Next(); err != nil {
		t.Fatal(err)
	}
	want(t, "missing", r.Missing(), "titel")
}

func TestWhatIsWrongAndWhere(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "line 1, column 1: the file is empty"},
		{"only a mark", "\xef\xbb\xbf", "line 1, column 1: the file is empty"},
		{"only lines", "\n\n\n", "line 1, column 1: the file is empty"},
		{"only a separator said", "sep=;\n", "line 1, column 1: the file is empty"},
		{"a short row", "id,title\n1\n", "line 2: it has 1 values, the header has 2 columns"},
		{"a long row", "id,title\n1,a,,b\n", "line 2: it has 4 values, the header has 2 columns"},
		{"a word behind quotes", "id,title\n1,\"a quoted\" word\n",
			"line 2, column 12: the quoting is broken: extraneous or missing \" in quoted-field"},
		{"a quote that goes on", "id,title\n1,\"a \"quoted\" word\"\n",
			"line 2, column 6: the quoting is broken: extraneous or missing \" in quoted-field"},
		{"a quote that never ends", "sep=,\nid,title\n1,\"a\n2,b\n",
			"line 4, column 5: the quoting is broken: extraneous or missing \" in quoted-field (in the row that starts in line 3)"},
		{"a row without end", "id,title\n1,\"" + strings.Repeat("x", 2*RowMax) + "\n",
			"line 2, column 1: the row that starts here is longer than 4 MB; perhaps a quote never ends"},
		{"a line without end", `{"id":"` + strings.Repeat("x", RowMax), "line 1, column 1: the line is longer than 4 MB"},
	} {
		want(t, c.name, read(c.text, Options{}), c.want)
	}
	want(t, "a header alone", read("id,title\n", Options{}))
}

// A quote within a value that does not begin with one is the value's own; those that
// open a value keep their meaning.
func TestQuotesWithinValues(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"inches", "id,title\n1,a 15\" screen\n2,\"b, c\"\n", []string{`2: 1|a 15" screen`, "3: 2|b, c"}},
		{"a formula", "id,title\r\n1,=LINK(\"x\")\r\n2,\"said \"\"yes\"\"\"\r\n", []string{`2: 1|=LINK("x")`, `3: 2|said "yes"`}},
		{"behind a space", "id,title\n1, \"a\"\n", []string{`2: 1| "a"`}},
		{"over lines", "id,title\n1,\"a\nb 5\"\"\"\n2,6\"\n", []string{"2: 1|a\nb 5\"", `4: 2|6"`}},
		{"in a header", "id,title,size in \"\n1,a,b\n", []string{"2: 1|a"}},
		{"semicolons", "id;title\n1;15\";\n2;b\n", []string{`2: 1|15"`, "3: 2|b"}},
	} {
		want(t, c.name, read(c.text, Options{}), c.want...)
	}
}

// A row may be as long as it likes up to RowMax, wherever it stands.
func TestLongRows(t *testing.T) {
	long := strings.Repeat("x", RowMax-sniffed)
	got := read("id,title\n1,"+long+"\n2,"+long+"\n", Options{})
	if len(got) != 2 || got[0] != "2: 1|"+long || got[1] != "3: 2|"+long {
		t.Error("a long row was not read")
	}
}
