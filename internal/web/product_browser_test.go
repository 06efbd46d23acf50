package web_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// fillCatalog adds a product with everything a page can show, one on watch and
// one that nobody has rated.
func (s *site) fillCatalog() {
	s.t.Helper()
	ctx := context.Background()
	moss, fern := s.product("Moss Keyboard"), s.product("Fern Mouse")
	s.product("Twig Keyboard")
	people, engineer, moderator := s.crowd(12), s.actor(domain.Engineer), s.actor(domain.Moderator)
	s.must(s.app.SaveTheme(ctx, engineer, moss.Slug, domain.Theme{NameEN: "Repeating keys", NameDE: "Prellende Tasten", WordsEN: "repeat*"}))
	s.rateAll(moss, people, "The keys repeat themselves all the time", 2, 3, 4, 4, 5, 5, 3, 2, 1, 4)
	s.must(s.app.ReleaseRevision(ctx, engineer, moss.Slug, "B", "The keys wait two milliseconds longer."))
	s.rateAll(moss, people, "The keys repeat less often than before", 4, 4, 4, 5, 5, 5, 3, 4, 2, 4)
	s.must(s.app.Rate(ctx, engineer, moss.Slug, domain.RatingDraft{Stars: 5, Body: "I made it."}))
	s.must(s.app.ReplyToReview(ctx, engineer, 1, "We hear you, and revision B is the answer.", true))
	s.must(s.app.Rate(ctx, people[0], moss.Slug, domain.RatingDraft{Stars: 5, Title: "Now it is good", Body: "No key repeats."}))
	s.rateAll(fern, people, "It scrolls back", 1, 1, 2, 1, 1, 1, 1, 1, 1, 2, 1)
	day := domain.DayStart(domain.Day(s.now()))
	s.must(s.app.Exclude(ctx, moderator, moss.Slug,
		domain.Exclusion{From: day.AddDate(0, 0, -3), To: day.AddDate(0, 0, -2), Reason: "They all came from one video."}))
	product, err := s.db.Reader().Product(ctx, moss.Slug)
	s.must(err)
	s.must(s.app.CountRegained(ctx, product.ID))
	s.must(s.app.CountFigures(ctx))
}

// A member rates and filters; then the product goes below two stars, is watched,
// withdrawn, gets a new revision, is unrated and listed again: as people see it,
// with the clock turned, with and without JavaScript.
func TestAProductInABrowser(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for _, scripts := range []bool{true, false} {
			t.Run(fmt.Sprintf("scripts %v", scripts), func(t *testing.T) {
				s := newSite(t, freshOrSame(t, db, scripts))
				s.must(s.jobs.Schedule(t.Context()))
				lifeOfAProduct(t, s, s.window(t, scripts))
			})
		}
	})
}

// signIn signs a role in.
func (w *window) signIn(role domain.Role) {
	w.t.Helper()
	w.open("/signin")
	w.fill("email", string(role)+"@example.org", "password", password)
	w.send("main form button")
}

// says waits until an element holds some words.
func (w *window) says(selector, want string) {
	w.t.Helper()
	patience := time.After(10 * time.Second)
	for {
		got := w.text(selector)
		if strings.Contains(got, want) {
			return
		}
		select {
		case <-patience:
			w.t.Fatalf("%s reads %.300q, which has no %q", selector, got, want)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// clockTurns lets time pass and the clock's jobs run.
func (s *site) clockTurns(d time.Duration) {
	s.t.Helper()
	s.forward(d)
	s.must(s.jobs.RunDue(context.Background()))
}

func lifeOfAProduct(t *testing.T, s *site, w *window) {
	p, people := s.product("Moss Keyboard"), s.crowd(10)
	w.signIn(domain.Customer)
	w.open(p.Path())
	w.says("main .state", "No voice yet.")
	w.fill("body", "Every tenth letter comes twice, and I notice too late.")
	w.send("#rate .btn-primary") // without stars: the words must still be there
	w.says("#errors", "Choose one to five stars")
	w.run(chromedp.Click(chromedp.CSS(`.star-input input[value="2"]`)))
	w.send("#rate .btn-primary")
	w.says("#rate .notice", "Your rating is published")
	w.says("#rate .btn-primary", "Save changes")
	w.says(".review .prose", "Every tenth letter comes twice")
	s.rateAll(p, people, "Nobody could like this keyboard less", 1, 1, 1, 1, 1, 2, 1, 1, 3, 5)
	w.open(p.Path())
	w.says(".bigscore", "1.7")
	w.send(`.hist a[href*="stars=3"]`)
	if n, err := chromedp.Run(w.ctx, chromedp.Evaluate[int](`document.querySelectorAll(".review").length`)); err != nil || n != 1 {
		t.Errorf("filtered to three stars there are %d reviews, %v", n, err)
	}
	w.open(p.Path() + "?order=lowest")
	helpful := ".review footer form button" // of the first that is not one's own
	if w.scripts {
		w.run(chromedp.Click(chromedp.CSS(helpful)))
		w.settled()
	} else {
		w.send(helpful)
	}
	w.becomes(helpful+" .num", "1")

	w.says("main .state", "On watch: below two stars")
	if strings.Contains(w.text("main .state"), "It leaves on") {
		t.Error("a member sees the countdown")
	}
	w.open("/products")
	w.says(".catalog", "On watch: below two stars")
	staff := s.window(t, w.scripts)
	staff.signIn(domain.Engineer)
	staff.open("/products?state=watch")
	staff.says(".catalog", "7 days left")
	s.clockTurns(144 * time.Hour)
	staff.signIn(domain.Engineer) // staff are signed out after twelve idle hours
	staff.open(p.Path())
	staff.says("main .state", "24 hours left")
	s.clockTurns(24 * time.Hour)
	w.open("/products")
	w.says("main", "No products yet")
	w.open(p.Path())
	w.says("main .state", "Withdrawn from the catalog")
	w.send(`.hist a[href*="stars=2"]`)
	w.says("#reviews + .filters + .list", "Every tenth letter comes twice")

	staff.signIn(domain.Engineer)
	staff.open(p.Path())
	staff.run(chromedp.Click(chromedp.CSS("#staff .tool summary")))
	staff.fill("revision", "B", "note", "The keys wait two milliseconds longer.")
	staff.send("#staff .tool .btn")
	staff.says("main .notice", "The revision is released")
	w.open("/products")
	w.says(".catalog", "No voice yet.")
	w.open(p.Path())
	w.run(chromedp.Click(chromedp.CSS(`.star-input input[value="4"]`)))
	w.send("#rate .btn-primary")
	w.open("/products")
	w.says(".catalog", "1 rating, no score yet.")
	w.open(p.Path())
	w.says(".ledger", "In the catalog since")
	w.says(".log", "its time was up, at 1.73")
	w.says(".product-h .last-score", "before: first revision 1.7 from 11")
	w.run(chromedp.Click(chromedp.CSS(".no-words summary")))
	w.says(".no-words .mark-official", "Rated again: first 2, now 4")
	s.checkProducts()
}
