package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"groundswell/internal/domain"
)

// What is said on a merged idea stands at the one it went into, marked, counted and
// found there, and goes back with it.
func TestMergedIdeasBringWhatIsSaid(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		source, target := s.twins()
		member, moderator, guest := s.as(domain.Customer), s.as(domain.Moderator), s.browser()
		say := func(id int64, words string) {
			member.post(ideaPath(id, "comments"), "body", words, "nonce", strings.Repeat(words, 5)[:26]).want(http.StatusSeeOther)
			s.forward(time.Minute)
		}
		say(source.ID, "It wheezes at noon.")
		say(target.ID, "It rattles by night.")
		count := func(want string) {
			t.Helper()
			guest.get(target.Path()).want(http.StatusOK, want)
			guest.get("/ideas?tab=new").want(http.StatusOK, want)
		}
		count("1 comment")
		s.must(s.app.Merge(t.Context(), s.actor(domain.Moderator), source.ID, target.ID, ""))
		count("2 comments")
		for _, order := range []string{"", "oldest", "newest"} {
			guest.get(target.Path()+"?order="+order).want(http.StatusOK, "It wheezes at noon.", "From the merged idea", source.Title)
		}
		if reply := member.get(target.Path()).doc().Find(`a[href="/comments/1#reply"]`); reply.Length() != 0 {
			t.Error("a comment on a merged idea is answered where it stands")
		}
		for _, page := range []string{"/search?q=wheezes&tab=comments", "/comments/1"} {
			if a := guest.get(page).want(http.StatusOK, "wheezes", target.Title); strings.Contains(a.body, source.Title) {
				t.Errorf("%s is headed by the merged idea", page)
			}
		}
		moderator.post("/comments/1/remove").want(http.StatusSeeOther)
		count("1 comment")
		moderator.post("/comments/1/restore").want(http.StatusSeeOther)
		count("2 comments")
		moderator.post(ideaPath(source.ID, "remove")).want(http.StatusSeeOther)
		count("1 comment")
		if a := guest.get(target.Path()); strings.Contains(a.body, "wheezes") {
			t.Error("what is said on a removed idea is read at the one it went into")
		}
		moderator.post(ideaPath(source.ID, "restore")).want(http.StatusSeeOther)
		s.must(s.app.Unmerge(t.Context(), s.actor(domain.Moderator), source.ID))
		count("1 comment")
		guest.get(source.Path()).want(http.StatusOK, "It wheezes at noon.", "1 comment")
	})
}
