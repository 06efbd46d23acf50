package app_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// A stranger who signs up with somebody's address, before or after its owner, never
// chooses the password of the owner's account.
func TestWhoeverHoldsTheMailboxChoosesThePassword(t *testing.T) {
	const strangers = "a sentence of somebody else"
	for name, first := range map[string]bool{"the stranger first": true, "the stranger second": false} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *store.DB) {
				w, ctx := newWorld(t, db), t.Context()
				sign := func(name, password string) domain.SendLink {
					w.must(w.app.SignUp(ctx, from, domain.Member{Name: name, Email: "mira@example.org"}, password))
					return w.promised()[0]
				}
				var strange, own domain.SendLink
				if first {
					strange = sign("Stranger", strangers)
				}
				own = sign("Mira", password)
				if !first {
					strange = sign("Stranger", strangers)
				}
				foreign, link := w.newLink(strange), w.newLink(own)
				if a, err := w.app.ApplicantFor(ctx, foreign); err != nil || a.Name != "Stranger" {
					t.Errorf("the page of the stranger's link names %q, %v", a.Name, err)
				}
				_, err := w.app.Confirm(ctx, from, link)
				w.want(err, 0, "the owner's link")
				_, err = w.app.Confirm(ctx, from, foreign)
				w.want(err, domain.NotFound, "the stranger's link, later")
				w.clock.forward(time.Hour)
				_, err = w.app.SignIn(ctx, from, "mira@example.org", strangers)
				w.want(err, domain.Invalid, "the stranger's password")
				_, err = w.app.SignIn(ctx, from, "mira@example.org", password)
				w.want(err, 0, "the owner's password")
				if m, err := db.Reader().MemberByEmail(ctx, "mira@example.org"); err != nil || m.Name != "Mira" {
					t.Errorf("the account is called %q, %v", m.Name, err)
				}
			})
		})
	}
}

// A name that was free at sign-up and is now that of somebody on the staff is not.
func TestANameThatBecameStaffs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w, ctx := newWorld(t, db), t.Context()
		w.must(w.app.SignUp(ctx, from, domain.Member{Name: "Juniper Vale", Email: "mira@example.org"}, password))
		link := w.newLink(w.promised()[0])
		named := w.member("Juniper Vale", "juniper@example.org", domain.Customer)
		w.must(w.app.SetRole(ctx, domain.System, named.ID, domain.Engineer, because))
		_, err := w.app.Confirm(ctx, from, link)
		w.want(err, domain.Invalid, "the name of staff")
		w.must(w.app.SetRole(ctx, domain.System, named.ID, domain.Customer, because))
		_, err = w.app.Confirm(ctx, from, link)
		w.want(err, 0, "the name, free again")
	})
}

// Signing in with the password of a sign-up sends that one's link again.
func TestAnApplicantSignsIn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w, ctx := newWorld(t, db), t.Context()
		var asked []domain.SendLink
		for n := range 2 {
			w.must(w.app.SignUp(ctx, from, domain.Member{Name: fmt.Sprint("Mira ", n), Email: "mira@example.org"}, fmt.Sprint(password, n)))
			asked = append(asked, w.promised()...)
		}
		_, err := w.app.SignIn(ctx, from, "mira@example.org", password+"0")
		w.want(err, domain.Invalid, "the older one's password")
		if again := w.promised(); len(again) != 1 || again[0].Applicant != asked[0].Applicant {
			t.Errorf("promised: %+v; asked first: %+v", again, asked[0])
		}
		_, err = w.app.SignIn(ctx, from, "mira@example.org", "nobody's sentence")
		w.want(err, domain.Invalid, "nobody's password")
		if again := w.promised(); len(again) > 0 {
			t.Errorf("promised for nobody's password: %+v", again)
		}
	})
}

func TestApplicantsAreSwept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w, ctx := newWorld(t, db), t.Context()
		for range 24 { // the clock has run evenly
			w.must(w.app.Sweep(ctx))
			w.clock.forward(domain.SweepEvery)
		}
		w.must(w.app.SignUp(ctx, from, domain.Member{Name: "Mira", Email: "mira@example.org"}, password))
		var shell int64 // an account from before, which nobody ever confirmed
		w.must(db.Tx(ctx, func(q *store.Tx) (err error) {
			shell, err = q.CreateMember(ctx, domain.Member{Name: "Shell", Email: "shell@example.org", Role: domain.Customer, Created: w.clock.now()})
			return err
		}))
		waiting := func() int {
			all, err := db.Reader().Applicants(ctx, "mira@example.org")
			w.must(err)
			return len(all)
		}
		for hours := time.Duration(0); hours < domain.ApplicantLife; hours += domain.SweepEvery {
			w.must(w.app.Sweep(ctx))
			w.clock.forward(domain.SweepEvery)
		}
		if waiting() != 1 {
			t.Error("the applicant was forgotten too early")
		}
		w.clock.forward(domain.SweepEvery)
		w.must(w.app.Sweep(ctx))
		if m, err := db.Reader().Member(ctx, shell); waiting() != 0 || err != nil || m.Email != "" || m.Name != "" {
			t.Errorf("%d wait, the account is %+v, %v", waiting(), m, err)
		}
	})
}

