package store

import (
	"slices"
	"strings"
	"testing"
)

// ofTheEngine are tables of SQLite, of PostgreSQL and of the migrations themselves.
func ofTheEngine(table string) bool {
	return strings.HasPrefix(table, "sqlite_") || strings.HasPrefix(table, "goose_") || table == "schema_sums" ||
		strings.HasPrefix(table, "search_index_")
}

const howToRegister = `internal/store/registry.go says of every column what becomes of it. A new table gets a line
	{table: "NAME", whose: "member_id = $1", given: "…", words: "…", erased: "…", kept: "…"},
behind those whose rows it names: whose tells which rows are about a member ($1); given is what "Download my data" hands
out; words is what the member wrote; erased is emptied with the account (name, or name=VALUE); kept is everything else;
goes: true where the rows go as a whole. A new column goes into one of these lists of its table's line.`

func checkRegistry(t *testing.T, columns map[string][]string) {
	t.Helper()
	for table, have := range columns {
		if ofTheEngine(table) {
			continue
		}
		at := slices.IndexFunc(registry, func(e entry) bool { return e.table == table })
		if at < 0 {
			t.Errorf("table %s (%s) has no line in the registry.\n%s", table, strings.Join(have, " "), howToRegister)
			continue
		}
		named := registry[at].columns()
		for _, column := range have {
			if !slices.Contains(named, column) {
				t.Errorf("column %s.%s is in no list of its table's line in the registry.\n%s", table, column, howToRegister)
			}
		}
		for _, column := range named {
			if !slices.Contains(have, column) && table != "search_index" { // whose rowid SQLite does not list
				t.Errorf("the registry names %s.%s, which is not there", table, column)
			}
		}
	}
	for _, e := range registry {
		if columns[e.table] == nil {
			t.Errorf("the registry names the table %s, which is not there", e.table)
		}
		if e.whose == "" && e.given+e.words+e.erased != "" || e.goes && e.whose == "" {
			t.Errorf("%s: whose rows are they?", e.table)
		}
	}
}
