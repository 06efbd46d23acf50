package migrations

import "testing"

// A step says which binary it needs, one that can read that, and none that is newer than
// itself.
func TestStepsSayWhatTheyNeed(t *testing.T) {
	for text, works := range map[string]bool{
		"-- needs_binary: 40\nSELECT 1":    true,
		"-- needs_binary: 32\nSELECT 1":    true,
		"-- needs_binary: 41\nSELECT 1":    false,
		"-- needs_binary: 31\nSELECT 1":    false,
		"-- needs_binary: some\nSELECT 1":  false,
		"SELECT 1 -- needs_binary: 40":     false,
		"-- more\n-- needs_binary: 40\n":   false,
		"-- needs_binary: 40 -- really\n;": false,
	} {
		if needs, err := needed(40, text); (err == nil) != works {
			t.Errorf("%q: %d, %v", text, needs, err)
		}
	}
	if needs, err := needed(7, "CREATE TABLE old"); needs != 7 || err != nil {
		t.Errorf("a step of before needs %d, %v", needs, err)
	}
}
