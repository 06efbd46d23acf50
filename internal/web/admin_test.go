package web_test

import (
	"fmt"
	"net/http"
	"testing"

	"groundswell/internal/domain"
)

// What an admin did is said at the row that changed, once; what is refused is said at
// its field, with what was typed; and a list stays on its page.
func TestAdminsSeeWhatTheyDid(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.as(domain.Admin)
		at := func(a *answer, row, want string) {
			t.Helper()
			if got := b.get(a.want(http.StatusSeeOther).location).doc().Find("#" + row + " .mark-moss").Text(); got == "" ||
				want != "" && got != want {
				t.Errorf("at %s it says %q", row, got)
			}
		}
		a := b.post("/admin/spaces/1", "name", "Play", "version", "0")
		at(a, "space-1", "")
		if b.get(a.location).doc().Find(".mark-moss").Length() > 0 {
			t.Error("it is said twice")
		}
		bad := b.post("/admin/spaces/2", "name", "Play", "version", "0").want(http.StatusUnprocessableEntity,
			`id="name-2" name="name" value="Play"`, `href="#name-2"`).doc()
		if bad.Find("#space-2[open] #name-2[aria-invalid]").Length() != 1 || bad.Find(".disclose[open]").Length() != 1 {
			t.Error("the space that was refused is not the one that stands open")
		}
		for i := range 120 {
			s.must(s.app.SaveTag(t.Context(), domain.System, 0, fmt.Sprintf("tag %03d", i)))
		}
		first := b.get("/admin/tags").want(http.StatusOK).doc()
		if n := first.Find("tbody tr").Length(); n != 100 {
			t.Errorf("a page of tags has %d", n)
		}
		next, _ := first.Find(`a[rel="next"]`).Attr("href")
		row, _ := b.get(next).doc().Find("tbody tr").First().Attr("id")
		after, _ := b.get(next).doc().Find(`tbody input[name="after"]`).First().Attr("value")
		id := row[len("tag-"):]
		at(b.post("/admin/tags/"+id, "name", "tag 100 b", "after", after), row, "")
		taken := b.post("/admin/tags/"+id, "name", "tag 101", "after", after).want(http.StatusUnprocessableEntity, `href="#name-`+id+`"`).doc()
		if taken.Find("#"+row+" .error").Length() != 1 || taken.Find(".panel .error").Length() != 0 {
			t.Error("the refusal does not stand at the tag's own field")
		}
		at(b.post("/admin/settings", "community.name", "Arbor"), "save", "")
		for i := range 52 {
			_, err := s.app.SaveSpace(t.Context(), domain.System, domain.Space{Name: fmt.Sprintf("Space %02d", i)})
			s.must(err)
		}
		spaces := b.get("/admin/spaces").doc()
		if n := spaces.Find("details[id]").Length(); n != 51 {
			t.Errorf("a page of spaces has %d forms", n)
		}
		next, _ = spaces.Find(`a[rel="next"]`).Attr("href")
		if n := b.get(next).doc().Find("details[id]").Length(); n != 5 {
			t.Errorf("the second page of spaces has %d forms", n)
		}
	})
}
