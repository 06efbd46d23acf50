package app_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// careful makes first posts in the world's space wait.
func (w *world) careful() {
	w.t.Helper()
	s, err := w.db.Reader().Space(w.t.Context(), w.space)
	w.must(err)
	if s.FirstPosts = 1; s.ID != 0 {
		_, err = w.app.SaveSpace(w.t.Context(), domain.System, s)
		w.must(err)
	}
}

// newcomer is somebody who has just signed up.
func (w *world) newcomer(name string) domain.Actor {
	w.t.Helper()
	who := w.member(name, strings.ReplaceAll(name, " ", ".")+"@example.org", domain.Customer)
	return who
}

// waits is the post that a verb says waits.
func (w *world) waits(err error) domain.HeldPost {
	w.t.Helper()
	var held *domain.Held
	if !errors.As(err, &held) {
		w.t.Fatalf("nothing waits: %v", err)
	}
	h, err := w.db.Reader().Held(w.t.Context(), held.ID)
	w.must(err)
	return h
}

// held is an idea of somebody's that waits.
func (w *rights) held(who domain.Actor) domain.HeldPost {
	w.careful()
	_, err := w.free.SubmitIdea(w.t.Context(), who, domain.Draft{Title: w.name("An idea that waits"), Body: because,
		SpaceID: w.space, Nonce: w.name("nonce")})
	h := w.waits(err)
	s, err := w.db.Reader().Space(w.t.Context(), w.space)
	w.must(err)
	s.FirstPosts = 0
	_, err = w.app.SaveSpace(w.t.Context(), domain.System, s)
	w.must(err)
	return h
}

// onDesk are the cases that wait, the most harmful first.
func (w *world) onDesk() []domain.DeskRow {
	w.t.Helper()
	rows, err := w.db.Reader().DeskRows(w.t.Context(), domain.DeskFilter{Kind: domain.DeskApproval})
	w.must(err)
	return rows.Items
}

func (w *world) draft(title string) domain.Draft {
	return domain.Draft{Title: title, Body: "Words that say enough about it.", SpaceID: w.space, Nonce: "nonce of " + title}
}

// A first post waits where the space asks for it: nobody has an idea, its author and
// moderators have a post. Sent twice it waits once. Let in, it is an idea with its
// author's vote, and the next one of its author does not wait.
func TestFirstPostsWait(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx, moderator := t.Context(), w.staff[domain.Moderator]
		w.careful()
		who, other := w.newcomer("New"), w.newcomer("Another")
		_, err := w.free.SubmitIdea(ctx, who, w.draft("A first idea of somebody"))
		h := w.waits(err)
		_, err = w.free.SubmitIdea(ctx, who, w.draft("A first idea of somebody"))
		if again := w.waits(err); again.ID != h.ID {
			t.Errorf("sent twice it waits as %d and %d", h.ID, again.ID)
		}
		if !h.VisibleTo(who) || !h.VisibleTo(moderator) || h.VisibleTo(other) || h.VisibleTo(domain.Nobody) ||
			h.VisibleTo(w.staff[domain.Engineer]) {
			t.Error("others than its author and moderators see it")
		}
		ideas, err := db.Reader().Ideas(ctx, domain.IdeaFilter{Order: domain.New})
		w.must(err)
		if len(ideas.Items) != 0 {
			t.Fatal("an idea that waits is listed")
		}
		rows := w.onDesk()
		if len(rows) != 1 {
			t.Fatalf("%d rows on the desk", len(rows))
		}
		w.must(w.app.DecideRow(ctx, moderator, rows[0].ID, domain.LetIn, ""))
		h, err = db.Reader().Held(ctx, h.ID)
		w.must(err)
		idea := w.read(domain.Nobody, h.Posted)
		if h.State != domain.HeldPosted || idea.Author.ID != who.ID || idea.Promotes != 1 || len(w.onDesk()) != 0 {
			t.Errorf("let in: %q, idea %+v", h.State, idea)
		}
		_, err = w.free.SubmitIdea(ctx, who, w.draft("A second idea of somebody"))
		w.must(err)
		w.checkCounts()
	})
}

