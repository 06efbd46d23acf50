package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// everything reads every row of every table that an archive holds, as text.
func (s *site) everything() string {
	s.t.Helper()
	var all strings.Builder
	s.must(s.db.Snapshot(s.t.Context(), func(snap *store.Snapshot) error {
		for _, table := range store.Archived() {
			err := snap.Rows(s.t.Context(), table, func(line []byte) error {
				fmt.Fprintf(&all, "%s %s\n", table, line)
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	}))
	return all.String()
}

// leaver is a member who did everything that members do, under words of their own.
type leaver struct {
	b          *browser
	who        domain.Actor
	alone      int64 // an idea that nobody else touched
	liked      int64 // one that somebody else promoted
	loved      int64 // one that many promoted
	product    domain.Product
	comment    int64 // on somebody's idea
	discussion int64
}

func (s *site) leaver() leaver {
	s.t.Helper()
	ctx := s.t.Context()
	s.must(s.app.ChangeName(ctx, s.actor(domain.Customer), "Zanzibar Quill"))
	l := leaver{b: s.as(domain.Customer), who: s.actor(domain.Customer), product: s.product("Moss")}
	submit := func(title string) int64 {
		id, err := s.app.SubmitIdea(ctx, l.who, domain.Draft{Title: title, Body: "xylophonic words of mine", SpaceID: s.spaces[0].ID,
			Nonce: fmt.Sprint("n", len(title))})
		s.must(err)
		return id
	}
	l.alone, l.liked, l.loved = submit("A quieter fan alone"), submit("A quieter fan, liked"), submit("A quieter fan that is loved")
	for i, p := range s.crowd(12) {
		if i == 0 {
			_, err := s.app.Vote(ctx, p, l.liked, domain.Promote)
			s.must(err)
		}
		_, err := s.app.Vote(ctx, p, l.loved, domain.Promote)
		s.must(err)
	}
	l.discussion = s.idea(domain.Engineer, "A discussion of all things")
	_, err := s.app.Vote(ctx, l.who, l.discussion, domain.Promote)
	s.must(err)
	l.comment, err = s.app.AddComment(ctx, l.who, l.discussion, domain.CommentDraft{Body: "xylophonic comment", Nonce: "c"})
	s.must(err)
	s.must(s.app.Rate(ctx, l.who, l.product.Slug, domain.RatingDraft{Stars: 4, Title: "xylophonic", Body: "xylophonic review of mine"}))
	s.must(s.app.SaveDraft(ctx, l.who, domain.SavedDraft{Form: domain.NewIdeaForm, Fields: map[string]string{"title": "xylophonic draft"}}))
	s.must(s.jobs.RunDue(ctx))
	return l
}

// Members get everything that the registry says is about them, and nobody else's.
func TestMembersDownloadTheirData(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		l := s.leaver()
		s.browser().get("/account/data").want(303)
		a := l.b.get("/account/data").want(200)
		if got := a.header.Get("Content-Disposition"); !strings.Contains(got, "attachment") {
			t.Errorf("disposition %q", got)
		}
		var data map[string][]map[string]any
		s.must(json.Unmarshal([]byte(a.body), &data))
		for table, want := range map[string]int{"members": 1, "ideas": 3, "votes": 4, "comments": 1, "ratings": 1, "reviews": 1, "drafts": 1} {
			if len(data[table]) != want {
				t.Errorf("%d rows of %s, want %d", len(data[table]), table, want)
			}
		}
		me := data["members"][0]
		if me["email"] != "member@example.org" || me["name"] != "Zanzibar Quill" || !strings.HasPrefix(fmt.Sprint(me["created_at"]), "2026-") {
			t.Errorf("%v", me)
		}
		for _, secret := range []string{"engineer@example.org", "argon2id", "The engineer", "stamp"} {
			if strings.Contains(a.body, secret) {
				t.Errorf("it tells %s", secret)
			}
		}
	})
}

// With the account everything goes by which one could tell who it was; what others took
// part in stays without a name.
func TestAnAccountIsErased(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		l := s.leaver()
		s.browser().post("/reset", "email", "member@example.org").want(200) // a mail that waits
		before, err := s.db.Reader().IdeaFor(t.Context(), domain.System, l.discussion, 0)
		s.must(err)
		l.b.post("/account/erase", "erase_password", "wrong").want(422, "aria-invalid")
		l.b.post("/account/erase", "erase_password", password).want(303)
		l.b.get("/account").want(303)
		s.must(s.jobs.RunDue(t.Context()))
		if mails := s.inbox.Take(); len(mails) != 0 {
			t.Errorf("a mail went to who is gone: %+v", mails)
		}
		left := s.everything()
		for _, mark := range []string{"Zanzibar", "zanzibar", "member@example.org", "xylophonic draft", "A quieter fan alone"} {
			for line := range strings.SplitSeq(left, "\n") {
				if strings.Contains(line, mark) {
					t.Errorf("%q is left: %s", mark, line)
				}
			}
		}
		guest := s.browser()
		guest.get(fmt.Sprintf("/ideas/%d", l.alone)).want(404)
		guest.get(fmt.Sprintf("/ideas/%d", l.liked)).want(301)
		liked := guest.get(guest.get(fmt.Sprintf("/ideas/%d", l.liked)).location).want(200, "former member", "xylophonic words of mine")
		if strings.Contains(liked.body, "Zanzibar") {
			t.Error("a page still has the name")
		}
		guest.get(l.product.Path()).want(200, "former member", "xylophonic review")
		guest.get("/members/" + itoa(l.who.ID)).want(404)
		after, err := s.db.Reader().IdeaFor(t.Context(), domain.System, l.discussion, 0)
		s.must(err)
		if after.Promotes != before.Promotes {
			t.Errorf("%d promotes count, %d did", after.Promotes, before.Promotes)
		}
		s.sound()
	})
}

