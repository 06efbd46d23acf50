package web_test

import (
	"net/http"
	"strings"
	"testing"

	"groundswell/internal/domain"
)

// reasoned gives the first space chips to tick and returns an idea in it, with its page.
func (s *site) reasoned() (id int64, page string) {
	s.t.Helper()
	s.must(s.app.SetSpaceChips(s.t.Context(), s.actor(domain.Engineer), s.spaces[0].ID,
		[]domain.Chip{{NameEN: "Noise at night", NameDE: "Lärm bei Nacht"}, {NameEN: "Calls", NameDE: "Anrufe"}}))
	id = s.idea(domain.Engineer, "A quieter fan for everyone")
	return id, ideaPath(id, "") + "-a-quieter-fan-for-everyone"
}

// Whoever promotes is asked why on the idea's page; everybody reads the counts, staff
// the words, and nobody a name that was not agreed to.
func TestWhyPeoplePromote(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id, page := s.reasoned()
		customer, guest, officer := s.as(domain.Customer), s.browser(), s.as(domain.Officer)
		asks := func(b *browser) bool { return strings.Contains(b.get(page).want(http.StatusOK).body, "Save reasons") }
		if asks(customer) || asks(guest) {
			t.Error("the page asks why before a vote")
		}
		customer.post(ideaPath(id, "vote"), "value", "1").want(http.StatusSeeOther)
		if !asks(customer) || asks(guest) || asks(officer) {
			t.Error("the page asks others why, or not who promoted")
		}
		customer.post(ideaPath(id, "reason"), "importance", "3", "chip-1", "1", "body", "It wakes the baby.").want(http.StatusSeeOther)
		customer.get(page).want(http.StatusOK, "Your reasons are saved.", "It wakes the baby.", "1 critical")
		guest.get(page).want(http.StatusOK, "Why people want this", "Noise at night", "1 critical, 0 important")
		guest.accept = "de"
		guest.get(page).want(http.StatusOK, "Lärm bei Nacht", "1 unverzichtbar")
		for _, b := range []*browser{guest, s.signInAs("ben@example.org", domain.Customer)} {
			for _, path := range []string{page, "/", "/members/" + itoa(s.members[domain.Customer])} {
				if strings.Contains(b.get(path).body, "wakes the baby") {
					t.Errorf("%s shows somebody's own words", path)
				}
			}
			b.get(ideaPath(id, "reasons")).want(map[bool]int{true: http.StatusSeeOther, false: http.StatusForbidden}[b == guest])
		}
		officer.get(page).want(http.StatusOK, "1 in their own words")
		said := officer.get(ideaPath(id, "reasons")).want(http.StatusOK, "It wakes the baby.", "critical").text()
		if strings.Contains(said, "The member") || strings.Contains(said, "Save") {
			t.Errorf("an officer reads %s", said)
		}
		voted := officer.get(ideaPath(id, "votes")).want(http.StatusOK, "The member").text()
		if strings.Contains(voted, "wakes the baby") || strings.Contains(voted, "critical") {
			t.Errorf("beside a name an officer reads %s", voted)
		}
		customer.post(ideaPath(id, "reason"), "body", "It wakes the baby.", "named", "1").want(http.StatusSeeOther)
		officer.get(ideaPath(id, "reasons")).want(http.StatusOK, "The member")
		officer.get(ideaPath(id, "votes")).want(http.StatusOK, "The member", "It wakes the baby.")
		customer.post(ideaPath(id, "vote"), "value", "0").want(http.StatusSeeOther)
		if strings.Contains(officer.get(ideaPath(id, "reasons")).want(http.StatusOK).body, "wakes the baby") || asks(customer) {
			t.Error("a withdrawn promote still gives its reason")
		}
		customer.post(ideaPath(id, "vote"), "value", "1").want(http.StatusSeeOther)
		customer.get(page).want(http.StatusOK, "It wakes the baby.")
	})
}

