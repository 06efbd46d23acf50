package jobs_test

import (
	"strings"
	"testing"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// Each admin gets one mail a day, weekends too, with the head that the log has then, what
// was done in the day before it and what waits; nobody else does.
func TestTheAdminsDailyMail(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.now = time.Date(2026, 5, 2, 6, 59, 0, 0, time.UTC) // a Saturday
		a := app.New(db, o.clock)
		o.tx(func(q *store.Tx) error {
			for email, role := range map[string]domain.Role{
				"alva@example.org": domain.Admin, "gone@example.org": domain.Admin, "mika@example.org": domain.Moderator,
			} {
				m := domain.Member{Name: email, Email: email, Role: role, Language: "de", Created: o.now, Confirmed: o.now}
				id, err := q.CreateMember(t.Context(), m)
				if err != nil {
					return err
				}
				if email == "gone@example.org" {
					if err := q.SetSuspended(t.Context(), id, o.now); err != nil {
						return err
					}
				}
			}
			_, err := q.OpenDeskRow(t.Context(), domain.DeskRow{Kind: domain.DeskVotes, Part: domain.PartVotes, Subject: 1,
				Created: o.now.Add(-3 * domain.DeskLate)})
			return err
		})
		daily := func(after time.Duration, want int) (text string) {
			t.Helper()
			o.forward(after)
			for range 2 {
				if err := a.TellAdmins(t.Context()); err != nil {
					t.Fatal(err)
				}
				o.run()
			}
			mails := o.inbox.Take()
			if len(mails) != want || want == 1 && mails[0].To != "alva@example.org" {
				t.Fatalf("%s: %+v, want %d", o.clock(), mails, want)
			}
			if want == 0 {
				return ""
			}
			return mails[0].Subject + "\n" + mails[0].Text
		}
		says := func(text string, want ...string) {
			t.Helper()
			for _, word := range want {
				if !strings.Contains(text, word) {
					t.Errorf("the mail lacks %q:\n%s", word, text)
				}
			}
		}
		daily(0, 0) // before seven
		if _, err := a.SaveSpace(t.Context(), domain.System, domain.Space{Name: "Thermal"}); err != nil {
			t.Fatal(err)
		}
		head, err := db.Reader().AuditHead(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		says(daily(time.Minute, 1), "1 neu", "1 wartend, 1 überfällig", "1 Mal: hat einen Bereich angelegt",
			"groundswell check --audit-head="+head.String(), "Zurückgehaltene Stimmen, 1", "/admin/audit")
		says(daily(24*time.Hour+time.Minute, 1), "0 neu", head.String()) // Sunday

		if kept, ok := domain.ParseAuditHead(head.String()); !ok || db.Reader().CheckAuditHead(t.Context(), kept) != nil {
			t.Errorf("the head that left in the mail is not found again: %v, %v", kept, ok)
		}
	})
}