// A rejected post comes back to its author with the reason and can be sent again in other
// words; the restriction says so, and undoing lifts it.
func TestRejectedPostsComeBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx, moderator := t.Context(), w.staff[domain.Moderator]
		w.careful()
		who := w.newcomer("New")
		_, err := w.free.SubmitIdea(ctx, who, w.draft("An idea without a sense"))
		h := w.waits(err)
		if err := w.app.DecideRow(ctx, moderator, w.onDesk()[0].ID, domain.SendBack, ""); domain.KindOf(err) != domain.Invalid {
			t.Fatalf("rejected without a reason: %v", err)
		}
		row := w.onDesk()[0].ID
		w.must(w.app.DecideRow(ctx, moderator, row, domain.SendBack, "Say what you would use it for."))
		rejected, err := db.Reader().Held(ctx, h.ID)
		w.must(err)
		told, err := db.Reader().RestrictionOf(ctx, domain.PartHeld, h.ID, domain.Rejected)
		w.must(err)
		if rejected.State != domain.HeldRejected || rejected.Reason != "Say what you would use it for." ||
			told.Whom.ID != who.ID || told.Note != rejected.Reason {
			t.Errorf("rejected: %+v, told %+v", rejected, told)
		}
		w.must(w.app.UndoRow(ctx, moderator, row))
		told, err = db.Reader().RestrictionOf(ctx, domain.PartHeld, h.ID, domain.Rejected)
		w.must(err)
		if rows := w.onDesk(); len(rows) != 1 || told.ID != 0 {
			t.Fatalf("undone: %d rows, restriction %d", len(rows), told.ID)
		}
		w.must(w.app.DecideRow(ctx, moderator, w.onDesk()[0].ID, domain.SendBack, "Say what you would use it for."))
		if rejected, err = db.Reader().Held(ctx, h.ID); err != nil {
			t.Fatal(err)
		}
		rejected.Body = "I would use it on the train, where there is no table."
		w.must(w.app.ResendHeld(ctx, who, rejected, domain.Sending{}))
		if err := w.app.ResendHeld(ctx, who, rejected, domain.Sending{}); domain.KindOf(err) != domain.Conflict {
			t.Errorf("sent again from an old form: %v", err)
		}
		w.must(w.app.DecideRow(ctx, moderator, w.onDesk()[0].ID, domain.LetTrust, ""))
		rejected, err = db.Reader().Held(ctx, h.ID)
		w.must(err)
		if idea := w.read(domain.Nobody, rejected.Posted); idea.Body != "I would use it on the train, where there is no table." {
			t.Errorf("let in: %q", idea.Body)
		}
		if r, err := db.Reader().Reputation(ctx, who.ID, w.clock.now()); err != nil || r.Vouched.IsZero() {
			t.Errorf("approved and not trusted: %v", err)
		}
	})
}

// Comments and reviews wait as ideas do, and become what they were meant to be.
func TestCommentsAndReviewsWait(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx, moderator := t.Context(), w.staff[domain.Moderator]
		on := w.idea(w.staff[domain.Customer], "An idea to talk about")
		p := w.product("Dock")
		w.careful()
		who := w.newcomer("New")
		_, err := w.free.AddComment(ctx, who, on, domain.CommentDraft{Body: "A first word.", Nonce: "first"})
		h := w.waits(err)
		if idea := w.read(domain.Nobody, on); idea.Comments != 0 {
			t.Error("a comment that waits is counted")
		}
		w.must(w.app.DecideRow(ctx, moderator, w.onDesk()[0].ID, domain.LetIn, ""))
		h, err = db.Reader().Held(ctx, h.ID)
		w.must(err)
		c, err := db.Reader().Comment(ctx, h.Posted)
		w.must(err)
		if c.Body != "A first word." || c.Author.ID != who.ID || w.read(domain.Nobody, on).Comments != 1 {
			t.Errorf("let in: %+v", c)
		}
		w.agree(domain.SignalWords)
		w.must(w.app.SetSignals(ctx, domain.System, domain.WatchLists{Words: []string{"Miracle pill*"}}, domain.Settings{}))
		rater := w.newcomer("Rater")
		err = w.free.Rate(ctx, rater, p.Slug, domain.RatingDraft{Stars: 5, Body: "This is a miracle pill of a dock."})
		if h := w.waits(err); h.For != domain.HeldBySignals || h.Kind != domain.PartReview {
			t.Errorf("held: %+v", h)
		}
		if now := w.productNow(p.ID); now.N != 0 {
			t.Error("a rating that waits is counted")
		}
		w.must(w.app.DecideRow(ctx, moderator, w.onDesk()[0].ID, domain.LetIn, ""))
		if now := w.productNow(p.ID); now.N != 1 || now.Sum != 5 {
			t.Errorf("let in: n %d, sum %d", now.N, now.Sum)
		}
		w.checkCounts()
	})
}

