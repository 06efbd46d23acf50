package app_test

import (
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"groundswell/internal/domain"
)

// check asks every kind of reader for every word, and reads all that tells of texts.
func (h *hidden) check(rt *rapid.T) {
	h.tell()
	h.must(h.app.CountTerms(h.t.Context()))
	h.count()
	h.checkHits(rt)
	readers := []domain.Actor{domain.Nobody, h.reader}
	for _, role := range []domain.Role{domain.Engineer, domain.Moderator} {
		readers = append(readers, h.staff[role])
	}
	for _, who := range h.people {
		if _, former := h.erased[who.ID]; !former {
			readers = append(readers, who)
		}
	}
	for _, who := range readers {
		for name, read := range h.surfaces(who) {
			h.checkSurface(rt, who, name, read)
		}
		h.checkPages(rt, who)
	}
	h.checkNames(rt)
}

// count notes what the history came to.
func (h *hidden) count() {
	for _, i := range h.ideas {
		for what, so := range map[string]bool{"removed": i.removed, "privately": i.privately, "merged": i.into != nil,
			"archived": i.status == domain.StatusArchived} {
			if so {
				h.met[what]++
			}
		}
		if !i.privately && h.read(domain.System, i.id).Hidden {
			h.met["hidden"]++
		}
	}
	h.met["held"] += len(h.waiting)
	h.met["erased"] += len(h.erased)
}

// checkHits asks for every word, and reads every conversation.
func (h *hidden) checkHits(rt *rapid.T) {
	shown := map[*wish]int64{}
	for id, c := range h.said {
		at := c.on.at()
		if at != nil && !c.gone {
			shown[at]++
		}
		want := []int64{id}
		if at == nil || c.gone || !at.inLists() {
			want = nil
		}
		if got := h.hits(rt, c.word, domain.FindComments); !slices.Equal(got, want) {
			rt.Fatalf("comment %d is found %v, wanted %v: %s", id, got, want, c.word)
		}
	}
	for _, i := range slices.Concat(h.ideas, h.waiting) {
		want := []int64{i.id}
		if i.status == "" || !i.inLists() || i.forgot {
			want = nil
		}
		if got := h.hits(rt, i.word, domain.FindIdeas); !slices.Equal(got, want) {
			rt.Fatalf("idea %d is found %v, wanted %v: %s", i.id, got, want, i.word)
		}
		if like := h.alike(h.draft(i).Title); slices.Contains(like, i.id) != (len(want) > 0) && i.status != "" {
			rt.Fatalf("idea %d is like its own title, wanted %v: %v", i.id, want, like)
		}
		if i.status != "" && i.into == nil && i.listed() {
			h.converse(rt, i, shown[i])
		}
	}
}

// hits are what is found by a word, for a guest and for staff alike, with the counts of
// all tabs. A comment is headed by the idea at which it is shown. A word that is found
// nowhere is not suggested either, for itself or for one that is like it.
func (h *hidden) hits(rt *rapid.T, word string, kind domain.SearchKind) (ids []int64) {
	for _, who := range []domain.Actor{domain.Nobody, h.staff[domain.Moderator]} {
		found := h.search(who, word, kind)
		if ids = h.hitsOf(rt, found, word); len(ids) > 0 {
			continue
		}
		if n := found.Counts[kind].N; len(found.Ideas)+len(found.Comments) != int(n) {
			rt.Fatalf("%s: %d are counted, and not shown", word, n)
		}
		if slices.Contains(append(found.Meant, h.search(who, word+"x", kind).Meant...), word) {
			rt.Fatalf("%s is suggested", word)
		}
	}
	return ids
}

func (h *hidden) search(who domain.Actor, typed string, kind domain.SearchKind) domain.Found {
	r := h.db.Reader()
	c, err := r.Community(h.t.Context(), h.clock.now())
	h.must(err)
	found, _, err := r.Search(h.t.Context(), who, r.Understand(typed, c), domain.SearchFilter{Kind: kind})
	h.must(err)
	return found
}

