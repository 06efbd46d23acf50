package store_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// Two replicas behind a PgBouncer in transaction mode write and read side by side, over
// fewer connections than they think they have.
func TestBehindAPooler(t *testing.T) {
	target := storetest.Pooled(t)
	replicas := []*store.DB{storetest.Open(t, target), storetest.Open(t, target)}
	ctx := t.Context()
	for _, db := range replicas {
		if steps, err := db.Migrate(ctx); err != nil || steps != 0 {
			t.Fatal(steps, err)
		}
	}
	const writers, each = 16, 20
	var all sync.WaitGroup
	for n := range writers {
		db := replicas[n%len(replicas)]
		all.Go(func() {
			for i := range each {
				err := db.Tx(ctx, func(q *store.Tx) error {
					if err := q.SetSetting(ctx, fmt.Sprintf("test.%d", n), fmt.Sprint(i), noon); err != nil {
						return err
					}
					return q.Audit(ctx, domain.AuditEntry{At: noon, Actor: int64(n), Action: "set setting", Object: "setting"})
				})
				if err != nil {
					t.Error(err)
					return
				}
				found, err := db.Reader().Settings(ctx)
				if err != nil || found[fmt.Sprintf("test.%d", n)] != fmt.Sprint(i) {
					t.Errorf("writer %d reads %v: %v", n, found, err)
					return
				}
			}
		})
	}
	all.Wait()
	if n, err := replicas[1].Reader().CheckAudit(ctx); err != nil || n != writers*each {
		t.Errorf("%d entries, %v", n, err)
	}
}

// Without its word in the address a pooler is named in the error, and another word is no
// mode.
func TestAPoolerThatIsNotNamed(t *testing.T) {
	target := storetest.Pooled(t)
	for address, want := range map[string]string{
		strings.TrimSuffix(target, "&pooler=transaction"):      "pooler=transaction",
		strings.Replace(target, "=transaction", "=session", 1): "is not known",
	} {
		db, err := store.Open(t.Context(), address, store.Options{})
		if err == nil {
			db.Close()
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", address, err)
		}
	}
}
