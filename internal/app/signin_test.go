package app_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

var from = app.Origin{Network: "192.0.2.1", UserAgent: "test"}

// signedIn reads who a session's token belongs to.
func (w *world) signedIn(token string) (domain.Actor, error) {
	who, created, seen, err := w.db.Reader().SessionActor(w.t.Context(), app.HashToken(token))
	if err == nil && !domain.SessionAlive(who.Role, created, seen, w.clock.now()) {
		err = domain.ErrNotFound
	}
	return who, err
}

// promised are the links that mails are promised for, oldest first.
func (w *world) promised() []domain.SendLink {
	w.t.Helper()
	var all []domain.SendLink
	for job, found := w.lease(domain.MailLane); found; job, found = w.lease(domain.MailLane) {
		var p domain.SendLink
		if job.Kind == p.Kind() {
			if err := json.Unmarshal(job.Payload, &p); err != nil {
				w.t.Fatal(err)
			}
			all = append(all, p)
		}
		if err := w.db.Tx(w.t.Context(), func(q *store.Tx) error { return q.FinishJob(w.t.Context(), job) }); err != nil {
			w.t.Fatal(err)
		}
	}
	return all
}

func (w *world) newLink(p domain.SendLink) string {
	w.t.Helper()
	token, err := w.app.NewLink(w.t.Context(), p)
	if err != nil {
		w.t.Fatalf("a link as promised by %+v: %v", p, err)
	}
	return token
}

// link is one that was promised to a member just now.
func (w *world) link(kind domain.LinkKind, member int64, email string) string {
	w.t.Helper()
	m, err := w.db.Reader().Member(w.t.Context(), member)
	if err == nil && kind == domain.EmailLink {
		err = w.db.Tx(w.t.Context(), func(q *store.Tx) error { return q.SetNewEmail(w.t.Context(), member, email) })
	}
	if err != nil {
		w.t.Fatal(err)
	}
	return w.newLink(domain.SendLink{Member: member, Link: kind, Email: email, Stamp: m.Stamp})
}

func TestSignUpConfirmSignIn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx := t.Context()
		m := domain.Member{Name: "Mira", Email: " Mira@Example.org "}
		w.want(w.app.SignUp(ctx, from, m, password), 0, "sign up")
		_, err := w.app.SignIn(ctx, from, "mira@example.org", password)
		w.want(err, domain.Invalid, "sign in before confirming")
		promises := w.promised()
		if len(promises) != 2 { // the second is for the try to sign in
			t.Fatalf("%+v", promises)
		}
		old, token := w.newLink(promises[0]), w.newLink(promises[1])
		_, err = w.app.Confirm(ctx, from, old)
		w.want(err, domain.NotFound, "an older link")
		session, err := w.app.Confirm(ctx, from, token)
		w.want(err, 0, "the newest link")
		if who, err := w.signedIn(session); err != nil || who.Name != "Mira" {
			t.Errorf("the link signs in: %v", err)
		}
		_, err = w.app.Confirm(ctx, from, token)
		w.want(err, domain.NotFound, "the link a second time")
		_, err = w.app.SignIn(ctx, from, "MIRA@example.org", password)
		w.want(err, 0, "sign in")
		_, err = w.app.SignIn(ctx, from, "mira@example.org", "something else entirely")
		w.want(err, domain.Invalid, "a wrong password")
	})
}

func TestLinksRunOut(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		token := w.link(domain.ResetLink, w.staff[domain.Customer].ID, "")
		w.want(w.app.CheckLink(t.Context(), domain.ConfirmLink, token), domain.NotFound, "a link of another kind")
		w.clock.forward(domain.LinkLife - time.Second)
		w.want(w.app.CheckLink(t.Context(), domain.ResetLink, token), 0, "just in time")
		w.clock.forward(time.Second)
		_, err := w.app.Reset(t.Context(), from, token, password)
		w.want(err, domain.NotFound, "too late")
	})
}

// Everything that should end every session does.
func TestSessionsEndWith(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx := t.Context()
		admin := w.staff[domain.Admin]
		id, err := w.free.AddMember(ctx, domain.System, domain.Member{Name: "Mira", Email: "mira@example.org", Role: domain.Customer}, password)
		if err != nil {
			t.Fatal(err)
		}
		current := password
		for _, c := range []struct {
			name string
			do   func(who domain.Actor) error
		}{
			{"a new role", func(domain.Actor) error { return w.app.SetRole(ctx, admin, id, domain.Engineer, because) }},
			{"suspension", func(domain.Actor) error {
				return errors.Join(w.app.Suspend(ctx, admin, id, domain.Sanction{Reason: because}), w.app.Reinstate(ctx, admin, id))
			}},
			{"a new address", func(domain.Actor) error {
				return w.app.ConfirmEmail(ctx, w.link(domain.EmailLink, id, "new@example.org"))
			}},
			{"a reset password", func(domain.Actor) error {
				current = "another walk on the beach"
				_, err := w.app.Reset(ctx, from, w.link(domain.ResetLink, id, ""), current)
				return err
			}},
			{"a changed password", func(who domain.Actor) error {
				_, err := w.free.ChangePassword(ctx, who, from, current, "a third sentence for signing in")
				current = "a third sentence for signing in"
				return err
			}},
			{"signing out", func(who domain.Actor) error { return w.app.SignOut(ctx, who) }},
			{"twelve idle hours of staff", func(domain.Actor) error { w.clock.forward(12 * time.Hour); return nil }},
		} {
			m, err := db.Reader().Member(ctx, id)
			if err != nil {
				t.Fatal(err)
			}
			token, err := w.free.SignIn(ctx, from, m.Email, current)
			if err != nil {
				t.Fatalf("sign in before %s: %v", c.name, err)
			}
			who, err := w.signedIn(token)
			if err != nil {
				t.Fatalf("before %s: %v", c.name, err)
			}
			if err := c.do(who); err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
			if _, err := w.signedIn(token); domain.KindOf(err) != domain.NotFound {
				t.Errorf("after %s the session still works: %v", c.name, err)
			}
		}
	})
}

