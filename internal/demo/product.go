package demo

import (
	"fmt"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// product is one product, with what happens to it beside what people write.
type product struct {
	slug, family, name, responsible string
	description                     string
	days                            float64 // since its launch
	revisions                       []revision
	themes                          []theme
	carried                         float64 // mean brought along from elsewhere
	carriedN                        int64
	answered                        int // of 100 low ratings without words get a reply
	bombed                          *bomb
	override                        *override
}

// revision is a revision and how many rate it without words: from one star to five.
type revision struct {
	name, note string
	days       float64 // since its release
	stars      [5]int
}

// theme is a theme and, by its title, the idea that answers it.
type theme struct{ en, de, wordsEN, wordsDE, idea string }

// bomb is a day on which a mob rates a product down, and what a moderator says when
// leaving it out.
type bomb struct {
	days   float64 // ago
	by     string
	reason string
	voices []string // what some of the mob write
}

// override is a decision to keep a product listed.
type override struct {
	days   float64 // ago
	until  float64 // days from now
	by     string
	reason string
}

// addProducts adds families and products. What people say of them comes after the
// ideas, because themes name the ideas that answer them.
func (d *demo) addProducts() error {
	begin := d.at(d.ago(crowdAge - 2))
	ids := map[string]int64{}
	for _, f := range families {
		id, err := begin.SaveFamily(d.ctx, domain.System, f)
		if err != nil {
			return err
		}
		ids[f.Slug] = id
	}
	for _, p := range products {
		if err := d.addProduct(p, ids[p.family]); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return nil
}

func (d *demo) addProduct(p product, family int64) error {
	responsible, err := d.named(p.responsible)
	if err != nil {
		return err
	}
	launched := d.ago(p.days)
	id, err := d.at(launched).SaveProduct(d.ctx, domain.System, domain.Product{
		Slug: p.slug, Name: p.name, Description: p.description, Family: domain.Family{ID: family}, Launch: launched,
		Responsible: domain.MemberRef{ID: responsible.ID},
	})
	if err != nil {
		return err
	}
	d.products[p.slug] = id
	if p.carriedN == 0 {
		return nil
	}
	return d.db.Tx(d.ctx, func(q *store.Tx) error { return q.SetCarried(d.ctx, id, p.carried, p.carriedN) })
}

// addThemes adds the themes of all products, with the ideas that answer them.
func (d *demo) addThemes() error {
	for _, p := range products {
		who, err := d.named(p.responsible)
		if err != nil {
			return err
		}
		for _, t := range p.themes {
			made := domain.Theme{NameEN: t.en, NameDE: t.de, WordsEN: t.wordsEN, WordsDE: t.wordsDE}
			if t.idea != "" {
				id, ok := d.ideas[t.idea]
				if !ok {
					return fmt.Errorf("%s: no idea %q", p.name, t.idea)
				}
				made.Idea = &domain.Idea{ID: id}
			}
			if err := d.at(d.ago(p.days)).SaveTheme(d.ctx, who, p.slug, made); err != nil {
				return fmt.Errorf("%s: %s: %w", p.name, t.en, err)
			}
		}
	}
	return nil
}

// revisionsOf are the releases behind the first revision.
func (d *demo) revisionsOf(p product, who domain.Actor) []happening {
	var all []happening
	for _, r := range p.revisions[1:] {
		all = append(all, happening{d.ago(r.days), func(at time.Time) error {
			return d.at(at).ReleaseRevision(d.ctx, who, p.slug, r.name, r.note)
		}})
	}
	return all
}

// decisionsOf are what moderators decided about a product.
func (d *demo) decisionsOf(p product) ([]happening, error) {
	var all []happening
	if b := p.bombed; b != nil {
		who, err := d.named(b.by)
		if err != nil {
			return nil, err
		}
		day := domain.DayStart(domain.Day(d.ago(b.days)))
		window := domain.Exclusion{From: day, To: day.AddDate(0, 0, 1), Reason: b.reason}
		all = append(all, happening{day.Add(40 * time.Hour), func(at time.Time) error {
			return d.at(at).Exclude(d.ctx, who, p.slug, window)
		}})
	}
	if o := p.override; o != nil {
		who, err := d.named(o.by)
		if err != nil {
			return nil, err
		}
		all = append(all, happening{d.ago(o.days), func(at time.Time) error {
			return d.at(at).Override(d.ctx, who, p.slug, d.ago(-o.until), o.reason)
		}})
	}
	return all, nil
}
