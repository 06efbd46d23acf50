package store

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

var (
	// scheme is what addresses begin with and paths do not: a file may have a colon
	// in its name behind a slash, as in ./a:b.
	scheme = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9+.-]*|):`)
	// keywords are PostgreSQL's other way to write an address.
	keywords = regexp.MustCompile(`(^|\s)(host|hostaddr|dbname|user|password|service)\s*=`)
)

// engineOf tells which database a target means. It is a file or an address of
// PostgreSQL; what looks like the address of anything else is refused, never taken
// for the name of a file. The refusal does not repeat the target: it may hold a
// password.
func engineOf(target string) (engine, error) {
	const want = "the database is a SQLite file, as in data/groundswell.db, or an address of PostgreSQL, as in postgres://user@host/name"
	found := scheme.FindStringSubmatch(target)
	switch {
	case strings.TrimSpace(target) == "":
		return sqlite, errors.New(want)
	case found == nil && keywords.MatchString(target):
		return sqlite, fmt.Errorf("%s; keywords such as host= are not understood", want)
	case found == nil:
		return sqlite, nil
	case (found[1] == "postgres" || found[1] == "postgresql") && strings.HasPrefix(target, found[0]+"//"):
		return postgres, nil
	}
	return sqlite, fmt.Errorf("%s; %q is neither (a file with a colon in its name is written ./name)", want, found[0])
}
