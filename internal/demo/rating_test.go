package demo

import (
	"strings"

	"groundswell/internal/domain"
)

// all reads every rating of a product.
func (s *shown) all(p domain.Product) []domain.Rating {
	var all []domain.Rating
	f := domain.ReviewFilter{Product: p.ID, Order: domain.Newest, Limit: 100}
	for {
		page, err := s.db.Reader().Ratings(s.Context(), f)
		s.must(err)
		if all = append(all, page.Items...); page.Next.Zero() {
			return all
		}
		f.After = page.Next
	}
}

func (s *shown) catalog() []domain.Product {
	found, err := s.db.Reader().Products(s.Context(), domain.ProductFilter{States: domain.States, Limit: 100})
	s.must(err)
	if len(found.Items) != len(products) {
		s.Fatalf("%d products", len(found.Items))
	}
	return found.Items
}

// There is a product in every state, one that is kept listed by decision, one that
// its new revision saved; whatever is rated has reviews of many words and of few,
// none of them twice, that touch its themes, and more ratings without words.
func (s *shown) products() {
	has := map[string]int{}
	for _, p := range s.catalog() {
		has[string(p.State)]++
		if p.Overridden(s.now) {
			has["override"]++
		}
		if p.Revision.Regained.People > 0 {
			has["rated again"]++
		}
		themes, err := s.db.Reader().Themes(s.Context(), p.ID)
		s.must(err)
		for _, t := range themes {
			if t.Idea != nil {
				has["work"]++
			}
		}
		if p.State != domain.Unrated {
			s.reviews(p, has)
		}
		events, err := s.db.Reader().ProductEvents(s.Context(), p.ID)
		s.must(err)
		for n, e := range events {
			if p.State == domain.Listed && p.Revision.Mean() >= 3.5 && n > 0 && e.To == domain.Withdrawn {
				has["saved"]++
			}
		}
	}
	s.atLeast(1, has, "unrated", "listed", "watch", "withdrawn", "override", "saved", "declared")
	s.atLeast(3, has, "rated again", "work")
	s.atLeast(20, has, "in de", "in en", "reply", "verified")
}

// reviews looks at what people say of one product.
func (s *shown) reviews(p domain.Product, has map[string]int) {
	texts, silent, themed := map[string]bool{}, 0, 0
	for _, r := range s.all(p) {
		if r.Reply != nil {
			has["reply"]++
		}
		if r.Verified {
			has["verified"]++
		}
		if r.Declared {
			has["declared"]++
		}
		if !r.Worded() {
			silent++
			continue
		}
		if text := r.Title + strings.ToLower(r.Body); texts[text] {
			s.Errorf("%s: said twice: %s", p.Name, text)
		} else {
			texts[text] = true
		}
		has["in "+r.Language]++
		if len(r.Themes) > 0 {
			themed++
		}
	}
	if len(texts) < 8 || silent < 6 || 2*themed < len(texts) {
		s.Errorf("%s: %d reviews, %d of them with a theme; %d without words", p.Name, len(texts), themed, silent)
	}
}

// On good products half to four fifths of the low ratings are answered; on the others
// fewer.
func (s *shown) answers() {
	for _, p := range s.catalog() {
		if p.Poor == 0 {
			continue
		}
		share := float64(p.PoorReplied) / float64(p.Poor)
		good := p.State == domain.Listed && !p.Overridden(s.now)
		if good && (share < 0.5 || share > 0.8) || !good && share > 0.5 {
			s.Errorf("%s: %d of %d low ratings are answered", p.Name, p.PoorReplied, p.Poor)
		}
	}
}

// One product was rated down from young accounts; a moderator left that day out and
// says why, and it asks for no answers.
func (s *shown) bomb() {
	windows, excluded := 0, 0
	for _, p := range s.catalog() {
		found, err := s.db.Reader().Exclusions(s.Context(), p.ID)
		s.must(err)
		windows += len(found)
		if len(found) == 0 {
			continue
		}
		if p.Revision.Mean() < 3.5 || found[0].By.Role != domain.Moderator {
			s.Errorf("%s stands at %.2f, by %+v", p.Name, p.Revision.Mean(), found[0].By)
		}
		for _, r := range s.all(p) {
			if r.Excluded {
				excluded++
			}
		}
		days, err := s.db.Reader().RatingDays(s.Context(), p.ID, domain.Day(found[0].From))
		s.must(err)
		if len(days) == 0 || days[0].Young != mobSize {
			s.Errorf("the day of the bomb: %+v", days)
		}
	}
	if windows != 1 || excluded < mobSize {
		s.Errorf("%d windows, %d ratings", windows, excluded)
	}
}
