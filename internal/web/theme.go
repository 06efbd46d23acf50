package web

import (
	"net/http"

	"groundswell/internal/domain"
	"groundswell/views"
)

// themes shows a product's themes as forms.
func (s *Server) themes(r *request) error {
	return s.showThemes(r, http.StatusOK, views.Form{})
}

// themeIdeas is how many ideas can be chosen as the work that answers a theme.
const themeIdeas = 100

func (s *Server) showThemes(r *request, status int, form views.Form) error {
	return s.showThemesCounted(r, status, form, nil)
}

// showThemesCounted also says what the words of the form find.
func (s *Server) showThemesCounted(r *request, status int, form views.Form, count *views.MatchCount) error {
	ctx := r.ctx()
	p, err := s.read.Product(ctx, r.Param("slug"))
	if err != nil {
		return err
	}
	page := views.ThemesPage{
		Page: r.page(r.lang.T("themes.title", "Product", p.Name)), Product: p, Counts: map[int64]int64{},
		Form: form.Keyed(itoa(r.number("id"))), Count: count,
	}
	if page.Themes, err = s.read.Themes(ctx, p.ID); err != nil {
		return err
	}
	page.Themes = themesByName(r.lang, page.Themes)
	counts, err := s.read.ThemeCounts(ctx, []domain.Revision{p.Revision})
	if err != nil {
		return err
	}
	for _, c := range counts {
		page.Counts[c.Theme] = c.Reviews
	}
	ideas, err := s.read.Ideas(ctx, domain.IdeaFilter{Product: &p, Order: domain.Top, Today: r.today(), Limit: themeIdeas})
	if err != nil {
		return err
	}
	page.Ideas = ideas.Items
	return r.render(status, views.Themes(page))
}

// typedTheme is the theme of the form.
func (r *request) typedTheme() domain.Theme {
	t := domain.Theme{
		ID: r.number("id"), NameEN: r.field("name_en"), NameDE: r.field("name_de"), WordsEN: r.field("words_en"),
		WordsDE: r.field("words_de"), Version: r.number("version"),
	}
	if idea := r.number("idea"); idea != 0 {
		t.Idea = &domain.Idea{ID: idea}
	}
	return t
}

// saveTheme keeps a theme, or only counts what its words would find.
func (s *Server) saveTheme(r *request) error {
	t := r.typedTheme()
	if r.field("count") != "" {
		count, err := s.countMatches(r, t)
		if err != nil {
			return err
		}
		return s.showThemesCounted(r, http.StatusOK, r.typed(), &count)
	}
	err := s.app.SaveTheme(r.ctx(), r.who, r.Param("slug"), t)
	return r.answer(err, "done.theme_saved", views.RowURL(r.here(), "", "theme", t.ID), "name_en", s.showThemes)
}

// countTheme answers while words are typed.
func (s *Server) countTheme(r *request) error {
	count, err := s.countMatches(r, r.typedTheme())
	if err != nil {
		return err
	}
	return r.render(http.StatusOK, views.ThemeMatches(count))
}

// matchedReviews is in how many of the newest reviews words are looked for while
// they are typed.
const matchedReviews = 2000

func (s *Server) countMatches(r *request, t domain.Theme) (views.MatchCount, error) {
	ctx := r.ctx()
	p, err := s.read.Product(ctx, r.Param("slug"))
	if err != nil {
		return views.MatchCount{}, err
	}
	reviews, err := s.read.NewestWords(ctx, p.ID, matchedReviews)
	if err != nil {
		return views.MatchCount{}, err
	}
	t.ID = 1
	count := views.MatchCount{Of: int64(len(reviews))}
	matcher := domain.NewMatcher([]domain.Theme{t})
	for _, review := range reviews {
		count.Found += int64(len(matcher.Find(review.Title+". "+review.Body, review.Language)))
	}
	return count, nil
}

// deleteTheme forgets a theme.
func (s *Server) deleteTheme(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	if err := s.app.DeleteTheme(r.ctx(), r.who, r.Param("slug"), id); err != nil {
		return err
	}
	return r.done("done.saved", r.here())
}
