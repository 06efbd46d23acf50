package app_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// rights is a world in which every verb finds what it can be done to.
type rights struct {
	*world
	made    int // numbers names and addresses
	hash    string
	product domain.Product
}

// name is one that no other thing has.
func (w *rights) name(of string) string {
	w.made++
	return fmt.Sprintf("%s %d", of, w.made)
}

// account adds one that is signed in.
func (w *rights) account(role domain.Role) domain.Actor {
	w.t.Helper()
	w.made++
	joined := w.clock.now().AddDate(0, -1, 0)
	m := domain.Member{
		Name: "Somebody", Email: fmt.Sprintf("somebody%d@example.org", w.made), Role: role, Password: w.hash, Created: joined, Confirmed: joined,
	}
	w.must(w.db.Tx(w.t.Context(), func(q *store.Tx) (err error) {
		m.ID, err = q.CreateMember(w.t.Context(), m)
		return err
	}))
	return w.session(m.ID)
}

// session signs a member in once more.
func (w *rights) session(member int64) domain.Actor {
	w.t.Helper()
	hash := app.HashToken(w.name("token"))
	w.must(w.db.Tx(w.t.Context(), func(q *store.Tx) error {
		m, err := q.Member(w.t.Context(), member)
		if err != nil {
			return err
		}
		return q.CreateSession(w.t.Context(), hash, m, "test", w.clock.now())
	}))
	who, _, _, err := w.db.Reader().SessionActor(w.t.Context(), hash)
	w.must(err)
	return who
}

func (w *rights) another() domain.Product { return w.world.product(w.name("Gadget")) }

// two are ideas of different people.
func (w *rights) two() (source, target int64) {
	source = w.world.idea(w.staff[domain.Customer], w.name("An idea that is one"))
	return source, w.world.idea(w.staff[domain.Officer], w.name("An idea that is the same"))
}

func (w *rights) exclusion() domain.Exclusion {
	return domain.Exclusion{From: w.clock.now().AddDate(0, 0, -2), To: w.clock.now().AddDate(0, 0, -1), Reason: because}
}

// queueOf is a new queue with the actor as its engineer.
func (w *rights) queueOf(who domain.Actor) domain.Queue {
	queue := w.queue(w.name("Queue"), 0)
	queue.Engineers = []domain.MemberRef{{ID: who.ID}}
	_, err := w.free.SaveQueue(w.t.Context(), domain.System, queue)
	w.must(err)
	queue, err = w.db.Reader().QueueByID(w.t.Context(), queue.ID)
	w.must(err)
	return queue
}

func (w *rights) themed() (domain.Product, int64) {
	p := w.another()
	w.must(w.free.SaveTheme(w.t.Context(), domain.System, p.Slug, domain.Theme{NameEN: "Noise", WordsEN: "loud"}))
	themes, err := w.db.Reader().Themes(w.t.Context(), p.ID)
	w.must(err)
	return p, themes[0].ID
}

// rating is one of a product by somebody.
func (w *rights) rating(p domain.Product) int64 {
	by := w.account(domain.Customer)
	w.must(w.free.Rate(w.t.Context(), by, p.Slug, domain.RatingDraft{Stars: 2, Body: "It could be better."}))
	r, err := w.db.Reader().RatingBy(w.t.Context(), w.productNow(p.ID).Revision.ID, by.ID)
	w.must(err)
	return r.ID
}

func (w *rights) deadJob() int64 {
	w.promised()
	w.must(w.db.Tx(w.t.Context(), func(q *store.Tx) error { return q.Promise(w.t.Context(), domain.SendNotice{}, w.clock.now()) }))
	job, found := w.lease(domain.MailLane)
	if !found {
		w.t.Fatal("no job")
	}
	w.must(w.db.Tx(w.t.Context(), func(q *store.Tx) error { return q.GiveUpJob(w.t.Context(), job, "a test", w.clock.now()) }))
	return job.ID
}

