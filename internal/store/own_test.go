package store_test

import (
	"testing"

	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// fewRows are tables that grow with the staff and their work, or for minutes, and never
// with the members: reading one as a whole costs nothing.
var fewRows = map[string]bool{
	"links": true, "legal_texts": true, "spaces": true, "products": true, "revisions": true, "synonyms": true, "exclusions": true,
	"duties": true, "queue_engineers": true, "space_moderators": true,
}

// What is a member's is found by an index in every table that grows, on both engines:
// erasing one account must not read what all others wrote, in the transaction that writes.
func TestWhatIsAMembersIsFoundByAnIndex(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		scans, err := db.OwnScans(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if scans["legal_texts"] == "" {
			t.Error("legal_texts has no index by member, and no plan says so: this test tests nothing")
		}
		for table, line := range scans {
			if !fewRows[table] {
				t.Errorf("%s: %s: give it an index by member", table, line)
			}
		}
	})
}
