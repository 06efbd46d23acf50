package app_test

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// Whatever is written, held, let in, removed, hidden by flags, put back, merged, taken
// apart, archived, moved into a private space and erased, in any order: no reader of any
// kind meets a text that is not to be seen, anywhere; and what may be seen is found. What
// is said on a merged idea is shown, counted and found at the one it went into. Twenty
// histories on each engine take a while on a busy machine.
func TestWhatIsHiddenIsFoundByNobody(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		w := newWorld(t, storetest.Open(t, target))
		secret, n, met := w.secretSpace(target), 0, map[string]int{}
		rapid.Check(t, func(rt *rapid.T) {
			if n++; n > 20 {
				return
			}
			h := newHidden(w, n, secret, met)
			h.act(rt, begins[n%len(begins)], h.ideas[0])
			h.count()
			for range rapid.IntRange(3, 20).Draw(rt, "acts") {
				h.act(rt, rapid.SampledFrom(acts).Draw(rt, "act"), rapid.SampledFrom(h.ideas).Draw(rt, "idea"))
			}
			h.check(rt)
		})
		for _, what := range []string{"removed", "hidden", "archived", "privately", "merged", "held", "erased", "read", "told",
			"mailed"} {
			if met[what] == 0 {
				t.Errorf("no history came to something that was %s: this test tests little", what)
			}
		}
		w.checkCounts()
		w.checkSearch()
	})
}

// secretSpace makes a private space, which no verb does yet.
func (w *world) secretSpace(target string) int64 {
	w.t.Helper()
	id, err := w.free.SaveSpace(w.t.Context(), domain.System, domain.Space{Name: "Secret"})
	w.must(err)
	driver := "sqlite3"
	if strings.HasPrefix(target, "postgres") {
		driver = "pgx"
	}
	db, err := sql.Open(driver, target)
	w.must(err)
	defer db.Close()
	_, err = db.ExecContext(w.t.Context(), fmt.Sprintf("UPDATE spaces SET visibility = 'private' WHERE id = %d", id))
	w.must(err)
	return id
}

// hidden is a history of ideas and what is said on them, in a space of its own. Two
// people write, and a third follows all of it.
type hidden struct {
	*world
	n             int // of the history; its words are in no other one
	space, secret int64
	people        []domain.Actor
	erased        map[int64]bool // people, and whether their texts went too
	reader        domain.Actor
	ideas         []*wish
	waiting       []*wish // posts, let in by nobody yet
	said          map[int64]*saying
	reasons       int
	met           map[string]int // what was checked, by its kind
}

type wish struct {
	id                         int64
	word                       string // of its title
	by                         domain.Actor
	removed, privately, forgot bool
	status                     domain.Status
	into                       *wish
}

type saying struct {
	on         *wish
	by         int64
	word       string
	gone, told bool
	over       bool // it is told, or is not told any more
}

func newHidden(w *world, n int, secret int64, met map[string]int) *hidden {
	h := &hidden{world: w, n: n, secret: secret, erased: map[int64]bool{}, said: map[int64]*saying{}, met: met}
	id, err := w.free.SaveSpace(w.t.Context(), domain.System, domain.Space{Name: "Space of " + letter(n)})
	w.must(err)
	h.space = id
	for _, name := range []string{"Ada", "Bela", "Reader"} {
		name += " of " + letter(n)
		h.people = append(h.people, w.member(name, strings.ReplaceAll(name, " ", ".")+"@example.org", domain.Customer))
	}
	h.reader, h.people = h.people[2], h.people[:2]
	w.must(w.free.SetMail(w.t.Context(), h.reader, domain.MailWish{Level: domain.MailAll}))
	for i := range 4 {
		h.submit(&wish{word: h.word("idea", i), by: h.people[i%2]})
	}
	h.submitHeld(&wish{word: h.word("idea", 4), by: h.people[0]})
	return h
}

// draft is an idea by its word, which nothing else has.
func (h *hidden) draft(i *wish) domain.Draft {
	return domain.Draft{Title: fmt.Sprintf("The %s of history %s", i.word, letter(h.n)), Body: "Words.", SpaceID: h.space,
		Tags: []domain.Tag{{Name: "Tag of " + letter(h.n)}}, Nonce: i.word}
}

func (h *hidden) submit(i *wish) {
	id, err := h.free.SubmitIdea(h.t.Context(), i.by, h.draft(i))
	h.must(err)
	h.shown(i, id)
}

// submitHeld sends an idea that waits, for no first post of its author in the space is
// let in.
func (h *hidden) submitHeld(i *wish) {
	h.firstPosts(domain.SpaceFirstPostsMax)
	_, err := h.free.SubmitIdea(h.t.Context(), i.by, h.draft(i))
	i.id = h.waits(err).ID
	h.waiting = append(h.waiting, i)
	h.firstPosts(0)
}

