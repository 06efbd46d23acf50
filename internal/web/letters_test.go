package web_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"groundswell/internal/domain"
	"groundswell/internal/web"
)

// queryWords are the names in addresses behind which pages look for a number, a
// place in a list or one of few words.
var queryWords = []string{"after", "before", "tab", "status", "state", "order", "stars", "revision", "theme", "rate", "vote", "role", "id"}

// hostileWords are values that no link of ours has, as they stand in an address.
var hostileWords = map[string]string{
	"NUL": "%00", "NUL inside": "a%00b", "no UTF-8": "%ff", "half a character": "%c3", "a surrogate": "%ed%a0%80",
	"long": strings.Repeat("ü", 3000),
}

// Every page answers every damaged address with a sentence, and fails at none.
func TestNoAddressMakesAPageFail(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.idea(domain.Customer, "A quieter fan for everyone")
		s.product("Gaming")
		b := s.as(domain.Admin)
		there := strings.NewReplacer(":id", itoa(id), ":slug", "gaming")
		for _, r := range web.Routes() {
			if r.Method != http.MethodGet {
				continue
			}
			for name, word := range hostileWords {
				if strings.Contains(r.Path, ":") {
					path := strings.Replace(r.Path, ":slug", word, 1)
					if path == r.Path { // one at a time: both together are longer than any address
						path = strings.Replace(path, ":id", word, 1)
					}
					path = there.Replace(path)
					if a := b.get(path); a.status != http.StatusNotFound {
						t.Errorf("%s in %s: %d", name, r.Path, a.status)
					}
				}
				path := there.Replace(r.Path) + "?tag=" + word
				if a := b.get(path); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.text(), "address is damaged") {
					t.Errorf("%s in the query of %s: %d %.100s", name, r.Path, a.status, a.text())
				}
			}
			// What is text, but not what the page expects.
			for _, word := range []string{"9223372036854775807", "inf_zzzzzzzzzzzz_zzzzzzzzzzzz",
				"zzzzzzzzzzzz_zzzzzzzzzzzz_zzzzzzzzzzzz_zzzzzzzzzzzz"} {
				for _, name := range queryWords {
					if a := b.get(there.Replace(r.Path) + "?" + name + "=" + word); a.status >= 500 {
						t.Errorf("%s?%s=%s: %d", r.Path, name, word, a.status)
					}
				}
			}
			long := strings.Repeat("x", 4000)
			if a := b.get(there.Replace(r.Path) + "?q=" + long + "&email=" + long + "&token=" + long); a.status >= 500 {
				t.Errorf("%s with long words: %d", r.Path, a.status)
			}
		}
	})
}

// Every form answers bytes that are no text with a sentence, whatever field they
// are in.
func TestNoFormMakesAVerbFail(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.idea(domain.Customer, "A quieter fan for everyone")
		s.product("Gaming")
		b := s.as(domain.Admin)
		for _, r := range web.Routes() {
			if r.Method != http.MethodPost || r.Demo {
				continue
			}
			for name, word := range map[string]string{"NUL": "a\x00b", "no UTF-8": "\xff"} {
				for _, form := range []url.Values{{"name": {word}}, {word: {"x"}}} {
					if a := b.do(r.Method, fillIn(r.Path), form); a.status != http.StatusUnprocessableEntity {
						t.Errorf("%s %s with %s: %d", r.Method, r.Path, name, a.status)
					}
				}
			}
		}
		many := url.Values{} // more fields than any form has
		for n := range int64(300) {
			many.Set("field"+itoa(n), "x")
		}
		b.do(http.MethodPost, "/account/name", many).want(http.StatusUnprocessableEntity, "arrived damaged")
	})
}

// A browser may call itself anything, and signs in; what is kept is text.
func TestAnyBrowserSignsIn(t *testing.T) {
	long := "Mozilla/5.0 (Phone; Telefon) " + strings.Repeat("Anbieter é ", 40)
	for name, agent := range map[string]string{
		"cut inside a letter": strings.Repeat("x", 199) + "é and more", "Latin-1": "Phone \xe9com", "long": long, "tab": "a\tb",
		"none": "", "emoji": "x" + strings.Repeat("👨\u200d👩\u200d👧", 90),
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, s *site) {
				b := s.browser()
				form := url.Values{"email": {"member@example.org"}, "password": {password}}
				req, err := http.NewRequest(http.MethodPost, s.url+"/signin", strings.NewReader(form.Encode()))
				s.must(err)
				for header, value := range map[string]string{"Content-Type": "application/x-www-form-urlencoded", "Origin": s.url,
					"Sec-Fetch-Site": "same-origin"} {
					req.Header.Set(header, value)
				}
				req.Header["User-Agent"] = []string{agent}
				a := b.send(req)
				a.want(http.StatusSeeOther)
				sessions, err := s.db.Reader().Sessions(context.Background(), s.members[domain.Customer])
				s.must(err)
				kept := sessions[len(sessions)-1].UserAgent
				if n := len([]rune(kept)); n == 0 || n > 200 || name == "emoji" && !strings.HasSuffix(kept, "👧") {
					t.Errorf("kept %d characters: %q", n, kept)
				}
			})
		})
	}
}

