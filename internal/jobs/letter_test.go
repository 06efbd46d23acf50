package jobs_test

import (
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/mail/mailtest"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// readers is an office with an idea, an engineer, and people who voted on it.
type readers struct {
	*office
	app      *app.App
	engineer domain.Actor
	people   []domain.Actor
	space    int64
	idea     int64
}

func newReaders(t *testing.T, db *store.DB, people int) *readers {
	t.Helper()
	r := &readers{office: newOffice(t, db)}
	r.app = app.New(db, r.clock).Unlimited(r.clock)
	r.engineer = r.add("lena@staff.example", domain.Engineer)
	var err error
	if r.space, err = r.app.SaveSpace(t.Context(), domain.System, domain.Space{Name: "Gaming"}); err != nil {
		t.Fatal(err)
	}
	r.idea, err = r.app.SubmitIdea(t.Context(), r.engineer, domain.Draft{Title: "A quieter fan for everyone",
		Body: "Please.", SpaceID: r.space, Nonce: "a"})
	if err != nil {
		t.Fatal(err)
	}
	for i := range people {
		who := r.add(fmt.Sprintf("p%d@x.example", i), domain.Customer)
		r.people = append(r.people, who)
		if _, err := r.app.Vote(t.Context(), who, r.idea, domain.Promote); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

func (r *readers) add(email string, role domain.Role) domain.Actor {
	r.t.Helper()
	var id int64
	r.tx(func(q *store.Tx) (err error) {
		id, err = q.CreateMember(r.t.Context(), domain.Member{Name: "The " + email, Email: email, Role: role, Created: r.now, Confirmed: r.now})
		return err
	})
	return domain.Actor{ID: id, Role: role, System: true, Created: r.now}
}

func (r *readers) decide(to domain.Status, reason string) {
	r.t.Helper()
	if err := r.app.Decide(r.t.Context(), r.engineer, r.idea, to, reason); err != nil {
		r.t.Fatal(err)
	}
}

// tell lets the time pass in which decisions can be taken back, and sends what is due.
func (r *readers) tell() {
	r.t.Helper()
	r.forward(domain.NewsAfter)
	r.send()
}

func (r *readers) send() {
	r.t.Helper()
	if err := r.runner.Schedule(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
	r.run()
	r.forward(5 * time.Second)
	r.run()
}

const noRoom = "The case has no room for a larger one.\nWe measured it twice."

// A letter says who decided what in the words as they were written; it names how it is
// stopped, and where it comes back to.
func TestLetters(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		r := newReaders(t, db, 2)
		r.sender.Returning("bounces@example.org")
		if err := r.app.SetPreferences(t.Context(), r.people[1], "de", domain.ThemeAuto, true); err != nil {
			t.Fatal(err)
		}
		r.decide(domain.StatusDeclined, noRoom)
		r.run()
		if at, _ := r.arrived(); len(at) > 0 {
			t.Errorf("%v hear of it while it can be taken back", at)
		}
		r.tell()
		mails := r.inbox.Take()
		if len(mails) != 2 {
			t.Fatalf("%d mails", len(mails))
		}
		slices.SortFunc(mails, func(a, b mailtest.Mail) int { return strings.Compare(a.To, b.To) })
		m, german := mails[0], mails[1]
		token, _, _ := strings.Cut(strings.TrimPrefix(m.From, "bounces+"), "@")
		for _, c := range []struct{ what, got, want string }{
			{"subject", m.Subject, "“A quieter fan for everyone”: Declined"}, {"German subject", german.Subject,
				"„A quieter fan for everyone“: Abgelehnt"},
			{"answers go to", m.ReplyTo, "<bounces+reply-" + token + "@example.org>"}, {"stops at", m.Stop,
				"<http://localhost/unsubscribe/" + token + ">"},
			{"with", m.OneStop, "List-Unsubscribe=One-Click"},
		} {
			if c.got != c.want {
				t.Errorf("%s: %q, want %q", c.what, c.got, c.want)
			}
		}
		if len(token) < 20 || m.From == german.From || !strings.HasPrefix(m.ID, "letter-") {
			t.Errorf("from %q and %q, id %q", m.From, german.From, m.ID)
		}
		for _, words := range []string{"The lena@staff.example decided: Declined", "> The case has no room for a larger one.",
			"> We measured it twice.", "/ideas/1-a-quieter-fan-for-everyone"} {
			if !strings.Contains(strings.ReplaceAll(m.Text, "\r\n", "\n"), words) {
				t.Errorf("the mail does not say %q: %s", words, m.Text)
			}
		}
		if !strings.Contains(german.HTML, "The case has no room for a larger one.") || !strings.Contains(german.HTML, "Diese Mails beenden") {
			t.Errorf("the German mail: %s", german.HTML)
		}
		r.forward(24 * time.Hour)
		r.send()
		if at, _ := r.arrived(); len(at) > 0 {
			t.Errorf("%v hear of it twice", at)
		}
	})
}

// Of an idea somebody gets one mail an hour at most; the next one has all that happened
// meanwhile, each decision with the name of whoever made it.
func TestLettersGather(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		r := newReaders(t, db, 1)
		if err := r.app.SetMail(t.Context(), r.people[0], domain.MailWish{Level: domain.MailAll}); err != nil {
			t.Fatal(err)
		}
		r.decide(domain.StatusUnderReview, "")
		r.decide(domain.StatusAccepted, "")
		r.tell()
		if at, _ := r.arrived(); len(at) != 1 {
			t.Fatalf("%v", at)
		}
		r.decide(domain.StatusInProgress, "")
		r.tell()
		admin := r.add("head@staff.example", domain.Admin)
		if err := r.app.Decide(t.Context(), admin, r.idea, domain.StatusShipped, ""); err != nil {
			t.Fatal(err)
		}
		r.tell()
		if at, _ := r.arrived(); !slices.Equal(at, []string{"lena@staff.example"}) { // the author, of the other's decision
			t.Errorf("%v hear within the hour", at)
		}
		r.forward(domain.LetterEvery)
		r.send()
		mails := r.inbox.Take()
		if len(mails) != 1 || !strings.Contains(mails[0].Text, "The lena@staff.example decided: In progress") ||
			!strings.Contains(mails[0].Text, "The head@staff.example decided: Shipped") ||
			strings.Contains(mails[0].Text, "Accepted") {
			t.Errorf("the mail of the hour: %+v", mails)
		}
	})
}

