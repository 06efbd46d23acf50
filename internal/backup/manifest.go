// Package backup keeps a community outside of its database: as a copy of the SQLite
// file, or as an archive that either engine reads. Beside each backup lies a manifest
// that says what is in it; what does not agree with its manifest is not restored.
package backup

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"
)

// The formats of a backup.
const (
	FileFormat    = "sqlite"  // a copy of the SQLite file, as of one moment
	ArchiveFormat = "archive" // a zip with the rows of each table, which both engines read
)

// Manifest says what a backup holds.
type Manifest struct {
	Format  string           `json:"format"`
	Made    time.Time        `json:"made"`
	Program string           `json:"program"` // its version
	Schema  int64            `json:"schema"`  // number of the newest migration
	Tables  []Table          `json:"tables"`
	Last    map[string]int64 `json:"last,omitempty"` // ids given, by table; of an archive
	// The head of the audit log: what was changed in a log before it does not lead to
	// this hash any more.
	AuditEntries int64  `json:"audit_entries"`
	AuditHead    string `json:"audit_head"` // hexadecimal
	// Of the file as a whole; empty inside of an archive.
	Bytes  int64  `json:"bytes,omitempty"`
	SHA256 string `json:"sha256,omitempty"` // hexadecimal
}

// Table is what a backup holds of a table.
type Table struct {
	Name    string   `json:"name"`
	Rows    int64    `json:"rows"`
	Columns []string `json:"columns,omitempty"` // of an archive's lines
	Digest  string   `json:"digest,omitempty"`  // of an archive's lines, in whatever order
}

// Rows is how many rows a table has; 0 where the backup has no such table.
func (m *Manifest) Rows(table string) int64 {
	i := slices.IndexFunc(m.Tables, func(t Table) bool { return t.Name == table })
	if i < 0 {
		return 0
	}
	return m.Tables[i].Rows
}

// manifestOf is where the manifest of a backup lies.
func manifestOf(path string) string { return path + ".manifest.json" }

// manifestMax bounds what is read as a manifest, in bytes.
const manifestMax = 1 << 20

// ReadManifest reads the manifest of a backup, and nothing of the backup itself.
func ReadManifest(path string) (Manifest, error) {
	var m Manifest
	info, err := os.Stat(manifestOf(path))
	if errors.Is(err, os.ErrNotExist) {
		return m, fmt.Errorf("%s has no manifest (%s): it is unfinished, or no backup of ours", path, manifestOf(path))
	}
	if err != nil {
		return m, err
	}
	if info.Size() > manifestMax {
		return m, fmt.Errorf("%s is too large for a manifest", manifestOf(path))
	}
	text, err := os.ReadFile(manifestOf(path))
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(text, &m); err != nil {
		return m, fmt.Errorf("%s: %w", manifestOf(path), err)
	}
	return m, nil
}
