// Package migrations holds the schema: numbered files, applied in order, each in
// one transaction, never edited once released.
//
// A file is one text for both engines. Where they cannot agree on a word it
// says {{id}} (an identity column) or {{bytes}} (a byte string).
package migrations

import (
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

//go:embed *.sql
var files embed.FS

// Migration is one step of the schema.
type Migration struct {
	Version int64
	Name    string
	Text    string // as written, with its placeholders
}

// For returns the migration's SQL with the engine's words in it.
func (m Migration) For(words map[string]string) string {
	text := m.Text
	for placeholder, word := range words {
		text = strings.ReplaceAll(text, placeholder, word)
	}
	return text
}

// All returns every migration, oldest first.
func All() ([]Migration, error) {
	names, err := fs.Glob(files, "*.sql") // sorted by name, so by number
	if err != nil {
		return nil, err
	}
	all := make([]Migration, 0, len(names))
	for _, name := range names {
		number, _, _ := strings.Cut(name, "_")
		version, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("migration %s: its name must start with a number: %w", name, err)
		}
		text, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		all = append(all, Migration{Version: version, Name: name, Text: string(text)})
	}
	return all, nil
}
