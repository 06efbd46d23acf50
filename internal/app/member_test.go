package app_test

import (
	"fmt"
	"testing"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// Every decision about a member is kept, reinstating too, with whoever decided it in
// the role of that time; what changes nothing is no decision. The last twenty are read.
func TestEveryDecisionAboutAMemberIsKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx, admin, moderator := t.Context(), w.staff[domain.Admin], w.staff[domain.Moderator]
		them := w.member("Bo", "bo@example.org", domain.Customer).ID
		w.must(w.app.SetRole(ctx, admin, them, domain.Engineer, because))
		w.must(w.app.SetRole(ctx, domain.System, them, domain.Customer, because))
		for range 2 {
			w.must(w.app.Suspend(ctx, moderator, them, domain.Sanction{Reason: because}))
		}
		w.must(w.app.Reinstate(ctx, moderator, them))
		w.must(w.app.Reinstate(ctx, moderator, them))
		w.must(w.app.SetRole(ctx, admin, moderator.ID, domain.Customer, because))
		got := ""
		for _, d := range w.decided(them) {
			got += fmt.Sprintf("%s %s by %d %s for %q\n", d.Act, d.Given, d.By.ID, d.By.Role, d.Reason)
			if d.By.ID != 0 && d.By.Name == "" || !d.At.Equal(w.clock.now()) {
				t.Errorf("by %q at %s", d.By.Name, d.At)
			}
		}
		want := fmt.Sprintf(`reinstatement  by %d moderator for ""
suspension  by %d moderator for %q
role member by 0 admin for %q
role engineer by %d admin for %q
`, moderator.ID, moderator.ID, because, because, admin.ID, because)
		if got != want {
			t.Errorf("it was decided:\n%swant:\n%s", got, want)
		}
		for n := range 20 {
			w.must(w.app.SetRole(ctx, admin, them, []domain.Role{domain.Engineer, domain.Customer}[n%2], because))
		}
		if all := w.decided(them); len(all) != 20 || all[0].Given != domain.Customer || all[19].Given != domain.Engineer {
			t.Errorf("%d decisions are read", len(all))
		}
	})
}

func (w *world) decided(member int64) []domain.MemberDecision {
	w.t.Helper()
	all, err := w.db.Reader().MemberDecisions(w.t.Context(), member)
	w.must(err)
	return all
}
