package web_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// unseen makes an idea that is shown to everybody, and one for each way in which one is
// not; a word of each stands in its title and in a comment on it, and nowhere else. An
// officer follows all of them and heard of each.
func (s *site) unseen(target string) map[string]int64 {
	s.t.Helper()
	ctx, ids := s.t.Context(), map[string]int64{}
	secret, err := s.app.SaveSpace(ctx, domain.System, domain.Space{Name: "Secret"})
	s.must(err)
	for _, state := range []string{"public", "removed", "hiddenbyflags", "privately", "merging"} {
		ids[state] = s.idea(domain.Customer, "A quokka that is "+state)
		s.say(domain.Customer, ids[state], 0, "This quokka is said to be "+state+"x")
		s.must(s.app.Follow(ctx, s.actor(domain.Officer), domain.Subject{Part: domain.PartIdea, ID: ids[state]}, true))
		s.steps(ids[state], untilShipped[:2]...)
	}
	s.told()
	s.forward(domain.AcceptedAt)
	s.must(s.app.RemoveIdea(ctx, s.actor(domain.Moderator), ids["removed"]))
	s.flags(domain.PartIdea, ids["hiddenbyflags"], domain.FlagSpam, allStaff...)
	s.must(s.app.Merge(ctx, s.actor(domain.Moderator), ids["merging"], ids["public"], ""))
	s.must(s.db.Tx(ctx, func(q *store.Tx) error { return q.MoveIdea(ctx, ids["privately"], secret) }))
	s.tamper(target, map[string]string{"sqlite3": noSecret, "pgx": noSecret})
	_, err = s.app.SaveSpace(ctx, domain.System, domain.Space{Name: "Later"}) // spaces are read anew
	s.must(err)
	s.must(s.db.Tx(ctx, func(q *store.Tx) error { return q.SetRemoved(ctx, ids["privately"], time.Time{}, false) }))
	s.must(s.app.CountTerms(ctx))
	return ids
}

// noSecret makes a space private, which no verb does yet.
const noSecret = "UPDATE spaces SET visibility = 'private' WHERE slug = 'secret'"

// What is removed, hidden by flags, or in a private space is in no list, hit, excerpt, box,
// feed, map or news, for anybody. What was merged is named by the ledger, by who heard of
// it and by the list of what was merged, and nowhere else; what is said on it is headed by
// the idea that it went into.
func TestWhatIsHiddenIsOnNoPage(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		s := newSite(t, storetest.Open(t, target))
		ids := s.unseen(target)
		member := "/members/" + itoa(s.members[domain.Customer])
		pages := []string{"/", "/ideas?tab=new", "/ideas?tab=top", "/ideas?tab=top&days=30", "/ideas?tab=discover",
			"/ideas?status=accepted", "/ideas?status=merged", "/spaces", "/spaces/gaming", "/tags/fan",
			"/search?q=quokka", "/search?q=quokka&tab=comments", "/search?q=qoukka", "/search?q=quokka&status=merged",
			"/feed.atom", "/spaces/gaming/feed.atom", "/tags/fan/feed.atom", "/sitemap/ideas/0", "/sitemap/pages.xml",
			member, "/decisions", "/decisions/feed.atom",
			ideaPath(ids["public"], "feed.atom")}
		for _, role := range []domain.Role{domain.Guest, domain.Engineer, domain.Officer, domain.Moderator, domain.Admin} {
			b, all := s.as(role), pages
			if role != domain.Guest {
				all = append(slices.Clone(pages), "/notifications")
				box := b.fragment("/ideas/similar?title=A+quokka+that+is+public").body
				if right := strings.Count(box, "that is public"); right == 0 || right != strings.Count(box, "that is ") {
					t.Errorf("a %s is offered %s", role, box)
				}
			}
			for _, page := range all {
				body := b.get(page).want(http.StatusOK).body
				for _, state := range []string{"removed", "hiddenbyflags", "privately"} {
					if strings.Contains(body, state) || strings.Contains(body, fmt.Sprintf("/ideas/%d-", ids[state])) {
						t.Errorf("a %s reads on %s what is %s: %s", role, page, state, around(body, state))
					}
				}
				named := []string{"/decisions", "/decisions/feed.atom", "/notifications", "/ideas?status=merged"}
				if !slices.Contains(named, page) && strings.Contains(body, "that is merging") {
					t.Errorf("a %s reads on %s what was merged: %s", role, page, around(body, "that is merging"))
				}
			}
			if got := b.found("quokka"); len(got) != 1 || got[0] != "A quokka that is public" {
				t.Errorf("a %s finds %q", role, got)
			}
			for _, page := range []string{"/search?q=mergingx&tab=comments", member} {
				if said := b.get(page).body; strings.Count(said, "mergingx") == 0 || strings.Count(said, "that is public") == 0 {
					t.Errorf("on %s a %s does not read what was said on a merged idea", page, role)
				}
			}
			if got := b.found("privatelyx", "tab", "comments"); len(got) != 0 {
				t.Errorf("a %s finds %q of a private space", role, got)
			}
			voters := map[string]int{"removed": http.StatusOK, "hiddenbyflags": http.StatusOK, "privately": http.StatusNotFound}
			for state, seen := range voters {
				if role == domain.Guest {
					seen = http.StatusSeeOther
				}
				b.get(ideaPath(ids[state], "votes")).want(seen)
			}
			b.get("/spaces/secret").want(http.StatusNotFound)
			b.get("/spaces/secret/feed.atom").want(http.StatusNotFound)
		}
	})
}
