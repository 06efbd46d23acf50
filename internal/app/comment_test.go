package app_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// forest is what a history of acts should have made of an idea's comments.
type forest struct {
	*world
	people []domain.Actor
	idea   int64
	said   []int64 // in the order in which they were posted
}

// act does something that people do to comments; a refusal is an answer, too.
func (f *forest) act(rt *rapid.T) error {
	ctx := f.t.Context()
	who := rapid.SampledFrom(f.people).Draw(rt, "who")
	words := domain.CommentDraft{Body: fmt.Sprintf("Said as number %d.", len(f.said))}
	verb := rapid.SampledFrom([]string{"begin", "reply", "reply", "reply", "delete", "remove", "restore", "helpful",
		"official", "extend"}).Draw(rt, "verb")
	if verb == "begin" || len(f.said) == 0 {
		id, err := f.free.AddComment(ctx, who, f.idea, words)
		return f.keep(id, err)
	}
	on := rapid.SampledFrom(f.said).Draw(rt, "on")
	wanted := rapid.Bool().Draw(rt, "wanted")
	switch verb {
	case "reply":
		return f.keep(f.free.ReplyToComment(ctx, who, on, words))
	case "delete":
		return f.free.DeleteComment(ctx, who, on)
	case "remove":
		return f.free.RemoveComment(ctx, f.staff[domain.Moderator], on)
	case "restore":
		return f.free.RestoreComment(ctx, f.staff[domain.Moderator], on)
	case "official":
		return f.free.SetOfficial(ctx, f.staff[domain.Engineer], on, wanted)
	case "extend":
		return f.free.ExtendIdea(ctx, f.staff[domain.Moderator], on, wanted)
	}
	_, err := f.free.FindHelpful(ctx, who, on, wanted)
	return err
}

func (f *forest) keep(id int64, err error) error {
	if err == nil {
		f.said = append(f.said, id)
	}
	return err
}

// read reads everything that pages show in an order, page after page: threads, and of
// each what its own pages and those of folded comments show.
func (f *forest) read(rt *rapid.T, order domain.CommentOrder) (threads []domain.Comment, all []int64) {
	filter := domain.CommentFilter{Idea: f.idea, Order: order}
	for {
		talk, err := f.db.Reader().Conversation(f.t.Context(), filter)
		if err != nil {
			rt.Fatal(err)
		}
		for _, n := range talk.Threads {
			threads = append(threads, n.Comment)
			all = append(all, n.ID)
			all = append(all, f.below(rt, n.Comment)...)
			f.beginsAs(rt, n)
		}
		if talk.Next.Zero() {
			return threads, all
		}
		filter.After = talk.Next
	}
}

// below reads all that stands below a comment, as its pages lead to it.
func (f *forest) below(rt *rapid.T, c domain.Comment) (all []int64) {
	after := int64(0)
	for {
		page, err := f.db.Reader().Replies(f.t.Context(), &c, after)
		if err != nil {
			rt.Fatal(err)
		}
		for i := range page.Items {
			r := page.Items[i]
			all = append(all, r.ID)
			if r.Branch.Depth()-c.Branch.Depth() == domain.ThreadLevels-1 && r.Replies > 0 {
				all = append(all, f.below(rt, r)...) // folded, and continued on its page
			}
		}
		if page.Next.Zero() {
			return all
		}
		after = page.Next.ID
	}
}

// beginsAs compares the beginning of a thread under its idea with the thread's page.
func (f *forest) beginsAs(rt *rapid.T, n *domain.Node) {
	page, err := f.db.Reader().Replies(f.t.Context(), &n.Comment, 0)
	if err != nil {
		rt.Fatal(err)
	}
	shown := flat(n)[1:]
	if want := min(len(page.Items), domain.ThreadStart-1); len(shown) != want {
		rt.Fatalf("thread %d begins with %d replies, want %d", n.ID, len(shown), want)
	}
	for i, id := range shown {
		if page.Items[i].ID != id {
			rt.Fatalf("thread %d begins with %v, its page with %v", n.ID, shown, page.Items)
		}
	}
}