func (h *hidden) firstPosts(n int64) {
	s, err := h.db.Reader().Space(h.t.Context(), h.space)
	h.must(err)
	s.FirstPosts = n
	_, err = h.free.SaveSpace(h.t.Context(), domain.System, s)
	h.must(err)
}

// shown notes an idea that everybody may read, which the reader follows and begins to
// comment.
func (h *hidden) shown(i *wish, id int64) {
	ctx := h.t.Context()
	i.id, i.status = id, domain.StatusNew
	h.ideas = append(h.ideas, i)
	h.must(h.free.Follow(ctx, h.reader, domain.Subject{Part: domain.PartIdea, ID: id}, true),
		h.free.SaveDraft(ctx, h.reader, domain.SavedDraft{Form: domain.FormOf("ideas", id, "comments"),
			Fields: map[string]string{"body": "Not sent yet."}}))
	if len(h.ideas)%2 == 0 { // the others are hidden by the flags of four
		_, err := h.free.Vote(ctx, h.reader, id, domain.Promote)
		h.must(err)
	}
}

// letter writes a number in letters only, and word is one that no other history has.
func letter(n int) string {
	var out []byte
	for ; n > 0; n /= 20 {
		out = append(out, "bcdfghjklmnpqrstvwxz"[n%20], 'o')
	}
	return string(out)
}

func (h *hidden) word(of string, n int) string {
	return "q" + letter(h.n+1) + "u" + letter(n+1) + strings.Repeat(string(of[0]), 2)
}

func (i *wish) GoString() string { return i.word }

// listed reports whether anybody may see an idea.
func (i *wish) listed() bool { return !i.removed && !i.privately }

// inLists reports whether lists that are narrowed to nothing have it.
func (i *wish) inLists() bool { return i.listed() && slices.Contains(domain.ListedStatuses, i.status) }

// at is the idea at which an idea's comments are shown; nil for none.
func (i *wish) at() *wish {
	if !i.listed() {
		return nil
	}
	for ; i.into != nil; i = i.into {
	}
	if !i.listed() {
		return nil
	}
	return i
}

// acts are what happens, and begins what a history begins with, so that each is tried
// often enough.
var (
	acts = []string{"say", "say", "say", "remove", "restore", "merge", "merge", "unmerge", "comment", "comment", "comment",
		"flag", "decide", "archive", "private", "public", "let in", "erase", "tell"}
	begins = []string{"remove", "flag", "archive", "private", "merge", "erase"}
)

// act does something with an idea, or with something else that there is. What is refused
// changes nothing.
func (h *hidden) act(rt *rapid.T, act string, i *wish) {
	done := func(err error, then func()) {
		if err == nil {
			then()
		} else if domain.KindOf(err) == 0 {
			rt.Fatalf("an act failed: %v", err)
		}
	}
	ctx, moderator := h.t.Context(), h.staff[domain.Moderator]
	switch act {
	case "say":
		h.say(i, h.people[rapid.IntRange(0, 1).Draw(rt, "who")], done)
	case "remove":
		done(h.free.RemoveIdea(ctx, moderator, i.id), func() { i.removed = true })
	case "restore":
		done(h.free.RestoreIdea(ctx, moderator, i.id), func() { i.removed = false })
	case "merge":
		into := rapid.SampledFrom(h.ideas).Draw(rt, "into")
		done(h.free.Merge(ctx, moderator, i.id, into.id, ""), func() { i.into, i.status = into, domain.StatusMerged })
	case "unmerge":
		done(h.free.Unmerge(ctx, moderator, i.id), func() { i.into, i.status = nil, h.read(domain.System, i.id).Status })
	case "comment":
		h.onComment(rt, done)
	case "flag":
		h.flag(domain.PartIdea, i.id, done)
		if !i.privately {
			i.removed = h.read(domain.System, i.id).Removed
		}
	case "decide", "archive":
		to := domain.StatusArchived
		if act == "decide" {
			to = rapid.SampledFrom(decidable).Draw(rt, "to")
		}
		h.decide(i, to, done)
	case "private", "public":
		h.move(i, act == "private")
	case "let in":
		h.letIn(done)
	case "erase":
		h.erase(h.people[rapid.IntRange(0, 1).Draw(rt, "who")], rapid.Bool().Draw(rt, "texts"))
	case "tell":
		h.tell()
	}
}

// decidable are what an idea is made by a decision, beside archived.
var decidable = []domain.Status{domain.StatusUnderReview, domain.StatusAccepted, domain.StatusDeclined, domain.StatusNew}

func (h *hidden) decide(i *wish, to domain.Status, done func(error, func())) {
	h.reasons++
	because := fmt.Sprintf("Because of %s, as it is now, %d.", i.word, h.reasons)
	done(h.free.Decide(h.t.Context(), h.staff[domain.Admin], i.id, to, because), func() { i.status = to })
}

