package jobs_test

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/jobs"
	"groundswell/internal/mail"
	"groundswell/internal/mail/mailtest"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// office is a database, a mail server and what sends the mails.
type office struct {
	t      *testing.T
	db     *store.DB
	inbox  *mailtest.Inbox
	runner *jobs.Runner
	sender *mail.Sender // of the newest runner
	member int64

	mu  sync.Mutex
	now time.Time
}

func (o *office) clock() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.now
}

func (o *office) forward(d time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.now = o.now.Add(d)
}

func newOffice(t *testing.T, db *store.DB) *office {
	t.Helper()
	o := &office{t: t, db: db, inbox: mailtest.New(t), now: time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)}
	o.runner = o.runnerFor(o.inbox.Address)
	o.tx(func(q *store.Tx) (err error) {
		o.member, err = q.CreateMember(t.Context(),
			domain.Member{Name: "Ada", Email: "ada@example.org", Role: domain.Customer, Created: o.now, Confirmed: o.now})
		return err
	})
	return o
}

func (o *office) runnerFor(server string) *jobs.Runner {
	o.t.Helper()
	sender, err := mail.New(server, "hello@example.org", slog.New(slog.DiscardHandler))
	if err != nil {
		o.t.Fatal(err)
	}
	o.sender = sender
	return jobs.New(app.New(o.db, o.clock), o.db, sender, "http://localhost", o.clock, slog.New(slog.DiscardHandler))
}

func (o *office) tx(fn func(*store.Tx) error) {
	o.t.Helper()
	if err := o.db.Tx(o.t.Context(), fn); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) notices(to ...string) {
	o.t.Helper()
	o.tx(func(q *store.Tx) error {
		for _, address := range to {
			if err := q.Promise(o.t.Context(), domain.SendNotice{Member: o.member, Email: address,
				Notice: domain.NoticeAlreadyMember}, o.clock()); err != nil {
				return err
			}
		}
		return nil
	})
}

func (o *office) run() {
	o.t.Helper()
	if err := o.runner.RunDue(context.Background()); err != nil {
		o.t.Fatal(err)
	}
}

// arrived are the addresses whose mail the server took, in order.
func (o *office) arrived() (to []string, ids []string) {
	for _, m := range o.inbox.Take() {
		to, ids = append(to, m.To), append(ids, m.ID)
	}
	return to, ids
}

// Each mail of a batch has an outcome of its own, whatever the server does with the
// others, and those it took are not sent again.
func TestMailsOfABatch(t *testing.T) {
	for name, c := range map[string]struct {
		second      mailtest.Manner
		first, then []string // what arrives at once, and after the backoff once the server is well
		connections int
	}{
		"all is well":        {0, []string{"a@x.example", "b@x.example", "c@x.example"}, nil, 1},
		"no such mailbox":    {mailtest.Unknown, []string{"a@x.example", "c@x.example"}, []string{"b@x.example"}, 1},
		"dropped before":     {mailtest.DropsBefore, []string{"a@x.example", "c@x.example"}, []string{"b@x.example"}, 2},
		"dropped after DATA": {mailtest.DropsAfter, []string{"a@x.example", "b@x.example", "c@x.example"}, []string{"b@x.example"}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *store.DB) {
				o := newOffice(t, db)
				o.inbox.Treat("b@x.example", c.second)
				o.notices("a@x.example", "b@x.example", "c@x.example")
				o.run()
				at, ids := o.arrived()
				if !slices.Equal(at, c.first) || o.inbox.Connections() != c.connections {
					t.Errorf("%v arrived over %d connections", at, o.inbox.Connections())
				}
				o.inbox.Treat("b@x.example", 0)
				o.forward(domain.JobBackoff(1))
				o.run()
				then, again := o.arrived()
				if !slices.Equal(then, c.then) {
					t.Errorf("%v arrived afterwards", then)
				}
				if c.second == mailtest.DropsAfter && (len(again) != 1 || again[0] != ids[1]) {
					t.Errorf("the mail that came twice is %v and %v", ids[1], again)
				}
				o.forward(24 * time.Hour)
				o.run()
				if more, _ := o.arrived(); len(more) > 0 {
					t.Errorf("%v arrived once more", more)
				}
			})
		})
	}
}

// A server that is down costs each mail of the batch one try, and is asked once.
func TestAServerThatIsDown(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		l.Close()
		o.notices("a@x.example", "b@x.example")
		well := o.runner
		o.runner = o.runnerFor("smtp://" + l.Addr().String())
		o.run()
		if due, err := db.Reader().JobDue(t.Context(), domain.MailLane, o.clock()); err != nil || due {
			t.Errorf("a mail is due at once: %v", err)
		}
		o.runner = well
		o.forward(domain.JobBackoff(1))
		o.run()
		if at, _ := o.arrived(); len(at) != 2 {
			t.Errorf("%v arrived", at)
		}
	})
}

