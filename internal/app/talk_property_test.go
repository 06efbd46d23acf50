package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// Whatever is written, removed, put back, merged and taken apart, a text is found by its
// words exactly while pages show it, and suggests nothing otherwise; what is said on a
// merged idea is shown, counted and found at the one it went into. Forty histories on
// each engine take a while on a busy machine.
func TestWhatIsHiddenIsFoundByNobody(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		n := 0
		rapid.Check(t, func(rt *rapid.T) {
			if n++; n > 40 {
				return
			}
			h := &hidden{world: w, said: map[int64]*saying{}}
			for i := range 4 {
				title := fmt.Sprintf("The %s of history %s", h.word(n, "idea", i), letter(n))
				h.ideas = append(h.ideas, &wish{id: w.submit(w.staff[domain.Customer], title, "Words."), title: title})
			}
			for range rapid.IntRange(3, 16).Draw(rt, "acts") {
				h.act(rt, n)
			}
			h.check(rt)
		})
		w.checkCounts()
		w.checkSearch()
	})
}

// hidden is a history of ideas and what is said on them.
type hidden struct {
	*world
	ideas []*wish
	said  map[int64]*saying
}

type wish struct {
	id      int64
	title   string
	removed bool
	into    *wish
}

type saying struct {
	on   *wish
	word string
	gone bool
}

// letter writes a number in letters only, and word is one that no other history has.
func letter(n int) string {
	var out []byte
	for ; n > 0; n /= 20 {
		out = append(out, "bcdfghjklmnpqrstvwxz"[n%20], 'o')
	}
	return string(out)
}

func (h *hidden) word(history int, of string, n int) string {
	return "q" + letter(history+1) + "u" + letter(n+1) + strings.Repeat(string(of[0]), 2)
}

// at is the idea at which an idea's comments are shown; nil for none.
func (i *wish) at() *wish {
	if i.removed {
		return nil
	}
	for ; i.into != nil; i = i.into {
	}
	if i.removed {
		return nil
	}
	return i
}

func (h *hidden) act(rt *rapid.T, history int) {
	ctx, moderator := h.t.Context(), h.staff[domain.Moderator]
	i := rapid.SampledFrom(h.ideas).Draw(rt, "idea")
	done := func(err error, then func()) {
		if err == nil {
			then()
		} else if domain.KindOf(err) == 0 {
			rt.Fatalf("an act failed: %v", err)
		}
	}
	switch rapid.SampledFrom([]string{"say", "say", "say", "remove", "restore", "merge", "merge", "unmerge", "hide", "show",
		"edit"}).Draw(rt, "act") {
	case "say":
		word := h.word(history, "comment", len(h.said))
		id, err := h.free.AddComment(ctx, h.staff[domain.Customer], i.id, domain.CommentDraft{Body: "It is " + word, Nonce: word})
		done(err, func() { h.said[id] = &saying{on: i, word: word} })
	case "remove":
		done(h.free.RemoveIdea(ctx, moderator, i.id), func() { i.removed = true })
	case "restore":
		done(h.free.RestoreIdea(ctx, moderator, i.id), func() { i.removed = false })
	case "merge":
		into := rapid.SampledFrom(h.ideas).Draw(rt, "into")
		done(h.free.Merge(ctx, moderator, i.id, into.id, ""), func() { i.into = into })
	case "unmerge":
		done(h.free.Unmerge(ctx, moderator, i.id), func() { i.into = nil })
	case "hide", "show", "edit":
		h.onComment(rt, done)
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
	switch rapid.IntRange(0, 2).Draw(rt, "what") {
	case 0:
		done(h.free.RemoveComment(ctx, h.staff[domain.Moderator], id), func() { c.gone = true })
	case 1:
		done(h.free.RestoreComment(ctx, h.staff[domain.Moderator], id), func() { c.gone = false })
	case 2:
		now, err := h.db.Reader().Comment(ctx, id)
		h.must(err)
		d := domain.CommentDraft{Body: "It was " + c.word + "ed", Version: now.Version}
		done(h.free.EditComment(ctx, h.staff[domain.Customer], id, d), func() { c.word += "ed" })
	}
}

// check asks for every word as a guest, and reads every conversation.
func (h *hidden) check(rt *rapid.T) {
	h.must(h.app.CountTerms(h.t.Context()))
	shown := map[*wish]int64{}
	for id, c := range h.said {
		at := c.on.at()
		want := at != nil && !c.gone
		if got := h.hits(rt, c.word, domain.FindComments); (len(got) == 1) != want || want && got[0] != id {
			rt.Fatalf("comment %d is found %v, wanted %v: %s", id, got, want, c.word)
		}
		if want {
			shown[at]++
		}
	}
	for _, i := range h.ideas {
		word := strings.Fields(i.title)[1]
		want := !i.removed && i.into == nil
		if got := h.hits(rt, word, domain.FindIdeas); (len(got) == 1) != want || want && got[0] != i.id {
			rt.Fatalf("idea %d is found %v, wanted %v: %s", i.id, got, want, word)
		}
		if like := h.alike(rt, i.title); slices.Contains(like, i.id) != want {
			rt.Fatalf("idea %d is like its own title: wanted %v", i.id, want)
		}
		if i.into == nil && !i.removed {
			h.converse(rt, i, shown[i])
		}
	}
}

// hits are what a guest finds by a word, with the counts of all tabs: a word that is
// found nowhere stands for no other one either.
func (h *hidden) hits(rt *rapid.T, word string, kind domain.SearchKind) (ids []int64) {
	r := h.db.Reader()
	c, err := r.Community(h.t.Context(), h.clock.now())
	h.must(err)
	found, _, err := r.Search(h.t.Context(), domain.Nobody, r.Understand(word, c), domain.SearchFilter{Kind: kind})
	h.must(err)
	if slices.Contains(found.Meant, word) {
		rt.Fatalf("%s is suggested", word)
	}
	for _, i := range found.Ideas {
		if strings.Contains(i.Title, word) {
			ids = append(ids, i.ID)
		}
	}
	for _, c := range found.Comments {
		if strings.HasSuffix(c.Body, word) {
			ids = append(ids, c.ID)
		}
	}
	if n := found.Counts[kind].N; len(ids) == 0 && len(found.Ideas)+len(found.Comments) != int(n) {
		rt.Fatalf("%s: %d are counted, and not shown", word, n)
	}
	return ids
}

// alike are the ideas that are offered to whoever types a title.
func (h *hidden) alike(rt *rapid.T, title string) []int64 {
	r := h.db.Reader()
	c, err := r.Community(h.t.Context(), h.clock.now())
	h.must(err)
	ids, err := r.Similar(h.t.Context(), r.Understand(title, c), title, 0, 10)
	h.must(err)
	return ids
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
