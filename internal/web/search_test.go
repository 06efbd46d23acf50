package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// found is the titles of the hits that a page shows, best first.
func (b *browser) found(query string, pairs ...string) (titles []string) {
	b.s.t.Helper()
	v := url.Values{"q": {query}}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	for _, h := range b.get("/search?" + v.Encode()).want(http.StatusOK).doc().Find("main .idea h2, main .mini h2").EachIter() {
		titles = append(titles, strings.TrimSpace(h.Text()))
	}
	return titles
}

// Search finds ideas, products and people on one page, marks what was looked for, and
// counts beside each tab what its pages show.
func TestSearchHasOnePage(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.product("Moss Keyboard")
		s.idea(domain.Customer, "Keys of the keyboard that glow at night")
		s.idea(domain.Customer, "Ein Fußgängerüberweg am Werkstor")
		b := s.browser()
		doc := b.get("/search?q=keyboards").want(http.StatusOK, "Search: “keyboards”").doc()
		if got := doc.Find("main .idea h2 mark").Text(); got != "keyboard" {
			t.Errorf("marked is %q", got)
		}
		if got := strings.Join(strings.Fields(doc.Find("main .tabs").Text()), " "); got != "Ideas 1Comments 0Products 1People who answer 0" {
			t.Errorf("the tabs say %q", got)
		}
		if got := doc.Find(".site-search input").AttrOr("value", ""); got != "keyboards" {
			t.Errorf("the field has %q", got)
		}
		if got := b.found("keyboard", "tab", "products"); len(got) != 1 || got[0] != "Moss Keyboard" {
			t.Errorf("products: %q", got)
		}
		if got := b.found("gang"); len(got) != 1 {
			t.Errorf("a part of a compound finds %q", got)
		}
		if got := b.found("keyboard", "status", "shipped"); got != nil {
			t.Errorf("shipped: %q", got)
		}
		b.get("/search?q=keyboard&status=shipped").want(http.StatusOK, "with these filters", "/search?q=keyboard")
		b.get("/search?q=keyboard&space=nowhere").want(http.StatusNotFound)
		b.get("/search").want(http.StatusOK, "What are you looking for?")
		b.get("/search?q="+url.QueryEscape(`"%' OR * NEAR(`)).want(http.StatusOK, "Nothing found for")
		b.get("/search?q=" + strings.Repeat("x", 900)).want(http.StatusOK)
		for _, path := range []string{"/", "/products", "/nowhere", "/signin"} {
			if n := b.get(path).doc().Find(".site-search input[name=q]").Length(); n != 1 {
				t.Errorf("%s has %d search fields", path, n)
			}
		}
		queries := b.queriesOf("/search?q=keyboard")
		if queries > 4 { // terms, candidates, rows; for a typo one more
			t.Errorf("a search costs %d queries", queries)
		}
	})
}

// queriesOf is how many questions a page asks.
func (b *browser) queriesOf(path string) int64 {
	b.s.t.Helper()
	b.get(path).want(http.StatusOK)
	all := b.s.log.requests(b.s.t)
	return all[len(all)-1].Queries
}

// What pages do not show is found by nobody: in no tab, box, count or suggestion.
func TestSearchFindsNothingHidden(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		ctx, moderator := t.Context(), s.actor(domain.Moderator)
		into := s.idea(domain.Customer, "Quokkas on the start page, please")
		merged := s.idea(domain.Customer, "Quokkas wherever one looks")
		removed := s.idea(domain.Customer, "Quokkas that wizards may see")
		s.must(s.app.RemoveIdea(ctx, moderator, removed))
		s.must(s.db.Tx(ctx, func(q *store.Tx) error {
			idea, err := q.LockIdea(ctx, domain.System, merged)
			if err != nil {
				return err
			}
			if err := q.SetMergedInto(ctx, merged, into); err != nil {
				return err
			}
			_, err = q.SetStatus(ctx, idea, domain.StatusMerged, domain.System, "", s.now())
			return err
		}))
		s.must(s.app.CountTerms(ctx))
		for _, role := range []domain.Role{domain.Guest, domain.Customer, domain.Engineer, domain.Officer, domain.Moderator, domain.Admin} {
			b := s.as(role)
			for _, query := range []string{"quokka", "quokkas wizards", "qoukkas"} {
				if got := b.found(query); len(got) != 1 || got[0] != "Quokkas on the start page, please" {
					t.Errorf("%q finds for a %s %q", query, role, got)
				}
			}
			if a := b.get("/search?q=" + url.QueryEscape("wizrads")); strings.Contains(a.text(), "wizards") {
				t.Errorf("a %s is told a word of a removed idea", role)
			}
			for _, path := range []string{"/search?q=quokka", "/search?q=quokka&status=merged", s.ideaAddress(into)} {
				if a := b.get(path).want(http.StatusOK); strings.Contains(a.body, "wizards may see") || strings.Contains(a.body, "wherever one looks") {
					t.Errorf("a %s reads on %s what is hidden", role, path)
				}
			}
		}
		box := s.as(domain.Customer).fragment("/ideas/similar?title=Quokkas+on+a+page")
		if !strings.Contains(box.body, "on the start page") || strings.Contains(box.body, "wizards may see") ||
			strings.Contains(box.body, "wherever") {
			t.Errorf("the box: %s", box.body)
		}
		if wrong, err := s.db.Reader().CheckSearch(ctx); err != nil || len(wrong) > 0 {
			t.Errorf("%+v, %v", wrong, err)
		}
	})
}

