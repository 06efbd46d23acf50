package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store/storetest"
	"groundswell/internal/web"
)

// formKeeping is a form that keeps drafts: where it is, where it is sent, who may, the
// field with the words and all that it needs beside them.
type formKeeping struct {
	name   string // domain.FormName
	page   string
	to     string
	as     domain.Role
	field  string
	words  string
	others []string
}

const longEnough = "These words are long enough to be a reason that is heard."

// formsKeeping are one of each kind, on things that are there.
func (s *site) formsKeeping() []formKeeping {
	s.t.Helper()
	p := s.product("Moss Keyboard")
	people := s.crowd(2)
	s.rateAll(p, people[:1], "Letters come twice", 1)
	wished := s.idea(domain.Customer, "A fan that nobody hears")
	mine, decided := s.idea(domain.Customer, "A quieter fan for everyone"), s.idea(domain.Customer, "A fan with a filter")
	q := s.team("Thermal", 0, s.members[domain.Engineer])
	i, asked := s.takeUp(q, "A fan that follows the load"), s.takeUp(q, "A fan with two speeds only")
	s.must(s.app.Ask(s.t.Context(), s.actor(domain.Engineer), asked.ID, asked.Version, "Which of the two fans?"))
	commented := s.idea(domain.Customer, "A fan one can hear coming")
	said, err := s.app.AddComment(s.t.Context(), s.actor(domain.Customer), commented, domain.CommentDraft{Body: "Mine.", Nonce: "mine"})
	s.must(err)
	s.must(s.app.AddNote(s.t.Context(), s.actor(domain.Moderator), commented, domain.CommentDraft{Body: "Ours.", Nonce: "ours"}))
	noted := int64(1)
	source, target := s.idea(domain.Customer, "A fan that sleeps at night"), s.idea(domain.Customer, "A fan that rests at night")
	merging, into := fmt.Sprintf("/ideas/%d/merge?into=%d", source, target), []string{"into", itoa(target)}
	talk, comment := s.ideaAddress(commented), "/comments/"+itoa(said)
	version, day := itoa(i.Version), s.now().AddDate(0, 0, 30).Format(time.DateOnly)
	officer := s.members[domain.Officer]
	work, today := i.Path(), s.now().Format(time.DateOnly)
	return []formKeeping{
		{"ideas", "/ideas/new", "/ideas", domain.Customer, "body", longEnough,
			[]string{"title", "Longer cables please", "space", itoa(s.spaces[0].ID), "nonce", strings.Repeat("d", 26)}},
		{fmt.Sprintf("ideas/%d/edit", mine), ideaPath(mine, "edit"), ideaPath(mine, "edit"), domain.Customer, "body", longEnough,
			[]string{"title", "Longer cables please", "space", itoa(s.spaces[0].ID), "version", "0"}},
		{fmt.Sprintf("ideas/%d/status", decided), s.ideaAddress(decided), ideaPath(decided, "status"), domain.Engineer,
			"reason", longEnough, []string{"status", "declined"}},
		{fmt.Sprintf("ideas/%d/answer", asked.Idea.ID), s.ideaAddress(asked.Idea.ID), ideaPath(asked.Idea.ID, "answer"),
			domain.Customer, "answer", longEnough, nil},
		{fmt.Sprintf("ideas/%d/reason", wished), s.ideaAddress(wished), ideaPath(wished, "reason"), domain.Customer, "body",
			longEnough, []string{"importance", "2"}},
		{fmt.Sprintf("ideas/%d/comments", commented), talk, ideaPath(commented, "comments"), domain.Customer, "body", longEnough, nil},
		{fmt.Sprintf("comments/%d/reply", said), comment, comment + "/reply", domain.Engineer, "body", longEnough, nil},
		{fmt.Sprintf("comments/%d/edit", said), comment + "/edit", comment + "/edit", domain.Customer, "body", longEnough,
			[]string{"version", "0"}},
		{fmt.Sprintf("ideas/%d/notes", commented), talk, ideaPath(commented, "notes"), domain.Moderator, "body", longEnough, nil},
		{fmt.Sprintf("notes/%d/edit", noted), "/notes/" + itoa(noted), fmt.Sprintf("/notes/%d/edit", noted), domain.Moderator, "body",
			longEnough, []string{"version", "0"}},
		{fmt.Sprintf("ideas/%d/reason", commented), talk, ideaPath(commented, "reason"), domain.Customer, "body", longEnough,
			[]string{"importance", "2"}},
		{fmt.Sprintf("ideas/%d/propose", source), merging, ideaPath(source, "merge/propose"), domain.Customer, "note", longEnough, into},
		{fmt.Sprintf("ideas/%d/merge", source), merging, ideaPath(source, "merge"), domain.Moderator, "reason", longEnough, into},
		{fmt.Sprintf("products/%d/override", p.ID), p.Path(), p.Path() + "/override", domain.Moderator, "reason", longEnough,
			[]string{"until", day}},
		{fmt.Sprintf("products/%d/exclusions", p.ID), p.Path() + "/exclusions", p.Path() + "/exclusions", domain.Moderator, "reason",
			longEnough, []string{"from", today, "to", today}},
		{fmt.Sprintf("members/%d/role", officer), "/members/" + itoa(officer), fmt.Sprintf("/members/%d/role", officer),
			domain.Admin, "reason", longEnough, []string{"role", "moderator"}},
		{fmt.Sprintf("members/%d/suspend", people[1].ID), "/members/" + itoa(people[1].ID), fmt.Sprintf("/members/%d/suspend", people[1].ID),
			domain.Moderator, "reason", longEnough, nil},
		{ratingForm(p), p.Path(), p.Path() + "/rating", domain.Customer, "body", longEnough, []string{"stars", "3"}},
		{"reviews/1/reply", "/reviews/1", "/reviews/1/reply", domain.Engineer, "reply", longEnough, []string{"first", "1"}},
		{fmt.Sprintf("queues/%d/items", q.ID), q.Ref().Path(), q.Ref().Path() + "/items", domain.Engineer, "note", longEnough,
			[]string{"title", "A bench for fans"}},
		{fmt.Sprintf("items/%d/ask", i.ID), work, work + "/ask", domain.Engineer, "question", longEnough,
			[]string{"do", "q", "version", version}},
		{fmt.Sprintf("items/%d/park", i.ID), work, work + "/park", domain.Engineer, "reason", longEnough,
			[]string{"do", "h", "version", itoa(i.Version + 1), "until", day}},
		{fmt.Sprintf("items/%d/decide", i.ID), work, work + "/decide", domain.Engineer, "reason", longEnough,
			[]string{"do", "d", "version", itoa(i.Version + 2), "status", "declined"}},
	}
}

