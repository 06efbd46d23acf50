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

// Each engineer of a queue gets one mail on a working morning with news, and none on
// others.
func TestTheMorningsMail(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.now = time.Date(2026, 5, 4, 3, 0, 0, 0, time.UTC) // a Monday, five o'clock in Berlin
		a := app.New(db, o.clock)
		var engineer int64
		o.tx(func(q *store.Tx) (err error) {
			engineer, err = q.CreateMember(t.Context(),
				domain.Member{Name: "Lena", Email: "lena@example.org", Role: domain.Engineer, Created: o.now, Confirmed: o.now})
			return err
		})
		queue, err := a.SaveQueue(t.Context(), domain.System, domain.Queue{
			Name: "Thermal", TimeZone: "Europe/Berlin", Days: 5, Weights: domain.PlainWeights, Engineers: []domain.MemberRef{{ID: engineer}},
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := a.AddWork(t.Context(), domain.System, queue, "Measure the new fan", ""); err != nil {
			t.Fatal(err)
		}
		mornings := func(after time.Duration, want ...string) {
			t.Helper()
			o.forward(after)
			for range 2 {
				if err := a.Mornings(t.Context()); err != nil {
					t.Fatal(err)
				}
				o.run()
			}
			var got []string
			for _, m := range o.inbox.Take() {
				got = append(got, m.To)
				if !strings.Contains(m.Text, "Measure the new fan") {
					t.Errorf("the mail says %q", m.Text)
				}
			}
			if strings.Join(got, " ") != strings.Join(want, " ") {
				t.Errorf("%s: mails to %v, want %v", o.clock(), got, want)
			}
		}
		mornings(0)                                  // before seven
		mornings(3*time.Hour, "lena@example.org")    // eight o'clock: it is new
		mornings(48 * time.Hour)                     // Wednesday: nothing is new, due or late
		mornings(5*24*time.Hour, "lena@example.org") // next Monday: it is late
	})
}
