package store_test

import (
	"path/filepath"
	"testing"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store/storetest"
)

// Accounts that wait to be confirmed become applicants, with their links; others
// stay as they are.
func TestUnconfirmedAccountsBecomeApplicants(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { migrateUnconfirmed(t, filepath.Join(t.TempDir(), "old.db"), "BLOB") })
	t.Run("postgres", func(t *testing.T) { migrateUnconfirmed(t, storetest.EmptyPostgres(t), "BYTEA") })
}

func migrateUnconfirmed(t *testing.T, target, bytes string) {
	ctx := t.Context()
	db := storetest.Open(t, target)
	if err := db.MigrateTo(ctx, 3); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`INSERT INTO members (id, name, email, role, language, password, created_at, confirmed_at) VALUES
			(1, 'Here', 'here@example.org', 'member', '', 'hash of here', 1000, 2000), (2, 'Asked', 'asked@example.org', 'member', 'de', 'hash of asked', 1000, 0),
			(3, 'Late', 'late@example.org', 'member', '', 'hash of late', 1000, 0), (4, 'Imported', NULL, 'member', '', '', 1000, 0)`,
		`INSERT INTO links (kind, member_id, token_hash, email, expires_at) VALUES
			('confirm', 2, CAST('token' AS ` + bytes + `), 'asked@example.org', 9000), ('reset', 1, CAST('other' AS ` + bytes + `), '', 9000)`,
	} {
		if err := db.Tamper(ctx, statement); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	asked, err := db.Reader().ApplicantByLink(ctx, []byte("token"), time.UnixMilli(8000))
	if err != nil || asked.Name != "Asked" || asked.Email != "asked@example.org" || asked.Password != "hash of asked" ||
		asked.Language != "de" {
		t.Errorf("the link leads to %+v, %v", asked, err)
	}
	if late, err := db.Reader().Applicants(ctx, "late@example.org"); err != nil || len(late) != 1 || late[0].Password != "hash of late" {
		t.Errorf("%+v, %v", late, err)
	}
	for id, password := range map[int64]string{1: "hash of here", 2: "", 3: "", 4: ""} {
		if m, err := db.Reader().Member(ctx, id); err != nil || m.Password != password {
			t.Errorf("account %d has the password %q, %v", id, m.Password, err)
		}
	}
	if _, err := db.Reader().Link(ctx, domain.ResetLink, []byte("other"), time.UnixMilli(8000)); err != nil {
		t.Errorf("the link of another kind: %v", err)
	}
	if n, err := db.Count(ctx, "applicants"); err != nil || n != 2 {
		t.Errorf("%d applicants, %v", n, err)
	}
}
