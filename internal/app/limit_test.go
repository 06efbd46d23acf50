package app_test

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// limitRows counts the rows of limits and tells how long the longest key is.
func limitRows(t *testing.T, target string) (rows, longest int) {
	t.Helper()
	driver := "sqlite3"
	if strings.HasPrefix(target, "postgres") {
		driver = "pgx"
	}
	db, err := sql.Open(driver, target)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRowContext(t.Context(), "SELECT count(*), coalesce(max(length(key)), 0) FROM limits").Scan(&rows, &longest); err != nil {
		t.Fatal(err)
	}
	return rows, longest
}

// However often and with whatever a network asks, it makes few rows and short
// ones, and is told when to come back.
func TestANetworkMakesFewRows(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		db := storetest.Open(t, target)
		w := newWorld(t, db)
		huge := strings.Repeat("x", 240<<10)
		nothing := w.free.SetSettings(t.Context(), domain.System, domain.Settings{domain.LimitSignInNetwork: "40"})
		w.want(nothing, 0, "a limit that is reached soon")
		signIn := func(address string) error {
			_, err := w.app.SignIn(t.Context(), from, address, "short")
			return err
		}
		for n := range 100 {
			w.want(signIn(fmt.Sprint(n, huge, "@example.org")), domain.Invalid, "a huge address")
			w.want(w.app.AskReset(t.Context(), from, fmt.Sprint(n, huge, "@example.org")), domain.Invalid, "a reset for a huge address")
		}
		if rows, _ := limitRows(t, target); rows != 0 {
			t.Errorf("huge addresses made %d rows", rows)
		}
		for n := range 40 {
			w.want(w.app.AskReset(t.Context(), from, fmt.Sprintf("somebody%d@example.org", n)), 0, "within the limit")
		}
		before := db.Reader().Changes()
		for n := range 10_000 {
			err := signIn(fmt.Sprintf("%d%s@example.org", n, huge[:100]))
			if n%2 == 0 {
				err = w.app.AskReset(t.Context(), from, fmt.Sprintf("other%d@example.org", n))
			}
			if domain.KindOf(err) != domain.TooMany {
				t.Fatalf("try %d: %v", n, err)
			}
		}
		if rows, longest := limitRows(t, target); rows > 41 || longest > 64 {
			t.Errorf("%d rows, the longest key of %d characters", rows, longest)
		}
		if after := db.Reader().Changes(); after != before {
			t.Errorf("refused tries made %d transactions", after-before)
		}
		w.clock.forward(time.Minute)
		w.want(w.app.AskReset(t.Context(), from, "mira@example.org"), 0, "a minute later")
	})
}

// A network that hammers one account runs out of tries itself: what the account
// refuses has counted for the network.
func TestTriesOnOneAccountCountForTheNetwork(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		w.want(w.free.SetSettings(t.Context(), domain.System,
			domain.Settings{domain.LimitMailHour: "1", domain.LimitSignInNetwork: "5"}), 0, "limits")
		ask := func(from app.Origin, address string) error { return w.app.AskReset(t.Context(), from, address) }
		w.want(ask(from, "mira@example.org"), 0, "the first")
		for range 4 {
			w.want(ask(from, "mira@example.org"), domain.TooMany, "the address has no mail left")
		}
		w.want(ask(from, "lena@example.org"), domain.TooMany, "the network has no try left")
		w.want(ask(app.Origin{Network: "192.0.2.99"}, "lena@example.org"), 0, "another network has")
	})
}