// What is typed into each one-line form is kept clean or refused beside its field.
func TestDoorsKeepCleanLines(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		p := s.product("Gaming")
		admin, customer := s.as(domain.Admin), s.as(domain.Customer)
		family := itoa(p.Family.ID)
		doors := map[string]func(line string) *answer{
			"name": func(line string) *answer { return customer.post("/account/name", "name", line) },
			"signup": func(line string) *answer {
				return s.browser().post("/signup", "name", line, "email", "new@example.org", "password", "quiet water under a bridge")
			},
			"title": func(line string) *answer {
				return customer.post("/ideas", "title", line, "body", "Words.", "space", itoa(s.spaces[0].ID), "nonce",
					strings.Repeat("n", 30))
			},
			"review": func(line string) *answer {
				return customer.post("/products/gaming/rating", "stars", "3", "title", line, "body", "Words.")
			},
			"space": func(line string) *answer { return admin.post("/admin/spaces", "name", line, "slug", "a-space") },
			"family": func(line string) *answer {
				return admin.post("/admin/families", "name", line, "slug", "a-family", "shape", "dock")
			},
			"product": func(line string) *answer {
				return admin.post("/admin/products", "name", line, "slug", "a-product", "family", family, "launch", "2026-01-01")
			},
			"tag": func(line string) *answer { return admin.post("/admin/tags", "name", line) },
			"theme": func(line string) *answer {
				return admin.post("/products/gaming/themes", "name_en", line, "words_en", "fan")
			},
			"revision": func(line string) *answer {
				return admin.post("/products/gaming/revisions", "revision", line, "note", "It claims to be quieter than before.")
			},
			"community": func(line string) *answer { return admin.post("/admin/settings", "community.name", line) },
		}
		for door, send := range doors {
			for kind, line := range map[string]string{
				"bell": "Quiet\afan please", "escape": "Quiet \x1b[31mfan", "lost": "Quiet \uFFFD fan",
				"pile": "Quiet fZ\u0351\u0352\u0353\u0354an",
			} {
				if a := send(line); a.status != http.StatusUnprocessableEntity {
					t.Errorf("%s takes %s: %d %s", door, kind, a.status, a.location)
				}
			}
			if door == "review" { // its title may be missing
				continue
			}
			for kind, line := range map[string]string{
				"nothing": "\u00a0\u3000", "zero width": strings.Repeat("\u200b", 12), "fillers": strings.Repeat("\u3164", 12),
				"blank Braille": strings.Repeat("\u2800", 12),
				"marks alone":   "\u0301\u0301", "tags": "\U000E0041\U000E0042\U000E0043",
			} {
				if a := send(line); a.status != http.StatusUnprocessableEntity {
					t.Errorf("%s takes %s: %d %s", door, kind, a.status, a.location)
				}
			}
		}
		s.must(s.app.ChangeName(t.Context(), s.actor(domain.Customer), "  Mi\u200bra\u3000\u202eKo\u0308hler\u2066 "))
		m, err := s.db.Reader().Member(t.Context(), s.members[domain.Customer])
		s.must(err)
		if m.Name != "Mira Köhler" {
			t.Errorf("the name is kept as %q", m.Name)
		}
	})
}

// The command line's verbs are the same door.
func TestSettingsAreOneDoor(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		ctx := context.Background()
		for _, bad := range []string{"\x00", "\xff", "Name\x1b", "\u200b", strings.Repeat("x", 61)} {
			if err := s.app.SetSettings(ctx, domain.System,
				domain.Settings{domain.CommunityName: bad}); domain.KindOf(err) != domain.Invalid {
				t.Errorf("%q: %v", bad, err)
			}
		}
		s.must(s.app.SetSettings(ctx, domain.System, domain.Settings{domain.CommunityName: "  The\u00a0 Pier\u202e "}))
		got, err := s.db.Reader().Settings(ctx)
		s.must(err)
		if got.Value(domain.CommunityName) != "The Pier" {
			t.Errorf("kept as %q", got.Value(domain.CommunityName))
		}
	})
}
