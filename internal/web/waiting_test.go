package web_test

import (
	"net/http"
	"strings"
	"testing"

	"groundswell/internal/domain"
)

// careful makes the first posts of a person wait in the first space.
func (s *site) careful() {
	s.t.Helper()
	space, err := s.db.Reader().Space(s.t.Context(), s.spaces[0].ID)
	s.must(err)
	space.FirstPosts = 1
	_, err = s.app.SaveSpace(s.t.Context(), domain.System, space)
	s.must(err)
}

// A first post waits: its author is led to it and finds it marked, moderators have it on
// the desk, and nobody else finds it anywhere. Sent back, it is changed and sent again.
func TestFirstPostsWaitOnTheirWay(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.careful()
		member, moderator := s.as(domain.Customer), s.as(domain.Moderator)
		form := member.get("/ideas/new").want(200).doc()
		nonce := form.Find(`input[name="nonce"]`).AttrOr("value", "")
		send := []string{"title", "Longer cables for the desk", "body", "Two metres of it, **please**.", "space",
			itoa(s.spaces[0].ID), "nonce", nonce}
		a := member.post("/ideas", send...).want(http.StatusSeeOther)
		if a.location != "/held/1" {
			t.Fatalf("a post that waits leads to %q", a.location)
		}
		if again := member.post("/ideas", send...).want(http.StatusSeeOther); again.location != a.location {
			t.Errorf("sent twice it leads to %q", again.location)
		}
		member.get("/held/1").want(200, "Longer cables for the desk", "Waiting for a moderator", "<strong>please</strong>",
			"First posts in this space wait")
		member.get("/held").want(200, "Longer cables for the desk")
		member.get("/ideas/new").want(200)
		s.browser().get("/held/1").want(http.StatusSeeOther)
		for _, role := range []domain.Role{domain.Engineer, domain.Officer} {
			s.as(role).get("/held/1").want(http.StatusNotFound)
			s.as(role).post("/held/1", "title", "Longer cables for the desk", "body", "Mine.").want(http.StatusNotFound)
		}
		for _, page := range []string{"/", "/ideas?tab=new", "/feed.atom", "/search?q=cables", "/spaces/" + s.spaces[0].Slug,
			"/members/" + itoa(s.members[domain.Customer]), "/sitemap.xml"} {
			for _, b := range []*browser{s.browser(), s.as(domain.Engineer)} {
				if got := b.get(page); strings.Contains(got.body, "Longer cables") {
					t.Errorf("%s shows a post that waits", page)
				}
			}
		}

		desk := moderator.get("/moderation").want(200, "Longer cables for the desk", "First post here", "Let in and trust", "/held/1")
		row := desk.doc().Find(".case").AttrOr("data-row", "")
		moderator.get("/held/1").want(200, "Longer cables for the desk")
		decide := "/moderation/rows/" + row + "/decide"
		member.post(decide, "do", "approve").want(http.StatusForbidden)
		moderator.post(decide, "do", "reject", "words", "").want(422, "Say a sentence about it.")
		moderator.post(decide, "do", "reject", "words", "Say which desk this is about.").want(http.StatusSeeOther)
		rejected := member.get("/held/1").want(200, "Not let in", "Say which desk this is about.", "Change and send again").doc()
		version := rejected.Find(`form input[name="version"]`).AttrOr("value", "")
		member.post("/held/1", "title", "x", "body", "", "version", version).want(422, `value="x"`)
		member.post("/held/1", "title", "Longer cables for the desk", "body", "For the standing desk.", "version",
			version).want(http.StatusSeeOther)
		moderator.get("/moderation").want(200, "For the standing desk.")
		row = moderator.get("/moderation").doc().Find(".case").AttrOr("data-row", "")
		moderator.post("/moderation/rows/"+row+"/decide", "do", "approve").want(http.StatusSeeOther)
		member.get("/held/1").want(200, "Let in", "/ideas/1")
		s.browser().get("/ideas?tab=new").want(200, "Longer cables for the desk")
		moderator.get("/moderation?show=decided").want(200, "Longer cables for the desk", "Send back")
	})
}

// Its author takes a post back that waits; others cannot.
func TestPostsThatWaitAreTakenBack(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		on := s.idea(domain.Engineer, "A quieter fan for everyone")
		s.careful()
		member := s.as(domain.Customer)
		a := member.post(ideaPath(on, "comments"), "body", "A first word about fans.").want(http.StatusSeeOther)
		member.get(a.location).want(200, "A first word about fans.", "Comment")
		s.as(domain.Moderator).post(a.location + "/withdraw").want(http.StatusForbidden)
		member.post(a.location + "/withdraw").want(http.StatusSeeOther)
		member.get(a.location).want(200, "Taken back")
		s.as(domain.Moderator).get("/moderation").want(200, "Nothing waits")
	})
}

// Lists and thresholds are tried on what was posted before they are kept, and trying
// changes nothing.
func TestSignalsAreRehearsed(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.idea(domain.Customer, "A lamp with magic beans inside")
		admin := s.as(domain.Admin)
		s.as(domain.Moderator).get("/admin/signals").want(http.StatusForbidden)
		admin.get("/admin/signals").want(200, "Words on the list", "Nothing decided yet", "potenzmittel")
		form := []string{"words", "Magic  Beans\n", "hosts", "", "signal.list", "2", "signal.hold.decisions", "30", "signal.hold.percent", "99"}
		admin.post("/admin/signals/rehearsal", form...).want(200, "Of the last post this would have brought 1 to the moderators, 1 of them wrongly",
			"A lamp with magic beans inside", "Listed words: magic beans")
		admin.get("/admin/signals").want(200, "potenzmittel")
		admin.post("/admin/signals/rehearsal", "words", "x", "hosts", "no host", "signal.list", "2").want(422, "no entry for this list")
		form[7] = "29"
		admin.post("/admin/signals", form...).want(422, "Use a whole number")
		form[7] = "30"
		admin.post("/admin/signals", form...).want(http.StatusSeeOther)
		if kept := admin.get("/admin/signals").want(200, "magic beans"); strings.Contains(kept.body, "potenzmittel") {
			t.Error("a list keeps what was taken off it")
		}
	})
}