func TestSignInLimits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx := t.Context()
		if _, err := w.free.AddMember(ctx, domain.System,
			domain.Member{Name: "Mira", Email: "mira@example.org", Role: domain.Customer}, password); err != nil {
			t.Fatal(err)
		}
		try := func(password string) error {
			_, err := w.app.SignIn(ctx, from, "mira@example.org", password)
			return err
		}
		for n := range 6 {
			w.want(try("wrong wrong wrong"), domain.Invalid, fmt.Sprintf("wrong password %d", n))
		}
		w.want(try(password), domain.TooMany, "the seventh try in a minute")
		w.clock.forward(2 * time.Minute)
		for range 4 {
			w.want(try("wrong wrong wrong"), domain.Invalid, "later")
		}
		w.clock.forward(2 * time.Minute)
		var e *domain.Error
		if err := try("wrong wrong wrong"); !errors.As(err, &e) || e.Key != "error.locked" {
			t.Errorf("the eleventh wrong password: %v", err)
		}
		if err := try(password); !errors.As(err, &e) || e.Key != "error.locked" {
			t.Errorf("even the right one: %v", err)
		}
		m, _ := db.Reader().MemberByEmail(ctx, "mira@example.org")
		session, err := w.app.Reset(ctx, from, w.link(domain.ResetLink, m.ID, ""), "a new sentence by the sea")
		w.want(err, 0, "the mail link")
		if who, err := w.signedIn(session); err != nil || who.ID != m.ID {
			t.Errorf("it signs in: %v", err)
		}
		w.want(try("a new sentence by the sea"), 0, "and so does the new password, at once")
	})
}

func TestSignUpLimits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		sign := func(n int, from app.Origin) error {
			return w.app.SignUp(t.Context(), from, domain.Member{Name: "Mira", Email: fmt.Sprintf("mira%d@example.org", n)}, password)
		}
		for n := range 3 {
			w.want(sign(n, from), 0, "new account")
		}
		w.want(sign(4, from), domain.TooMany, "a fourth from one network")
		w.want(sign(5, app.Origin{Network: "192.0.2.77"}), 0, "one from another network")
		if err := w.app.SetSettings(t.Context(), domain.System, domain.Settings{domain.SignUp: "closed"}); err != nil {
			t.Fatal(err)
		}
		w.want(sign(6, app.Origin{Network: "192.0.2.78"}), domain.Forbidden, "when sign-up is closed")
	})
}

func TestThereIsAlwaysAnAdmin(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx, admin := t.Context(), w.staff[domain.Admin]
		second := w.member("Second", "second@example.org", domain.Admin)
		w.want(w.app.SetRole(ctx, second, admin.ID, domain.Customer, because), 0, "one of two steps down")
		w.want(w.app.SetRole(ctx, second, second.ID, domain.Customer, because), domain.Conflict, "the last one")
		w.want(w.app.Suspend(ctx, second, second.ID, domain.Sanction{Reason: because}), domain.Conflict, "suspending oneself")
		w.want(w.app.Suspend(ctx, w.staff[domain.Moderator], w.staff[domain.Engineer].ID, domain.Sanction{Reason: because}), domain.Forbidden,
			"a moderator suspends staff")
		w.want(w.app.Suspend(ctx, w.staff[domain.Moderator], w.staff[domain.Customer].ID, domain.Sanction{Reason: because}), 0,
			"a moderator suspends a customer")
		w.want(w.app.SetRole(ctx, w.staff[domain.Moderator], admin.ID, domain.Customer, because), domain.Forbidden, "a moderator gives roles")
	})
}

func TestSetUp(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := newClock()
		a := app.New(db, c.now)
		token, err := a.SetupLink(t.Context())
		if err != nil || token == "" {
			t.Fatal(token, err)
		}
		m := domain.Member{Name: "Boss", Email: "boss@example.org"}
		if _, err := a.SetUp(t.Context(), from, token, m, "short"); domain.KindOf(err) != domain.Invalid {
			t.Errorf("a bad password: %v", err)
		}
		if _, err := a.SetUp(t.Context(), from, token, m, password); err != nil {
			t.Fatal(err)
		}
		if _, err := a.SetUp(t.Context(), from, token, domain.Member{Name: "Second", Email: "second@example.org"},
			password); domain.KindOf(err) != domain.NotFound {
			t.Errorf("the link a second time: %v", err)
		}
		if token, err := a.SetupLink(t.Context()); err != nil || token != "" {
			t.Errorf("with an admin there is no link: %q, %v", token, err)
		}
	})
}
