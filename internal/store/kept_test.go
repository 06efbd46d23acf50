package store

import (
	"os"
	"strings"
	"testing"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
)

// The guide for operators says of every table how long its rows are kept, once, and of
// what sweeps forget the period that they hold to.
func TestTheGuideSaysHowLongRowsAreKept(t *testing.T) {
	guide, err := os.ReadFile("../../docs/operate.md")
	if err != nil {
		t.Fatal(err)
	}
	_, list, found := strings.Cut(string(guide), "| kept | for | tables |")
	if !found {
		t.Fatal("docs/operate.md has no table of what is kept for how long")
	}
	rows := strings.Split(list, "\n")
	row := func(table string) (found []string) {
		for _, r := range rows {
			if strings.Contains(r, "`"+table+"`") {
				found = append(found, r)
			}
		}
		return found
	}
	for _, e := range registry {
		if n := len(row(e.table)); n != 1 {
			t.Errorf("docs/operate.md names the table %s in %d rows of what is kept for how long", e.table, n)
		}
	}
	for _, k := range domain.Keepings {
		for _, table := range k.Tables {
			if r := row(table); len(r) == 1 && !strings.Contains(r[0], i18n.For("en").Wait(k.For)) {
				t.Errorf("docs/operate.md says of %s another period than %s: %s", table, i18n.For("en").Wait(k.For), r[0])
			}
		}
	}
}
