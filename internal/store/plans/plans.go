// Package plans makes SQLite keep the plans of prepared statements. It is a package
// of its own because it is the one with lines of C: they are compiled once.
package plans

/*
// SQLite is compiled into the driver's package and has no header on our path, so
// what is called is declared here.
typedef struct sqlite3 sqlite3;
int sqlite3_auto_extension(void (*entry)(void));
int sqlite3_db_config(sqlite3 *db, int option, ...);

// keep_plans runs for every connection that opens; 1007 is
// SQLITE_DBCONFIG_ENABLE_QPSG. A connection that did not take it does not open.
static int keep_plans(sqlite3 *db, char **message, const void *api) {
	int on = 0;
	int code = sqlite3_db_config(db, 1007, 1, &on);
	return code != 0 || on ? code : 1;
}

static int keep_plans_of_all(void) {
	return sqlite3_auto_extension((void (*)(void))keep_plans);
}
*/
import "C"

import (
	"fmt"
	"sync"
)

// Keep makes every SQLite connection opened afterwards keep the plan of a
// prepared statement whatever values are bound to it: SQLite's query planner
// stability guarantee. Without it each binding that partial indexes might care
// about plans the statement anew, which cost more than running it: reading a
// page of the feed took 2 to 4 times as long, an idea 3 to 5 times.
//
// The driver has no option for it, but SQLite runs a hook of ours for each
// connection, so that no build needs a flag.
var Keep = sync.OnceValue(func() error {
	if code := C.keep_plans_of_all(); code != 0 {
		return fmt.Errorf("SQLite refuses to keep plans: code %d", code)
	}
	return nil
})
