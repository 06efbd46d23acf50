package web

import (
	"net/http"
	"slices"

	"groundswell/internal/domain"
	"groundswell/internal/slug"
	"groundswell/internal/text"
	"groundswell/views"
)

// watchedMax is how many products the list of countdowns shows.
const watchedMax = 100

// products shows the catalog. Staff also find what is on watch, with its countdown,
// and what is withdrawn.
func (s *Server) products(r *request) error {
	page := views.Catalog{
		Page: r.page(r.lang.T("nav.products")), Order: domain.ParseProductOrder(r.field("order")),
		Families: r.community.Families, Figures: r.community.Figures,
		Rule: domain.RuleOf(r.community.Settings), After: r.field("after"),
	}
	page.Filter = views.CatalogFilter{Family: r.field("family"), State: r.field("state"),
		Query: text.Cut(text.Line(r.field("q")), domain.ProductNameMax)}
	filter := domain.ProductFilter{
		Order: page.Order, Words: slug.Words(page.Filter.Query), After: domain.ParseCursor(page.After),
	}
	if filter.After.Zero() {
		page.After = ""
	}
	var err error
	if filter.Family, err = r.familyBySlug(page.Filter.Family); err != nil {
		return err
	}
	if filter.States, err = r.statesFor(page.Filter.State); err != nil {
		return err
	}
	ctx := r.ctx()
	switch {
	case page.Filter.Query != "" && len(filter.Words) == 0: // nothing but marks
	case slices.Equal(filter.States, []domain.State{domain.Watched}) && page.Filter.Family == "" && page.Filter.Query == "":
		page.Products, err = s.read.WatchedProducts(ctx, watchedMax)
	default:
		var found domain.Page[domain.Product]
		found, err = s.read.Products(ctx, filter)
		page.Products, page.Next = found.Items, found.Next.String()
	}
	if err != nil {
		return err
	}
	page.NoIndex = page.Filter != views.CatalogFilter{} || page.After != ""
	return r.render(http.StatusOK, views.Products(page))
}

// familyBySlug finds a family among those that every page has at hand; nil for
// none asked.
func (r *request) familyBySlug(slug string) (*domain.Family, error) {
	if slug == "" {
		return nil, nil
	}
	for i := range r.community.Families {
		if r.community.Families[i].Slug == slug {
			return &r.community.Families[i], nil
		}
	}
	return nil, domain.ErrNotFound
}

// statesFor are the states that somebody may ask the catalog for: what is on watch
// or withdrawn is for staff to list.
func (r *request) statesFor(asked string) ([]domain.State, error) {
	if asked == "" {
		return nil, nil
	}
	state, ok := domain.ParseState(asked)
	if !ok {
		return nil, domain.ErrNotFound
	}
	if state == domain.Watched || state == domain.Withdrawn {
		if err := domain.Allow(r.who, domain.WatchProducts); err != nil {
			return nil, err
		}
	}
	return []domain.State{state}, nil
}

// product shows a product with what people say of it, in any state.
func (s *Server) product(r *request) error {
	return s.showProduct(r, http.StatusOK, views.Form{})
}

// productIdeas is how many ideas a product's page names.
const productIdeas = 5

