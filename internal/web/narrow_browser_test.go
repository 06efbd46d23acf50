package web_test

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// longWord is one word of so many letters, such as German and addresses of pages
// have; letter keeps those apart that must differ.
func longWord(letter string, n int) string {
	return letter + strings.Repeat("wassermühlenradnabenschmiertopfdeckelgriff", 10)[:n-1]
}

// fillLongWords says everything that people can type in single words as long as
// they may be: an idea with a decision, a product with reviews, its desk.
func (s *site) fillLongWords() (idea int64, product domain.Product) {
	s.t.Helper()
	ctx, engineer, moderator := context.Background(), s.actor(domain.Engineer), s.actor(domain.Moderator)
	s.must(s.app.SetSettings(ctx, domain.System, domain.Settings{domain.CommunityName: longWord("C", 50)}))
	s.must(s.db.Tx(ctx, func(q *store.Tx) error {
		for _, role := range domain.AccountRoles {
			if err := q.SetName(ctx, s.members[role], longWord("N", 40)+string(role)); err != nil {
				return err
			}
		}
		return nil
	}))
	space, err := s.app.SaveSpace(ctx, domain.System,
		domain.Space{Name: longWord("S", 50), Description: longWord("D", 400),
			Responsible: domain.MemberRef{ID: engineer.ID}})
	s.must(err)
	product = s.product(longWord("P", 100))
	product.Description = longWord("D", 400)
	_, err = s.app.SaveProduct(ctx, domain.System, product)
	s.must(err)
	idea, err = s.app.SubmitIdea(ctx, s.actor(domain.Customer), domain.Draft{
		Title: longWord("T", 110), SpaceID: space, Product: product.Slug, Nonce: "long",
		Tags: []domain.Tag{{Slug: longWord("g", 40), Name: longWord("g", 40)}},
		Body: longWord("B", 300) + "\n\n`" + longWord("K", 300) + "`\n\n    " + longWord("V", 300) +
			"\n\n* https://shop.example.org/" + longWord("u", 300),
	})
	s.must(err)
	s.must(s.app.Decide(ctx, engineer, idea, domain.StatusDeclined, longWord("R", 300)))
	s.must(s.app.SaveTheme(ctx, engineer, product.Slug,
		domain.Theme{NameEN: longWord("E", 38), NameDE: longWord("D", 38), WordsEN: "wasser*"}))
	people := s.crowd(12)
	s.rateAll(product, people, longWord("O", 110), 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2)
	s.must(s.app.ReleaseRevision(ctx, engineer, product.Slug, longWord("R", 38), longWord("N", 300)))
	s.rateAll(product, people, longWord("O", 110), 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2)
	s.must(s.app.ReplyToReview(ctx, engineer, 1, longWord("A", 300), true))
	day := domain.DayStart(domain.Day(s.now()))
	s.must(s.app.Exclude(ctx, moderator, product.Slug,
		domain.Exclusion{From: day.AddDate(0, 0, -3), To: day.AddDate(0, 0, -2), Reason: longWord("W", 300)}))
	s.must(s.app.Override(ctx, moderator, product.Slug, day.AddDate(0, 0, 9), longWord("U", 300)))
	queue := s.queueFor(longWord("Q", 55), domain.Covers{Spaces: []domain.Space{{ID: space}}, Products: []domain.Product{{ID: product.ID}}})
	s.rule(domain.Route{Name: longWord("R", 55), Queue: queue.Ref(), Kind: domain.RoutePoints, Points: 1, Product: product})
	shipped := s.idea(domain.Customer, longWord("U", 110))
	s.steps(shipped, untilShipped[:3]...)
	s.must(s.app.Decide(ctx, engineer, shipped, domain.StatusShipped, longWord("Z", 300)))
	s.must(s.app.CountFigures(ctx))
	return idea, product
}

// No page is wider than the narrowest phone, whatever people type. An admin sees
// everything that a page has; the guest's own pages come beside. It takes longer
// than five seconds because a browser draws each.
func TestNoPageScrollsSideways(t *testing.T) {
	s := newSite(t, storetest.Open(t, storetest.SQLite(t)))
	id, p := s.fillLongWords()
	idea, word, tag := ideaPath(id, ""), longWord("Q", 60), longWord("g", 40)
	for role, paths := range map[domain.Role][]string{
		domain.Guest: {"/", idea, p.Path(), "/signin", "/signup"},
		domain.Admin: {
			"/", idea, "/ideas/new?product=" + p.Slug, "/spaces", "/spaces/" + slugOf(t, s), "/tags/" + tag, "/members/" +
				itoa(s.members[domain.Customer]), "/account",
			"/products", "/products?q=" + word, p.Path(), "/products?state=watch", "/reviews/1", "/reviews", p.Path() +
				"/themes", p.Path() + "/exclusions", p.Path() + "/exclusions?undo=1&from=2026-03-10&to=2026-03-10",
			"/admin/people", "/admin/spaces", "/admin/products", "/admin/products/" + itoa(p.ID), "/admin/families",
			"/admin/tags", "/admin/settings", "/admin/jobs", "/admin/audit", "/shipped",
			"/admin/queues", "/admin/queues/1", "/admin/queues/rules", "/admin/queues/rules/1", "/members/" +
				itoa(s.members[domain.Engineer]), "/nowhere/" + word,
		},
	} {
		w := s.window(t, true)
		if role != domain.Guest {
			w.signIn(role)
		}
		w.run(chromedp.EmulateViewport(320, 640))
		for _, path := range paths {
			w.open(path)
			w.fits(path + " as " + string(role))
		}
	}
}

// fits fails when the page is wider than its window, and names what sticks out.
func (w *window) fits(what string) {
	w.t.Helper()
	out, err := chromedp.Run(w.ctx, chromedp.Evaluate[string](`(() => {
		const root = document.documentElement, wide = root.scrollWidth - root.clientWidth;
		if (wide <= 0) return "";
		const cut = e => { for (; e && e !== root; e = e.parentElement) if (getComputedStyle(e).overflowX !== "visible" && e !== document.body) return true; };
		const out = [...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > root.clientWidth + .5 && !cut(e.parentElement));
		return wide + " px: " + out.slice(-4).map(e => e.outerHTML.slice(0, 160)).join(" | ");
	})()`))
	if w.s.must(err); out != "" {
		w.t.Errorf("%s is too wide by %s", what, out)
	}
}

func slugOf(t *testing.T, s *site) string {
	spaces, err := s.db.Reader().Spaces(t.Context())
	s.must(err)
	return spaces[len(spaces)-1].Slug
}
