package demo

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"groundswell/internal/domain"
)

// review is a rating with words.
type review struct {
	domain.RatingDraft
	revision int     // index
	by       string  // whose it is; empty: anybody's
	owner    bool    // verified by serial number
	before   int64   // stars of the same person for the revision before; 0: none
	helpful  int     // how many found it helpful
	ago      float64 // days; 0: drawn
	reply    *answer
}

// answer is what staff reply, so many days later.
type answer struct {
	by   string
	days float64
	body string
}

// readReviews reads the reviews of all products, by address.
func readReviews() (map[string][]review, error) {
	files, err := entriesOf("reviews", "stars", "revision", "by", "owner", "declared", "before", "helpful", "ago")
	if err != nil {
		return nil, err
	}
	all := map[string][]review{}
	for slug, entries := range files {
		for _, e := range entries {
			r := review{
				RatingDraft: domain.RatingDraft{
					Stars: int64(e.number("stars", &err)), Title: e.title, Body: e.words(), Declared: e.fields["declared"] == "yes",
				},
				revision: int(e.number("revision", &err)), by: e.fields["by"], owner: e.fields["owner"] == "yes",
				before: int64(e.number("before", &err)), helpful: int(e.number("helpful", &err)), ago: e.number("ago", &err),
			}
			for _, a := range e.answers {
				parts, wrong := a.parts(2)
				if err = errors.Join(err, wrong); wrong == nil {
					a.fields = map[string]string{"days": parts[1]}
					r.reply = &answer{by: parts[0], days: a.number("days", &err), body: a.words()}
				}
			}
			all[slug] = append(all[slug], r)
		}
	}
	return all, err
}

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
	reviews, err := readReviews()
	if err != nil {
		return err
	}
	all := d.clocks(int(crowdAge))
	for _, p := range products {
		who, err := d.named(p.responsible)
		if err != nil {
			return err
		}
		decided, err := d.decisionsOf(p)
		if err != nil {
			return err
		}
		all = slices.Concat(all, d.revisionsOf(p, who), d.ratingsOf(p, reviews[p.slug]), decided)
	}
	slices.SortStableFunc(all, func(a, b happening) int { return cmp.Compare(a.at.UnixNano(), b.at.UnixNano()) })
	for _, h := range all {
		if h.at.After(d.now) {
			break
		}
		if err := h.do(h.at); err != nil {
			return fmt.Errorf("%s: %w", h.at.Format(time.DateOnly), err)
		}
	}
	for _, id := range d.products {
		if err := d.app.CountRegained(d.ctx, id); err != nil {
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

// lifeOf is the time in which a revision was the current one.
func (d *demo) lifeOf(p product, revision int) (from, to time.Time) {
	from, to = d.ago(p.revisions[revision].days).Add(3*time.Hour), d.now.Add(-time.Hour)
	if revision+1 < len(p.revisions) {
		to = d.ago(p.revisions[revision+1].days).Add(-time.Hour)
	}
	return from, to
}

// raters gives each rating of a product somebody else.
type raters struct {
	*demo
	had map[int64]bool
}

// next is a customer who was there at a moment and has not rated yet.
func (r *raters) next(at time.Time) domain.Actor {
	there := r.joined(at)
	n := r.chance.IntN(len(there))
	for range there {
		if n = (n + 1) % len(there); !r.had[there[n].ID] {
			break
		}
	}
	r.had[there[n].ID] = true
	return there[n]
}

// ratingsOf spreads the ratings of a product over the lives of its revisions, most
// of them soon after a release.
func (d *demo) ratingsOf(p product, reviews []review) []happening {
	var all []happening
	people := &raters{d, map[int64]bool{}}
	d.low = 0
	var earlier []domain.Actor // of the revision before, who may rate again
	for i, r := range p.revisions {
		var now []domain.Actor
		for stars, count := range r.stars {
			for range count {
				var who domain.Actor
				if len(earlier) > 0 && d.chance.IntN(3) == 0 {
					who, earlier = earlier[0], earlier[1:]
				} else {
					who = people.next(d.ago(r.days))
				}
				now = append(now, who)
				all = append(all, d.silent(p, i, who, int64(stars+1))...)
			}
		}
		d.chance.Shuffle(len(now), func(a, b int) { now[a], now[b] = now[b], now[a] })
		earlier = now
	}
	for _, r := range reviews {
		all = append(all, d.said(p, r, people)...)
	}
	for _, v := range voices[p.slug] {
		curt := review{revision: v.revision, helpful: d.chance.IntN(3)}
		curt.Stars, curt.Body = v.stars, v.says
		all = append(all, d.said(p, curt, people)...)
	}
	return append(all, d.mob(p)...)
}

// silent is a rating without words; staff write to some of those that are low.
func (d *demo) silent(p product, revision int, who domain.Actor, stars int64) []happening {
	r := review{RatingDraft: domain.RatingDraft{Stars: stars}, revision: revision}
	if stars <= domain.PoorStars {
		if d.low++; d.low*p.answered/100 > (d.low-1)*p.answered/100 {
			r.reply = &answer{by: p.responsible, days: 1 + 3*d.chance.Float64(), body: askings[d.asked%len(askings)]}
			d.asked++
		}
	}
	return d.rating(p, who, r)
}

// said is a review, and what the same person gave the revision before.
func (d *demo) said(p product, r review, people *raters) []happening {
	who, known := d.people[r.by]
	if !known {
		first := max(0, r.revision-1)
		who = people.next(d.ago(p.revisions[first].days))
	}
	all := d.rating(p, who, r)
	if r.before > 0 {
		first := review{RatingDraft: domain.RatingDraft{Stars: r.before}, revision: r.revision - 1}
		all = append(all, d.rating(p, who, first)...)
	}
	return all
}

// rating is one rating at a moment of its revision's life, and the reply to it.
func (d *demo) rating(p product, who domain.Actor, r review) []happening {
	from, to := d.lifeOf(p, r.revision)
	share := d.chance.Float64()
	moment := from.Add(time.Duration(share * share * float64(to.Sub(from))))
	if r.ago > 0 {
		moment = d.ago(r.ago)
	}
	var id int64
	all := []happening{{moment, func(at time.Time) (err error) {
		id, err = d.rate(p, who, r, at)
		return err
	}}}
	if r.reply != nil {
		replied := moment.Add(time.Duration(r.reply.days * float64(24*time.Hour)))
		all = append(all, happening{replied, func(at time.Time) error {
			by, err := d.named(r.reply.by)
			if err != nil {
				return err
			}
			return d.at(at).ReplyToReview(d.ctx, by, id, r.reply.body, true)
		}})
	}
	return all
}

// rate rates a product and returns the id of the rating.
func (d *demo) rate(p product, who domain.Actor, r review, at time.Time) (int64, error) {
	if r.owner {
		serial := fmt.Sprintf("AR%06d%04d", d.products[p.slug], who.ID)
		if _, err := d.at(at).AddSerials(d.ctx, domain.System, d.products[p.slug], serial); err != nil {
			return 0, err
		}
		if err := d.at(at).ClaimProduct(d.ctx, who, p.slug, serial); err != nil {
			return 0, err
		}
	}
	if err := d.at(at).Rate(d.ctx, who, p.slug, r.RatingDraft); err != nil {
		return 0, err
	}
	now, err := d.db.Reader().Product(d.ctx, p.slug)
	if err != nil {
		return 0, err
	}
	own, err := d.db.Reader().OwnRating(d.ctx, now, who.ID)
	if err != nil {
		return 0, err
	}
	return own.Rating.ID, d.findHelpful(own.Rating.ID, r.helpful, at)
}

// findHelpful lets so many people say that a review helped them.
func (d *demo) findHelpful(rating int64, readers int, at time.Time) error {
	there := d.joined(at)
	for _, n := range d.chance.Perm(len(there))[:min(readers, len(there))] {
		_, err := d.at(at).MarkHelpful(d.ctx, there[n], rating, true)
		if err != nil && domain.KindOf(err) != domain.Conflict { // one's own never helps oneself
			return err
		}
	}
	return nil
}

// mob rates a product down within hours, from accounts a day old.
func (d *demo) mob(p product) []happening {
	if p.bombed == nil {
		return nil
	}
	day := domain.DayStart(domain.Day(d.ago(p.bombed.days)))
	var all []happening
	for n, who := range d.mobbers {
		draft := domain.RatingDraft{Stars: 1}
		if n < len(p.bombed.voices) {
			draft.Body = p.bombed.voices[n]
		}
		all = append(all, happening{day.Add(time.Duration(600+7*n) * time.Minute), func(at time.Time) error {
			return d.at(at).Rate(d.ctx, who, p.slug, draft)
		}})
	}
	return all
}