// fragment asks for a part of a page as HTMX does.
func (b *browser) fragment(path string) *answer {
	b.s.t.Helper()
	req, err := http.NewRequest(http.MethodGet, b.s.url+path, nil)
	b.s.must(err)
	req.Header.Set("HX-Request", "true")
	return b.send(req).want(http.StatusOK)
}

// Whoever submits what somebody said already is shown that first, keeps the text, and
// goes on or promotes with one click.
func TestSubmittingShowsSimilarIdeasFirst(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		there := s.idea(domain.Customer, "Let the fan curve follow the lap sensor")
		b := s.as(domain.Engineer)
		form := []string{"title", "Fan curve by the lap sensor", "body", "It is loud.", "space", itoa(s.spaces[0].ID), "nonce",
			strings.Repeat("n", 26)}
		a := b.post("/ideas", form...).want(http.StatusOK, "1 idea sounds like yours", "No, mine is different", "It is loud.")
		if n := a.doc().Find(`#similar button[formaction="/ideas/` + itoa(there) + `/vote"]`).Length(); n != 1 {
			t.Errorf("there are %d buttons to promote it", n)
		}
		if ideas := b.found("loud"); len(ideas) != 0 {
			t.Errorf("it was submitted already: %q", ideas)
		}
		on := append([]string{"different", "1"}, form...)
		b.post("/ideas", on...).want(http.StatusSeeOther)
		b.post("/ideas", form...).want(http.StatusSeeOther) // sent twice it is the same idea
		if ideas := b.found("loud"); len(ideas) != 1 {
			t.Errorf("found are %q", ideas)
		}
		instead := append([]string{"value", "1"}, form...)
		if to := b.post("/ideas/"+itoa(there)+"/vote", instead...).want(http.StatusSeeOther).location; !strings.HasPrefix(to,
			"/ideas/"+itoa(there)) {
			t.Errorf("promoting leads to %s", to)
		}
		if box := b.fragment("/ideas/similar?title=fan").body; strings.Contains(box, "similar-box") {
			t.Error("one word is no title")
		}
		b.get("/ideas/similar?title=fan+curve").want(http.StatusSeeOther)
		s.browser().get(s.ideaAddress(there)).want(http.StatusOK, "Similar ideas", "Fan curve by the lap sensor")
	})
}