// ideaAddress is the address that an idea's page has.
func (s *site) ideaAddress(id int64) string {
	s.t.Helper()
	i, err := s.db.Reader().IdeaFor(s.t.Context(), s.actor(domain.Customer), id, domain.Day(s.now()))
	s.must(err)
	return i.Path()
}

func (f formKeeping) typed(words string) []string {
	return append([]string{"draft", f.name, f.field, words}, f.others...)
}

// holds reports whether a page's form has the words in it.
func (f formKeeping) holds(a *answer, words string) bool {
	form := a.doc().Find(fmt.Sprintf(`form[action=%q]`, f.to)).Has(fmt.Sprintf(`[name=draft][value=%q]`, f.name))
	found := false
	for _, field := range form.Find("textarea[name=" + f.field + "]").EachIter() {
		found = found || field.Text() == words
	}
	return found
}

// listed is where the list of one's drafts leads for the form.
func (f formKeeping) listed(a *answer) string {
	row := a.doc().Find("main li").Has(fmt.Sprintf(`[name=draft][value=%q]`, f.name))
	to, _, _ := strings.Cut(row.Find(".meta a").AttrOr("href", ""), "#")
	return to
}

// Whatever is typed in any form with words is there again, for its writer alone, until
// it is sent or discarded.
func TestEveryFormKeepsWhatIsTyped(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		for _, f := range s.formsKeeping() {
			b := s.as(f.as)
			script := s.as(f.as) // the same member elsewhere
			script.htmx = true
			if f.holds(b.get(f.page).want(http.StatusOK), f.words) {
				t.Errorf("%s: filled before anything was typed", f.name)
			}
			script.post("/drafts", f.typed(f.words)...).want(http.StatusOK, "Your draft, saved just now", "Discard")
			if a := b.get(f.page).want(http.StatusOK, "Your draft, saved just now"); !f.holds(a, f.words) {
				t.Errorf("%s: the form does not show what was typed", f.name)
			}
			others := domain.Admin
			if f.as == others {
				others = domain.Engineer
			}
			if other := s.as(others).get(f.page); f.holds(other, f.words) {
				t.Errorf("%s: somebody else reads it", f.name)
			}
			script.post("/drafts", append(f.typed(" "), "title", "")...).want(http.StatusNoContent)
			if f.holds(b.get(f.page), f.words) {
				t.Errorf("%s: what was emptied is there again", f.name)
			}
			b.post("/drafts", f.typed(f.words)...).want(http.StatusSeeOther)
			b.get(f.page).want(http.StatusOK, "Your draft is saved.", f.words)
			if to := f.listed(b.get("/account/drafts").want(http.StatusOK, f.words)); !f.holds(b.get(to), f.words) {
				t.Errorf("%s: the list of drafts leads to %s", f.name, to)
			}
			b.post("/drafts/discard", "draft", f.name).want(http.StatusSeeOther)
			if f.holds(b.get(f.page), f.words) {
				t.Errorf("%s: what was discarded is there again", f.name)
			}
			b.post("/drafts", f.typed(f.words)...).want(http.StatusSeeOther)
			b.post(f.to, f.typed(f.words)...).want(http.StatusSeeOther)
			if kept, err := s.db.Reader().Drafts(t.Context(), s.members[f.as],
				[]domain.FormName{domain.FormName(f.name)}); err != nil || len(kept) > 0 {
				t.Errorf("%s: published, and still a draft: %v %v", f.name, kept, err)
			}
		}
	})
}