// Who asks takes the texts along, but for an idea that many promoted: also what was out of
// sight then, and nothing of it comes back.
func TestAnAccountIsErasedWithItsTexts(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		l, moderator := s.leaver(), s.as(domain.Moderator)
		aside := s.idea(domain.Engineer, "A discussion that is over")
		_, err := s.app.AddComment(t.Context(), l.who, aside, domain.CommentDraft{Body: "A xylophonic aside", Nonce: "aside"})
		s.must(err)
		moderator.post(ideaPath(aside, "remove")).want(http.StatusSeeOther)
		moderator.post(fmt.Sprintf("/comments/%d/remove", l.comment)).want(http.StatusSeeOther)
		l.b.post("/account/erase", "erase_password", password, "texts", "1").want(303)
		s.must(s.jobs.RunDue(t.Context()))
		for line := range strings.SplitSeq(s.everything(), "\n") {
			if strings.Contains(line, "xylophonic") && !strings.Contains(line, "A quieter fan that is loved") {
				t.Errorf("words are left: %s", line)
			}
		}
		moderator.post(ideaPath(l.alone, "restore")).want(http.StatusConflict, "Nothing is left of this idea")
		moderator.post(fmt.Sprintf("/comments/%d/restore", l.comment)).want(http.StatusConflict, "no longer there")
		moderator.post(ideaPath(aside, "restore")).want(http.StatusSeeOther)
		if now := s.ideaNow(aside); now.Comments != 0 {
			t.Errorf("%d comments came back without words", now.Comments)
		}
		left, err := s.db.Reader().RatingsBy(t.Context(), l.who.ID)
		if s.must(err); len(left) != 1 || !left[0].Count() {
			t.Errorf("the rating does not count any more: %+v", left)
		}
		s.sound()
	})
}

// The last admin cannot leave.
func TestTheLastAdminStays(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.as(domain.Admin).post("/account/erase", "erase_password", password).want(409)
	})
}

// sound holds everything that is kept against what it is made of.
func (s *site) sound() {
	s.t.Helper()
	ctx := s.t.Context()
	for _, check := range []func() ([]store.Mismatch, error){
		func() ([]store.Mismatch, error) { return s.db.Reader().CheckCounts(ctx) },
		func() ([]store.Mismatch, error) { return s.db.Reader().CheckProducts(ctx, s.now()) },
		func() ([]store.Mismatch, error) { return s.db.Reader().CheckSearch(ctx) },
		func() ([]store.Mismatch, error) { return s.db.Reader().CheckReasons(ctx) },
		func() ([]store.Mismatch, error) { return s.db.Reader().CheckNames(ctx) },
	} {
		if wrong, err := check(); err != nil || len(wrong) > 0 {
			s.t.Errorf("%v, %v", wrong, err)
		}
	}
}
