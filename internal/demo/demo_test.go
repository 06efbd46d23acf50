package demo

import (
	"io"
	"slices"
	"testing"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// shown is the demo as it was filled, for looking at.
type shown struct {
	*testing.T
	db  *store.DB
	app *app.App
	now time.Time
}

// The demo is filled once for each engine, which takes seconds; everything that it
// promises is then looked at.
func TestTheDemo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		now := time.Now().UTC()
		a := app.New(db, func() time.Time { return now })
		for range 2 { // a second start keeps the data
			if is, err := Open(t.Context(), io.Discard, db, a, now); err != nil || !is {
				t.Fatal(is, err)
			}
		}
		for name, look := range map[string]func(*shown){
			"counts": (*shown).counts, "the past is over": (*shown).pastIsOver, "feed": (*shown).feed, "ideas": (*shown).ideas,
			"products": (*shown).products, "answers": (*shown).answers, "the bomb": (*shown).bomb, "people": (*shown).people,
			"the customer": (*shown).customer, "the queues": (*shown).queues, "conversations": (*shown).conversations,
			"what is told": (*shown).told, "what is recorded": (*shown).recorded,
		} {
			t.Run(name, func(t *testing.T) { look(&shown{t, db, a, now}) })
		}
	})
}

func (s *shown) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// atLeast wants so many of every named thing.
func (s *shown) atLeast(least int, has map[string]int, names ...string) {
	s.Helper()
	for _, name := range names {
		if has[name] < least {
			s.Errorf("%d are %q, want %d at least", has[name], name, least)
		}
	}
}

// counts finds nothing that check would complain about.
func (s *shown) counts() {
	ideas, err := s.db.Reader().CheckCounts(s.Context())
	s.must(err)
	products, err := s.db.Reader().CheckProducts(s.Context(), s.now)
	s.must(err)
	if wrong := append(ideas, products...); len(wrong) > 0 {
		s.Errorf("%v", wrong)
	}
}

// Nothing that the invented past would have done is left to do: nobody is mailed
// about what never happened.
func (s *shown) pastIsOver() {
	for _, lane := range domain.Lanes {
		if due, err := s.db.Reader().JobDue(s.Context(), lane, s.now.AddDate(1, 0, 0)); err != nil || due {
			s.Errorf("there are jobs in the lane %s, %v", lane, err)
		}
	}
}

// The first screen of Hot shows what different people decided lately, each for a
// reason of its own; it is not what Top shows, and has a curve for everything.
func (s *shown) feed() {
	hot, err := s.db.Reader().Ideas(s.Context(), domain.IdeaFilter{Order: domain.Hot, Today: domain.Day(s.now)})
	s.must(err)
	top, err := s.db.Reader().Ideas(s.Context(), domain.IdeaFilter{Order: domain.Top, Today: domain.Day(s.now)})
	s.must(err)
	same, decided, by, reasons, points := 0, 0, map[string]bool{}, map[string]bool{}, map[int64]bool{}
	for n, i := range hot.Items[:10] {
		if i.ID == top.Items[n].ID {
			same++
		}
		if len(i.Days) < 3 {
			s.Errorf("%s has no curve", i.Title)
		}
		points[i.Points()%10] = true
		ledger, err := s.db.Reader().Decisions(s.Context(), i.ID)
		s.must(err)
		for _, d := range ledger {
			if s.now.Sub(d.At) < 7*24*time.Hour && domain.Seen(d.Reason) >= domain.ReasonMin {
				decided++
				by[d.By.Name], reasons[domain.SameReason(d.Reason)] = true, true
				break
			}
		}
	}
	if same > 3 || decided < 3 || len(by) < 3 || len(reasons) != decided {
		s.Errorf("of ten in Hot %d are as in Top, %d decided by %d people for %d reasons", same, decided, len(by), len(reasons))
	}
	if len(points) < 5 {
		s.Errorf("points end in %v alone", points)
	}
}

// There are ideas in every status, space and language; every no has a reason, and so
// has what was merged.
func (s *shown) ideas() {
	all, err := s.db.Reader().Ideas(s.Context(), domain.IdeaFilter{Order: domain.New, Statuses: domain.Statuses, Limit: 100})
	s.must(err)
	if n := len(all.Items); n < 60 || n > 90 {
		s.Errorf("%d ideas", n)
	}
	has, reasons := map[string]int{}, map[string]bool{}
	for _, i := range all.Items {
		full, err := s.db.Reader().IdeaFor(s.Context(), domain.Nobody, i.ID, 0)
		s.must(err)
		has[string(i.Status)]++
		has["in "+full.Language]++
		has["in space "+i.Space.Slug]++
		if i.Status == domain.StatusMerged && full.Into == nil {
			s.Errorf("%s was merged into nothing", i.Title)
		}
		ledger, err := s.db.Reader().Decisions(s.Context(), i.ID)
		s.must(err)
		for _, d := range ledger {
			if d.Reason != "" && reasons[domain.SameReason(d.Reason)] {
				s.Errorf("%s: the reason was used before", i.Title)
			}
			reasons[domain.SameReason(d.Reason)] = true
		}
		if i.Status.Closed() && ledger[0].Reason == "" {
			s.Errorf("%s is %s for no reason", i.Title, i.Status)
		}
	}
	for _, status := range domain.Statuses {
		s.atLeast(1, has, string(status))
	}
	for _, space := range spaces {
		s.atLeast(6, has, "in space "+space.slug)
	}
	s.atLeast(3, has, "shipped", "declined", "already_offered", "under_review", "in_progress")
	s.atLeast(20, has, "in de", "in en")
}

