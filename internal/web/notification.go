package web

import (
	"net/http"

	"groundswell/internal/domain"
	"groundswell/views"
)

// notifications shows what the reader heard, with the form by which it is seen.
func (s *Server) notifications(r *request) error {
	after := domain.ParseCursor(r.field("after"))
	news, err := s.read.News(r.ctx(), r.who.ID, after, domain.NewsGroups)
	if err != nil {
		return err
	}
	page := views.NewsPage{Page: r.page(r.lang.T("news.title")), News: news.Items, After: after.String(), Next: news.Next.String()}
	return r.render(http.StatusOK, views.Notifications(page))
}

// seeNews notes that the reader saw what a page told, and says what is still new.
func (s *Server) seeNews(r *request) error {
	var about []domain.Subject
	for _, part := range []domain.Part{domain.PartIdea, domain.PartProduct} {
		for _, id := range r.ticked(string(part) + "-") {
			about = append(about, domain.Subject{Part: part, ID: id})
		}
	}
	if err := s.app.SeeNews(r.ctx(), r.who.ID, about[:min(len(about), domain.NewsGroups)], r.number("newest")); err != nil {
		return err
	}
	if !r.htmx() {
		return r.redirect(views.NewsURL(domain.ParseCursor(r.field("after")).String()))
	}
	unseen, err := s.read.Unseen(r.ctx(), r.who.ID)
	if err != nil {
		return err
	}
	return r.render(http.StatusOK, views.NewsSeen(unseen)) // instead of the form
}
