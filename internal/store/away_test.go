package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// While the folder of the file is away nothing is made up for it: what is asked is refused
// as unavailable, and works once it is back.
func TestAFolderThatIsAway(t *testing.T) {
	target := storetest.SQLite(t)
	folder := filepath.Dir(target)
	db := storetest.Open(t, target)
	ctx := t.Context()
	write := func() error {
		return db.Tx(ctx, func(q *store.Tx) error { return q.SetSetting(ctx, domain.CommunityName, "Fernwood", noon) })
	}
	read := func() error { _, err := db.Reader().Settings(ctx); return err }
	if err := os.Rename(folder, folder+".away"); err != nil {
		t.Fatal(err)
	}
	for what, do := range map[string]func() error{"reading": read, "writing": write} {
		if err := do(); domain.KindOf(err) != domain.Unavailable {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := db.Reader().Ping(ctx); err == nil {
		t.Error("it says that it is ready")
	}
	if err := os.Rename(folder+".away", folder); err != nil {
		t.Fatal(err)
	}
	for what, do := range map[string]func() error{"reading": read, "writing": write,
		"readiness": func() error { return db.Reader().Ping(ctx) }} {
		if err := do(); err != nil {
			t.Errorf("%s afterwards: %v", what, err)
		}
	}
}