func (h *hidden) hitsOf(rt *rapid.T, found domain.Found, word string) (ids []int64) {
	for _, i := range found.Ideas {
		if strings.Contains(i.Title, word) {
			ids = append(ids, i.ID)
		}
	}
	for _, c := range found.Comments {
		if strings.HasSuffix(c.Body, word) {
			ids = append(ids, c.ID)
			if at := h.said[c.ID].on.at(); c.Idea.ID != at.id || !strings.Contains(c.Idea.Title, at.word) {
				rt.Fatalf("comment %d is headed by idea %d, wanted %d", c.ID, c.Idea.ID, at.id)
			}
		}
	}
	return ids
}

// alike are the ideas that are offered to whoever types a title.
func (h *hidden) alike(title string) []int64 {
	r := h.db.Reader()
	c, err := r.Community(h.t.Context(), h.clock.now())
	h.must(err)
	ids, err := r.Similar(h.t.Context(), r.Understand(title, c), title, 0, 10)
	h.must(err)
	ideas, err := r.IdeasOf(h.t.Context(), ids)
	h.must(err)
	for n := range ideas {
		ids[n] = ideas[n].ID
	}
	return ids[:len(ideas)]
}

// surface is what somebody reads in one place, and what stands in it.
type surface struct {
	text string
	// ideas and comments say what must be read there; nil: nothing is asked for. What
	// nobody may see must not be anywhere. late reports whether the place may name an
	// idea that was merged or archived.
	ideas func(*wish) bool
	said  func(*saying) bool
	late  bool
}

func titles(ideas []domain.Idea) string {
	var b strings.Builder
	for _, i := range ideas {
		b.WriteString(i.Title + "\n" + i.Excerpt + "\n")
	}
	return b.String()
}

func outcomes(all []domain.Outcome) string {
	var b strings.Builder
	for _, o := range all {
		b.WriteString(o.Idea.Title + "\n" + o.Decision.Reason + "\n")
	}
	return b.String()
}

func news(groups []domain.NewsGroup) string {
	var b strings.Builder
	for _, g := range groups {
		b.WriteString(g.Idea.Title + "\n")
		for _, n := range g.News {
			b.WriteString(n.Words + "\n")
		}
	}
	return b.String()
}

// surfaces are all places where somebody meets texts beside what they search for: lists
// and feeds, the ledger, the map, what members say, hear and left unsent.
func (h *hidden) surfaces(who domain.Actor) map[string]surface {
	all := map[string]surface{}
	h.lists(who, all)
	h.ledgers(who, all)
	h.ofMembers(who, all)
	if who.ID == h.reader.ID {
		h.heardBy(who, all)
	}
	return all
}

// lists are the feed with its tabs and filters, which the Atom feeds and the map have too.
func (h *hidden) lists(who domain.Actor, all map[string]surface) {
	r, ctx, today := h.db.Reader(), h.t.Context(), domain.Day(h.clock.now())
	tag, err := r.TagNamed(ctx, "Tag of "+letter(h.n))
	h.must(err)
	in := func(statuses ...domain.Status) func(*wish) bool {
		return func(i *wish) bool { return i.listed() && slices.Contains(statuses, i.status) }
	}
	for name, f := range map[string]domain.IdeaFilter{
		"hot": {Order: domain.Hot}, "new": {Order: domain.New}, "top": {Order: domain.Top}, "week": {Order: domain.Top, Days: 7},
		"tag": {Order: domain.New, Tag: &tag}, "tag in space": {Order: domain.Top, Tag: &tag, SpaceID: h.space},
		"merged":   {Order: domain.New, Statuses: []domain.Status{domain.StatusMerged}},
		"archived": {Order: domain.New, Statuses: []domain.Status{domain.StatusArchived}},
	} {
		statuses := f.Statuses
		if len(statuses) == 0 {
			statuses = domain.ListedStatuses
		}
		if f.Tag == nil {
			f.SpaceID = h.space
		}
		f.Viewer, f.Today, f.Limit = who.ID, today, 50
		found, err := r.Ideas(ctx, f)
		h.must(err)
		all[name] = surface{text: titles(found.Items), ideas: in(statuses...), late: len(f.Statuses) > 0}
	}
	found, err := r.Discover(ctx, domain.IdeaFilter{SpaceID: h.space, Viewer: who.ID, Today: today}, h.clock.now())
	h.must(err)
	all["discover"] = surface{text: titles(found.Items)}
	places, err := r.SitemapIdeas(ctx, 0)
	h.must(err)
	var b strings.Builder
	for _, p := range places {
		b.WriteString(p.Path + "\n")
	}
	all["map"] = surface{text: b.String(), ideas: in(domain.ListedStatuses...)}
}