// Three levels, at once or weekly; a mail says what may be told when it leaves.
func TestWhoGetsLetters(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		r := newReaders(t, db, 5)
		wish := func(i int, w domain.MailWish) {
			if err := r.app.SetMail(t.Context(), r.people[i], w); err != nil {
				t.Fatal(err)
			}
		}
		wish(0, domain.MailWish{Level: domain.MailAll})
		wish(1, domain.MailWish{Level: domain.MailNone})
		wish(2, domain.MailWish{Level: domain.MailDirect, Weekly: true})
		if err := r.app.Follow(t.Context(), r.people[3], domain.Subject{Part: domain.PartIdea, ID: r.idea}, false); err != nil {
			t.Fatal(err)
		}
		if err := r.app.Follow(t.Context(), r.people[0], domain.Subject{Part: domain.PartIdea, ID: r.idea}, true); err != nil {
			t.Fatal(err)
		}
		if _, err := r.app.AddComment(t.Context(), r.engineer, r.idea, domain.CommentDraft{Body: "We look at it.", Nonce: "n"}); err != nil {
			t.Fatal(err)
		}
		r.tell()
		if at, _ := r.arrived(); !slices.Equal(at, []string{"p0@x.example"}) {
			t.Errorf("%v hear by mail of a comment", at)
		}
		r.forward(2 * domain.LetterEvery)
		r.decide(domain.StatusUnderReview, "")
		r.decide(domain.StatusAccepted, "")
		r.tell()
		at, _ := r.arrived()
		if slices.Sort(at); !slices.Equal(at, []string{"p0@x.example", "p4@x.example"}) {
			t.Errorf("%v hear by mail of a decision", at)
		}
		r.forward(7 * 24 * time.Hour)
		r.send()
		mails := r.inbox.Take()
		if len(mails) != 1 || mails[0].To != "p2@x.example" || !strings.Contains(mails[0].Subject, "week") {
			t.Errorf("the weekly letter: %+v", mails)
		}
		r.decide(domain.StatusDeclined, noRoom)
		r.forward(domain.NewsAfter)
		if err := r.runner.RunDue(t.Context()); err != nil { // told, and not sent yet
			t.Fatal(err)
		}
		if err := r.app.RemoveIdea(t.Context(), domain.System, r.idea); err != nil {
			t.Fatal(err)
		}
		r.inbox.Take()
		r.forward(24 * time.Hour)
		r.send()
		for _, m := range r.inbox.Take() { // its author is told of the removal alone
			if m.To != "lena@staff.example" || strings.Contains(m.Text, noRoom) {
				t.Errorf("%s is told of a removed idea: %s", m.To, m.Text)
			}
		}
	})
}

