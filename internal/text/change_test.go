package text_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"groundswell/internal/text"
)

func TestChangesAreOfWholeWords(t *testing.T) {
	for _, c := range []struct{ older, newer, want string }{
		{"", "", ""},
		{"The fan hums.", "The fan hums.", "The fan hums."},
		{"The fan hums.", "The fan roars.", "The fan [-hums-][+roars+]."},
		{"", "All of it", "[+All of it+]"},
		{"All of it", "", "[-All of it-]"},
		{"Der Lüfter läuft", "Der Lüfter läuft nachts", "Der Lüfter läuft[+ nachts+]"},
		{"one two three", "four five six", "[-one two three-][+four five six+]"},
		{"a [link](https://example.org/a)", "a [link](https://example.org/b)", "a [link](https://example.org/[-a-][+b+])"},
	} {
		if got := drawn(text.Changes(c.older, c.newer)); got != c.want {
			t.Errorf("%q to %q: %s, want %s", c.older, c.newer, got, c.want)
		}
	}
}

func drawn(changes []text.Change) string {
	var out strings.Builder
	for _, c := range changes {
		fmt.Fprintf(&out, []string{"%s", "[-%s-]", "[+%s+]"}[c.Kind], c.Words)
	}
	return out.String()
}

// Whatever two texts are, both can be read from the changes.
func TestChangesLeaveBothTextsWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := rapid.StringOf(rapid.RuneFrom([]rune("ab \nä.\U0001f600\ufffd*")))
		older, newer := letters.Draw(t, "older"), letters.Draw(t, "newer")
		var before, after strings.Builder
		for _, c := range text.Changes(older, newer) {
			if c.Kind != text.Came {
				before.WriteString(c.Words)
			}
			if c.Kind != text.Went {
				after.WriteString(c.Words)
			}
		}
		if before.String() != older || after.String() != newer {
			t.Fatalf("%q and %q", before.String(), after.String())
		}
	})
}

// More different words than there are letters below the ones that no text has.
func TestChangesOfManyWords(t *testing.T) {
	var older strings.Builder
	for n := range 70_000 {
		fmt.Fprintf(&older, "%d\n", n)
	}
	newer := older.String() + "end"
	if got := text.Changes(older.String(), newer); len(got) != 2 || got[1].Words != "end" || got[0].Words != older.String() {
		t.Errorf("%d changes", len(got))
	}
}
