package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"groundswell/internal/domain"
)

// After a vote every place of the page that shows the idea's numbers shows the same as
// a page that is asked for anew.
func TestNumbersAgreeAfterAVote(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.idea(domain.Engineer, "A quieter fan for everyone")
		page := ideaPath(id, "") + "-a-quieter-fan-for-everyone"
		b := s.as(domain.Customer)
		for _, value := range []string{"1", "-1", "0"} {
			b.htmx = true
			sent := b.post(ideaPath(id, "vote"), "value", value, "size", "vote-l").want(http.StatusOK).doc()
			row := b.post(ideaPath(id, "vote"), "value", value).want(http.StatusOK).doc()
			b.htmx = false
			idea, list := b.get(page).want(http.StatusOK).doc(), b.get("/").want(http.StatusOK).doc()
			for _, place := range []string{"#tally-" + itoa(id), "#week-" + itoa(id), ".vote output"} {
				if got, want := sent.Find(place).Text(), idea.Find(place).Text(); got != want || want == "" {
					t.Errorf("%s after %s: %q, the page says %q", place, value, got, want)
				}
			}
			for _, place := range []string{"#swell-" + itoa(id), ".vote output"} {
				if got, want := row.Find(place).Text(), list.Find(place).Text(); got != want {
					t.Errorf("%s after %s: %q, the list says %q", place, value, got, want)
				}
			}
			if got, want := pressedOf(sent), pressedOf(idea); got != want {
				t.Errorf("pressed after %s: %s, the page says %s", value, got, want)
			}
			if n := sent.Find("[hx-swap-oob]").Length(); n != 4 || row.Find("[hx-swap-oob]").Length() != 2 {
				t.Errorf("%d parts are put beside the box", n)
			}
		}
	})
}

// pressedOf is how the buttons of the idea's box stand.
func pressedOf(doc *goquery.Document) string {
	return strings.Join(doc.Find(".vote-l button").Map(func(_ int, b *goquery.Selection) string {
		return b.AttrOr("value", "") + "=" + b.AttrOr("aria-pressed", "")
	}), " ")
}

// postFrom sends a form that is on a page, as a browser says.
func (b *browser) postFrom(page, path string, form url.Values) *answer {
	b.s.t.Helper()
	req, err := http.NewRequest(http.MethodPost, b.s.url+path, strings.NewReader(form.Encode()))
	b.s.must(err)
	for header, value := range map[string]string{
		"Content-Type": "application/x-www-form-urlencoded", "Origin": b.s.url, "Sec-Fetch-Site": "same-origin",
		"Referer": b.s.url + page,
	} {
		req.Header.Set(header, value)
	}
	return b.send(req)
}

// Without a script a vote in a list leads back to the same page of it and to the row.
func TestAVoteLeadsBackToItsRow(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.idea(domain.Engineer, "A quieter fan for everyone")
		b := s.as(domain.Customer)
		for from, want := range map[string]string{
			"/ideas?tab=new&status=open": "/ideas?tab=new&status=open#idea-" + itoa(id), "/": "/#idea-" + itoa(id),
			"//evil.example": "/#idea-" + itoa(id),
			ideaPath(id, "") + "-a-quieter-fan-for-everyone": ideaPath(id, "") + "-a-quieter-fan-for-everyone",
		} {
			a := b.postFrom(from, ideaPath(id, "vote"), url.Values{"value": {"1"}}).want(http.StatusSeeOther)
			if a.location != want {
				t.Errorf("from %s to %q, want %q", from, a.location, want)
			}
		}
		if b.get("/ideas?tab=new").want(http.StatusOK).doc().Find("li#idea-"+itoa(id)+"[tabindex]").Length() != 1 {
			t.Error("the list has no such place")
		}
	})
}
