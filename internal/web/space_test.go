package web_test

import (
	"net/http"
	"strings"
	"testing"

	"groundswell/internal/domain"
)

// A moderator moves an idea to the space it belongs to: lists, counts and search follow,
// and what its author began to edit before does not put it back.
func TestModeratorsMoveIdeas(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.idea(domain.Customer, "A quieter fan for everyone")
		from, to := s.spaces[0], s.spaces[1]
		way := ideaPath(id, "space")
		for role, status := range map[domain.Role]int{domain.Guest: 303, domain.Customer: 403, domain.Engineer: 403, domain.Officer: 403} {
			s.as(role).post(way, "space", itoa(to.ID)).want(status)
		}
		moderator := s.as(domain.Moderator)
		moderator.get(s.ideaAddress(id)).want(http.StatusOK, "Move to another space")
		moderator.post(way, "space", "999999").want(http.StatusUnprocessableEntity, "Choose a space.")
		moderator.post(way, "space", itoa(to.ID)).want(http.StatusSeeOther)
		moderator.post(way, "space", itoa(to.ID)).want(http.StatusSeeOther)
		guest := s.browser()
		guest.get("/spaces/"+to.Slug).want(http.StatusOK, "A quieter fan for everyone")
		if strings.Contains(guest.get("/spaces/"+from.Slug).body, "A quieter fan for everyone") {
			t.Error("it is still where it was")
		}
		guest.get("/search?q=quieter&space="+to.Slug).want(http.StatusOK, "A quieter fan for everyone")
		s.as(domain.Customer).post(ideaPath(id, "edit"), "title", "A quieter fan for all", "body", "Please.", "space", itoa(from.ID),
			"version", "0").want(http.StatusConflict)
	})
}

// A space names moderators, who can narrow their desk to what is in it, its numbers too.
// Nobody else can be named, and it gives nobody a right.
func TestSpacesNameModerators(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		admin, moderator := s.as(domain.Admin), s.as(domain.Moderator)
		named, other := s.spaces[0], s.spaces[1]
		inside, outside := s.idea(domain.Customer, "A quieter fan for everyone"), s.idea(domain.Customer, "A cooler lamp for desks")
		s.as(domain.Moderator).post(ideaPath(outside, "space"), "space", itoa(other.ID)).want(http.StatusSeeOther)
		for _, id := range []int64{inside, outside} {
			s.flags(domain.PartIdea, id, domain.FlagSpam, domain.Engineer)
		}
		if body := moderator.get("/moderation").want(http.StatusOK, "A quieter fan", "A cooler lamp").body; strings.Contains(body, "My spaces") {
			t.Error("who is named nowhere is offered their own spaces")
		}
		form, me := "/admin/spaces/"+itoa(named.ID), itoa(s.members[domain.Moderator])
		fields := []string{"name", named.Name, "slug", named.Slug, "version", "0"}
		bad := admin.post(form, append(fields, "moderator-"+itoa(s.members[domain.Engineer]), "1", "moderator-"+me, "1")...).
			want(http.StatusUnprocessableEntity, "Only moderators and admins can moderate a space.").doc()
		if bad.Find(`input[name="moderator-`+me+`"][checked]`).Length() != 1 {
			t.Error("what was ticked is lost")
		}
		admin.post(form, append(fields, "moderator-"+me, "1")...).want(http.StatusSeeOther)
		if n := admin.get("/admin/spaces").doc().Find(`input[name="moderator-` + me + `"][checked]`).Length(); n != 1 {
			t.Errorf("%d forms name the moderator", n)
		}
		mine := moderator.get("/moderation?own=1").want(http.StatusOK, "A quieter fan", "My spaces")
		if strings.Contains(mine.body, "A cooler lamp") || mine.doc().Find(".facets .num").First().Text() != "1" {
			t.Errorf("one's own spaces are narrowed to %s", mine.doc().Find(".facets").Text())
		}
		theirs := moderator.get("/moderation?space="+other.Slug).want(http.StatusOK, "A cooler lamp")
		if strings.Contains(theirs.body, "A quieter fan") {
			t.Error("the desk of one space shows what is in another")
		}
		fields[5] = "1"
		admin.post(form, fields...).want(http.StatusSeeOther)
		moderator.get("/moderation?own=1").want(http.StatusOK, "A quieter fan", "A cooler lamp")
	})
}
