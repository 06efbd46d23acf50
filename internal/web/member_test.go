package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"groundswell/internal/domain"
)

// Whoever answers for something says so to everybody: spaces and products; a
// withdrawn product to staff alone. Customers answer for nothing.
func TestAMembersPageSaysWhatTheyAnswerFor(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		engineer := s.members[domain.Engineer]
		_, err := s.app.SaveSpace(t.Context(), domain.System, domain.Space{Name: "Thermal", Responsible: domain.MemberRef{ID: engineer}})
		s.must(err)
		good, bad := s.product("Bark Headset"), s.product("Fern Mouse")
		s.rateAll(bad, s.crowd(10), "", 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)
		s.forward(200 * time.Hour)
		s.must(s.app.KeepWatch(t.Context()))
		path := "/members/" + itoa(engineer)
		for _, role := range domain.Roles {
			page := s.as(role).get(path).want(http.StatusOK, "Answers for", `href="/spaces/thermal"`, `href="`+good.Path()+`"`)
			if strings.Contains(page.body, bad.Path()) != role.Staff() {
				t.Errorf("%s: the withdrawn product", role)
			}
		}
		if page := s.as(domain.Guest).get("/members/" + itoa(s.members[domain.Customer])); strings.Contains(page.body, "Answers for") {
			t.Error("a customer answers for something")
		}
	})
}

// Suspending says what follows and asks why; staff read the reason on the member's
// page, and nobody else does.
func TestASuspensionHasAReason(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		p := s.product("Moss Keyboard")
		s.must(s.app.Rate(t.Context(), s.actor(domain.Customer), p.Slug, domain.RatingDraft{Stars: 1, Body: "It is a trap."}))
		s.idea(domain.Customer, "A quieter fan for everyone")
		member := "/members/" + itoa(s.members[domain.Customer])
		desk := s.as(domain.Moderator)
		desk.get(member).want(http.StatusOK, "1 rating no longer counts in any score", "1 idea stays", "The member is signed out everywhere")
		a := desk.post(member+"/suspend", "reason", "Spam.").want(http.StatusUnprocessableEntity,
			"Use at least 20 characters", ">Spam.</textarea>")
		if open := a.doc().Find("#staff .tool[open] #reason-suspend[aria-invalid]"); open.Length() != 1 {
			t.Error("the form that was refused is not open, or its field not marked")
		}
		reason := "Twelve ratings of things that nobody sells."
		desk.post(member+"/suspend", "reason", reason).want(http.StatusSeeOther)
		if a := desk.get(member).want(http.StatusOK, "Suspended", reason, "The moderator, Moderator",
			"1 rating counts again"); a.said() != "The member is suspended." {
			t.Errorf("it says %q", a.said())
		}
		s.as(domain.Engineer).get(member).want(http.StatusOK, reason)
		for _, a := range []*answer{s.browser().get(member), s.as(domain.Officer).get("/products/moss-keyboard")} {
			if strings.Contains(a.body, reason) {
				t.Error("the reason is told where it is nobody's business")
			}
		}
		if n := s.productNow(p.ID).N; n != 0 {
			t.Errorf("%d ratings count", n)
		}
		desk.post(member + "/reinstate").want(http.StatusSeeOther)
		a = desk.get(member).want(http.StatusOK, "Reinstated", "1 earlier decision", "Suspended", reason)
		if a.said() != "The member can sign in again." {
			t.Errorf("it says %q", a.said())
		}
		if n := s.productNow(p.ID).N; n != 1 {
			t.Errorf("%d ratings count again", n)
		}
	})
}

func (s *site) productNow(id int64) domain.Product {
	s.t.Helper()
	p, err := s.db.Reader().ProductByID(s.t.Context(), id)
	s.must(err)
	return p
}

// A role is given for a reason, on the page of whoever gets it; the last admin keeps
// theirs, and is told.
func TestARoleHasAReason(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		member, admin := "/members/"+itoa(s.members[domain.Customer]), "/members/"+itoa(s.members[domain.Admin])
		b := s.as(domain.Admin)
		b.get("/admin/people").want(http.StatusOK, `href="`+member+`#staff"`)
		b.post(member+"/role", "role", "engineer", "reason", "").want(http.StatusUnprocessableEntity,
			"Say why, in a sentence", `id="role-engineer-role" name="role" value="engineer" checked`)
		b.post(member+"/role", "role", "engineer", "reason", "She builds the fans from today on.").want(http.StatusSeeOther)
		b.get(member).want(http.StatusOK, "New role Engineer", "She builds the fans from today on.", "Ratings by members count")
		s.as(domain.Moderator).post(member+"/suspend", "reason", "Because moderators suspend no staff.").want(http.StatusForbidden)
		reason := "I go and somebody else shall do it."
		b.post(admin+"/role", "role", "member", "reason", reason).want(http.StatusConflict, "This is the last admin", reason+"</textarea>")
		if m, err := s.db.Reader().Member(t.Context(), s.members[domain.Admin]); err != nil || m.Role != domain.Admin {
			t.Errorf("the last admin is %s, %v", m.Role, err)
		}
	})
}
