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
	return s.list(r, page, filter)
}

// space lists the ideas of a space.
func (s *Server) space(r *request) error {
	space, err := r.spaceBySlug(r.Param("slug"))
	if err != nil {
		return err
	}
	page := views.Feed{Page: r.page(space.Name), Space: &space}
	page.Description, page.Page.Space = space.Description, space.ID
	return s.list(r, page, domain.IdeaFilter{SpaceID: space.ID})
}

// spaceBySlug finds a space among those that every page has at hand.
func (r *request) spaceBySlug(slug string) (domain.Space, error) {
	for _, s := range r.community.Spaces {
		if s.Slug == slug {
			return s, nil
		}
	}
	return domain.Space{}, domain.ErrNotFound
}

// tag lists the ideas that carry a tag.
func (s *Server) tag(r *request) error {
	tag, err := s.read.TagBySlug(r.ctx(), r.Param("slug"))
	if err != nil {
		return err
	}
	page := views.Feed{Page: r.page(r.lang.T("tag.title", "Tag", tag.Name)), Tag: &tag}
	return s.list(r, page, domain.IdeaFilter{Tag: &tag})
}

// list fills in a page of ideas.
func (s *Server) list(r *request, page views.Feed, filter domain.IdeaFilter) error {
	page.Order, page.Filter.Status, page.After = domain.ParseOrder(r.field("tab")), r.field("status"), r.field("after")
	filter.Order, filter.Today, filter.After = page.Order, r.today(), domain.ParseCursor(page.After)
	if filter.After.Zero() {
		page.After = ""
	}
	var err error
	if filter.Statuses, err = statusFilter(page.Filter.Status); err != nil {
		return err
	}
	if slug := r.field("space"); slug != "" && page.Space == nil {
		space, err := r.spaceBySlug(slug)
		if err != nil {
			return err
		}
		filter.SpaceID, page.Filter.Space, page.Page.Space = space.ID, slug, space.ID
	}
	if filter.Product, err = s.productFilter(r); err != nil {
		return err
	}
	if page.Product = filter.Product; page.Product != nil {
		page.Filter.Product = page.Product.Slug
	}
	found, err := s.read.Ideas(r.ctx(), filter)
	if err != nil {
		return err
	}
	page.Ideas, page.Next = found.Items, found.Next.String()
	page.Spaces, page.Products, page.Figures = r.community.Spaces, r.community.Products, r.community.Figures
	page.NoIndex = page.Filter.Any() || page.After != ""
	return r.render(http.StatusOK, views.Ideas(page))
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

func statusFilter(asked string) ([]domain.Status, error) {
	switch asked {
	case "":
		return nil, nil
	case "open":
		return domain.OpenStatuses, nil
	}
	status, ok := domain.ParseStatus(asked)
	if !ok {
		return nil, domain.ErrNotFound
	}
	return []domain.Status{status}, nil
}

// spaces lists all spaces.
func (s *Server) spaces(r *request) error {
	return r.render(http.StatusOK, views.SpaceList(r.page(r.lang.T("nav.spaces")), r.community.Spaces))
}