// Whatever the mail server does, nothing is lost and nothing is new when it comes twice.
func TestLettersAndAMailServerThatFails(t *testing.T) {
	for name, c := range map[string]struct {
		manner mailtest.Manner
		first  int // mails that arrive at once
		then   []string
		score  int64
		end    domain.LetterOutcome // of the letter to the one it treats so
	}{
		"knows one not":      {mailtest.Unknown, 2, nil, domain.HardBounce, domain.LetterRefused},
		"full, in Latin-1":   {mailtest.Full, 2, []string{"p1@x.example"}, 0, domain.LetterSent},
		"drops before DATA":  {mailtest.DropsBefore, 2, []string{"p1@x.example"}, 0, domain.LetterSent},
		"drops after DATA":   {mailtest.DropsAfter, 3, []string{"p1@x.example"}, 0, domain.LetterSent},
		"thinks for a while": {mailtest.Slow, 3, nil, 0, domain.LetterSent},
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *store.DB) {
				r := newReaders(t, db, 3)
				r.inbox.Treat("p1@x.example", c.manner)
				r.decide(domain.StatusDeclined, noRoom)
				r.tell()
				first := r.inbox.Take()
				if len(first) != c.first {
					t.Errorf("%d mails arrive at once", len(first))
				}
				r.inbox.Treat("p1@x.example", 0)
				r.forward(domain.JobBackoff(2))
				r.send()
				then := r.inbox.Take()
				var to []string
				for _, m := range then {
					to = append(to, m.To)
				}
				if !slices.Equal(to, c.then) {
					t.Errorf("%v get it afterwards", to)
				}
				if c.manner == mailtest.DropsAfter && !slices.ContainsFunc(first,
					func(m mailtest.Mail) bool { return m.ID == then[0].ID && m.Text == then[0].Text }) {
					t.Errorf("what comes twice is another mail: %+v", then)
				}
				_, b, err := db.Reader().MailWish(t.Context(), r.people[1].ID)
				letters, err2 := db.Reader().Letters(t.Context(), r.people[1].ID, 5)
				if err != nil || err2 != nil || b.Score != c.score || len(letters) != 1 || letters[0].Outcome != c.end {
					t.Errorf("%+v, %+v, %v, %v", b, letters, err, err2)
				}
			})
		})
	}
}

// A server that is down costs letters no try, however long it is.
func TestLettersWaitForAServerThatIsDown(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		r := newReaders(t, db, 2)
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		l.Close()
		well := r.runner
		r.runner = r.runnerFor("smtp://" + l.Addr().String())
		r.decide(domain.StatusDeclined, noRoom)
		r.tell()
		for range 2 * domain.LetterAttempts {
			r.forward(domain.LetterRest)
			r.send()
		}
		r.runner = well
		r.forward(domain.LetterRest)
		r.send()
		if at, _ := r.arrived(); len(at) != 2 {
			t.Errorf("%v arrived", at)
		}
	})
}

// To the addresses of one host leave so many a minute; those of others wait for none of
// them.
func TestLettersArePaced(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		r := newReaders(t, db, 5)
		other := r.add("q@other.example", domain.Customer)
		if _, err := r.app.Vote(t.Context(), other, r.idea, domain.Promote); err != nil {
			t.Fatal(err)
		}
		if err := r.app.SetSettings(t.Context(), domain.System, domain.Settings{domain.MailHostMinute: "2"}); err != nil {
			t.Fatal(err)
		}
		r.decide(domain.StatusDeclined, noRoom)
		r.tell()
		at, _ := r.arrived()
		if len(at) != 3 || !slices.Contains(at, "q@other.example") {
			t.Errorf("%v in the first minute", at)
		}
		for minute, want := range []int{2, 1, 0} {
			r.forward(time.Minute)
			r.send()
			if at, _ := r.arrived(); len(at) != want {
				t.Errorf("%v in minute %d", at, minute+2)
			}
		}
	})
}
