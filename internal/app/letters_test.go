package app

import (
	"context"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// A password is the same however its letters were composed, also one whose hash was
// made before that was so.
func TestPasswordsAreComposed(t *testing.T) {
	ctx, p := context.Background(), newPasswords()
	composed, apart := "größerer schl\u00fcssel", "gro\u0308ßerer schlu\u0308ssel"
	now, err := p.hash(ctx, apart)
	if err != nil {
		t.Fatal(err)
	}
	before, err := argon2id.CreateHash(apart, passwordParams)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		typed, hash string
		want        bool
	}{{composed, now, true}, {apart, now, true}, {apart, before, true}, {composed, before, false},
		{"groserer schlussel", now, false}, {apart, "", false}} {
		if got, err := p.match(ctx, c.typed, c.hash); err != nil || got != c.want {
			t.Errorf("%q: %v, %v", c.typed, got, err)
		}
	}
}

// Nobody but staff can be taken for staff by name; the moment of the write decides.
func TestNobodyPretendsToBeStaff(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		now := func() time.Time { return time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC) }
		free := New(db, now).Unlimited(now)
		add := func(name, email string, role domain.Role) domain.Actor {
			id, err := free.addMember(ctx, domain.System, domain.Member{Name: name, Email: email, Role: role, Password: "x"})
			if err != nil {
				t.Fatal(err)
			}
			return domain.Actor{ID: id, Role: role, System: true}
		}
		lena, mira := add("Lena Ortmann", "lena@example.org", domain.Engineer), add("Mira", "mira@example.org", domain.Customer)
		for name, refused := range map[string]bool{
			"Lena Ortmann": true, "lena 0rtrnann": true, "L\u0435n\u0430 Ortmann": true, "Lena Ortmann (Kiel)": false,
			"Admin": true, "\u0410dmin Team": true, "Groundswell": true,
			"Verwaltung": true, "Mira Admin": false, "Lena": false, "Mira": false,
		} {
			if err := free.ChangeName(ctx, mira, name); (domain.KindOf(err) == domain.Invalid) != refused {
				t.Errorf("Mira calls herself %q: %v", name, err)
			}
		}
		for name, refused := range map[string]bool{"Lena 0rtmann": true, "Moderator": true, "Lena": false} {
			err := free.SignUp(ctx, Origin{Network: "192.0.2.1"}, domain.Member{Name: name, Email: "new@example.org"},
				"quiet water under a bridge")
			if (domain.KindOf(err) == domain.Invalid) != refused {
				t.Errorf("somebody new is called %q: %v", name, err)
			}
		}
		if err := free.ChangeName(ctx, lena, "Admin"); err != nil {
			t.Errorf("staff are free: %v", err)
		}
		if _, err := free.addMember(ctx, domain.System, domain.Member{Name: "Admin", Email: "other@example.org", Password: "x",
			Role: domain.Customer}); err != nil {
			t.Errorf("whom an admin adds is free: %v", err)
		}
	})
}