// ledgers tell what was decided: to everybody, of who decided, and to voters.
func (h *hidden) ledgers(who domain.Actor, all map[string]surface) {
	r, ctx := h.db.Reader(), h.t.Context()
	ledger, err := r.Ledger(ctx, domain.LedgerFilter{SpaceID: h.space})
	h.must(err)
	all["ledger"] = surface{text: outcomes(ledger.Items), late: true}
	c, err := r.Community(ctx, h.clock.now())
	h.must(err)
	all["heard"] = surface{text: outcomes(c.Heard), late: true}
	led, err := r.VotesLedTo(ctx, who.ID)
	h.must(err)
	all["votes led to"] = surface{text: outcomes(led), late: true}
	by, err := r.DecidedBy(ctx, h.staff[domain.Admin].ID)
	h.must(err)
	all["decided by"] = surface{text: outcomes(by), late: true}
	shipped, err := r.Shipped(ctx, domain.Cursor{}, 50)
	h.must(err)
	all["shipped"] = surface{text: outcomes(shipped.Items)}
}

// ofMembers are the pages of the two people who write.
func (h *hidden) ofMembers(who domain.Actor, all map[string]surface) {
	r, ctx := h.db.Reader(), h.t.Context()
	late := func(s domain.Status) bool { return s == domain.StatusArchived || s == domain.StatusMerged }
	for _, m := range h.people {
		own := who.ID == m.ID
		ideas, err := r.Ideas(ctx, domain.IdeaFilter{AuthorID: m.ID, Viewer: who.ID})
		h.must(err)
		all["ideas of "+m.Name] = surface{text: titles(ideas.Items), late: own, ideas: func(i *wish) bool {
			return i.by.ID == m.ID && i.listed() && (own || !late(i.status))
		}}
		said, err := r.MemberComments(ctx, m.ID, domain.Cursor{}, own, 50)
		h.must(err)
		var b strings.Builder
		for _, c := range said.Items {
			b.WriteString(c.Idea.Title + "\n" + c.Body + "\n")
		}
		all["comments of "+m.Name] = surface{text: b.String(), late: own, said: func(c *saying) bool {
			return c.by == m.ID && c.on.at() != nil && (own || !late(c.on.at().status))
		}}
	}
}

