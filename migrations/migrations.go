// Package migrations holds the schema: numbered files, applied in order, each in
// one transaction, never edited once released.
//
// A file is one text for both engines. Where they cannot agree on a word it
// says {{id}} (an identity column) or {{bytes}} (a byte string); where they cannot
// agree on a table, that part is in a file with the engine's name behind its own.
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
	Text    string            // as written, with its placeholders
	Own     map[string]string // what follows on one engine, by its name: "sqlite" or "postgres"
}

// For returns the migration's SQL on an engine, with its words in it.
func (m Migration) For(engine string, words map[string]string) string {
	text := m.Text + m.Own[engine]
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
	own := map[int64]map[string]string{}
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
		if parts := strings.Split(name, "."); len(parts) == 3 {
			if own[version] == nil {
				own[version] = map[string]string{}
			}
			own[version][parts[1]] = string(text)
			continue
		}
		all = append(all, Migration{Version: version, Name: name, Text: string(text)})
	}
	for i := range all {
		all[i].Own = own[all[i].Version]
	}
	return all, nil
}
