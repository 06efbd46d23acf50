package web_test

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"groundswell/internal/domain"
	"groundswell/internal/web"
)

// Every role asks for every route of the table: who may is never told that they
// may not, everybody else always is, before anything happens.
func TestEveryRoleOnEveryRoute(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.idea(domain.Customer, "A quieter fan for everyone")
		browsers := map[domain.Role]*browser{}
		for _, role := range domain.Roles {
			browsers[role] = s.as(role)
		}
		for _, route := range web.Routes() {
			for _, role := range domain.Roles {
				got := browsers[role].ask(route.Method, fillIn(route.Path))
				if route.Path == "/signout" {
					browsers[role] = s.as(role)
				}
				allowed := slices.Contains(route.Roles, role)
				refused := got.status == http.StatusForbidden && strings.Contains(got.text(), "Your role does not include this")
				toSignIn := strings.HasPrefix(got.location, "/signin?return_to=")
				switch {
				case allowed && (refused || toSignIn || got.status >= 500):
					t.Errorf("%s may %s %s and got %d %s", role, route.Method, route.Path, got.status, got.location)
				case !allowed && role == domain.Guest && !toSignIn:
					t.Errorf("a guest on %s %s got %d instead of being asked to sign in", route.Method, route.Path, got.status)
				case !allowed && role != domain.Guest && !refused:
					t.Errorf("%s may not %s %s and got %d: %.100s", role, route.Method, route.Path, got.status, got.text())
				}
			}
		}
		left, err := s.db.Reader().Member(context.Background(), s.members[domain.Officer])
		if err != nil || left.Role != domain.Officer {
			t.Errorf("asking changed something: %+v, %v", left, err)
		}
	})
}

func (b *browser) ask(method, path string) *answer {
	if method == http.MethodGet {
		return b.get(path)
	}
	return b.do(method, path, url.Values{})
}

// fillIn puts things that do not exist where the address names one, so that
// asking changes nothing.
func fillIn(path string) string {
	return strings.NewReplacer(":id", "999999", ":slug", "gaming").Replace(path)
}

// A page of somebody else's is guarded beyond the role: by whose it is.
func TestOnlyTheAuthorEdits(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.idea(domain.Customer, "A quieter fan for everyone")
		s.as(domain.Admin).get(ideaPath(id, "edit")).want(http.StatusForbidden, "Only the author")
		s.as(domain.Customer).get(ideaPath(id, "edit")).want(http.StatusOK, "A quieter fan")
	})
}

// A removed idea is nowhere but at its own address, for staff and its author.
func TestRemovedIdeasAreHiddenEverywhere(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.idea(domain.Engineer, "Something to be removed")
		s.as(domain.Moderator).post(ideaPath(id, "remove")).want(http.StatusSeeOther)
		for _, role := range []domain.Role{domain.Guest, domain.Customer} {
			b := s.as(role)
			for _, path := range []string{
				"/", "/ideas?tab=new", "/ideas?tab=top", "/ideas?status=new", "/spaces/gaming", "/tags/fan", "/ideas?tag=fan&space=gaming",
				"/members/" + itoa(s.members[domain.Engineer]),
			} {
				if a := b.get(path).want(http.StatusOK); strings.Contains(a.body, "Something to be removed") {
					t.Errorf("%s sees it on %s", role, path)
				}
			}
			b.get(ideaPath(id, "")).want(http.StatusNotFound)
		}
		s.as(domain.Customer).post(ideaPath(id, "vote"), "value", "1").want(http.StatusNotFound)
		s.as(domain.Officer).get(ideaPath(id, "")+"-something-to-be-removed").want(http.StatusOK, "This idea was removed")
		s.as(domain.Engineer).get(ideaPath(id, "")+"-something-to-be-removed").want(http.StatusOK, "This idea was removed")
	})
}