func flat(n *domain.Node) []int64 {
	ids := []int64{n.ID}
	for _, b := range n.Below {
		ids = append(ids, flat(b)...)
	}
	return ids
}

// check compares what pages show with the comments themselves.
func (f *forest) check(rt *rapid.T) {
	known := map[int64]domain.Comment{}
	stands := map[int64]int64{}
	for _, id := range f.said {
		c, err := f.db.Reader().Comment(f.t.Context(), id)
		if err != nil {
			rt.Fatal(err)
		}
		known[id] = c
		for _, above := range c.Branch.Above() {
			if c.Gone == domain.NotGone {
				stands[above]++
			}
		}
	}
	var want []int64 // whatever stands, or is above what does, as a thread is read
	var walk func(parent int64)
	walk = func(parent int64) {
		for _, id := range f.said {
			if c := known[id]; c.Parent == parent && (c.Gone == domain.NotGone || stands[id] > 0) {
				want = append(want, id)
				walk(id)
			}
		}
	}
	walk(0)
	for _, order := range domain.CommentOrders {
		threads, all := f.read(rt, order)
		if order == domain.OldestFirst && !slices.Equal(all, want) {
			rt.Fatalf("oldest first: %v, want %v", all, want)
		}
		if !slices.Equal(slices.Sorted(slices.Values(all)), slices.Sorted(slices.Values(want))) {
			rt.Fatalf("%s: %v, want those of %v", order, all, want)
		}
		if !slices.IsSortedFunc(threads, func(a, b domain.Comment) int { return before(order, a, b) }) {
			rt.Fatalf("%s: %v", order, threads)
		}
	}
}

// before compares two threads as an order does.
func before(o domain.CommentOrder, a, b domain.Comment) int {
	switch {
	case o == domain.NewestFirst:
		return int(b.ID - a.ID)
	case o == domain.MostHelpful && a.Helpful != b.Helpful:
		return int(b.Helpful - a.Helpful)
	}
	return int(a.ID - b.ID)
}

// Whatever is posted, deleted, removed and restored: every comment that stands is on
// one page in its place, and what is counted equals a recount. A hundred histories on
// each engine take a while.
func TestThreadsAreInOrder(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		f := &forest{world: newWorld(t, db)}
		for _, who := range f.staff {
			f.people = append(f.people, who)
		}
		slices.SortFunc(f.people, func(a, b domain.Actor) int { return int(a.ID - b.ID) })
		n := 0
		rapid.Check(t, func(rt *rapid.T) {
			n++
			f.said, f.idea = nil, f.world.idea(f.staff[domain.Customer], fmt.Sprintf("A quieter fan, conversation %d", n))
			for range rapid.IntRange(1, 60).Draw(rt, "acts") {
				if err := f.act(rt); err != nil && domain.KindOf(err) == 0 {
					rt.Fatalf("an act failed: %v", err)
				}
			}
			f.check(rt)
		})
		f.checkCounts()
	})
}

