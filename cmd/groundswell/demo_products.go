package main

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/slug"
	"groundswell/internal/store"
)

// addProducts adds families and products; what people say of them comes after the
// ideas, because themes name the ideas that answer them.
func (d *demo) addProducts() error {
	begin := d.at(d.now.AddDate(-2, 0, 0))
	families := map[string]int64{}
	for _, f := range demoFamilies {
		id, err := begin.SaveFamily(d.ctx, domain.System, f)
		if err != nil {
			return err
		}
		families[slug.Of(f.Name)] = id
	}
	for _, p := range demoProducts {
		launched := d.now.AddDate(0, 0, -p.days)
		id, err := d.at(launched).SaveProduct(d.ctx, domain.System, domain.Product{
			Name: p.name, Description: p.description, Family: domain.Family{ID: families[p.family]}, Launch: launched,
			Responsible: domain.MemberRef{ID: d.staff[domain.Engineer].ID},
		})
		if err != nil {
			return err
		}
		if p.carriedN == 0 {
			continue
		}
		if err := d.db.Tx(d.ctx, func(q *store.Tx) error { return q.SetCarried(d.ctx, id, p.carried, p.carriedN) }); err != nil {
			return err
		}
	}
	return nil
}

// demoSubjects are the products that the ideas of a space are about.
var demoSubjects = map[string]string{quiet: "arbor-14", docks: "root-dock", displays: "canopy-27", tastatur: "moss-keyboard", repair: "arbor-16"}

// happening is something that happens to a product at a moment.
type happening struct {
	at time.Time
	do func(at time.Time) error
}