// Staff are named, and answer for every space and product.
func (s *shown) people() {
	responsible := map[string]bool{}
	found, err := s.db.Reader().Spaces(s.Context())
	s.must(err)
	for _, space := range found {
		responsible[space.Responsible.Name] = true
	}
	all, err := s.db.Reader().Products(s.Context(), domain.ProductFilter{States: domain.States, Limit: 100})
	s.must(err)
	for _, p := range all.Items {
		responsible[p.Responsible.Name] = true
	}
	if len(responsible) < 8 || responsible[""] {
		s.Errorf("these answer for something: %v", responsible)
	}
}

// The customer whom one can be has ideas, votes and a review, and something of it was
// decided or answered lately.
func (s *shown) customer() {
	nele, err := s.db.Reader().MemberByEmail(s.Context(), accounts[0].email)
	s.must(err)
	own, err := s.db.Reader().Ideas(s.Context(), domain.IdeaFilter{AuthorID: nele.ID, Order: domain.New})
	s.must(err)
	lately := 0
	for _, i := range own.Items {
		ledger, err := s.db.Reader().Decisions(s.Context(), i.ID)
		s.must(err)
		lately += len(slices.DeleteFunc(ledger, func(d domain.Decision) bool { return s.now.Sub(d.At) > 3*24*time.Hour }))
	}
	all, err := s.db.Reader().Ideas(s.Context(), domain.IdeaFilter{Order: domain.New, Statuses: domain.Statuses, Limit: 100})
	s.must(err)
	var ids []int64
	for _, i := range all.Items {
		ids = append(ids, i.ID)
	}
	voted, err := s.db.Reader().Votes(s.Context(), nele.ID, ids)
	s.must(err)
	if len(own.Items) < 3 || lately == 0 || len(voted.Votes) < 10 {
		s.Errorf("%d ideas, %d decisions lately, %d votes", len(own.Items), lately, len(voted.Votes))
	}
	community, err := s.db.Reader().Community(s.Context(), s.now)
	s.must(err)
	news := slices.DeleteFunc(community.Heard.Since(s.now.AddDate(0, 0, -lastHere)),
		func(o domain.Outcome) bool { return voted.Votes[o.Idea.ID] != domain.Promote })
	if len(news) == 0 {
		s.Error("nothing was decided since the customer was last there about what they promoted")
	}
	said, err := s.db.Reader().MemberRatings(s.Context(), nele.ID, domain.Cursor{}, false, 10)
	s.must(err)
	if len(said.Items) != 1 || !said.Items[0].Worded() || said.Items[0].Reply == nil {
		s.Errorf("reviews: %+v", said.Items)
	}
}

// Where people have a community of their own, the demo adds nothing.
func TestACommunityOfItsOwnIsNoDemo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		a := app.New(db, time.Now)
		admin := domain.Member{Name: "Somebody", Email: "somebody@example.org", Role: domain.Admin}
		if _, err := a.AddMember(t.Context(), domain.System, admin, "a long enough password"); err != nil {
			t.Fatal(err)
		}
		if is, err := Open(t.Context(), io.Discard, db, a, time.Now()); err != nil || is {
			t.Error(is, err)
		}
		if people, err := db.Reader().Members(t.Context(), domain.MemberFilter{Limit: 10}); err != nil || len(people.Items) != 1 {
			t.Error(people, err)
		}
	})
}

// Conversations are led in both languages; the company answers in some, one is lifted
// into its idea, one place is empty, and one is long and deep.
func (s *shown) conversations() {
	has, languages, longest := map[string]int{}, map[string]int{}, int64(0)
	ideas, err := s.db.Reader().Ideas(s.Context(), domain.IdeaFilter{Order: domain.Top, Today: domain.Day(s.now), Limit: 100})
	s.must(err)
	var walk func(n *domain.Node)
	walk = func(n *domain.Node) {
		languages[n.Language]++
		if n.Branch.Depth() == domain.ThreadLevels-1 && n.Hidden > 0 {
			has["deeper one"]++
		}
		if n.Gone != domain.NotGone {
			has["tombstone"]++
		} else if n.Helpful > 0 {
			has["found helpful"]++
		}
		for _, below := range n.Below {
			walk(below)
		}
	}
	for _, i := range ideas.Items {
		read, err := s.db.Reader().IdeaFor(s.Context(), domain.Nobody, i.ID, 0)
		s.must(err)
		if read.Comments == 0 {
			continue
		}
		has["conversation"]++
		longest = max(longest, read.Comments)
		talk, err := s.db.Reader().Conversation(s.Context(), domain.CommentFilter{Idea: i.ID, Order: domain.OldestFirst})
		s.must(err)
		for _, c := range talk.Raised {
			if c.Official {
				has["official answer"]++
			}
			if !c.Extended.IsZero() {
				has["extension"]++
			}
		}
		for _, n := range talk.Threads {
			walk(n)
		}
	}
	s.atLeast(9, has, "conversation", "official answer")
	s.atLeast(2, has, "extension", "tombstone")
	s.atLeast(30, has, "found helpful")
	s.atLeast(15, languages, "de", "en")
	s.atLeast(1, has, "deeper one")
	if longest < 40 {
		s.Errorf("the longest conversation has %d comments", longest)
	}
}
