package web_test

import (
	"encoding/csv"
	"net/http"
	"strings"
	"testing"

	"groundswell/internal/domain"
)

// entries are the numbers of the entries that a page of the audit log shows, in its order.
func (a *answer) entries() []string {
	a.doc() // an answer that is no page fails here
	var all []string
	for _, word := range strings.Split(a.text(), "Entry ")[1:] {
		all = append(all, strings.Fields(word)[0])
	}
	return all
}

// Admins read who did what, newest first, and narrow that down by who, what, what about
// and when; what was asked for wrongly is said beside its field.
func TestTheAuditLogIsRead(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		admin := s.as(domain.Admin)
		id := s.idea(domain.Customer, "A quieter fan for everyone")
		s.must(s.app.Decide(t.Context(), s.actor(domain.Engineer), id, domain.StatusUnderReview, ""))
		s.must(s.app.RemoveIdea(t.Context(), s.actor(domain.Moderator), id))
		s.must(s.app.RestoreIdea(t.Context(), s.actor(domain.Admin), id))

		a := admin.get("/admin/audit").want(http.StatusOK, "removed an idea", "restored an idea", "decided about an idea",
			"The chain ends at entry")
		all := a.entries()
		if len(all) < 3 {
			t.Fatalf("the log has %v", all)
		}
		moderator := itoa(s.members[domain.Moderator])
		for query, want := range map[string]int{
			"who=The+moderator&object=idea": 1, "who=" + moderator + "&action=remove+idea": 1, "who=" + moderator + "&action=restore+idea": 0,
			"object=idea&of=" + itoa(id): 3, "object=idea&of=" + itoa(id+1): 0, "until=2001-01-01": 0, "from=2099-01-01": 0,
			"from=2001-01-01&until=2099-01-01&object=idea": 3,
		} {
			if got := admin.get("/admin/audit?"+query).want(http.StatusOK, "").entries(); len(got) != want {
				t.Errorf("%s shows %v, want %d", query, got, want)
			}
		}
		admin.get("/admin/audit?who=Nobody+at+all").want(http.StatusUnprocessableEntity, "Nobody is called that")
		admin.get("/admin/audit?from=yesterday").want(http.StatusUnprocessableEntity, "Choose a day")
		s.must(s.app.SetPreferences(t.Context(), s.actor(domain.Admin), "de", domain.ThemeAuto, true))
		admin.get("/admin/audit").want(http.StatusOK, "hat eine Idee entfernt", "Idee "+itoa(id))
	})
}

// The file has what the page shows, with numbers instead of names, in the order of the page.
func TestTheAuditLogAsAFile(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		admin := s.as(domain.Admin)
		id := s.idea(domain.Customer, "A quieter fan for everyone")
		s.must(s.app.RemoveIdea(t.Context(), s.actor(domain.Moderator), id))
		shown := admin.get("/admin/audit?object=idea").want(http.StatusOK, "").entries()
		a := admin.get("/admin/audit.csv?object=idea").want(http.StatusOK, "")
		rows, err := csv.NewReader(strings.NewReader(a.body)).ReadAll()
		if err != nil || len(rows) != len(shown)+1 {
			t.Fatalf("%d lines for %v: %v", len(rows), shown, err)
		}
		if last := rows[1]; last[0] != shown[0] || last[2] != itoa(s.members[domain.Moderator]) || last[3] != "remove idea" ||
			last[5] != itoa(id) || len(last[7]) != 64 {
			t.Errorf("the newest is %v", last)
		}
		if strings.Contains(a.body, "moderator") {
			t.Error("a name stands in the file")
		}
	})
}