func (h *hidden) say(i *wish, who domain.Actor, done func(error, func())) {
	word := h.word("comment", len(h.said))
	id, err := h.free.AddComment(h.t.Context(), who, i.id, domain.CommentDraft{Body: "It is " + word, Nonce: word})
	done(err, func() { h.said[id] = &saying{on: i, by: who.ID, word: word} })
}

// flag lets enough people flag a post to hide it, if it can be flagged.
func (h *hidden) flag(part domain.Part, id int64, done func(error, func())) {
	for _, role := range domain.AccountRoles {
		done(h.free.Flag(h.t.Context(), h.staff[role], part, id, domain.FlagDraft{Reason: domain.FlagHarass}), func() {})
	}
}

func (h *hidden) move(i *wish, privately bool) {
	to := h.space
	if privately {
		to = h.secret
	}
	h.must(h.db.Tx(h.t.Context(), func(q *store.Tx) error { return q.MoveIdea(h.t.Context(), i.id, to) }))
	i.privately = privately
}

// letIn decides about the post of the history that waits.
func (h *hidden) letIn(done func(error, func())) {
	if len(h.waiting) == 0 {
		return
	}
	i, ctx := h.waiting[0], h.t.Context()
	for _, row := range h.onDesk() {
		done(h.free.DecideRow(ctx, h.staff[domain.Moderator], row.ID, domain.LetIn, ""), func() {})
	}
	now, err := h.db.Reader().Held(ctx, i.id)
	h.must(err)
	if now.Posted != 0 {
		h.waiting = nil
		h.shown(i, now.Posted)
	}
}

// erase erases an account, with what it wrote if texts is true. Which ideas go is asked
// elsewhere. What is in a private space comes out before, for no verb reaches it there.
func (h *hidden) erase(who domain.Actor, texts bool) {
	if _, before := h.erased[who.ID]; before {
		return
	}
	for _, i := range h.ideas {
		h.move(i, false)
	}
	ctx := h.t.Context()
	h.must(h.db.Tx(ctx, func(q *store.Tx) error { return q.EraseMember(ctx, who.ID) }))
	for step := range store.ErasedTables() + 3 {
		h.must(h.free.EraseTexts(ctx, domain.EraseTexts{Member: who.ID, Texts: texts, Step: step}))
	}
	h.erased[who.ID] = texts
	for _, i := range h.ideas {
		if i.by.ID == who.ID {
			now := h.read(domain.System, i.id)
			i.removed, i.forgot = now.Removed, !strings.Contains(now.Title, i.word)
		}
	}
	for _, c := range h.said {
		c.gone = c.gone || texts && c.by == who.ID
	}
}

// tell lets everybody hear of what has happened, if it can be read just now: nobody is
// told later.
func (h *hidden) tell() {
	h.tellAll()
	for _, c := range h.said {
		if !c.over {
			c.over, c.told = true, c.on.listed() && !c.gone
		}
	}
}

// onComment does something with a comment that there is.
func (h *hidden) onComment(rt *rapid.T, done func(error, func())) {
	if len(h.said) == 0 {
		return
	}
	var ids []int64
	for id := range h.said {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	id := rapid.SampledFrom(ids).Draw(rt, "comment")
	c, ctx := h.said[id], h.t.Context()
	now, err := h.db.Reader().Comment(ctx, id)
	h.must(err)
	switch rapid.IntRange(0, 3).Draw(rt, "what") {
	case 0:
		done(h.free.RemoveComment(ctx, h.staff[domain.Moderator], id), func() { c.gone = true })
	case 1:
		done(h.free.RestoreComment(ctx, h.staff[domain.Moderator], id), func() { c.gone = false })
	case 2:
		d := domain.CommentDraft{Body: "It was " + c.word + "ed", Version: now.Version}
		done(h.free.EditComment(ctx, domain.Actor{ID: c.by, Role: domain.Customer}, id, d), func() { c.word += "ed" })
	case 3:
		h.flag(domain.PartComment, id, done)
		now, err = h.db.Reader().Comment(ctx, id)
		h.must(err)
		c.gone = now.Gone != domain.NotGone
	}
}

// converse reads what an idea's page shows of what is said.
func (h *hidden) converse(rt *rapid.T, i *wish, want int64) {
	r, ctx := h.db.Reader(), h.t.Context()
	now, err := r.IdeaFor(ctx, domain.Nobody, i.id, 0)
	h.must(err)
	f := domain.CommentFilter{Idea: i.id, Order: domain.OldestFirst}
	merged, err := r.MergedInto(ctx, i.id)
	h.must(err)
	for _, m := range merged {
		f.Merged = append(f.Merged, m.ID)
	}
	talk, err := r.Conversation(ctx, f)
	h.must(err)
	var read int64
	for _, c := range talk.Threads {
		if c.Gone == domain.NotGone {
			read++
		}
	}
	if now.Comments != want || read != want {
		rt.Fatalf("idea %d counts %d comments and shows %d, wanted %d", i.id, now.Comments, read, want)
	}
}
