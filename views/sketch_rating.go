package views

import (
	"github.com/a-h/templ"

	"groundswell/internal/domain"
)

// helpful is the button of a rating as its reader pressed it.
func helpful(p Page, r *domain.Rating) templ.Component {
	if p.Wrote(r) {
		return HelpfulButton(p, Helpful{Found: r.Helpful, Own: true})
	}
	id := r.ID
	return helped(p, HelpfulReview(r, false), r.By.ID, func(n *Needs) { n.Ratings = append(n.Ratings, id) },
		func(r Reader) bool { return r.Helpful[id] })
}

// ownRating is the form of a rating with what the reader has said.
func ownRating(p ProductPage) templ.Component {
	if !p.Viewer.SignedIn() {
		p.Form.Draft = domain.FormOf("products", p.Product.ID, "rating")
		return rateForm(p)
	}
	form := ProductPage{Page: p.Page, Product: p.Product, Form: p.Form, RateNotice: p.RateNotice}
	name := domain.FormOf("products", p.Product.ID, "rating")
	return ownPart(func(n *Needs) { n.Own, n.Nonce, n.Drafts = &form.Product, true, append(n.Drafts, name) }, func(r Reader) templ.Component {
		mine := form
		mine.Viewer, mine.Own, mine.Form = r.Viewer, r.Own, mine.Form.kept(name, r.Drafts)
		mine.Nonce = r.Nonce
		return rateForm(mine)
	})
}

// ownMark says of a review to its writer that it is theirs.
func ownMark(p Page, r *domain.Rating) templ.Component {
	switch {
	case p.Wrote(r):
		return yours()
	case !p.Viewer.SignedIn() || r.By.ID == 0:
		return templ.NopComponent
	}
	by := r.By.ID
	return ownFace(func(*Needs) {}, []templ.Component{templ.NopComponent, yours()}, func(r Reader) int {
		if r.Viewer.ID == by {
			return 1
		}
		return 0
	})
}

// pins reports whether the reader's own review stands above the others: on the first
// page of all of them.
func (p ProductPage) pins() bool { return p.Viewer.SignedIn() && !p.Filter.Any() && p.After == "" }

// pinned is the reader's own review above the others; a rating without words is none.
func pinned(p ProductPage) templ.Component {
	if !p.pins() {
		return templ.NopComponent
	}
	page := p.Page
	return ownPart(func(n *Needs) { n.Pinned = true }, func(r Reader) templ.Component {
		if !r.Pinned.Worded() {
			return templ.NopComponent
		}
		mine, rating := page, r.Pinned
		mine.Viewer = r.Viewer
		return review(mine, &rating, false)
	})
}

// unpinned is a review in its own place, unless it is pinned.
func unpinned(p ProductPage, r *domain.Rating) templ.Component {
	if !p.pins() {
		return review(p.Page, r, false)
	}
	id := r.ID
	return exceptFor(func(r Reader) bool { return r.Pinned.ID == id }, review(p.Page, r, false))
}
