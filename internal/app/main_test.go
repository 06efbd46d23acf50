package app_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// clock is a clock that tests turn.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) forward(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// world is a database with a space, staff and customers.
type world struct {
	t     *testing.T
	db    *store.DB
	clock *clock
	app   *app.App // with limits
	free  *app.App // without
	space int64
	staff map[domain.Role]domain.Actor
	// mailed counts the promised letters about products.
	mailed int
}

const password = "a walk along the pier"

func newWorld(t *testing.T, db *store.DB) *world {
	t.Helper()
	c := newClock()
	a := app.New(db, c.now)
	w := &world{t: t, db: db, clock: c, app: a, free: a.Unlimited(c.now), staff: map[domain.Role]domain.Actor{}}
	for _, role := range domain.AccountRoles {
		w.staff[role] = w.member("The "+string(role), string(role)+"@example.org", role)
	}
	id, err := a.SaveSpace(t.Context(), domain.System, domain.Space{Name: "Gaming"})
	if err != nil {
		t.Fatal(err)
	}
	w.space = id
	return w
}

// member adds an account without the cost of hashing its password.
func (w *world) member(name, email string, role domain.Role) domain.Actor {
	w.t.Helper()
	joined := w.clock.now().AddDate(0, -1, 0)
	m := domain.Member{Name: name, Email: email, Role: role, Created: joined, Confirmed: joined}
	err := w.db.Tx(w.t.Context(), func(q *store.Tx) (err error) {
		m.ID, err = q.CreateMember(w.t.Context(), m)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return domain.Actor{ID: m.ID, Name: name, Role: role, Created: joined, System: true}
}

func (w *world) members(n int) []domain.Actor {
	w.t.Helper()
	all := make([]domain.Actor, n)
	for i := range all {
		all[i] = w.member(fmt.Sprintf("Member %d", i), fmt.Sprintf("m%d@example.org", i), domain.Customer)
	}
	return all
}

func (w *world) idea(author domain.Actor, title string) int64 {
	w.t.Helper()
	id, err := w.free.SubmitIdea(w.t.Context(), author,
		domain.Draft{Title: title, Body: "Because it matters.", SpaceID: w.space, Nonce: title})
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

// product adds a product in a family of its own.
func (w *world) product(name string) domain.Product {
	w.t.Helper()
	family, err := w.free.SaveFamily(w.t.Context(), domain.System, domain.Family{Name: "Family of " + name, Shape: "dock"})
	if err != nil {
		w.t.Fatal(err)
	}
	id, err := w.free.SaveProduct(w.t.Context(), domain.System, domain.Product{
		Name: name, Family: domain.Family{ID: family}, Launch: w.clock.now().AddDate(0, -2, 0),
		Responsible: domain.MemberRef{ID: w.staff[domain.Engineer].ID},
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return w.productNow(id)
}

func (w *world) productNow(id int64) domain.Product {
	w.t.Helper()
	p, err := w.db.Reader().ProductByID(w.t.Context(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return p
}

func (w *world) read(who domain.Actor, id int64) domain.Idea {
	w.t.Helper()
	i, err := w.db.Reader().IdeaFor(w.t.Context(), who, id, domain.Day(w.clock.now()))
	if err != nil {
		w.t.Fatal(err)
	}
	return i
}

// checkCounts recounts everything from the votes.
func (w *world) checkCounts() {
	w.t.Helper()
	wrong, err := w.db.Reader().CheckCounts(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	products, err := w.db.Reader().CheckProducts(w.t.Context(), w.clock.now())
	if err != nil {
		w.t.Fatal(err)
	}
	merges, err := w.db.Reader().CheckMerges(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	for _, m := range slices.Concat(wrong, products, merges) {
		w.t.Errorf("%s %d: %s", m.Of, m.ID, m.What)
	}
}

func (w *world) want(err error, kind domain.Kind, what string) {
	w.t.Helper()
	if domain.KindOf(err) != kind || kind == 0 && err != nil {
		w.t.Errorf("%s: %v", what, err)
	}
}
