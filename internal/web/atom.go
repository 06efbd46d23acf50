package web

import (
	"groundswell/internal/domain"
	"groundswell/internal/i18n"
	"groundswell/views"
)

// newsLength is how many entries a feed has, the newest.
const newsLength = 20

// ideaNews is the feed of the newest ideas.
func (s *Server) ideaNews(r *request) error {
	return s.ideaFeed(r, r.news(r.lang.T("nav.ideas"), "/"), domain.IdeaFilter{})
}

func (s *Server) newsOfSpace(r *request) error {
	space, err := r.spaceBySlug(r.Param("slug"))
	if err != nil {
		return err
	}
	news := r.news(space.Name, "/spaces/"+space.Slug)
	news.Description = space.Description
	return s.ideaFeed(r, news, domain.IdeaFilter{SpaceID: space.ID})
}

func (s *Server) newsOfTag(r *request) error {
	tag, err := s.read.TagBySlug(r.ctx(), r.Param("slug"))
	if err != nil {
		return err
	}
	return s.ideaFeed(r, r.news(r.lang.T("tag.title", "Tag", tag.Name), "/tags/"+tag.Slug), domain.IdeaFilter{Tag: &tag})
}

func (s *Server) ideaFeed(r *request, news views.News, filter domain.IdeaFilter) error {
	filter.Order, filter.Today, filter.Limit = domain.New, r.today(), newsLength
	found, err := s.read.Ideas(r.ctx(), filter)
	if err != nil {
		return err
	}
	news.Ideas = found.Items
	return r.feed(news)
}

// newsOfIdea is the feed of what was decided about an idea. A merged one's page leads to
// its target; its own feed goes on telling what became of it.
func (s *Server) newsOfIdea(r *request) error {
	idea, err := s.ideaFor(r)
	if err != nil {
		return err
	}
	decisions, err := s.read.Decisions(r.ctx(), idea.ID)
	if err != nil {
		return err
	}
	news := r.news(idea.Title, idea.Path())
	for _, d := range decisions[:min(len(decisions), newsLength)] {
		if d.Undone.IsZero() {
			news.Decisions = append(news.Decisions, domain.Outcome{Idea: idea, Decision: d})
		}
	}
	return r.feed(news)
}

// decisionNews is the feed of the ledger of all decisions.
func (s *Server) decisionNews(r *request) error {
	found, err := s.read.Ledger(r.ctx(), domain.LedgerFilter{Limit: newsLength})
	if err != nil {
		return err
	}
	news := r.news(r.lang.T("decisions.title"), "/decisions")
	news.Description, news.Decisions = r.lang.T("decisions.hint"), found.Items
	return r.feed(news)
}

// newsOfProduct is the feed of a product's reviews. One that was withdrawn is in no
// feed but for staff (product.md §3).
func (s *Server) newsOfProduct(r *request) error {
	p, err := s.read.Product(r.ctx(), r.Param("slug"))
	if err != nil {
		return err
	}
	if !p.NamedTo(r.who) {
		return domain.ErrNotFound
	}
	found, err := s.read.Ratings(r.ctx(), domain.ReviewFilter{Product: p.ID, Order: domain.Newest, Limit: newsLength})
	if err != nil {
		return err
	}
	news := r.news(p.Name, p.Path())
	news.Description = p.Description
	for _, rating := range found.Items {
		if rating.Worded() {
			news.Reviews = append(news.Reviews, rating)
		}
	}
	return r.feed(news)
}

// news is an empty feed of the page at a path.
func (r *request) news(title, path string) views.News {
	return views.News{Page: r.page(title), Of: path}
}

func (r *request) feed(news views.News) error {
	out, err := views.Atom(i18n.With(r.ctx(), r.lang), news)
	return r.blob(views.AtomType+"; charset=utf-8", out, err)
}