// Pages that are read while others write have each comment that was there before once.
func TestPagingWhileOthersWrite(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		idea := w.idea(w.staff[domain.Customer], "A quieter fan for everyone")
		var there []int64
		for i := range 3 * domain.ThreadsPage {
			there = append(there, w.comment(w.staff[domain.Officer], idea, 0, fmt.Sprint("Thread ", i)))
		}
		first := there[0]
		for i := range 2*domain.RepliesPage + 7 {
			w.comment(w.staff[domain.Officer], idea, first, fmt.Sprint("Reply ", i))
		}
		var writers sync.WaitGroup
		for _, role := range []domain.Role{domain.Engineer, domain.Moderator} {
			writers.Go(func() {
				for range 150 {
					_, begun := w.free.AddComment(t.Context(), w.staff[role], idea, domain.CommentDraft{Body: "Meanwhile."})
					_, answered := w.free.ReplyToComment(t.Context(), w.staff[role], first, domain.CommentDraft{Body: "Meanwhile."})
					if begun != nil || answered != nil {
						t.Error(begun, answered)
						return
					}
				}
			})
		}
		for _, order := range []domain.CommentOrder{domain.OldestFirst, domain.NewestFirst, domain.MostHelpful} {
			seen := map[int64]int{}
			filter := domain.CommentFilter{Idea: idea, Order: order}
			for again := true; again; again = !filter.After.Zero() {
				talk, err := db.Reader().Conversation(t.Context(), filter)
				if err != nil {
					t.Fatal(err)
				}
				for _, n := range talk.Threads {
					seen[n.ID]++
				}
				filter.After = talk.Next
			}
			for _, id := range there {
				if seen[id] != 1 {
					t.Errorf("%s: thread %d was shown %d times", order, id, seen[id])
				}
			}
		}
		writers.Wait()
		w.checkCounts()
	})
}

// A comment waits for the one before it, longer on an account's first day, and then
// there are only so many.
func TestLimitsOfComments(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx := t.Context()
		idea := w.idea(w.staff[domain.Customer], "A quieter fan for everyone")
		old, young := w.staff[domain.Officer], w.members(1)[0]
		young.Created = w.clock.now()
		say := func(who domain.Actor) domain.Kind {
			_, err := w.app.AddComment(ctx, who, idea, domain.CommentDraft{Body: "It hums."})
			return domain.KindOf(err)
		}
		if say(old) != 0 || say(old) != domain.TooMany {
			t.Error("two comments at once")
		}
		w.clock.forward(5 * time.Second)
		if say(old) != 0 {
			t.Error("no comment after five seconds")
		}
		for n := range 10 {
			if say(young) != 0 || say(young) != domain.TooMany {
				t.Errorf("comment %d of a first day", n)
			}
			w.clock.forward(31 * time.Second)
		}
		if say(young) != domain.TooMany {
			t.Error("eleven comments on a first day")
		}
	})
}

// The company answers in public through whoever its queue belongs to; in others' lists
// of a member's comments nothing is of an archived idea.
func TestWhoseAnswerIsOfficial(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx, own := t.Context(), w.staff[domain.Engineer]
		other := w.member("Somebody else", "else@example.org", domain.Engineer)
		idea := w.routed(w.queue("Thermal", 0), "A quieter fan for everyone").Idea.ID
		free := w.idea(w.staff[domain.Customer], "Longer cables for every desk")
		answer := domain.CommentDraft{Body: "We build it.", Official: true}
		for _, c := range []struct {
			who  domain.Actor
			idea int64
			want domain.Kind
		}{
			{own, idea, 0}, {other, idea, domain.Invalid}, {other, free, 0}, {w.staff[domain.Admin], idea, 0},
			{w.staff[domain.Moderator], free, domain.Forbidden}, {w.staff[domain.Customer], free, domain.Forbidden},
		} {
			_, err := w.free.AddComment(ctx, c.who, c.idea, answer)
			w.want(err, c.want, fmt.Sprintf("an official answer of %s on %d", c.who.Role, c.idea))
		}
		talk, err := db.Reader().Conversation(ctx, domain.CommentFilter{Idea: idea})
		if err != nil || len(talk.Raised) != 2 || talk.Raised[1].Author.Role != domain.Engineer {
			t.Errorf("raised: %+v, %v", talk.Raised, err)
		}
		w.want(w.free.Decide(ctx, w.staff[domain.Moderator], free, domain.StatusArchived, because), 0, "archive")
		for viewer, want := range map[bool]int{true: 1, false: 0} {
			said, err := db.Reader().MemberComments(ctx, other.ID, domain.Cursor{}, viewer, 10)
			if err != nil || len(said.Items) != want {
				t.Errorf("comments, to oneself %v: %v, %v", viewer, said.Items, err)
			}
		}
		w.checkCounts()
	})
}
