package web_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// A conversation as people have it, with and without JavaScript: a comment, what is
// new since the last visit, a reply in place, what helped, an edit. It takes longer
// than five seconds because a browser draws each page.
func TestAConversationInABrowser(t *testing.T) {
	for _, scripts := range []bool{true, false} {
		t.Run(fmt.Sprintf("scripts %v", scripts), func(t *testing.T) {
			s := newSite(t, storetest.Open(t, storetest.SQLite(t)))
			id := s.idea(domain.Customer, "A quieter fan for everyone")
			page := ideaPath(id, "")
			reader, writer := s.window(t, scripts), s.window(t, scripts)
			reader.signIn(domain.Officer)
			writer.signIn(domain.Customer)

			reader.open(page) // a first visit: nothing is new, and it is noted
			reader.noteVisit(s.members[domain.Officer], id, 0)

			writer.open(page)
			writer.fill("body-comment", "It hums at **night**.")
			writer.send("#form-comment .btn-primary")
			writer.becomes("#comment-1 .prose", "It hums at night.")
			writer.becomes("#comments-h", "1 comment")

			reader.open(page)
			reader.becomes("#comment-1 .mark-new", "New")
			reader.noteVisit(s.members[domain.Officer], id, 1)
			if scripts { // on this visit it stays new, for there may be more pages of it
				reader.open(page)
				reader.becomes("#comment-1 .mark-new", "New")
				s.forward(domain.VisitEnds + domain.SessionTouch)
			}
			if reader.open(page); reader.text(".mark-new") != "" {
				t.Error("what was seen is new again")
			}

			helpful := `#comment-1 form[action$="helpful"] button`
			if reader.run(chromedp.Click(chromedp.CSS(helpful))); scripts {
				reader.settled()
			}
			reader.becomes(helpful, "Helpful 1")

			reader.open(page)
			if scripts {
				reader.run(chromedp.Click(chromedp.CSS(`#comment-1 a[href="/comments/1#reply"]`)))
				reader.settled()
			} else {
				reader.send(`#comment-1 a[href="/comments/1#reply"]`)
			}
			reader.fill("body-to-1", "Mine too.")
			reader.send("#form-to-1 .btn-primary")
			reader.becomes("#comment-2 .prose", "Mine too.")

			writer.open("/comments/1/edit")
			writer.fill("body", "It hums, mostly at night.")
			writer.send("main form.panel .btn-primary")
			writer.becomes("#comment-1 .prose", "It hums, mostly at night.")
			writer.becomes("#history p[dir]", "It hums (taken away: at **night** ) (added: , mostly at night ) .")
			checkCounts(t, s.db)
		})
	}
}

// noteVisit waits until the page has noted that its reader was here, or presses the
// button that does so without scripts.
func (w *window) noteVisit(member, idea, newest int64) {
	w.t.Helper()
	if w.scripts {
		w.becomes(".visit form", "")
	} else {
		w.send(".visit button")
	}
	mine, err := w.s.db.Reader().Mine(w.t.Context(), member, domain.Asked{Talk: idea})
	if err != nil || mine.Noted != newest {
		w.t.Errorf("the visit is noted up to %d, want %d, %v", mine.Noted, newest, err)
	}
}

// talkative is an idea with a long and deep conversation of all kinds.
func (s *site) talkative() int64 {
	s.t.Helper()
	ctx := s.t.Context()
	id := s.idea(domain.Customer, "A quieter fan for everyone")
	first := s.say(domain.Officer, id, 0, "It hums at night. "+longWord("w", 80))
	above := first
	for n := range 9 {
		above = s.say([]domain.Role{domain.Customer, domain.Engineer, domain.Moderator}[n%3], id, above,
			fmt.Sprintf("An answer at level %d, with some words.", n+1))
	}
	gone := s.say(domain.Moderator, id, 0, "Never mind.")
	s.say(domain.Customer, id, gone, "I do mind.")
	s.must(s.app.DeleteComment(ctx, s.actor(domain.Moderator), gone))
	for n := range domain.ThreadStart {
		s.say(domain.Officer, id, gone-1, fmt.Sprint("One more, number ", n))
	}
	answer := s.say(domain.Engineer, id, 0, "It goes into the next release.")
	s.must(s.app.SetOfficial(ctx, s.actor(domain.Engineer), answer, true))
	s.must(s.app.ExtendIdea(ctx, s.actor(domain.Customer), first, true))
	s.must(s.app.EditComment(ctx, s.actor(domain.Officer), first, domain.CommentDraft{Body: "It hums at night, and " + longWord("w", 80)}))
	s.must(s.app.AddNote(ctx, s.actor(domain.Moderator), id, domain.CommentDraft{Body: "A repeat customer. " + longWord("w", 80)}))
	return id
}

