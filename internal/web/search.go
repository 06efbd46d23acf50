package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"groundswell/internal/domain"
	"groundswell/internal/markdown"
	"groundswell/internal/search"
	"groundswell/internal/text"
	"groundswell/views"
)

// searched is what was typed to be looked for, in one line.
func (r *request) searched(field string) string {
	return text.Cut(text.Line(r.field(field)), domain.QueryMax)
}

// search shows what was found. Its pages are kept for nobody: there are too many, and they
// would take the place of those that many read.
func (s *Server) search(r *request) error {
	typed := r.searched("q")
	page := views.Search{Page: r.page(r.lang.T("search.title")), Query: typed, Kind: domain.ParseSearchKind(r.field("tab")),
		After: r.field("after")}
	page.Page.Query, page.NoIndex = typed, true
	page.Spaces, page.Products = r.community.Spaces, r.community.Products
	if typed == "" {
		return r.render(http.StatusOK, views.SearchPage(page))
	}
	page.Title = r.lang.T("search.of", "Query", typed)
	if err := s.takeSearch(r); err != nil {
		return err
	}
	filter, err := s.searchFilter(r, &page)
	if err != nil {
		return err
	}
	found, query, err := s.read.Search(r.ctx(), r.who, s.read.Understand(typed, r.community), filter)
	if err != nil {
		return err
	}
	page.Found, page.Next, page.Rows = found, found.Next.String(), foundRows(found, query)
	if !found.Any() && !page.Filter.Any() && page.After == "" || len(found.Meant) > 0 {
		s.app.Missed(typed)
	}
	return r.render(http.StatusOK, views.SearchPage(page))
}

// takeSearch counts a search of a member; those of guests are counted as pages.
func (s *Server) takeSearch(r *request) error {
	if !r.who.SignedIn() {
		return nil
	}
	return s.app.TakeSearch(r.who.ID, r.community.Settings)
}

// searchFilter is what the hits are narrowed to, as lists of ideas are.
func (s *Server) searchFilter(r *request, page *views.Search) (domain.SearchFilter, error) {
	f := domain.SearchFilter{Kind: page.Kind, Staff: r.community.Staff, After: domain.ParseCursor(page.After)}
	if f.After.Zero() {
		page.After = ""
	}
	page.Filter.Status = r.field("status")
	var err error
	if f.Statuses, err = statusFilter(page.Filter.Status); err != nil {
		return f, err
	}
	if slug := r.field("space"); slug != "" {
		space, err := r.spaceBySlug(slug)
		if err != nil {
			return f, err
		}
		f.SpaceID, page.Filter.Space = space.ID, slug
	}
	if slug := r.field("tag"); slug != "" {
		tag, err := s.read.TagBySlug(r.ctx(), slug)
		if err != nil {
			return f, err
		}
		f.Tag, page.Filter.Tag = &tag, slug
	}
	if f.Product, err = s.productFilter(r); err != nil {
		return f, err
	}
	if page.Product = f.Product; page.Product != nil {
		page.Filter.Product = page.Product.Slug
	}
	return f, nil
}

// excerptShown is how much of a text a hit shows, in characters.
const excerptShown = 240

// foundRows marks in each hit what was searched for.
func foundRows(found domain.Found, query search.Query) []views.FoundRow {
	var rows []views.FoundRow
	row := func(title, body string) {
		rows = append(rows, views.FoundRow{Title: search.Excerpt(title, query, domain.ImportedTitleMax),
			Text: search.Excerpt(body, query, excerptShown)})
	}
	for _, i := range found.Ideas {
		row(i.Title, markdown.Words(i.HTML))
	}
	for _, c := range found.Comments {
		row("", markdown.Words(c.HTML))
	}
	for _, p := range found.Products {
		row(p.Name, text.Line(p.Description))
	}
	for _, m := range found.People {
		row(m.Name, "")
	}
	return rows
}

// similar is the box under a title while it is typed; without HTMX it is the search for
// the title. It asks nobody to sign in, for that would lead away from what is typed, and
// whoever types too fast is shown no box rather than a refusal.
func (s *Server) similar(r *request) error {
	title := r.searched("title")
	if !r.htmx() {
		return r.redirect(views.SearchURL(title))
	}
	ideas, err := s.similarIdeas(r, title)
	if domain.KindOf(err) == domain.TooMany {
		return r.NoContent(http.StatusNoContent)
	}
	if err != nil {
		return err
	}
	return r.render(http.StatusOK, views.SimilarBox(views.Similar{Page: r.page(""), Ideas: ideas}))
}

// similarWords is how many words a title has before ideas like it are looked for.
const similarWords = 2

// similarShown is how many ideas the box under a title shows.
const similarShown = 3

func (s *Server) similarIdeas(r *request, title string) ([]domain.Idea, error) {
	if len(strings.Fields(title)) < similarWords {
		return nil, nil
	}
	if err := s.takeSearch(r); err != nil {
		return nil, err
	}
	ids, err := s.read.Similar(r.ctx(), s.read.Understand(title, r.community), title, 0, similarShown)
	if err != nil {
		return nil, err
	}
	return s.read.IdeasOf(r.ctx(), ids)
}

// askSimilar are the ideas to be shown before an idea is submitted: to whoever has not
// seen them under its title, and did not send this form already.
func (s *Server) askSimilar(r *request, d domain.Draft) ([]domain.Idea, error) {
	var p domain.Problems
	if domain.CheckDraft(&p, d); r.field("different") != "" || p.Err() != nil {
		return nil, nil
	}
	if sent, err := s.read.IdeaByNonce(r.ctx(), r.who.ID, d.Nonce); err != nil || sent != 0 {
		return nil, err
	}
	ideas, err := s.similarIdeas(r, text.Line(d.Title))
	if domain.KindOf(err) == domain.TooMany {
		err = nil // the form has a limit of its own
	}
	return ideas, err
}

// missedShown is how many searches the staff's page shows.
const missedShown = 100

func (s *Server) adminSearches(r *request) error {
	form := views.Form{Typed: url.Values{"word": {r.searched("word")}}}
	return s.showSearches(r, http.StatusOK, form)
}

func (s *Server) showSearches(r *request, status int, form views.Form) error {
	page := views.Searches{Page: r.page(r.lang.T("admin.searches")), Form: form}
	var err error
	if page.Missed, err = s.read.MissedSearches(r.ctx(), missedShown); err != nil {
		return err
	}
	if page.Synonyms, err = s.read.Synonyms(r.ctx()); err != nil {
		return err
	}
	return r.render(status, views.AdminSearches(page))
}

// addSynonym teaches search that two words mean the same.
func (s *Server) addSynonym(r *request) error {
	err := s.app.AddSynonym(r.ctx(), r.who, domain.Synonym{Word: r.field("word"), Other: r.field("other")})
	return r.answer(err, "done.saved", "/admin/searches", "word", s.showSearches)
}

func (s *Server) deleteSynonym(r *request) error {
	err := r.act(s.app.DeleteSynonym, "done.synonym_deleted", "/admin/searches")
	if errors.Is(err, domain.ErrNotFound) {
		return r.redirect("/admin/searches") // somebody else took it away
	}
	return err
}
