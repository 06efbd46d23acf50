package store

import (
	"path/filepath"
	"testing"
	"time"

	"groundswell/internal/domain"
)

// Accounts of before are found by the normal form of their address.
func TestAddressesOfBefore(t *testing.T) {
	ctx := t.Context()
	db, err := Open(ctx, filepath.Join(t.TempDir(), "groundswell.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	ids := map[string]int64{}
	err = db.Tx(ctx, func(q *Tx) (err error) {
		for _, email := range []string{"ada@müller.example", "two@müller.example", "two@xn--mller-kva.example", "bo@example.org"} {
			m := domain.Member{Name: "Somebody", Email: email, Role: domain.Customer, Created: time.UnixMilli(1)}
			if ids[email], err = q.CreateMember(ctx, m); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	tx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.normalAddresses(ctx, tx); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	for email, want := range map[string]int64{
		"ada@xn--mller-kva.example": ids["ada@müller.example"], "two@xn--mller-kva.example": ids["two@xn--mller-kva.example"],
		"bo@example.org": ids["bo@example.org"],
	} {
		if m, err := db.Reader().MemberByEmail(ctx, email); err != nil || m.ID != want {
			t.Errorf("%s is member %d, %v", email, m.ID, err)
		}
	}
}