// axe-core finds nothing in a conversation, in either theme, wide or narrow, and it is
// not wider than its window. It takes longer than five seconds because a browser draws
// each page.
func TestConversationsAreAccessible(t *testing.T) {
	s := newSite(t, storetest.Open(t, storetest.SQLite(t)))
	id := s.talkative()
	page := ideaPath(id, "")
	for role, paths := range map[domain.Role][]string{
		domain.Guest:     {page, "/comments/1", "/members/" + itoa(s.members[domain.Officer])},
		domain.Engineer:  {page},
		domain.Moderator: {page + "?order=oldest", "/comments/2"},
		domain.Officer:   {"/comments/1/edit"},
	} {
		w := s.window(t, true)
		if role != domain.Guest {
			w.signIn(role)
		}
		for _, path := range paths {
			for _, theme := range []string{"light", "dark"} {
				for _, width := range []int64{1280, 390} {
					w.check(role, path, theme, width)
				}
			}
			w.run(chromedp.EmulateViewport(320, 640))
			w.open(path)
			w.fits(path + " as " + string(role))
		}
	}
}

// Deeper than six levels a thread is folded, long ones are cut, and both go on on the
// pages of their comments; a tombstone keeps its place. What is new is new there too,
// although the idea's page was seen before.
func TestLongThreadsAreFolded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := newSite(t, db)
		id := s.talkative()
		b := s.browser()
		page := b.get(ideaPath(id, "") + "-a-quieter-fan-for-everyone")
		page.want(200, "23 comments", "Deleted by its author", "I do mind.", "An answer at level 5", "Continue this thread: 15 replies")
		if strings.Contains(page.text(), "An answer at level 6") {
			t.Error("seven levels on one page")
		}
		b.get("/comments/6").want(200, "An answer at level 5", "An answer at level 6", "An answer at level 9", "One more, number 10")
		for n := range 2 * domain.RepliesPage {
			s.say(domain.Officer, id, 1, fmt.Sprint("Much more, number ", n))
		}
		b.get(ideaPath(id, "")+"-a-quieter-fan-for-everyone").want(200, "Much more, number 0", "195 more replies in this thread")
		seen := map[string]int{}
		for next := "/comments/1"; next != ""; {
			doc := b.get(next).want(200).doc()
			for _, c := range doc.Find(".comment").EachIter() {
				anchor, _ := c.Attr("id")
				seen[anchor]++
			}
			next, _ = doc.Find(".pager a[rel=next]").Attr("href")
		}
		for n := range 2 * domain.RepliesPage {
			if anchor := fmt.Sprint("comment-", 25+n); seen[anchor] != 1 {
				t.Fatalf("%s is on %d pages", anchor, seen[anchor])
			}
		}
		member := s.as(domain.Engineer)
		looks := func() int {
			t.Helper()
			newest := member.get(ideaPath(id, "")+"-a-quieter-fan-for-everyone").want(200).doc().Find(".visit input").AttrOr("value", "")
			if newest != "" {
				member.htmx = true
				member.post(ideaPath(id, "seen"), "newest", newest).want(200)
				member.htmx = false
			}
			return member.get("/comments/6").want(200).doc().Find(".mark-new").Length()
		}
		if n := looks(); n != 0 {
			t.Errorf("%d comments are new at the first look", n)
		}
		s.say(domain.Officer, id, 7, "An answer that came later")
		for range 2 {
			if n := looks(); n != 1 {
				t.Errorf("%d comments are new where a thread goes on", n)
			}
		}
		s.forward(domain.VisitEnds + domain.SessionTouch)
		if n := looks(); n != 0 {
			t.Errorf("%d comments are new on the next visit", n)
		}
	})
}