// agree lets people have agreed with a signal so often that it may hold.
func (w *world) agree(s domain.Signal) {
	w.t.Helper()
	w.must(w.db.Tx(w.t.Context(), func(q *store.Tx) error { return q.AddRecord(w.t.Context(), s, 100, 100) }))
}

// A signal lists from the start and holds only on its record, to which each decision adds.
func TestSignalsActOnTheirRecord(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx, moderator := t.Context(), w.staff[domain.Moderator]
		w.must(w.app.SetSignals(ctx, domain.System, domain.WatchLists{Hosts: []string{"https://bad.example/x"}}, domain.Settings{}))
		say := func(n int) error {
			d := w.draft(fmt.Sprintf("Look at this page, number %d", n))
			d.Body = fmt.Sprintf("See https://shop.bad.example/%d for more of it.", n)
			_, err := w.free.SubmitIdea(ctx, w.newcomer(fmt.Sprintf("New %d", n)), d)
			return err
		}
		w.must(say(0))
		rows := w.onDesk()
		if len(rows) != 1 {
			t.Fatalf("a watched host brought %d rows", len(rows))
		}
		w.must(w.app.DecideRow(ctx, moderator, rows[0].ID, domain.CallSpam, ""))
		records, err := db.Reader().Records(ctx)
		w.must(err)
		if r := records[domain.SignalHosts]; r.Decided != 1 || r.Right != 1 {
			t.Errorf("recorded: %+v", r)
		}
		w.must(w.app.UndoRow(ctx, moderator, rows[0].ID))
		if records, err = db.Reader().Records(ctx); err != nil || records[domain.SignalHosts].Decided != 0 {
			t.Errorf("undone: %+v, %v", records[domain.SignalHosts], err)
		}
		w.must(w.app.DecideRow(ctx, moderator, w.onDesk()[0].ID, domain.CallSpam, ""))
		w.must(say(1))
		w.agree(domain.SignalHosts)
		if h := w.waits(say(2)); h.For != domain.HeldBySignals {
			t.Errorf("held for %q", h.For)
		}
	})
}

// Posts of one host are one row, and so are those of one account; what is called spam
// silences new accounts, and nothing else of theirs is lost.
func TestPostsThatBelongTogetherAreOneRow(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx := t.Context()
		var authors []domain.Actor
		for n := range 4 {
			authors = append(authors, w.newcomer(fmt.Sprintf("New %d", n)))
			d := w.draft(fmt.Sprintf("A page worth seeing, number %d", n))
			d.Body = fmt.Sprintf("Number %d of what is on https://prime-deals.example today.", n)
			_, err := w.free.SubmitIdea(ctx, authors[n], d)
			w.must(err)
		}
		rows := w.onDesk()
		if len(rows) != 1 {
			t.Fatalf("%d rows", len(rows))
		}
		cases, err := db.Reader().Cases(ctx, []int64{rows[0].Subject})
		w.must(err)
		if k := cases[rows[0].Subject]; k.Total != 4 || len(k.Posts) != 4 {
			t.Fatalf("%d posts of %d", len(k.Posts), k.Total)
		}
		fine := cases[rows[0].Subject].Posts[0]
		w.must(w.app.LetPostIn(ctx, w.staff[domain.Moderator], fine.ID))
		w.must(w.app.DecideRow(ctx, w.staff[domain.Moderator], rows[0].ID, domain.CallSpam, ""))
		_, err = w.free.SubmitIdea(ctx, authors[3], w.draft("Something else entirely"))
		if domain.KindOf(err) != domain.Forbidden {
			t.Errorf("a silenced account writes: %v", err)
		}
		_, err = w.free.SubmitIdea(ctx, authors[0], w.draft("Something else of the first"))
		w.must(err)
		for n, author := range authors {
			list, err := db.Reader().Ideas(ctx, domain.IdeaFilter{AuthorID: author.ID, Order: domain.New})
			w.must(err)
			if want := map[bool]int{true: 2, false: 0}[n == 0]; len(list.Items) != want {
				t.Errorf("%d ideas of author %d are listed, want %d", len(list.Items), n, want)
			}
		}
		w.checkCounts()
	})
}

