package store

import (
	"os"
	"testing"
)

// What is copied before a migration is a whole database, readable by its owner
// alone.
func TestBackupBeforeMigrating(t *testing.T) {
	db := openGroup(t)
	if err := db.Tx(t.Context(), setting("first")); err != nil {
		t.Fatal(err)
	}
	for range 2 { // a second try of the same migration keeps the first copy
		if err := db.backup(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
	}
	path := db.target + ".before-2"
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v, %v", info, err)
	}
	copied, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	if got := settingsOf(t, copied); got != "first" {
		t.Errorf("the copy has: %s", got)
	}
}