// A form that is refused is kept as it was sent, and what was sent by somebody who had
// been signed out is there after signing in: in every form, also on pages that only
// staff may read.
func TestRefusedWordsAreKept(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		for _, f := range s.formsKeeping() {
			b := s.browser()
			a := b.post(f.to, f.typed(f.words)...).want(http.StatusSeeOther)
			if !strings.HasPrefix(a.location, "/signin") {
				t.Fatalf("%s: leads to %s", f.name, a.location)
			}
			page := b.get(a.location).want(http.StatusOK, "is not published yet")
			to := b.post("/signin", "email", string(f.as)+"@example.org", "password", password,
				"return_to", page.carried("/signin", "return_to")).want(http.StatusSeeOther).location
			address, _, _ := strings.Cut(to, "#")
			if a := b.get(address); a.status == http.StatusMovedPermanently || a.status == http.StatusSeeOther {
				address, _, _ = strings.Cut(a.location, "#")
			}
			if a := b.get(address).want(http.StatusOK, "Your draft, saved just now"); !f.holds(a, f.words) {
				t.Errorf("%s: %s does not show what was typed", f.name, address)
			}
			long := strings.Repeat("y", domain.BodyMax+1)
			if a := b.post(f.to, f.typed(long)...); a.status != http.StatusUnprocessableEntity && a.status != http.StatusConflict {
				t.Errorf("%s: %d", f.name, a.status)
			}
			if !f.holds(s.as(f.as).get(f.page).want(http.StatusOK), long) {
				t.Errorf("%s: refused, and lost with the tab", f.name)
			}
		}
	})
}

// A form that keeps drafts is tried above; that of a release is one of an item's, on the
// card of a recovery.
func TestEveryFormThatKeepsDraftsIsTried(t *testing.T) {
	s := newSite(t, storetest.Open(t, storetest.SQLite(t)))
	tried := map[string]bool{"items/:id/release": true}
	for _, f := range s.formsKeeping() {
		for _, pattern := range web.FormsKeepingDrafts() {
			if domain.FormName(f.name).Is(pattern) {
				tried[pattern] = true
			}
		}
	}
	for _, pattern := range web.FormsKeepingDrafts() {
		if !tried[pattern] {
			t.Errorf("nobody tries what is typed in %s", pattern)
		}
	}
}