// Posts of new accounts with one number to call are one row, however the number is written;
// both signals of numbers have a record, and the number itself is kept nowhere.
func TestPostsWithOneNumberAreOneRow(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx := t.Context()
		for n, number := range []string{"+1 (805) 555-0199", "8055550199", "1-805-555-O199"} {
			d := w.draft(fmt.Sprintf("Whom to ask about it, part %d", n))
			d.Body = "Somebody answers at " + number + " by day and by night."
			_, err := w.free.SubmitIdea(ctx, w.newcomer(fmt.Sprintf("New %d", n)), d)
			w.must(err)
		}
		rows := w.onDesk()
		if len(rows) != 1 {
			t.Fatalf("%d rows", len(rows))
		}
		cases, err := db.Reader().Cases(ctx, []int64{rows[0].Subject})
		w.must(err)
		if k := cases[rows[0].Subject]; k.Total != 3 {
			t.Fatalf("%d posts", k.Total)
		}
		for _, p := range cases[rows[0].Subject].Posts {
			for _, f := range p.Found {
				if strings.Contains(f.Evidence, "0199") {
					t.Errorf("%s keeps the number: %q", f.Signal, f.Evidence)
				}
			}
		}
		w.must(w.app.DecideRow(ctx, w.staff[domain.Moderator], rows[0].ID, domain.CallSpam, ""))
		records, err := db.Reader().Records(ctx)
		w.must(err)
		for s, n := range map[domain.Signal]int64{domain.SignalNumbers: 3, domain.SignalCalled: 2} {
			if records[s].Right != n {
				t.Errorf("%s was right %d times, want %d", s, records[s].Right, n)
			}
		}
	})
}

// Whatever is posted, let in, sent back, called spam, undone, sent again and withdrawn, in
// any order: each post is public once or waits, and records are what was decided.
func TestNothingThatWaitsIsLost(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		w.careful()
		round := 0
		rapid.Check(t, func(rt *rapid.T) {
			round++
			w.anyOrder(rt, round)
		})
	})
}

func (w *world) anyOrder(rt *rapid.T, round int) {
	ctx, moderator := w.t.Context(), w.staff[domain.Moderator]
	who := w.member(fmt.Sprint("New ", round), fmt.Sprintf("new%d@example.org", round), domain.Customer)
	_, err := w.free.SubmitIdea(ctx, who, w.draft(fmt.Sprint("An idea of round ", round)))
	h := w.waits(err)
	var decided []int64
	for range rapid.IntRange(1, 6).Draw(rt, "steps") {
		h, err = w.db.Reader().Held(ctx, h.ID)
		w.must(err)
		switch do := rapid.SampledFrom([]domain.DeskDo{domain.LetIn, domain.SendBack, domain.CallSpam, "undo", "resend"}).Draw(rt, "do"); do {
		case "undo":
			if n := len(decided); n > 0 {
				w.must(w.app.UndoRow(ctx, moderator, decided[n-1]))
				decided = decided[:n-1]
			}
		case "resend":
			if h.State == domain.HeldRejected || h.State == domain.HeldWaiting {
				h.Body += " And more."
				err := w.free.ResendHeld(ctx, who, h, domain.Sending{})
				if domain.KindOf(err) == domain.Forbidden {
					continue // whoever wrote spam writes no more
				}
				w.must(err)
				decided = nil // what was decided before is about other words
			}
		default:
			for _, row := range w.onDesk() {
				w.must(w.app.DecideRow(ctx, moderator, row.ID, do, because))
				decided = append(decided, row.ID)
			}
		}
	}
	w.settledPost(rt, who, h.ID)
	for _, row := range w.onDesk() {
		w.must(w.app.DecideRow(ctx, moderator, row.ID, domain.SendBack, because))
	}
}

// settledPost checks that a post waits on the desk, or was rejected, or is one idea.
func (w *world) settledPost(rt *rapid.T, who domain.Actor, held int64) {
	ctx := w.t.Context()
	h, err := w.db.Reader().Held(ctx, held)
	w.must(err)
	ideas, err := w.db.Reader().Ideas(ctx, domain.IdeaFilter{AuthorID: who.ID, Viewer: who.ID, Order: domain.New})
	w.must(err)
	switch h.State {
	case domain.HeldWaiting:
		if len(w.onDesk()) != 1 {
			rt.Fatalf("a post waits and %d rows are on the desk", len(w.onDesk()))
		}
	case domain.HeldPosted:
		if h.Posted == 0 || len(ideas.Items) > 1 {
			rt.Fatalf("posted as %d, and %d ideas", h.Posted, len(ideas.Items))
		}
	case domain.HeldRejected:
		if len(ideas.Items) != 0 {
			rt.Fatal("rejected and listed")
		}
	}
}

