package search

import (
	"encoding/csv"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// ideasFile makes the table anew: go test ./internal/search -run TestTheShippedTable -ideas ideas_de.csv
var ideasFile = flag.String("ideas", "", "the German ideas, with a column \"text\", whose nouns nouns_de.txt counts")

// What a noun of the table must be: in so many ideas, and rarely written small.
const (
	leastIdeas = 3
	oftener    = 2 // times with a capital, to once without
)

// TestTheShippedTableIsClean: a word a line, each once, in order, with its count.
func TestTheShippedTableIsClean(t *testing.T) {
	table := nounsTable
	if *ideasFile != "" {
		table = nounsOf(t, *ideasFile)
		if err := os.WriteFile("nouns_de.txt", []byte(table), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	last := ""
	for line := range strings.Lines(table) {
		word, count, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok || word <= last || strings.Trim(count, "0123456789") != "" || !isNoun(word) {
			t.Errorf("%q after %q", line, last)
		}
		last = word
	}
}

// nounsOf counts the ideas that have a noun inside a sentence.
func nounsOf(t *testing.T, path string) string {
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := slices.Index(rows[0], "text")
	ideas, capital, small := map[string]int{}, map[string]int{}, map[string]int{}
	for _, row := range rows[1:] {
		seen := map[string]bool{}
		runs(row[column], func(r run) bool {
			word := row[column][r.from:r.to]
			switch {
			case !isCapital(word):
				small[fold(word)]++
			case !r.begins && isNoun(word):
				capital[fold(word)]++
				if !seen[word] {
					seen[word] = true
					ideas[word]++
				}
			}
			return true
		})
	}
	var table strings.Builder
	for _, word := range slices.Sorted(maps.Keys(ideas)) {
		if ideas[word] >= leastIdeas && capital[fold(word)] > oftener*small[fold(word)] {
			fmt.Fprintf(&table, "%s %d\n", word, ideas[word])
		}
	}
	return table.String()
}
