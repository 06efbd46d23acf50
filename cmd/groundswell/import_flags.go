package main

import (
	"fmt"
	"maps"
	"regexp"
	"strings"
	"time"
	_ "time/tzdata" // --time-zone works where the machine knows no zones
	"unicode/utf8"

	"github.com/alecthomas/kong"
)

// columns says which column each field comes from. A comma only parts two of them
// where a word and = follow, so that names of columns may have commas in them.
type columns map[string]string

// Decode reads one --map; several add up.
func (c *columns) Decode(ctx *kong.DecodeContext) error {
	return decodePairs(ctx, (*map[string]string)(c), partsOfMap)
}

// meanings says what a file's words mean. What a word means has no comma in it, so
// that words may have.
type meanings map[string]string

// Decode reads one flag; several add up.
func (m *meanings) Decode(ctx *kong.DecodeContext) error {
	return decodePairs(ctx, (*map[string]string)(m), partsOfMeanings)
}

var (
	nextField      = regexp.MustCompile(`(?:^|[^\\])(,)[a-z_]+=`)
	partOfMeanings = regexp.MustCompile(`[^=]*=[^,]*`)
)

func partsOfMap(s string) (parts []string) {
	from := 0
	for _, at := range nextField.FindAllStringSubmatchIndex(s, -1) {
		parts = append(parts, s[from:at[2]])
		from = at[3]
	}
	return append(parts, s[from:])
}

func partsOfMeanings(s string) (parts []string) {
	for _, part := range partOfMeanings.FindAllString(s, -1) {
		parts = append(parts, strings.TrimPrefix(part, ","))
	}
	return parts
}

func decodePairs(ctx *kong.DecodeContext, into *map[string]string, split func(string) []string) error {
	var typed string
	if err := ctx.Scan.PopValueInto("pairs", &typed); err != nil {
		return err
	}
	pairs := maps.Clone(*into)
	if pairs == nil {
		pairs = map[string]string{}
	}
	parts := split(typed)
	for _, part := range parts {
		name, value, found := strings.Cut(strings.ReplaceAll(part, `\,`, ","), "=")
		if !found {
			return fmt.Errorf("%q is not of the form name=value", part)
		}
		if _, twice := pairs[name]; twice {
			return fmt.Errorf("%q is said twice", name)
		}
		pairs[name] = value
	}
	if len(parts) == 0 {
		return fmt.Errorf("%q is not of the form name=value", typed)
	}
	*into = pairs
	return nil
}

// separator is a character, or the word for one.
type separator rune

var separatorWords = map[string]separator{"comma": ',', "semicolon": ';', "tab": '\t', `\t`: '\t', "bar": '|', "pipe": '|', "space": ' '}

// UnmarshalText reads it.
func (s *separator) UnmarshalText(text []byte) error {
	if word, known := separatorWords[strings.ToLower(string(text))]; known {
		*s = word
		return nil
	}
	r, size := utf8.DecodeRune(text)
	if size != len(text) || r == utf8.RuneError || r == '"' || r == '\n' || r == '\r' {
		return fmt.Errorf("%q is neither one character nor comma, semicolon, tab, bar or space", text)
	}
	*s = separator(r)
	return nil
}

// zone is a time zone by its name.
type zone struct{ *time.Location }

// UnmarshalText reads it.
func (z *zone) UnmarshalText(text []byte) (err error) {
	name := string(text)
	if name == "" || name == "Local" {
		return fmt.Errorf("%q is no time zone; they are named as in Europe/Berlin or UTC", name)
	}
	if z.Location, err = time.LoadLocation(name); err != nil {
		return fmt.Errorf("%q is no time zone; they are named as in Europe/Berlin or UTC", name)
	}
	return nil
}
