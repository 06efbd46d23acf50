package i18n

import (
	"encoding/json"
	"fmt"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/feature/plural"
)

// forms are the sentences of a key by plural form; one that does not ask for a
// count has plural.Other alone.
type forms map[plural.Form]sentence

// sentence is a sentence of a catalogue, cut at its placeholders once and for all:
// pages say hundreds of them.
type sentence []piece

// piece is a text, or the name of the value that stands there.
type piece struct{ text, name string }

// compile reads a file of a catalogue, whose path begins with its language's code.
func compile(path string, text []byte) map[string]forms {
	code, _, _ := strings.Cut(path, "/")
	file, err := goi18n.ParseMessageFileBytes(text, code+".json", map[string]goi18n.UnmarshalFunc{"json": json.Unmarshal})
	if err != nil {
		panic(fmt.Sprintf("the catalogue %s: %v", path, err)) // embedded: wrong for every start or none
	}
	all := make(map[string]forms, len(file.Messages))
	for _, m := range file.Messages {
		all[m.ID] = forms{plural.Other: cut(m.Other)}
		if m.One != "" {
			all[m.ID][plural.One] = cut(m.One)
		}
	}
	return all
}

// cut takes a sentence apart. A placeholder is {{.Name}}, and nothing else is.
func cut(s string) sentence {
	var pieces sentence
	for s != "" {
		before, rest, found := strings.Cut(s, "{{")
		if before != "" {
			pieces = append(pieces, piece{text: before})
		}
		if !found {
			break
		}
		inside, after, closed := strings.Cut(rest, "}}")
		name, dotted := strings.CutPrefix(strings.TrimSpace(inside), ".")
		if !closed || !dotted || name == "" || strings.ContainsAny(name, " .|(") {
			panic(fmt.Sprintf("%q is no placeholder", "{{"+inside))
		}
		pieces = append(pieces, piece{name: name})
		s = after
	}
	return pieces
}

// fill writes the values in; args are their names and the values, in turn, and the
// last of a name counts.
func (s sentence) fill(l *Language, args []any) string {
	switch {
	case len(s) == 0:
		return ""
	case len(s) == 1 && s[0].name == "":
		return s[0].text
	}
	var out strings.Builder
	for _, p := range s {
		if p.name == "" {
			out.WriteString(p.text)
		} else {
			out.WriteString(l.value(p.name, args))
		}
	}
	return out.String()
}

// value is what stands for a name.
func (l *Language) value(name string, args []any) string {
	for i := len(args) - 2; i >= 0; i -= 2 {
		if args[i] == name {
			return l.show(args[i+1])
		}
	}
	return "<no value>" // a forgotten argument: seen at once
}