// endings are what may happen between a request's start and its write, and how the
// write is refused then.
var endings = map[string]struct {
	end  func(w *rights, who domain.Actor) error
	want domain.Kind
}{
	"demoted": {func(w *rights, who domain.Actor) error {
		return w.free.SetRole(w.t.Context(), domain.System, who.ID, otherRole(who.Role), because)
	}, domain.SignInFirst},
	"suspended": {func(w *rights, who domain.Actor) error {
		return w.free.Suspend(w.t.Context(), domain.System, who.ID, domain.Sanction{Reason: because})
	}, domain.SignInFirst},
	"signed out": {func(w *rights, who domain.Actor) error { return w.free.SignOut(w.t.Context(), who) }, domain.SignInFirst},
	"signed out elsewhere": {func(w *rights, who domain.Actor) error {
		return w.free.RevokeOtherSessions(w.t.Context(), w.session(who.ID))
	}, domain.SignInFirst},
	"password changed": {func(w *rights, who domain.Actor) error {
		return w.db.Tx(w.t.Context(), func(q *store.Tx) error { return q.SetPassword(w.t.Context(), who.ID, w.hash) })
	}, domain.SignInFirst},
	"address changed": {func(w *rights, who domain.Actor) error {
		return w.db.Tx(w.t.Context(), func(q *store.Tx) error {
			return q.SetEmail(w.t.Context(), who.ID, fmt.Sprintf("new%d@example.org", who.ID))
		})
	}, domain.SignInFirst},
}

func otherRole(r domain.Role) domain.Role {
	if r == domain.Customer {
		return domain.Officer
	}
	return domain.Customer
}

func newRights(t *testing.T, db *store.DB) *rights {
	w := &rights{world: newWorld(t, db)}
	id, err := w.free.AddMember(t.Context(), domain.System, domain.Member{Name: "First", Email: "first@example.org",
		Role: domain.Customer}, password)
	w.must(err)
	first, err := db.Reader().Member(t.Context(), id)
	w.must(err)
	w.hash, w.product = first.Password, w.world.product("Dock")
	_, err = w.app.OpenForm(t.Context(), first.ID) // makes the key, which is a commit
	w.must(err)
	return w
}

// Whoever was demoted, suspended or signed out after a request began changes
// nothing with it, by any verb. The same call first is good while nothing happened.
// It takes seconds because it does every verb seven times, some of them with a
// password that is slow to hash.
func TestRightsAreThoseOfTheMomentOfTheWrite(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newRights(t, db)
		for name, v := range verbs {
			for ending, e := range endings {
				who := w.account(v.as)
				do := v.prepare(w, who)
				w.must(e.end(w, who))
				before := db.Reader().Changes()
				err := do(t.Context(), w.free, who)
				if domain.KindOf(err) != e.want || db.Reader().Changes() != before {
					t.Errorf("%s after this happened meanwhile: %s: %v, and %d commits", name, ending, err, db.Reader().Changes()-before)
				}
			}
			who := w.account(v.as)
			do := v.prepare(w, who)
			before := db.Reader().Changes()
			if err := do(t.Context(), w.free, who); err != nil || (db.Reader().Changes() == before) != slices.Contains(quietVerbs, name) {
				t.Errorf("%s by somebody who may: %v", name, err)
			}
		}
		w.checkCounts()
	})
}

// In the installation's name a member acts with the role of the moment, too.
func TestTheInstallationActsWithTodaysRole(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newRights(t, db)
		who := w.staff[domain.Engineer]
		p := w.another()
		w.want(w.free.ReleaseRevision(t.Context(), who, p.Slug, "B", because), 0, "an engineer")
		w.must(w.free.SetRole(t.Context(), domain.System, who.ID, domain.Customer, because))
		w.want(w.free.ReleaseRevision(t.Context(), who, p.Slug, "C", because), domain.Forbidden, "who is one no longer")
		nobody := domain.Actor{Role: domain.Admin}
		w.want(w.free.SaveTag(t.Context(), nobody, 0, "tag"), domain.SignInFirst, "an actor without account or session is not the installation")
	})
}

// A verb without a row in verbs is not known to ask for rights; nor is one that
// does not exist.
func TestEveryVerbHasARow(t *testing.T) {
	actor := reflect.TypeFor[domain.Actor]()
	known := map[string]bool{}
	of := reflect.TypeFor[*app.App]()
	for i := range of.NumMethod() {
		m := of.Method(i)
		for p := range m.Type.NumIn() {
			if m.Type.In(p) == actor {
				known[m.Name] = true
			}
		}
		if _, has := verbs[m.Name]; known[m.Name] != has {
			t.Errorf("%s: takes an actor: %v, has a row: %v", m.Name, known[m.Name], has)
		}
	}
	for name := range verbs {
		if !known[name] {
			t.Errorf("%s is no verb", name)
		}
	}
	if len(known) < 40 {
		t.Errorf("only %d verbs were found", len(known))
	}
}