// heardBy is what a member who follows everything hears and is written, and what they
// have not sent.
func (h *hidden) heardBy(who domain.Actor, all map[string]surface) {
	r, ctx := h.db.Reader(), h.t.Context()
	page, err := r.News(ctx, who.ID, domain.Cursor{}, domain.NewsGroups)
	h.must(err)
	told := map[*wish]int{}
	for _, c := range h.said {
		if c.told {
			told[c.on]++
		}
	}
	few := func(c *saying) bool { return c.told && c.on.listed() && told[c.on] <= 2 && !h.moved(c.on) }
	all["news"] = surface{text: news(page.Items), late: true, said: few}
	if n, err := r.Unseen(ctx, who.ID); err != nil || n == 0 && len(page.Items) > 0 || n > 0 && len(page.Items) == 0 {
		h.t.Errorf("%d are new, and %d are shown: %v", n, len(page.Items), err)
	}
	letters, err := r.DueLetters(ctx, "example.org", h.clock.now().AddDate(1, 0, 0), 10_000)
	h.must(err)
	var b strings.Builder
	for _, l := range letters {
		if l.Member == who.ID {
			groups, err := r.LetterNews(ctx, l.LetterID, 100)
			h.must(err)
			b.WriteString(news(groups))
		}
	}
	if b.Len() > 0 {
		h.met["mailed"]++
	}
	all["letters"] = surface{text: b.String(), late: true, said: few}
	drafts, err := r.OwnDrafts(ctx, who)
	h.must(err)
	b.Reset()
	for _, d := range drafts {
		b.WriteString(d.Title + d.Path + "\n")
	}
	all["drafts"] = surface{text: b.String(), late: true, ideas: (*wish).listed}
}

// moved reports whether so much was decided about an idea that its news may have no room
// for more.
func (h *hidden) moved(i *wish) bool {
	past, err := h.db.Reader().Decisions(h.t.Context(), i.id)
	h.must(err)
	return len(past) > 2
}

func (h *hidden) checkSurface(rt *rapid.T, who domain.Actor, name string, read surface) {
	has := func(word string) bool { return strings.Contains(read.text, word) }
	fail := func(what string, word string) {
		rt.Fatalf("%s (%d): %s %s: %s: %q", who.Role, who.ID, name, what, word, read.text)
	}
	for _, i := range slices.Concat(h.ideas, h.waiting) {
		seen := i.status != "" && i.listed() && (read.late || i.inLists())
		switch {
		case has(i.word) && !seen:
			fail("names an idea", i.word)
		case read.ideas != nil && i.status != "" && !i.forgot && read.ideas(i) && !has(i.word):
			fail("lacks an idea", i.word)
		}
	}
	for _, c := range h.said {
		switch {
		case has(c.word) && (c.gone || !c.on.listed()):
			fail("has a comment", c.word)
		case read.said != nil && !c.gone && read.said(c) && !has(c.word):
			fail("lacks a comment", c.word)
		case has(c.word):
			h.met["told"]++
		}
	}
}

// checkPages reads each idea as its page does: what is removed is there for its author
// and staff alone.
func (h *hidden) checkPages(rt *rapid.T, who domain.Actor) {
	for _, i := range h.ideas {
		now, err := h.db.Reader().IdeaFor(h.t.Context(), who, i.id, 0)
		want := i.listed() || !i.privately && (who.Role.Staff() || who.ID == i.by.ID && who.SignedIn())
		if (err == nil) != want || err != nil && domain.KindOf(err) != domain.NotFound {
			rt.Fatalf("a %s reads idea %d: %v, wanted %v", who.Role, i.id, err, want)
		}
		if err != nil {
			continue
		}
		h.met["read"]++
		if into := now.Into; into != nil && (i.into == nil || into.ID != i.into.id || !i.into.listed()) {
			rt.Fatalf("idea %d leads to %d", i.id, into.ID)
		}
		merged, err := h.db.Reader().MergedInto(h.t.Context(), i.id)
		h.must(err)
		h.checkSurface(rt, who, fmt.Sprint("merged into ", i.id), surface{text: titles(merged), late: true})
	}
}

// checkNames offers nobody who is gone, and those who are there.
func (h *hidden) checkNames(rt *rapid.T) {
	for _, who := range h.people {
		found, err := h.db.Reader().NamesLike(h.t.Context(), who.Name)
		h.must(err)
		if _, former := h.erased[who.ID]; (len(found) == 1) == former {
			rt.Fatalf("%s is offered as %v", who.Name, found)
		}
	}
}
