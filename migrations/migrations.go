// Package migrations holds the schema: numbered files, applied in order, each in
// one transaction, never edited once released.
//
// A file is one text for both engines. Where they cannot agree on a word it
// says {{id}} (an identity column) or {{bytes}} (a byte string); where they cannot
// agree on a table, that part is in a file with the engine's name behind its own.
//
// A file begins with the oldest binary that works with the schema after it, as
//
//	-- needs_binary: 32
//
// where a binary is called by the newest migration it holds. Older ones refuse the
// database, and those that run say that they are not ready: so replicas are upgraded one
// by one as long as a release only adds, and what it stops using is dropped by a later
// one. A step names itself where an older binary would do wrong by what it adds: leave
// something of a person when it erases them, or show what is newly hidden.
package migrations

import (
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"sync"
)

//go:embed *.sql
var files embed.FS

// Migration is one step of the schema.
type Migration struct {
	Version int64
	Name    string
	Needs   int64             // the number of the oldest binary that works with the schema after it
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

// All returns every migration, oldest first. They are read once.
var All = sync.OnceValues(read)

func read() ([]Migration, error) {
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
		needs, err := needed(version, string(text))
		if err != nil {
			return nil, fmt.Errorf("migration %s: %w", name, err)
		}
		all = append(all, Migration{Version: version, Name: name, Needs: needs, Text: string(text)})
	}
	for i := range all {
		all[i].Own = own[all[i].Version]
	}
	return all, nil
}

// FirstToSay is the first migration that says what it needs; those before need themselves.
const FirstToSay = 32

// needed reads which binary the text of a migration needs.
func needed(version int64, text string) (int64, error) {
	if version < FirstToSay {
		return version, nil
	}
	line, _, _ := strings.Cut(text, "\n")
	number, said := strings.CutPrefix(line, "-- needs_binary: ")
	needs, err := strconv.ParseInt(number, 10, 64)
	if !said || err != nil || needs < FirstToSay || needs > version {
		return 0, fmt.Errorf("its first line must be \"-- needs_binary: N\" with N from %d to %d", FirstToSay, version)
	}
	return needs, nil
}
