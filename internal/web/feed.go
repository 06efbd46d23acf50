package web

import (
	"net/http"

	"groundswell/internal/domain"
	"groundswell/views"
)

// feed lists ideas of all spaces: / and /ideas.
func (s *Server) feed(r *request) error {
	page := views.Feed{Page: r.page(r.lang.T("nav.ideas"))}
	filter := domain.IdeaFilter{}
	page.Filter.Tag = r.field("tag")
	if slug := page.Filter.Tag; slug != "" {
		tag, err := s.read.TagBySlug(r.ctx(), slug)
		if err != nil {
			return err
		}
		filter.Tag = &tag
	}
	if filter.Tag == nil {
		page.Feed = views.AtomURL("/")
	}
	return s.list(r, page, filter)
}

// list fills in a page of ideas.
func (s *Server) list(r *request, page views.Feed, filter domain.IdeaFilter) error {
	page.Order, page.Filter.Status, page.After = domain.ParseOrder(r.field("tab")), r.field("status"), r.field("after")
	if page.Order == domain.Top {
		page.Days = domain.ParsePeriod(r.field("days"))
	}
	filter.Days = page.Days
	filter.Order, filter.Today, filter.After = page.Order, r.today(), domain.ParseCursor(page.After)
	if filter.After.Zero() {
		page.After = ""
	}
	var err error
	if filter.Statuses, err = statusFilter(page.Filter.Status); err != nil {
		return err
	}
	if page.Space != nil {
		filter.InSpace = page.Space.Ideas
	}
	if slug := r.field("space"); slug != "" && page.Space == nil {
		space, err := r.spaceBySlug(slug)
		if err != nil {
			return err
		}
		filter.SpaceID, filter.InSpace, page.Filter.Space, page.Page.Space = space.ID, space.Ideas, slug, space.ID
	}
	if filter.Product, err = s.productFilter(r); err != nil {
		return err
	}
	if page.Product = filter.Product; page.Product != nil {
		page.Filter.Product = page.Product.Slug
	}
	if filter.Order == domain.Top && filter.Statuses == nil {
		if err := s.closedApart(r, &page, &filter); err != nil {
			return err
		}
	}
	found, err := s.ideas(r, filter)
	if err != nil {
		return err
	}
	page.Ideas, page.Next = found.Items, found.Next.String()
	page.Spaces, page.Products, page.Figures = r.community.Spaces, r.community.Products, r.community.Figures
	page.Heard = r.community.Heard
	page.NoIndex = page.Filter.Any() || page.After != "" || page.Days != 0
	return r.render(http.StatusOK, views.Ideas(page))
}

// ideas reads a page of a list. Discover is its reader's own, whoever is like them.
func (s *Server) ideas(r *request, filter domain.IdeaFilter) (domain.Page[domain.Idea], error) {
	if filter.Order != domain.Discover {
		return s.read.Ideas(r.ctx(), filter)
	}
	if r.sketched != nil && r.who.SignedIn() {
		return domain.Page[domain.Idea]{}, errOwn
	}
	filter.Viewer = r.who.ID
	return s.read.Discover(r.ctx(), filter, s.now())
}

// closedOnTop is how many closed ideas stand below the first page of Top.
const closedOnTop = 5

// closedApart leaves the open ideas to the list, and puts the first of the closed ones
// below its first page.
func (s *Server) closedApart(r *request, page *views.Feed, filter *domain.IdeaFilter) error {
	filter.Statuses = domain.OpenStatuses
	if page.After != "" {
		return nil
	}
	closed := *filter
	closed.Statuses, closed.Limit = domain.ClosedStatuses, closedOnTop
	found, err := s.read.Ideas(r.ctx(), closed)
	page.Closed, page.MoreClosed = found.Items, !found.Next.Zero()
	return err
}

// productFilter finds the product that a list is narrowed to; nil for none asked.
func (s *Server) productFilter(r *request) (*domain.Product, error) {
	slug := r.field("product")
	if slug == "" {
		return nil, nil
	}
	product, err := s.read.Product(r.ctx(), slug)
	if err == nil && !product.NamedTo(r.who) {
		err = domain.ErrNotFound
	}
	return &product, err
}
