package app_test

import (
	"errors"
	"testing"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// invite asks somebody by a link and returns its token.
func (w *world) invite(email string, role domain.Role) string {
	w.t.Helper()
	token, err := w.free.Invite(w.t.Context(), w.staff[domain.Admin], domain.Invitation{Email: email, Role: role}, false)
	if err != nil {
		w.t.Fatal(err)
	}
	return token
}

// accept uses an invitation's link.
func (w *world) accept(token string) (domain.Actor, error) {
	session, err := w.app.AcceptInvitation(w.t.Context(), from, token, domain.Member{Name: "Nia", Language: "de"}, password)
	if err != nil {
		return domain.Actor{}, err
	}
	return w.signedIn(session)
}

// refused fails where a link works.
func (w *world) refused(token, why string) {
	w.t.Helper()
	if _, err := w.app.InvitationFor(w.t.Context(), token); domain.KindOf(err) != domain.NotFound {
		w.t.Errorf("%s: the page of the link says %v", why, err)
	}
	if _, err := w.accept(token); domain.KindOf(err) != domain.NotFound {
		w.t.Errorf("%s: accepting says %v", why, err)
	}
}

// Who is invited joins in the role of the invitation, once, and what waited at the
// address is forgotten.
func TestAnInvitationIsAccepted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		if err := w.app.SignUp(t.Context(), from, domain.Member{Name: "Nia", Email: "nia@example.org"}, password); err != nil {
			t.Fatal(err)
		}
		_, err := w.free.Invite(t.Context(), w.staff[domain.Admin], domain.Invitation{Email: " Nia@Example.org ", Role: domain.Engineer}, true)
		if err != nil {
			t.Fatal(err)
		}
		open, err := db.Reader().Invitations(t.Context(), w.clock.now(), 10)
		if err != nil || len(open) != 1 || open[0].Email != "nia@example.org" || open[0].By.Name != "The admin" {
			t.Fatalf("%+v, %v", open, err)
		}
		token, err := w.app.NewInvitationLink(t.Context(), open[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		who, err := w.accept(token)
		if err != nil || who.Role != domain.Engineer || who.Language != "de" {
			t.Fatalf("%+v, %v", who, err)
		}
		m, err := db.Reader().Member(t.Context(), who.ID)
		if err != nil || m.Email != "nia@example.org" || m.Confirmed.IsZero() {
			t.Errorf("%+v, %v", m, err)
		}
		if waiting, err := db.Reader().Applicants(t.Context(), m.Email); err != nil || len(waiting) > 0 {
			t.Errorf("%v still wait, %v", waiting, err)
		}
		w.refused(token, "a second time")
		_, err = w.free.Invite(t.Context(), w.staff[domain.Admin], domain.Invitation{Email: m.Email, Role: domain.Admin}, false)
		if domain.KindOf(err) != domain.Invalid {
			t.Errorf("somebody who is here is invited: %v", err)
		}
	})
}

// An invitation ends: by a newer one, taken back, by the clock, by its owner coming
// another way, and with the rights of whoever made it.
func TestAnInvitationEnds(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx := t.Context()
		old := w.invite("nia@example.org", domain.Admin)
		newer := w.invite("nia@example.org", domain.Customer)
		w.refused(old, "a newer one was made")
		open, err := db.Reader().Invitations(ctx, w.clock.now(), 10)
		if err != nil || len(open) != 1 || open[0].Role != domain.Customer {
			t.Fatalf("%+v, %v", open, err)
		}
		if err := w.free.RevokeInvitation(ctx, w.staff[domain.Admin], open[0].ID); err != nil {
			t.Fatal(err)
		}
		w.refused(newer, "it was taken back")
		if _, err := w.app.NewInvitationLink(ctx, open[0].ID); !errors.Is(err, domain.ErrNotFound) {
			t.Errorf("a mail would bring a link to one that was taken back: %v", err)
		}
		if err := w.free.RevokeInvitation(ctx, w.staff[domain.Admin], open[0].ID); !errors.Is(err, domain.ErrNotFound) {
			t.Errorf("it is taken back twice: %v", err)
		}

		late := w.invite("late@example.org", domain.Engineer)
		w.clock.forward(domain.InvitationLife)
		w.refused(late, "its days have passed")

		another := w.member("Another", "another@example.org", domain.Admin)
		theirs, err := w.free.Invite(ctx, another, domain.Invitation{Email: "friend@example.org", Role: domain.Admin}, false)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.free.SetRole(ctx, w.staff[domain.Admin], another.ID, domain.Officer, because); err != nil {
			t.Fatal(err)
		}
		w.refused(theirs, "whoever made it may no longer invite")

		taken := w.invite("owner@example.org", domain.Moderator)
		w.confirmed("owner@example.org")
		w.refused(taken, "the owner came another way")
	})
}

// confirmed signs somebody up who has the mailbox.
func (w *world) confirmed(email string) {
	w.t.Helper()
	if err := w.free.SignUp(w.t.Context(), from, domain.Member{Name: "Ola", Email: email}, password); err != nil {
		w.t.Fatal(err)
	}
	links := w.promised()
	if _, err := w.app.Confirm(w.t.Context(), from, w.newLink(links[len(links)-1])); err != nil {
		w.t.Fatal(err)
	}
}

// Sweeps forget invitations that have ended.
func TestEndedInvitationsAreForgotten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		w.invite("nia@example.org", domain.Engineer)
		for passed := time.Duration(0); passed <= domain.InvitationLife+domain.SweepEvery; passed += domain.SweepEvery {
			if err := w.app.Sweep(t.Context()); err != nil {
				t.Fatal(err)
			}
			w.clock.forward(domain.SweepEvery)
		}
		if open, err := db.Reader().Invitations(t.Context(), time.Time{}, 10); err != nil || len(open) > 0 {
			t.Errorf("%+v, %v", open, err)
		}
	})
}

// A name that could be the company's is refused to whoever is invited as a member.
func TestWhoIsInvitedAsAMemberPretendsNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		token := w.invite("nia@example.org", domain.Customer)
		pretends := domain.Member{Name: "The admin"}
		if _, err := w.app.AcceptInvitation(t.Context(), app.Origin{}, token, pretends, password); domain.KindOf(err) != domain.Invalid {
			t.Errorf("somebody joins as %s: %v", pretends.Name, err)
		}
		if _, err := w.accept(token); err != nil {
			t.Errorf("the link is used up by a name that was refused: %v", err)
		}
	})
}
