package web

import (
	"net/http"

	"groundswell/internal/domain"
	"groundswell/views"
)

// notifications shows what the reader heard. What the page shows is seen with it: like the
// time of a visit this is noted while reading, so that it needs no script.
func (s *Server) notifications(r *request) error {
	after := domain.ParseCursor(r.field("after"))
	news, err := s.read.News(r.ctx(), r.who.ID, after, domain.NewsGroups)
	if err != nil {
		return err
	}
	if err := s.seen(r, news.Items); err != nil {
		return err
	}
	page := views.NewsPage{Page: r.page(r.lang.T("news.title")), News: news.Items, After: after.String(), Next: news.Next.String()}
	return r.render(http.StatusOK, views.Notifications(page))
}

// seen notes that the reader sees some news, and no longer counts them.
func (s *Server) seen(r *request, news []domain.NewsGroup) error {
	var about []domain.Subject
	newest, unseen := int64(0), int64(0)
	for _, g := range news {
		if g.Unseen > 0 {
			about, newest, unseen = append(about, g.Subject), max(newest, g.Newest), unseen+g.Unseen
		}
	}
	if unseen == 0 || r.Request().Method == http.MethodHead {
		return nil
	}
	if r.who.Unseen < domain.UnseenMost {
		r.who.Unseen = max(0, r.who.Unseen-unseen)
	}
	return s.app.SeeNews(r.ctx(), r.who.ID, about, newest)
}
