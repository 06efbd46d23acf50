package domain

import (
	"bytes"
	"testing"
	"time"
)

// A row is the same as before exactly while the file says the same, whenever it is
// read and whatever is read beside it.
func TestContentOfImportedRows(t *testing.T) {
	row := func(pairs ...string) map[string]string {
		values := map[string]string{"key": "1", "product": "p-1", "stars": "4", "title": "T", "created": "2024-05-06", "points": "-5"}
		for i := 0; i < len(pairs); i += 2 {
			values[pairs[i]] = pairs[i+1]
		}
		return values
	}
	first, later := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC), time.Date(2026, 5, 2, 12, 0, 0, 0, time.UTC)
	digests := map[string]func(values map[string]string, now time.Time) Content{
		"idea": func(values map[string]string, now time.Time) Content {
			i, _ := ParseImportedIdea(values, ImportRules{Space: "S", Now: now})
			return i.Content
		},
		"review": func(values map[string]string, now time.Time) Content {
			i, _ := ParseImportedReview(values, ImportRules{Now: now})
			return i.Content
		},
		"product": func(values map[string]string, now time.Time) Content {
			i, _ := ParseImportedProduct(values, ImportRules{Family: "F", Now: now})
			return i.Content
		},
	}
	cases := []struct {
		name   string
		values map[string]string
		same   map[string]bool // by kind; not named: differs
	}{
		{"nothing", row(), map[string]bool{"idea": true, "review": true, "product": true}},
		{"spaces around", row("title", " T "), map[string]bool{"idea": true, "review": true, "product": true}},
		{"an empty column more", row("author", ""), map[string]bool{"idea": true, "review": true, "product": true}},
		{"points below zero", row("points", "-700"), map[string]bool{"review": true, "product": true}},
		{"the date", row("created", "2024-05-07"), map[string]bool{"product": true}},
		{"no date any more", row("created", ""), map[string]bool{"product": true}},
		{"stars", row("stars", "5"), map[string]bool{"idea": true, "product": true}},
		{"an author", row("author", "Somebody"), map[string]bool{"product": true}},
		{"whose ID it is", row("author_id", "77"), map[string]bool{"product": true}},
		{"the mean", row("mean", "4.5"), map[string]bool{"idea": true, "review": true}},
	}
	for kind, digest := range digests {
		undated := row("created", "", "launched", "")
		if was, is := digest(undated, first), digest(undated, later); !bytes.Equal(was.Digest, is.Digest) || is.Dated {
			t.Errorf("%s: without a date it differs a day later", kind)
		}
		was := digest(row(), first).Digest
		if OutdatedDigest(was) {
			t.Errorf("%s: a new digest is taken for an old one", kind)
		}
		for _, c := range cases {
			if same := bytes.Equal(was, digest(c.values, later).Digest); same != c.same[kind] {
				t.Errorf("%s, %s: the same %v, want %v", kind, c.name, same, c.same[kind])
			}
		}
	}
}