// What nobody found is counted by its words alone; staff make a synonym of it, and it is
// found.
func TestStaffTeachSearch(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		ctx := t.Context()
		s.idea(domain.Customer, "A propeller that hums less")
		guest, moderator := s.browser(), s.as(domain.Moderator)
		guest.get("/search?q=Quirl").want(http.StatusOK, "Nothing found for “Quirl”", "/ideas/new?title=Quirl")
		guest.get("/search?q=mira@example.org").want(http.StatusOK)
		moderator.get("/search?q=quirl").want(http.StatusOK)
		s.must(s.app.KeepMissed(ctx))
		a := moderator.get("/admin/searches").want(http.StatusOK, "Searched for and not found")
		if got := strings.Join(strings.Fields(a.doc().Find("main tbody").Text()), " "); !strings.HasPrefix(got,
			"quirl210 Mar 2026") || strings.Contains(got, "mira") {
			t.Errorf("the list says %q", got)
		}
		s.as(domain.Engineer).get("/admin/searches").want(http.StatusForbidden)
		for _, c := range []struct{ word, other, says string }{
			{"", "propeller", "Type a word."},
			{"the", "propeller", "leaves out small words"},
			{"Quirl", "quirl", "the same word already"},
			{"alpha beta gamma delta", "propeller", "at most 3 words"},
			{strings.Repeat("x", 80), "propeller", "at most 60"},
		} {
			moderator.post("/admin/searches", "word", c.word, "other", c.other).want(http.StatusUnprocessableEntity, c.says)
		}
		moderator.post("/admin/searches", "word", "Quirl", "other", "Propeller").want(http.StatusSeeOther)
		moderator.post("/admin/searches", "word", "propeller", "other", "quirl").want(http.StatusUnprocessableEntity, "mean the same already")
		if got := guest.found("quirl"); len(got) != 1 {
			t.Errorf("quirl finds %q", got)
		}
		moderator.post("/admin/searches/1/delete").want(http.StatusSeeOther)
		if got := guest.found("quirl"); len(got) != 0 {
			t.Errorf("quirl still finds %q", got)
		}
	})
}

// Comments have a tab of their own with what they say, who said it and about which idea;
// on an idea that pages do not show they are in no tab, count or excerpt.
func TestSearchFindsComments(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		ctx, moderator := t.Context(), s.actor(domain.Moderator)
		shown := s.idea(domain.Customer, "A dimmer for the keys")
		said := s.say(domain.Customer, shown, 0, "My **quokkas** sleep beside <the> desk.")
		s.must(s.app.AddNote(ctx, moderator, shown, domain.CommentDraft{Body: "A quokka of the secret kind.", Nonce: "note"}))
		removed := s.idea(domain.Customer, "A louder fan")
		s.say(domain.Customer, removed, 0, "It scares hidden quokkas away.")
		s.must(s.app.RemoveIdea(ctx, moderator, removed))
		merged := s.idea(domain.Customer, "A dimmer, again")
		s.say(domain.Customer, merged, 0, "Elsewhere are folded quokkas.")
		s.must(s.db.Tx(ctx, func(q *store.Tx) error {
			idea, err := q.LockIdea(ctx, domain.System, merged)
			if err != nil {
				return err
			}
			if err := q.SetMergedInto(ctx, merged, shown); err != nil {
				return err
			}
			_, err = q.SetStatus(ctx, idea, domain.StatusMerged, domain.System, "", s.now())
			return err
		}))
		for _, role := range []domain.Role{domain.Guest, domain.Customer, domain.Engineer, domain.Officer, domain.Moderator, domain.Admin} {
			b := s.as(role)
			for _, more := range []string{"", "&status=merged"} {
				a := b.get("/search?q=quokka&tab=comments" + more).want(http.StatusOK)
				for _, word := range []string{"scares", "folded", "secret"} {
					if more == "" && word == "folded" { // on a merged idea: shown where that went
						a.want(http.StatusOK, word)
					} else if strings.Contains(a.body, word) {
						t.Errorf("a %s reads what is %s%s", role, word, more)
					}
				}
				if tabs := strings.Join(strings.Fields(a.doc().Find("main .tabs").Text()), " "); more == "" &&
					!strings.Contains(tabs, "Comments 2Products") {
					t.Errorf("the tabs say to a %s %q", role, tabs)
				}
			}
			hit := b.get("/search?q=quokka&tab=comments").doc().Find("main .mini").Has(fmt.Sprintf(`h2 a[href=%q]`, commentPath(said, "")))
			if got := hit.Text(); !strings.Contains(got, "A dimmer for the keys") || !strings.Contains(got, "sleep beside") {
				t.Errorf("the hit of a %s says %q", role, got)
			}
			if got := hit.Find("mark").Text(); got != "quokkas" {
				t.Errorf("marked for a %s is %q", role, got)
			}
		}
		b := s.browser()
		if n := b.queriesOf("/search?q=quokka&tab=comments"); n > 4 {
			t.Errorf("a search costs %d queries", n)
		}
		b.get("/search?q=quokka&tab=comments&space="+s.spaces[1].Slug).want(http.StatusOK, "with these filters")
	})
}