// Beyond the most that may wait for one address the oldest are forgotten.
func TestFewWaitForOneAddress(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		for n := range domain.ApplicantsMax + 2 {
			if err := db.Tx(ctx, func(q *store.Tx) error {
				_, err := q.CreateApplicant(ctx, domain.Applicant{Email: "mira@example.org", Name: fmt.Sprint(n)})
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		waiting, err := db.Reader().Applicants(ctx, "mira@example.org")
		if err != nil || len(waiting) != domain.ApplicantsMax || waiting[0].Name != fmt.Sprint(domain.ApplicantsMax+1) {
			t.Errorf("%+v, %v", waiting, err)
		}
	})
}

// Whatever ends sessions ends links: those that were sent, and those that were
// promised and are not sent yet.
func TestLinksEndWith(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newRights(t, db)
		ctx := t.Context()
		for ending, e := range endings {
			who := w.account(domain.Customer)
			m, err := db.Reader().Member(ctx, who.ID)
			w.must(err)
			promise := domain.SendLink{Member: who.ID, Link: domain.ResetLink, Email: m.Email, Stamp: m.Stamp}
			sent, own := w.newLink(promise), ending == "signed out"
			w.must(e.end(w, who))
			if err := w.app.CheckLink(ctx, domain.ResetLink, sent); (err == nil) != own {
				t.Errorf("%s, and the link that was sent: %v", ending, err)
			}
			if _, err := w.app.NewLink(ctx, promise); (err == nil) != own {
				t.Errorf("%s, and the link that was promised: %v", ending, err)
			}
		}
		who := w.account(domain.Customer)
		elsewhere := w.session(who.ID)
		sent := w.link(domain.EmailLink, who.ID, "new@example.org")
		w.must(w.app.RevokeSession(ctx, who, elsewhere.SessionID))
		w.want(w.app.CheckLink(ctx, domain.EmailLink, sent), domain.NotFound, "a browser elsewhere was signed out, and the link")
		w.want(w.app.ChangeName(ctx, who, "Still here"), 0, "and the browser at hand")
	})
}

// However many guesses others make, the owner of the mailbox gets in.
func TestAResetGetsTheOwnerIn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newRights(t, db)
		ctx := t.Context()
		guess := func() {
			for n := range 40 {
				w.app.SignIn(ctx, app.Origin{Network: fmt.Sprint("198.51.100.", n)}, "first@example.org",
					"a guess that is wrong") // refused, one way or another
			}
		}
		guess()
		w.must(w.app.AskReset(ctx, from, "first@example.org"))
		link := w.newLink(w.promised()[0])
		guess()
		session, err := w.app.Reset(ctx, from, link, "another walk on the beach")
		w.want(err, 0, "the reset")
		if who, err := w.signedIn(session); err != nil || who.Name != "First" {
			t.Errorf("who is signed in: %+v, %v", who, err)
		}
		_, err = w.app.SignIn(ctx, from, "first@example.org", "another walk on the beach")
		w.want(err, 0, "and once more with the new password")
	})
}

// Asking for an address without an account does the same work, so that the time it
// takes tells nothing: a promise that is kept by no mail.
func TestAResetForNobodyTakesAsLong(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newRights(t, db)
		ctx := t.Context()
		work := func(email string) (commits, queries int64, promises []domain.SendLink) {
			before := db.Reader().Changes()
			counted, n := db.Reader().CountQueries(ctx)
			w.must(w.app.AskReset(counted, from, email))
			return db.Reader().Changes() - before, n.Load(), w.promised()
		}
		c1, q1, known := work("first@example.org")
		c2, q2, unknown := work("nobody@example.org")
		if c1 != c2 || q1 != q2 || len(known) != 1 || len(unknown) != 1 {
			t.Errorf("known: %d commits, %d queries, %+v; unknown: %d, %d, %+v", c1, q1, known, c2, q2, unknown)
		}
		w.newLink(known[0])
		if _, err := w.app.NewLink(ctx, unknown[0]); domain.KindOf(err) != domain.NotFound {
			t.Errorf("a link for nobody: %v", err)
		}
	})
}

// Wrong passwords on the account's page count like those of signing in: the same
// counter, the same lock.
func TestWrongPasswordsOfTheAccountCount(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newRights(t, db)
		ctx := t.Context()
		who := w.account(domain.Customer)
		m, err := db.Reader().Member(ctx, who.ID)
		w.must(err)
		for n := range 10 {
			if n%2 == 0 {
				err = w.app.AskEmail(ctx, who, "new@example.org", "a guess that is wrong")
			} else {
				_, err = w.app.ChangePassword(ctx, who, from, "a guess that is wrong", "another walk on the beach")
			}
			w.want(err, domain.Invalid, fmt.Sprint("guess ", n))
			w.clock.forward(20 * time.Second)
		}
		locked := func(what string, err error) {
			var e *domain.Error
			if !errors.As(err, &e) || e.Key != "error.locked" {
				t.Errorf("%s: %v", what, err)
			}
		}
		_, err = w.app.ChangePassword(ctx, who, from, password, "another walk on the beach")
		locked("the right password on the account's page", err)
		_, err = w.app.SignIn(ctx, from, m.Email, password)
		locked("the right password to sign in", err)
	})
}

// Ten forms sent at once with one nonce are one idea, and one is counted.
func TestOneFormTenTimes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newRights(t, db)
		ctx := t.Context()
		w.must(w.app.SetSettings(ctx, domain.System, domain.Settings{domain.LimitIdeasDay: "2"}))
		who := w.account(domain.Customer)
		send := func(title string) (int64, error) {
			return w.app.SubmitIdea(ctx, who, domain.Draft{Title: title, Body: because, SpaceID: w.space, Nonce: "nonce of " + title})
		}
		ids := make([]int64, 10)
		var all sync.WaitGroup
		for i := range ids {
			all.Go(func() {
				var err error
				if ids[i], err = send("One form ten times"); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		for _, id := range ids {
			if id == 0 || id != ids[0] {
				t.Fatalf("the answers name the ideas %v", ids)
			}
		}
		_, err := send("The second idea of two a day")
		w.want(err, 0, "a second idea")
		_, err = send("The third idea of two a day")
		w.want(err, domain.TooMany, "a third idea")
		w.checkCounts()
	})
}