// Neither the clock, nor mails that somebody waits for, nor other work wait for a
// server that hangs with letters.
func TestALaneThatHangsStopsNoOther(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.inbox.Treat("staff@x.example", mailtest.Hangs)
		o.tx(func(q *store.Tx) error {
			id, err := q.CreateMember(t.Context(),
				domain.Member{Name: "Mod", Email: "staff@x.example", Role: domain.Moderator, Created: o.now, Confirmed: o.now})
			if err != nil {
				return err
			}
			family, err := q.CreateFamily(t.Context(), domain.Family{Name: "Docks", Shape: "dock", Slug: "docks"})
			if err != nil {
				return err
			}
			product, err := q.CreateProduct(t.Context(),
				domain.Product{Name: "Dock", Slug: "dock", Family: domain.Family{ID: family}, Launch: o.now}, o.now)
			if err != nil {
				return err
			}
			for range 10 {
				news := domain.WatchNews{Product: product, Notice: domain.WatchBegan, N: 10, Sum: 11}
				if err := q.Promise(t.Context(), domain.SendWatch{WatchNews: news, Member: id}, o.now); err != nil {
					return err
				}
			}
			return nil
		})
		ctx, stop := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { o.runner.Run(ctx) })
		o.until("the letters hang", func() bool { return o.inbox.Connections() > 0 })
		if err := o.runner.Schedule(t.Context()); err != nil {
			t.Fatal(err)
		}
		least := time.Hour // of five: on a busy machine any one of them may take long
		for n := range 5 {
			begun, who := time.Now(), fmt.Sprintf("waiting%d@x.example", n)
			o.notices(who)
			o.until("the sign-in mail arrives", func() bool { at, _ := o.arrived(); return slices.Contains(at, who) })
			least = min(least, time.Since(begun))
		}
		if t.Logf("beside letters that hang a sign-in mail took %v", least); least > time.Second {
			t.Errorf("a mail that somebody waits for took %v", least)
		}
		o.until("the clock works", func() bool {
			clock, err := db.Reader().Clock(t.Context())
			return err == nil && !clock.Seen.IsZero()
		})
		o.inbox.Release()
		stop()
		running.Wait()
	})
}

// until waits for something that another goroutine does.
func (o *office) until(what string, done func() bool) {
	o.t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(20 * time.Second); !done(); <-tick.C {
		if time.Now().After(deadline) {
			o.t.Fatalf("%s: not within 20 seconds", what)
		}
	}
}

// oddTask is of a kind that nobody knows.
type oddTask string

func (oddTask) Kind() string      { return "odd" }
func (oddTask) Lane() domain.Lane { return domain.BulkLane }

// What no database would take of an error is left out, and a job that is begun
// again and again without an outcome is given up unseen.
func TestEveryJobComesToAnEnd(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.tx(func(q *store.Tx) error { return q.Promise(t.Context(), oddTask("a"), o.now) })
		for range domain.JobAttempts {
			o.run()
			o.forward(2 * time.Hour)
		}
		o.tx(func(q *store.Tx) error { return q.Promise(t.Context(), domain.Regain{}, o.clock()) })
		for range domain.JobLeases { // workers that die
			o.tx(func(q *store.Tx) error {
				leased, err := q.LeaseJobs(t.Context(), domain.BulkLane, 1, o.clock(), o.clock().Add(time.Minute))
				if len(leased) != 1 {
					t.Errorf("%d jobs were leased", len(leased))
				}
				return err
			})
			o.forward(2 * time.Minute)
		}
		o.run()
		dead, err := readAll(t, db)
		if err != nil || len(dead) != 2 || !strings.Contains(dead[0].LastError, "never came to an end") ||
			!strings.Contains(dead[1].LastError, `no job of kind "odd"`) {
			t.Errorf("%+v, %v", dead, err)
		}
		said := strings.Repeat("é", 499) + "\x00\xffü" + "and so on"
		o.tx(func(q *store.Tx) error { return q.Promise(t.Context(), domain.Regain{}, o.clock()) })
		o.tx(func(q *store.Tx) error {
			leased, err := q.LeaseJobs(t.Context(), domain.BulkLane, 1, o.clock(), o.clock().Add(time.Minute))
			if err != nil || len(leased) != 1 {
				return fmt.Errorf("%v, %w", leased, err)
			}
			return q.GiveUpJob(t.Context(), leased[0], said, o.clock())
		})
		dead, err = readAll(t, db)
		if want := strings.Repeat("é", 499) + " "; err != nil || len(dead) != 3 || dead[0].LastError != want {
			t.Errorf("kept %+v, %v", dead, err)
		}
	})
}

// readAll reads the jobs that were given up, one a page.
func readAll(t *testing.T, db *store.DB) ([]domain.Job, error) {
	t.Helper()
	var all []domain.Job
	for after := (domain.Cursor{}); ; {
		page, err := db.Reader().DeadJobs(t.Context(), after, 1)
		all = append(all, page.Items...)
		if after = page.Next; err != nil || after.Zero() {
			return all, err
		}
	}
}
