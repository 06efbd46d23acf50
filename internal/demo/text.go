package demo

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// content is what people write. A file is a list of entries:
//
//	# The title
//	key: value
//
//	Paragraphs of text, wrapped as one likes;
//	an empty line ends a paragraph.
//
//	> whatever heads an answer
//	The answer's text.
//
//go:embed content
var content embed.FS

// entry is one piece of content.
type entry struct {
	at      string // file and line, for errors
	title   string
	fields  map[string]string
	text    string // a paragraph or an item of a list is one line
	answers []entry
}

// entriesOf reads all files of a folder of the content, by the name of the file.
// Fields other than the known ones are refused.
func entriesOf(folder string, known ...string) (map[string][]entry, error) {
	files, err := fs.Glob(content, path.Join("content", folder, "*.txt"))
	if err != nil {
		return nil, err
	}
	all := map[string][]entry{}
	for _, file := range files {
		text, err := content.ReadFile(file)
		if err != nil {
			return nil, err
		}
		name := strings.TrimSuffix(path.Base(file), ".txt")
		if all[name], err = parse(name, string(text), known); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// parse reads the entries of a text.
func parse(name, text string, known []string) ([]entry, error) {
	var all []entry
	var into *entry  // whose text goes on
	inFields := true // of the entry just begun
	line := 0
	for raw := range strings.Lines(text) {
		line++
		at, typed := fmt.Sprintf("%s:%d", name, line), strings.TrimSpace(raw)
		title, begins := strings.CutPrefix(typed, "# ")
		head, answers := strings.CutPrefix(typed, "> ")
		switch {
		case begins:
			all = append(all, entry{at: at, title: title, fields: map[string]string{}})
			into, inFields = &all[len(all)-1], true
		case len(all) == 0:
			return nil, fmt.Errorf("%s: text before the first title", at)
		case answers:
			last := &all[len(all)-1]
			last.answers = append(last.answers, entry{at: at, title: head})
			into, inFields = &last.answers[len(last.answers)-1], false
		case inFields && typed != "":
			key, value, ok := strings.Cut(typed, ": ")
			if !ok || !slices.Contains(known, key) {
				return nil, fmt.Errorf("%s: %q is no field", at, typed)
			}
			into.fields[key] = value
		default:
			inFields = false
			into.add(typed)
		}
	}
	return all, nil
}

// add continues the text with a line: an empty one ends a paragraph, an item of a
// list begins a line of its own.
func (e *entry) add(line string) {
	switch {
	case line == "":
		if e.text != "" && !strings.HasSuffix(e.text, "\n\n") {
			e.text += "\n\n"
		}
		return
	case e.text == "" || strings.HasSuffix(e.text, "\n"):
	case strings.HasPrefix(line, "- "):
		e.text += "\n"
	default:
		e.text += " "
	}
	e.text += line
}

// words is the text without what the end of a file left behind it.
func (e *entry) words() string { return strings.TrimSpace(e.text) }

// number reads a field as a number, 0 where it is not there, and adds to the errors
// what is none.
func (e *entry) number(key string, errs *error) float64 {
	value, ok := e.fields[key]
	if !ok {
		return 0
	}
	n, err := strconv.ParseFloat(value, 64)
	if err != nil {
		*errs = errors.Join(*errs, fmt.Errorf("%s: %s: %w", e.at, key, err))
	}
	return n
}

// parts are the parts of a title between commas, exactly so many.
func (e *entry) parts(n int) ([]string, error) {
	all := strings.Split(e.title, ", ")
	if len(all) != n {
		return nil, fmt.Errorf("%s: %q has not %d parts", e.at, e.title, n)
	}
	return all, nil
}