func (s *Server) showProduct(r *request, status int, form views.Form) error {
	ctx := r.ctx()
	p, err := s.read.Product(ctx, r.Param("slug"))
	if err != nil {
		return err
	}
	if form.Typed == nil {
		form = r.starsAsked()
	}
	page := views.ProductPage{Page: r.page(p.Name), URL: s.config.BaseURL + p.Path(), Product: p,
		Rule: domain.RuleOf(r.community.Settings), Figures: r.community.Figures, Form: form}
	page.NoIndex, page.Description = p.State == domain.Withdrawn, p.Description
	if !page.NoIndex {
		page.Feed = views.AtomURL(p.Path())
	}
	if slices.Contains(aboutRating, r.notice) {
		page.RateNotice, page.Notice = page.Notice, ""
	}
	if page.Revisions, err = s.read.Revisions(ctx, p.ID); err != nil {
		return err
	}
	if page.Themes, err = s.read.Themes(ctx, p.ID); err != nil {
		return err
	}
	page.Themes = themesByName(r.lang, page.Themes)
	counts, err := s.read.ThemeCounts(ctx, page.Revisions)
	if err != nil {
		return err
	}
	if page.Works, err = s.read.WorksOn(ctx, p.ID); err != nil {
		return err
	}
	page.Road = domain.BuildRoad(page.Themes, counts, page.Revisions)
	if page.Events, err = s.read.ProductEvents(ctx, p.ID); err != nil {
		return err
	}
	if page.Exclusions, err = s.exclusionsInForce(r, p.ID); err != nil {
		return err
	}
	if page.Excluded, err = s.read.ExcludedRatings(ctx, p.ID, page.Exclusions); err != nil {
		return err
	}
	if p.Ideas > 0 {
		ideas, err := s.read.Ideas(ctx, domain.IdeaFilter{Product: &p, Order: domain.Top, Today: r.today(), Limit: productIdeas})
		if err != nil {
			return err
		}
		page.Ideas = ideas.Items
	}
	if err := s.addReviews(r, &page); err != nil {
		return err
	}
	return r.render(status, views.Product(page))
}

func (s *Server) exclusionsInForce(r *request, product int64) ([]domain.Exclusion, error) {
	all, err := s.read.Exclusions(r.ctx(), product)
	return slices.DeleteFunc(all, func(e domain.Exclusion) bool { return !e.Undone.IsZero() }), err
}

// addReviews reads the page of ratings that the address asks for.
func (s *Server) addReviews(r *request, page *views.ProductPage) error {
	query := r.Request().URL.Query()
	number := func(name string) int64 { return wholeNumber(query.Get(name)) }
	f := views.ReviewFilter{
		Order: domain.ParseReviewOrder(query.Get("order")), Stars: number("stars"), Revision: number("revision"),
		Theme: number("theme"), Language: query.Get("language"),
		Verified: query.Get("verified") == "1", Counted: query.Get("counted") == "1",
		Unanswered: query.Get("unanswered") == "1",
	}
	if f.Stars > domain.StarsMax || f.Language != "" && !slices.Contains(domain.TextLanguages, f.Language) {
		return domain.ErrNotFound
	}
	filter := domain.ReviewFilter{
		Product: page.Product.ID, Order: f.Order, Stars: f.Stars, Theme: f.Theme, Language: f.Language,
		Verified: f.Verified, Counted: f.Counted, Unanswered: f.Unanswered, After: domain.ParseCursor(query.Get("after")),
	}
	if f.Counted {
		filter.Revision = page.Product.Revision.ID
	}
	if f.Revision != 0 {
		i := slices.IndexFunc(page.Revisions, func(v domain.Revision) bool { return v.Number == f.Revision })
		if i < 0 {
			return domain.ErrNotFound
		}
		filter.Revision = page.Revisions[i].ID
	}
	page.Filter = f
	if !filter.After.Zero() {
		page.After = query.Get("after")
	}
	found, err := s.read.Ratings(r.ctx(), filter)
	if err != nil {
		return err
	}
	page.Reviews, page.Next = found.Items, found.Next.String()
	page.NoIndex = page.NoIndex || f.Any() || page.After != ""
	return nil
}

// aboutRating are the sentences that the panel of the own rating says.
var aboutRating = []string{"done.rated", "done.taken_back", "done.verified"}

// ratings says how ratings are checked, and what the two-star rule is.
func (s *Server) ratings(r *request) error {
	return r.render(http.StatusOK, views.Ratings(r.page(r.lang.T("ratings.title")), domain.RuleOf(r.community.Settings)))
}