// What was typed stays when a reason is refused: too much of it, a closed idea, a
// session that ended.
func TestARefusedReasonKeepsItsWords(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id, page := s.reasoned()
		b := s.as(domain.Customer)
		b.post(ideaPath(id, "reason"), "body", "It wakes the baby.").want(http.StatusConflict, "It wakes the baby.",
			"Reasons belong to a promote")
		b.post(ideaPath(id, "vote"), "value", "1").want(http.StatusSeeOther)
		long := strings.Repeat("Too long. ", 60)
		b.post(ideaPath(id, "reason"), "body", long).want(http.StatusUnprocessableEntity, "Too long. Too long.", "Use at most 500 characters.")
		b.htmx = true
		got := b.post(ideaPath(id, "reason"), "body", long).want(http.StatusUnprocessableEntity, "Use at most 500 characters.").doc()
		if got.Find("p.toast[role=alert]").Length() != 1 || got.Find("form").Length() != 0 {
			t.Error("a refusal replaces the form that was typed in")
		}
		saved := b.post(ideaPath(id, "reason"), "body", "It wakes the baby.", "chip-2", "1").want(http.StatusOK, "Your reasons are saved.").doc()
		if saved.Find("#why-"+itoa(id)+" textarea").Text() != "It wakes the baby." || saved.Find("input[name^=chip][checked]").Length() != 1 {
			t.Errorf("the part that comes back: %s", saved.Text())
		}
		voted := b.post(ideaPath(id, "vote"), "value", "0", "size", "vote-l").want(http.StatusOK).doc()
		if part := voted.Find("#why-" + itoa(id) + "[hx-swap-oob]"); part.Length() != 1 || part.Find("form").Length() != 0 {
			t.Error("the form stays after the promote was withdrawn")
		}
		again := b.post(ideaPath(id, "vote"), "value", "1", "size", "vote-l").want(http.StatusOK).doc()
		if again.Find("#why-"+itoa(id)+" textarea").Text() != "It wakes the baby." {
			t.Error("the form does not come with the promote, or without what was typed")
		}
		b.htmx = false
		s.must(s.app.Decide(t.Context(), s.actor(domain.Engineer), id, domain.StatusDeclined, "The case has no room left for a larger one."))
		b.post(ideaPath(id, "reason"), "body", "Something new.").want(http.StatusConflict, "Something new.", "Reasons are no longer taken")
		if strings.Contains(b.get(page).want(http.StatusOK, "Calls").body, "Save reasons") {
			t.Error("a closed idea asks for reasons")
		}
		s.browser().post(ideaPath(id, "reason"), "body", "Typed for long.").want(http.StatusUnauthorized, "Typed for long.")
	})
}

// Engineers keep the chips of spaces and ideas; others read.
func TestKeepingChips(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id, page := s.reasoned()
		engineer := s.as(domain.Engineer)
		engineer.get("/spaces/gaming").want(http.StatusOK, "Reasons to tick")
		engineer.get("/spaces/gaming/reasons").want(http.StatusOK, `value="Noise at night"`, `value="Anrufe"`)
		engineer.post("/spaces/gaming/reasons", "chipa-id", "1", "chipa-version", "0", "chipa-en", "Noise", "chipa-de", "Lärm",
			"chipb-en", "Noise", "chipb-de", "Lärm").want(http.StatusUnprocessableEntity, "Two reasons have this name.")
		engineer.post("/spaces/gaming/reasons", "chipa-id", "1", "chipa-version", "0", "chipa-en", "Noise", "chipa-de", "Lärm",
			"chipb-id", "2", "chipb-version", "0", "chipb-en", "", "chipb-de", "").want(http.StatusSeeOther)
		engineer.post("/spaces/gaming/reasons", "chipa-id", "1", "chipa-version", "0", "chipa-en", "Loud").want(http.StatusConflict, "Loud")
		customer := s.as(domain.Customer)
		customer.post(ideaPath(id, "vote"), "value", "1").want(http.StatusSeeOther)
		customer.get(page).want(http.StatusOK, "Noise")
		customer.post(ideaPath(id, "reason"), "chip-2", "1").want(http.StatusUnprocessableEntity, "no longer offered")
		customer.post(ideaPath(id, "reason"), "chip-1", "1").want(http.StatusSeeOther)
		own := engineer.get(ideaPath(id, "reasons")).doc().Find("[name=chipa-id]").AttrOr("value", "")
		engineer.post(ideaPath(id, "chips"), "chipa-id", own, "chipa-version", "0", "chipa-en", "Noise at night", "chipa-retired", "1",
			"chipb-en", "Heat").want(http.StatusSeeOther)
		s.browser().get(page).want(http.StatusOK, "Noise at night")
		customer.get(page).want(http.StatusOK, "Noise at night", "Heat") // who ticked it keeps it
		other := s.signInAs("ben@example.org", domain.Customer)
		other.post(ideaPath(id, "vote"), "value", "1").want(http.StatusSeeOther)
		if other.get(page).want(http.StatusOK, "Heat").doc().Find("form input[name='chip-"+own+"']").Length() != 0 {
			t.Error("a retired chip is offered")
		}
	})
}

// The queue's card says why people want an idea, and what of its priority that is.
func TestReasonsOnTheCard(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		q := s.team("Thermal", 0, s.members[domain.Engineer])
		id, _ := s.reasoned()
		s.must(s.app.TakeUp(t.Context(), s.actor(domain.Admin), id, q.ID))
		engineer, customer := s.as(domain.Engineer), s.as(domain.Customer)
		card := q.Ref().Path() + "/items/1"
		engineer.get(card).want(http.StatusOK, "1.5, because nobody has said yet")
		customer.post(ideaPath(id, "vote"), "value", "1").want(http.StatusSeeOther)
		customer.post(ideaPath(id, "reason"), "importance", "3", "chip-1", "1", "body", "It wakes the baby.").want(http.StatusSeeOther)
		engineer.get(card).want(http.StatusOK, "Why people want this", "It wakes the baby.",
			"the mean of the 1 person who said", "Noise at night")
		for _, view := range []string{"", "?view=board"} {
			engineer.get(q.Ref().Path()+view).want(http.StatusOK, "Noise at night")
		}
	})
}
