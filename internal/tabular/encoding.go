package tabular

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

const (
	utf8Name    = "utf-8"
	utf16LEName = "utf-16le"
	utf16BEName = "utf-16be"
)

// marks are the byte order marks of files, with what they declare. Those of
// UTF-32 come first: one begins as UTF-16's does.
var marks = []struct{ bytes, name string }{
	{"\xff\xfe\x00\x00", "utf-32le"}, {"\x00\x00\xfe\xff", "utf-32be"},
	{"\xef\xbb\xbf", utf8Name}, {"\xff\xfe", utf16LEName}, {"\xfe\xff", utf16BEName},
}

// unicode reports whether the file can write any letter.
func (t *Reader) unicode() bool {
	return t.Encoding == utf8Name || t.Encoding == utf16LEName || t.Encoding == utf16BEName || t.Encoding == "gb18030"
}

// decode returns the text of a file as UTF-8. UTF-8 itself is not checked here,
// so that a bad byte is the fault of one value.
func (t *Reader) decode(r *bufio.Reader, declared string) (*bufio.Reader, error) {
	start, err := r.Peek(sniffed)
	if len(start) == 0 && err != io.EOF {
		return nil, err
	}
	t.Encoding = strings.ToLower(strings.TrimSpace(declared))
	for _, mark := range marks {
		if bytes.HasPrefix(start, []byte(mark.bytes)) {
			r.Discard(len(mark.bytes))
			t.Encoding, t.Marked = mark.name, true
			break
		}
	}
	switch t.Encoding {
	case "":
		t.Encoding = cmp.Or(zeros(start), utf8Name)
	case "utf-16", "utf16":
		t.Encoding = cmp.Or(zeros(start), utf16LEName)
	}
	decoder, err := decoderOf(t.Encoding)
	if err != nil {
		return nil, err
	}
	if decoder == nil {
		return r, nil
	}
	return bufio.NewReaderSize(transform.NewReader(r, decoder), sniffed), nil
}

// decoderOf returns what turns an encoding into UTF-8, nil for UTF-8.
func decoderOf(name string) (transform.Transformer, error) {
	switch name {
	case utf8Name, "utf8":
		return nil, nil
	case utf16LEName:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder(), nil
	case utf16BEName:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder(), nil
	}
	found, err := htmlindex.Get(name)
	if err != nil || found == encoding.Replacement {
		return nil, fmt.Errorf("the encoding %q is not known here; utf-8, utf-16, windows-1252, iso-8859-15, macintosh, shift_jis and others are",
			name)
	}
	return found.NewDecoder(), nil
}

// zeros recognises UTF-16 without a mark: a header's letters have a zero in every
// second byte.
func zeros(start []byte) string {
	start = start[:min(len(start), 512)&^1]
	var even, odd int
	for i := 0; i < len(start); i += 2 {
		if start[i] == 0 {
			even++
		}
		if start[i+1] == 0 {
			odd++
		}
	}
	enough := max(2, len(start)/8) // a quarter of the pairs
	switch {
	case odd >= enough && even == 0:
		return utf16LEName
	case even >= enough && odd == 0:
		return utf16BEName
	}
	return ""
}
