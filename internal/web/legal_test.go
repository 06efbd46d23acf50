package web_test

import (
	"net/http"
	"strings"
	"testing"

	"groundswell/internal/domain"
)

// saveTerms makes a text the terms, which members have to agree to.
func (s *site) saveTerms(version int64, text string) {
	s.t.Helper()
	s.must(s.app.SaveLegal(s.t.Context(), domain.System, domain.Terms, version, map[string]string{"en": text, "de": text}, true))
}

// Every legal page is there in both languages from the start, says what is missing, and
// is linked from every page.
func TestLegalPages(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		guest, admin := s.browser(), s.as(domain.Admin)
		german := s.browser()
		german.accept = "de"
		for page, want := range map[string][3]string{
			"/imprint":       {"§ 5 of the German Digital Services Act", "§ 5 des Digitale-Dienste-Gesetzes", "has not finished"},
			"/privacy":       {"Art. 13 GDPR", "Art. 13 DSGVO", "has not finished"},
			"/terms":         {"What holds between you and", "Was zwischen Ihnen und", "has not finished"},
			"/accessibility": {"WCAG 2.2", "WCAG 2.2", "has not finished"},
			"/rules":         {"is on watch for 7 days", "steht 7 Tage lang", ""},
		} {
			shown := guest.get(page).want(http.StatusOK, want[0], want[2])
			german.get(page).want(http.StatusOK, want[1])
			if strings.Contains(shown.body, "{{") {
				t.Errorf("%s: a name stands where a value should: %s", page, around(shown.body, "{{"))
			}
			if guest.get("/").doc().Find(`.foot a[href="`+page+`"]`).Length() != 1 {
				t.Errorf("the footer does not lead to %s", page)
			}
		}
		admin.get("/imprint").want(http.StatusOK, "places are still to be filled in", "/admin/legal/imprint")
		admin.get("/admin/legal").want(http.StatusOK, "places are still to be filled in", "text to start from")
		guest.get("/signup").want(http.StatusOK, `With the account you agree to the <a href="/terms">`)
		guest.get("/legal/imprint/versions").want(http.StatusOK, "This is the first version")
		guest.get("/legal/odd/versions").want(http.StatusNotFound)
		s.must(s.app.SetSettings(t.Context(), domain.System, domain.Settings{domain.WatchFor: "48h", domain.CommunityName: "<b>Halden"}))
		guest.get("/rules").want(http.StatusOK, "is on watch for 48 hours", "How &lt;b&gt;Halden counts")
	})
}

// An admin edits a page: guests read it at once, and what it said before.
func TestAnAdminEditsALegalPage(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		guest, admin := s.browser(), s.as(domain.Admin)
		guest.get("/imprint").want(http.StatusOK)
		form := []string{"version", "0", "body_en", "## Who\n\nHalden, <script>alert(1)</script>", "body_de", "## Wer\n\nHalden"}
		admin.post("/admin/legal/imprint", append(form, "body_de", "")...).want(http.StatusUnprocessableEntity,
			"Write the text in this language, too.", "## Who")
		admin.post("/admin/legal/imprint", append(form, "asks", "1")...).want(http.StatusUnprocessableEntity, "Members agree only to the terms")
		admin.post("/admin/legal/imprint", form...).want(http.StatusSeeOther)
		guest.get("/imprint").want(http.StatusOK, "<h2>Who</h2>", "Version 1 of 10 Mar 2026", "&lt;script&gt;")
		admin.post("/admin/legal/imprint", form...).want(http.StatusConflict, "## Who")
		admin.post("/admin/legal/imprint", "version", "1", "body_en", "## Who\n\nArbor", "body_de", "## Wer\n\nArbor").want(http.StatusSeeOther)
		guest.get("/legal/imprint/versions").want(http.StatusOK, "Earlier versions", "<del>", "<ins>")
		admin.post("/admin/legal/odd", form...).want(http.StatusNotFound)
	})
}

// Members are asked to agree to terms on every page, one with places of its reader and
// one without; until they do, nothing of theirs is written and nothing is lost.
func TestMembersAgreeAnew(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.idea(domain.Engineer, "A quieter fan for everyone")
		page := s.ideaAddress(id)
		b := s.as(domain.Customer)
		s.saveTerms(0, "Be kind.")
		const asked = "The terms of use changed on 10 Mar 2026"
		for _, path := range []string{"/", page, "/account", "/terms"} {
			b.get(path).want(http.StatusOK, asked, `name="version" value="1"`)
		}
		for _, role := range []domain.Role{domain.Guest, domain.Engineer, domain.Admin} {
			if a := s.as(role).get(page).want(http.StatusOK); strings.Contains(a.body, asked) {
				t.Errorf("a %s is asked", role)
			}
		}
		b.post(ideaPath(id, "vote"), "value", "1").want(http.StatusConflict, "agree to them first", asked)
		form := []string{"draft", "ideas/" + itoa(id) + "/comments", "body", "It howls at night.", "nonce", strings.Repeat("c", 26)}
		b.post(ideaPath(id, "comments"), form...).want(http.StatusConflict, "agree to them first", "It howls at night.</textarea>")
		b.get(page).want(http.StatusOK, "It howls at night.</textarea>")
		b.post("/account/terms", "version", "9", "return_to", page).want(http.StatusNotFound)
		if a := b.post("/account/terms", "version", "1", "return_to", page).want(http.StatusSeeOther); a.location != page {
			t.Errorf("it leads to %s", a.location)
		}
		if a := b.get(page).want(http.StatusOK, "It howls at night.</textarea>", "Your agreement is recorded"); strings.Contains(a.body, asked) {
			t.Error("who agreed is asked")
		}
		if a := b.get(page).want(http.StatusOK); strings.Contains(a.body, asked) {
			t.Error("who agreed is asked on a page that is kept")
		}
		b.post(ideaPath(id, "vote"), "value", "1").want(http.StatusSeeOther)
		b.post(ideaPath(id, "comments"), form...).want(http.StatusSeeOther)
	})
}

// Who signs up agrees to the terms that were shown, and is asked about newer ones.
func TestSigningUpAgrees(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.saveTerms(0, "Be kind.")
		b := s.browser()
		b.post("/signup", "name", "Nia", "email", "nia@example.org", "password", password).want(http.StatusOK)
		link := s.theMail().Link()
		_, token, _ := strings.Cut(link, "token=")
		b.post("/confirm", "token", token).want(http.StatusSeeOther)
		b.get("/").want(http.StatusOK, "Welcome")
		if a := b.get("/").want(http.StatusOK); strings.Contains(a.body, "The terms of use changed") {
			t.Error("who just agreed is asked")
		}
		s.saveTerms(1, "Be kind, always.")
		b.get("/").want(http.StatusOK, "The terms of use changed")
	})
}
