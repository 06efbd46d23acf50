package web_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"groundswell/internal/domain"
)

// A count says how many things are behind a link: where it stands, and how its number
// is found from the link.
type count struct {
	link   string
	number func(link part) part
}

// part is a part of a page.
type part = *goquery.Selection

func inside(a part) part { return a }

var counts = []count{
	{".hero a", inside},
	{"aside .facts dt a[href^='/spaces/']", func(a part) part { return a.Closest("dt").Next() }},
	{".cols .panel-h h2 a", func(a part) part { return a.Closest(".panel-h").Find(".hint") }},
	{".catalog footer a", inside},
	{".panel-h a[href^='/ideas?']", inside},
	{".hist a", func(a part) part { return a.Find(".num").First() }},
	{".road-t th a", func(a part) part { return a.Closest("tr").Find("td.r").First() }},
	{".tbl td.num a[href^='/tags/'], .tbl td.num a[href^='/queues/']", inside},
	{".board .more", inside},
	{".facts.wide a[href*='theme=']", inside},
}

// fillCounted adds what counts can get wrong: more ideas than a page has, of every
// status, hidden ones, ratings that do not count, and a queue.
func (s *site) fillCounted() {
	s.t.Helper()
	ctx, engineer, moderator := s.t.Context(), s.actor(domain.Engineer), s.actor(domain.Moderator)
	for i := range domain.PageSize + 2 {
		s.idea(domain.Customer, fmt.Sprintf("A quieter fan, number %d", i))
	}
	partly := append(slices.Clone(untilShipped[:3]), domain.StatusPartlyShipped)
	for i, way := range [][]domain.Status{untilShipped, untilShipped, partly, partly[:3], partly[:3],
		{domain.StatusDeclined}, {domain.StatusAlreadyOffered}, untilShipped} {
		s.steps(int64(i+1), way...)
	}
	s.must(s.app.RemoveIdea(ctx, moderator, 8))
	s.must(s.app.Decide(ctx, moderator, 9, domain.StatusArchived, "Nobody has said anything about it in a year."))
	s.fillQueue()
	moss, gone := s.product("Moss Keyboard"), s.product("Fern Mouse")
	for i, p := range []domain.Product{moss, moss, gone} {
		title := fmt.Sprintf("Quieter keys, please, of kind %d", i)
		_, err := s.app.SubmitIdea(ctx, s.actor(domain.Customer), domain.Draft{
			Title: title, Body: "I type at night.", SpaceID: s.spaces[1].ID, Product: p.Slug, Nonce: title,
		})
		s.must(err)
	}
	people := s.crowd(40)
	s.must(s.app.SaveTheme(ctx, engineer, moss.Slug, domain.Theme{
		NameEN: "Repeating keys", NameDE: "Prellende Tasten", WordsEN: "repeat*",
	}))
	s.rateAll(moss, people[:12], "The keys repeat themselves", 2, 3, 4, 4, 5, 5, 3, 2, 1, 4, 1, 1)
	s.must(s.app.ReleaseRevision(ctx, engineer, moss.Slug, "B", "The keys wait two milliseconds longer."))
	for i := range 30 {
		words := strings.Repeat("A key may repeat. ", i%2)
		s.must(s.app.Rate(ctx, people[2+i], moss.Slug, domain.RatingDraft{Stars: 4, Body: words}))
	}
	uncounted := domain.RatingDraft{Stars: 4, Body: "They sent it, and no key repeats.", Declared: true}
	s.must(s.app.Rate(ctx, people[39], moss.Slug, uncounted))
	s.must(s.app.Rate(ctx, engineer, moss.Slug, domain.RatingDraft{Stars: 4, Body: "I made it so that no key repeats."}))
	s.rateAll(gone, people, "It scrolls back", slices.Repeat([]int64{1}, 12)...)
	s.must(s.jobs.Schedule(ctx))
	s.clockTurns(8 * 24 * time.Hour) // the mouse has been on watch long enough
	s.must(s.app.CountFigures(ctx))
}

// Every number at a link is how many things the link leads to, on all the pages there,
// for whoever reads it. It takes 5 s and more, because it opens every page of every list.
func TestCountsLeadToThatMany(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.fillCounted()
		pages := []string{"/", "/spaces", "/products", "/products/moss-keyboard", "/products/fern-mouse", "/admin/tags",
			"/queues", "/queues/thermal?view=board"}
		seen := map[string]int{}
		for _, role := range []domain.Role{domain.Guest, domain.Admin} {
			b := s.as(role)
			for _, page := range pages {
				if a := b.get(page); a.status == http.StatusOK {
					for n, links := range s.countLinks(a) {
						seen[n] += len(links)
						for address, want := range links {
							if got := b.behind(address); got != want {
								t.Errorf("%s reads on %s that %s has %d: it has %d", role, page, address, want, got)
							}
						}
					}
				}
			}
		}
		for _, c := range counts[:len(counts)-1] {
			if seen[c.link] == 0 {
				t.Errorf("no page has %s", c.link)
			}
		}
	})
}

var aNumber = regexp.MustCompile(`\d[\d,]*`)

// countLinks are the links of a page with the number that stands at each.
func (s *site) countLinks(a *answer) map[string]map[string]int {
	s.t.Helper()
	all := map[string]map[string]int{}
	for _, c := range counts {
		all[c.link] = map[string]int{}
		for _, link := range a.doc().Find(c.link).EachIter() {
			text := c.number(link).Text()
			n, err := strconv.Atoi(strings.ReplaceAll(aNumber.FindString(text), ",", ""))
			if err != nil {
				s.t.Errorf("%s says %q, no number", c.link, text)
			}
			all[c.link][link.AttrOr("href", "")] = n
		}
	}
	return all
}

// behind counts the things of a list on all its pages.
func (b *browser) behind(address string) (n int) {
	b.s.t.Helper()
	for address != "" {
		address, _, _ = strings.Cut(address, "#")
		doc := b.get(address).want(http.StatusOK).doc()
		n += doc.Find("main").Find(".idea, .review, .no-words li, .item").Length()
		address = doc.Find("main a[rel=next]").AttrOr("href", "")
	}
	return n
}