// A form says when it was drawn, and to nobody else's account.
func TestFormsSayWhenTheyWereDrawn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		nonce, err := w.app.OpenForm(t.Context(), 7)
		w.must(err)
		w.clock.forward(time.Minute)
		forged := "A" + nonce[1:]
		if forged == nonce {
			forged = "B" + nonce[1:]
		}
		for _, c := range []struct {
			member int64
			nonce  string
			want   time.Time
		}{{7, nonce, w.clock.now().Add(-time.Minute)}, {8, nonce, time.Time{}}, {7, forged, time.Time{}}, {7, "", time.Time{}},
			{7, nonce + "AAAAAAAA", time.Time{}}} {
			if got, err := w.app.FormOpened(t.Context(), c.member, c.nonce); err != nil || !got.Equal(c.want) {
				t.Errorf("%d, %q: %v, %v, want %v", c.member, c.nonce, got, err, c.want)
			}
		}
	})
}

// A new account that three people flagged is silenced by rule, and what it posted is one
// row; found fine, it writes again.
func TestFlaggedNewcomersAreSilenced(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx := t.Context()
		flaggers := w.members(3)
		for n, f := range flaggers {
			w.idea(f, fmt.Sprint("An idea of a flagger ", n))
		}
		w.clock.forward(48 * time.Hour)
		who := w.newcomer("New")
		posts := []int64{w.idea(who, "The first thing I say"), w.idea(who, "The second thing I say")}
		for n, f := range flaggers {
			w.must(w.free.Flag(ctx, f, domain.PartIdea, posts[n%2], domain.FlagDraft{Reason: domain.FlagSpam}))
			told, err := db.Reader().RestrictionOf(ctx, domain.PartMember, who.ID, domain.Silenced)
			w.must(err)
			if (told.ID != 0) != (n == 2) || told.By.ID != 0 {
				t.Errorf("after %d flaggers: %+v", n+1, told)
			}
		}
		rows := w.onDesk()
		if len(rows) != 1 {
			t.Fatalf("%d rows", len(rows))
		}
		if _, err := w.free.SubmitIdea(ctx, who, w.draft("A third thing to say")); domain.KindOf(err) != domain.Forbidden {
			t.Errorf("a silenced account writes: %v", err)
		}
		w.must(w.app.DecideRow(ctx, w.staff[domain.Moderator], rows[0].ID, domain.LetIn, ""))
		_, err := w.free.SubmitIdea(ctx, who, w.draft("A third thing to say"))
		w.must(err)
	})
}

// Whoever objects to a rejection and is right has the post public as it was sent, and the
// signals were wrong.
func TestObjectionsLetPostsIn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx := t.Context()
		w.agree(domain.SignalWords)
		w.must(w.app.SetSignals(ctx, domain.System, domain.WatchLists{Words: []string{"magic bean*"}}, domain.Settings{}))
		who := w.newcomer("New")
		d := w.draft("My garden in the evening")
		d.Body = "I have grown magic beans for years, and would like a lamp that they like too."
		_, err := w.free.SubmitIdea(ctx, who, d)
		h := w.waits(err)
		w.must(w.app.DecideRow(ctx, w.staff[domain.Moderator], w.onDesk()[0].ID, domain.CallSpam, ""))
		told, err := db.Reader().RestrictionOf(ctx, domain.PartHeld, h.ID, domain.Rejected)
		w.must(err)
		w.must(w.app.Object(ctx, who, told.ID, "Beans are what I grow, and nothing is sold here."))
		rows, err := db.Reader().DeskRows(ctx, domain.DeskFilter{Kind: domain.DeskObjection})
		w.must(err)
		w.must(w.app.DecideRow(ctx, w.staff[domain.Admin], rows.Items[0].ID, domain.RestoreIt, ""))
		if h, err = db.Reader().Held(ctx, h.ID); err != nil || h.State != domain.HeldPosted {
			t.Fatalf("restored: %q, %v", h.State, err)
		}
		if idea := w.read(domain.Nobody, h.Posted); idea.Body != d.Body || idea.Promotes != 1 {
			t.Errorf("restored: %+v", idea)
		}
		records, err := db.Reader().Records(ctx)
		w.must(err)
		if r := records[domain.SignalWords]; r.Decided != 101 || r.Right != 100 {
			t.Errorf("the record is %+v", r)
		}
	})
}