// rateProducts lets the products live: revisions, ratings, replies, decisions, in
// the order of their time, with the clock of the rule looking each day. All of them
// in one order: to that clock, what another product had already lived through would
// be the future.
func (d *demo) rateProducts() error {
	var all []happening
	oldest := 0
	for n, p := range demoProducts {
		all = slices.Concat(all, d.revisionsOf(p), d.ratingsOf(n, p), d.decisionsOf(p))
		oldest = max(oldest, p.days)
		if err := d.addThemes(p); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	all = append(all, d.clocks(oldest)...)
	slices.SortStableFunc(all, func(a, b happening) int { return cmp.Compare(a.at.UnixNano(), b.at.UnixNano()) })
	for _, h := range all {
		if h.at.After(d.now) {
			break
		}
		if err := h.do(h.at); err != nil {
			return fmt.Errorf("%s: %w", h.at.Format(time.DateOnly), err)
		}
	}
	return d.countRegained()
}

// countRegained counts what the products' newest revisions regained.
func (d *demo) countRegained() error {
	for _, p := range demoProducts {
		product, err := d.db.Reader().Product(d.ctx, slug.Of(p.name))
		if err != nil {
			return err
		}
		if err := d.at(d.now).CountRegained(d.ctx, product.ID); err != nil {
			return err
		}
	}
	return nil
}

// clocks are the moments of so many days at which the clock looks at watches.
func (d *demo) clocks(days int) []happening {
	var all []happening
	for day := -days; day <= 0; day++ {
		all = append(all, happening{d.now.AddDate(0, 0, day), func(at time.Time) error { return d.at(at).KeepWatch(d.ctx) }})
	}
	return all
}

func (d *demo) addThemes(p demoProduct) error {
	product, err := d.db.Reader().Product(d.ctx, slug.Of(p.name))
	if err != nil {
		return err
	}
	ideas, err := d.db.Reader().Ideas(d.ctx, domain.IdeaFilter{Product: &product, Order: domain.New, Limit: 100})
	if err != nil {
		return err
	}
	for _, t := range p.themes {
		theme := domain.Theme{NameEN: t.en, NameDE: t.de, WordsEN: t.wordsEN, WordsDE: t.wordsDE}
		for i := range ideas.Items {
			if ideas.Items[i].Title == t.idea {
				theme.Idea = &ideas.Items[i]
			}
		}
		if err := d.at(d.now).SaveTheme(d.ctx, d.staff[domain.Engineer], product.Slug, theme); err != nil {
			return err
		}
	}
	return nil
}

func (d *demo) revisionsOf(p demoProduct) []happening {
	var all []happening
	for _, r := range p.revisions[1:] {
		all = append(all, happening{d.now.AddDate(0, 0, -r.days), func(at time.Time) error {
			return d.at(at).ReleaseRevision(d.ctx, d.staff[domain.Engineer], slug.Of(p.name), r.name, r.note)
		}})
	}
	return all
}

// lifeOf is the time in which a revision was the current one, from its third day.
func (d *demo) lifeOf(p demoProduct, revision int) (from, to time.Time) {
	from, to = d.now.AddDate(0, 0, -p.revisions[revision].days).Add(3*time.Hour), d.now.Add(-time.Hour)
	if revision+1 < len(p.revisions) {
		to = d.now.AddDate(0, 0, -p.revisions[revision+1].days).Add(-time.Hour)
	}
	return from, to
}

// ratingsOf spreads the ratings of a product over the lives of its revisions, most
// of them soon after a release. n keeps the people of products apart.
func (d *demo) ratingsOf(n int, p demoProduct) []happening {
	var all []happening
	person := n * 29
	next := func() domain.Actor {
		person++
		return d.members[person%len(d.members)]
	}
	for i, r := range p.revisions {
		from, to := d.lifeOf(p, i)
		for stars, count := range r.stars {
			for range count {
				draft := domain.RatingDraft{Stars: int64(stars + 1)}
				if stars < 4 && len(p.voices) > 0 && d.chance.IntN(4) > 0 {
					draft.Body = p.voices[d.chance.IntN(len(p.voices))]
				}
				all = append(all, d.rating(p, next(), from, to, draft, false, ""))
			}
		}
	}
	for _, v := range p.reviews {
		who := next()
		if v.again > 0 {
			from, to := d.lifeOf(p, v.revision-1)
			all = append(all, d.rating(p, who, from, to, domain.RatingDraft{Stars: v.again}, v.owner, ""))
		}
		from, to := d.lifeOf(p, v.revision)
		all = append(all, d.rating(p, who, from, to, domain.RatingDraft{Stars: v.stars, Title: v.title, Body: v.body, Declared: v.declared}, v.owner, v.reply))
	}
	return all
}

// rating is one rating at a moment of a time, with the reply that follows.
func (d *demo) rating(p demoProduct, who domain.Actor, from, to time.Time, draft domain.RatingDraft, owner bool, reply string) happening {
	share := d.chance.Float64()
	at := from.Add(time.Duration(share * share * float64(to.Sub(from))))
	address := slug.Of(p.name)
	return happening{at, func(at time.Time) error {
		a := d.at(at)
		if err := a.Rate(d.ctx, who, address, draft); err != nil {
			return err
		}
		product, err := d.db.Reader().Product(d.ctx, address)
		if err != nil {
			return err
		}
		own, err := d.db.Reader().OwnRating(d.ctx, product, who.ID)
		if err != nil {
			return err
		}
		if owner {
			serial := fmt.Sprintf("AR%06d%04d", product.ID, who.ID)
			if _, err := a.AddSerials(d.ctx, domain.System, product.ID, serial); err != nil {
				return err
			}
			if err := a.ClaimProduct(d.ctx, who, address, serial); err != nil {
				return err
			}
		}
		if draft.Title != "" {
			if err := d.findHelpful(own.Rating.ID, at); err != nil {
				return err
			}
		}
		if reply == "" {
			return nil
		}
		return d.at(at.Add(time.Duration(3+len(reply)%40)*time.Hour)).ReplyToReview(d.ctx, d.staff[domain.Engineer], own.Rating.ID, reply)
	}}
}

// findHelpful lets some members say that a review helped them.
func (d *demo) findHelpful(rating int64, at time.Time) error {
	for _, n := range d.chance.Perm(len(d.members))[:d.chance.IntN(14)] {
		if _, err := d.at(at).MarkHelpful(d.ctx, d.members[n], rating, true); err != nil && domain.KindOf(err) != domain.Conflict {
			return err
		}
	}
	return nil
}

// decisionsOf are what moderators decided about a product.
func (d *demo) decisionsOf(p demoProduct) []happening {
	address, moderator := slug.Of(p.name), d.staff[domain.Moderator]
	var all []happening
	if p.bombed {
		day := domain.DayStart(domain.Day(d.now.AddDate(0, 0, -24)))
		for n := range 26 {
			who := d.members[len(d.members)-1-n]
			all = append(all, happening{day.Add(time.Duration(600+7*n) * time.Minute), func(at time.Time) error {
				return d.at(at).Rate(d.ctx, who, address, domain.RatingDraft{Stars: 1})
			}})
		}
		all = append(all, happening{day.Add(40 * time.Hour), func(at time.Time) error {
			return d.at(at).ExcludeWindow(d.ctx, moderator, address, domain.Exclusion{
				From: day, To: day.AddDate(0, 0, 1),
				Reason: "26 ratings of one star in three hours, after a video about our office in another town. None of them says anything about the dock.",
			})
		}})
	}
	if p.overridden {
		all = append(all, happening{d.now.AddDate(0, 0, -2), func(at time.Time) error {
			return d.at(at).Override(d.ctx, moderator, address, d.now.AddDate(0, 0, 26),
				"The freezing comes from a driver of another maker, whose update is announced for the first. We look again then.")
		}})
	}
	return all
}