// Whatever a customer asks of a removed idea is answered as for one that never was.
func TestARemovedIdeaAnswersLikeNone(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.idea(domain.Engineer, "Something to be removed")
		s.as(domain.Moderator).post(ideaPath(id, "remove")).want(http.StatusSeeOther)
		b := s.as(domain.Customer)
		for _, r := range web.Routes() {
			if !strings.HasPrefix(r.Path, "/ideas/:id") || !slices.Contains(r.Roles, domain.Customer) {
				continue
			}
			form := url.Values{"value": {"1"}, "title": {"A title that is long enough"}, "body": {"Words."}, "space": {itoa(s.spaces[0].ID)}}
			if r.Method == http.MethodGet {
				form = nil
			}
			removed := b.do(r.Method, strings.Replace(r.Path, ":id", itoa(id), 1), form)
			absent := b.do(r.Method, strings.Replace(r.Path, ":id", "999999", 1), form)
			if removed.status != http.StatusNotFound || removed.status != absent.status || removed.text() != absent.text() {
				t.Errorf("%s %s: %d %.100s; an absent one: %d %.100s", r.Method, r.Path, removed.status, removed.text(), absent.status, absent.text())
			}
		}
	})
}

// A merged idea leads to the one it went into, and does not tell of it once that one
// is removed.
func TestAMergedIdeaTellsOfNoRemovedOne(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		ctx := context.Background()
		into, merged := s.idea(domain.Engineer, "A quieter fan for everyone"), s.idea(domain.Customer, "The fan is far too loud")
		s.must(s.app.Merge(ctx, s.actor(domain.Moderator), merged, into, "The same wish in other words."))
		page := ideaPath(merged, "") + "-the-fan-is-far-too-loud"
		b := s.as(domain.Customer)
		b.get(page).want(http.StatusOK, "This idea was merged", "A quieter fan for everyone")
		s.as(domain.Moderator).post(ideaPath(into, "remove")).want(http.StatusSeeOther)
		if a := b.get(page).want(http.StatusOK); strings.Contains(a.body, "A quieter fan for everyone") {
			t.Error("it names a removed idea")
		}
	})
}

// A tag counts what its page shows: not what is removed, merged or archived.
func TestATagCountsWhatItsPageShows(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		first, second := s.idea(domain.Engineer, "A quieter fan for everyone"), s.idea(domain.Customer, "A fan that stops by itself")
		guest, desk := s.browser(), s.as(domain.Moderator)
		guest.get("/tags/fan").want(http.StatusOK, "2 ideas")
		desk.post(ideaPath(first, "remove")).want(http.StatusSeeOther)
		guest.get("/tags/fan").want(http.StatusOK, "1 idea")
		desk.post(ideaPath(second, "status"), "status", string(domain.StatusArchived), "reason",
			"Nobody asked for it in a year.").want(http.StatusSeeOther)
		guest.get("/tags/fan").want(http.StatusOK, "0 ideas")
		desk.post(ideaPath(second, "status"), "status", string(domain.StatusNew), "reason",
			"Somebody asked for it again.").want(http.StatusSeeOther)
		desk.post(ideaPath(first, "restore")).want(http.StatusSeeOther)
		guest.get("/tags/fan").want(http.StatusOK, "2 ideas")
	})
}

// Nobody's address is on any page but the owner's account, not even for admins.
func TestAddressesStayOnTheAccountPage(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.idea(domain.Customer, "A quieter fan for everyone")
		p := s.product("Gaming") // has the same word in its address as the space
		s.must(s.app.Rate(t.Context(), s.actor(domain.Customer), p.Slug, domain.RatingDraft{Stars: 2, Body: "Something said."}))
		b := s.as(domain.Admin)
		for _, r := range web.Routes() {
			if r.Method != http.MethodGet || r.Path == "/account" || r.Path == "/account/data" {
				continue // the account page, and what a member takes along of it
			}
			path := strings.NewReplacer(":id", itoa(s.members[domain.Customer]), ":slug", "gaming").Replace(r.Path)
			if a := b.get(path); strings.Contains(a.body, "@example.org") {
				t.Errorf("%s shows an address", path)
			}
		}
		b.get("/account").want(http.StatusOK, "admin@example.org")
	})
}