// Only forms that there are keep something, for those who may send them, as much as a
// form has, and no more often than anybody types.
func TestDraftsAreBounded(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.as(domain.Customer)
		for _, name := range []string{"", "ideas/new", "ideas/0/answer", "ideas/-1/answer", "ideas/01/answer", "members/1/name", "ideas/1/vote"} {
			b.post("/drafts", "draft", name, "answer", longEnough, "title", longEnough).want(http.StatusNotFound)
		}
		b.post("/drafts", "draft", "items/1/decide", "reason", longEnough).want(http.StatusForbidden)
		b.post("/drafts", "draft", "ideas", "title", strings.Repeat("long", domain.DraftBytes/4)).want(http.StatusUnprocessableEntity)
		for n := range domain.DraftsMax + 5 {
			b.post("/drafts", "draft", fmt.Sprintf("ideas/%d/answer", n+1), "answer", longEnough).want(http.StatusSeeOther)
			s.forward(time.Second)
		}
		first, err := s.db.Reader().Drafts(t.Context(), s.members[domain.Customer], []domain.FormName{"ideas/1/answer", "ideas/5/answer"})
		s.must(err)
		last, err := s.db.Reader().Drafts(t.Context(), s.members[domain.Customer], []domain.FormName{"ideas/6/answer", "ideas/55/answer"})
		if s.must(err); len(first) != 0 || len(last) != 2 {
			t.Errorf("of the oldest there are %v, of the newest %v", first, last)
		}
		s.must(s.app.SetSettings(t.Context(), domain.System, domain.Settings{domain.LimitDraftsMinute: "2"}))
		s.forward(time.Minute)
		statuses := ""
		for range 4 {
			statuses += fmt.Sprint(b.post("/drafts", "draft", "ideas", "title", longEnough).status, " ")
		}
		if !strings.HasPrefix(statuses, "303 303 429") {
			t.Errorf("answers %s", statuses)
		}
	})
}

// Drafts that nobody came back to are forgotten after domain.DraftLife.
func TestOldDraftsAreForgotten(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.must(s.app.Sweep(t.Context()))
		s.must(s.app.SaveDraft(t.Context(), s.actor(domain.Customer),
			domain.SavedDraft{Form: domain.NewIdeaForm, Fields: map[string]string{"title": "x"}}))
		left := func() int {
			kept, err := s.db.Reader().Drafts(t.Context(), s.members[domain.Customer], []domain.FormName{domain.NewIdeaForm})
			s.must(err)
			return len(kept)
		}
		turn := func(d time.Duration) {
			for end := s.now().Add(d); s.now().Before(end); s.forward(time.Hour) {
				s.must(s.app.Sweep(t.Context()))
			}
		}
		turn(domain.DraftLife - 2*time.Hour)
		if left() != 1 {
			t.Error("gone too early")
		}
		if turn(4 * time.Hour); left() != 0 {
			t.Error("still there")
		}
	})
}

// A draft about something that its writer may no longer see keeps the words, and names
// nothing.
func TestDraftsOfWhatIsGone(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.idea(domain.Engineer, "Something to be removed")
		b := s.as(domain.Customer)
		b.post("/drafts", "draft", fmt.Sprintf("ideas/%d/comments", id), "body", longEnough).want(http.StatusSeeOther)
		b.get("/account").want(http.StatusOK, "1 draft")
		b.get("/account/drafts").want(http.StatusOK, "Something to be removed", longEnough)
		s.as(domain.Moderator).post(ideaPath(id, "remove")).want(http.StatusSeeOther)
		a := b.get("/account/drafts").want(http.StatusOK, "is gone", longEnough)
		if strings.Contains(a.body, "to be removed") {
			t.Error("the title of what was removed is named")
		}
		if strings.Contains(s.as(domain.Engineer).get("/account/drafts").want(http.StatusOK, "Nothing is waiting").body, longEnough) {
			t.Error("somebody else reads it")
		}
	})
}
