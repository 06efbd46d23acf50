package web

import (
	"errors"
	"net/http"
	"strings"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
	"groundswell/internal/legal"
	"groundswell/views"
)

// legal shows the legal page that the address names.
func (s *Server) legal(r *request) error {
	page := domain.LegalPage(strings.TrimPrefix(r.route.path, "/"))
	text, err := s.legalText(r, page, r.lang.Code)
	if err != nil {
		return err
	}
	view := views.LegalView{Page: r.page(r.lang.T("legal.page." + string(page))), Text: text, Settings: r.community.Settings}
	return r.render(http.StatusOK, views.Legal(view))
}

// legalText is the text of a page that holds now: what was saved last, or what there is
// to start from.
func (s *Server) legalText(r *request, page domain.LegalPage, language string) (domain.LegalText, error) {
	text, err := s.read.LegalText(r.ctx(), page, language)
	if errors.Is(err, domain.ErrNotFound) {
		return legal.Start(page, language), nil
	}
	return text, err
}

// legalVersionsPage is how many earlier versions a page shows.
const legalVersionsPage = 20

// legalVersions shows what a legal page said before, in the reader's language.
func (s *Server) legalVersions(r *request) error {
	page, known := domain.ParseLegalPage(r.Param("slug"))
	if !known {
		return domain.ErrNotFound
	}
	found, err := s.read.LegalVersions(r.ctx(), page, r.lang.Code, r.number("after"), legalVersionsPage+1)
	if err != nil {
		return err
	}
	title := r.lang.T("version.of", "Title", r.lang.T("legal.page."+string(page)))
	view := views.LegalVersions{Page: r.page(title), Of: page}
	if len(found) > legalVersionsPage {
		view.Next = itoa(found[legalVersionsPage-1].Version) // the next page begins with the one this ends with
	}
	for i, text := range found {
		if i == 0 {
			view.Now = domain.PastText{Body: text.Body}
			continue
		}
		view.Past = append(view.Past, domain.PastText{Body: text.Body, Replaced: found[i-1].Saved})
	}
	return r.render(http.StatusOK, views.LegalHistory(view))
}

// agreeTerms notes that the member agrees to the terms that were shown.
func (s *Server) agreeTerms(r *request) error {
	if err := s.app.AgreeTerms(r.ctx(), r.who, r.number("version")); err != nil {
		return err
	}
	return r.done("done.agreed", returnTo(r.field("return_to")))
}

// adminLegal lists the legal pages.
func (s *Server) adminLegal(r *request) error {
	saved, err := s.read.LegalNow(r.ctx())
	if err != nil {
		return err
	}
	view := views.LegalAdmin{Page: r.page(r.lang.T("admin.legal"))}
	for _, page := range domain.LegalPages {
		for _, code := range i18n.Codes {
			view.Texts = append(view.Texts, newestOf(saved, page, code))
		}
	}
	return r.render(http.StatusOK, views.AdminLegal(view))
}

// newestOf is the text of a page among those that were saved, or what there is to start
// from.
func newestOf(saved []domain.LegalText, page domain.LegalPage, language string) domain.LegalText {
	for _, text := range saved {
		if text.Page == page && text.Language == language {
			return text
		}
	}
	return legal.Start(page, language)
}

func (s *Server) adminLegalPage(r *request) error {
	return s.showLegalPage(r, http.StatusOK, views.Form{})
}

func (s *Server) showLegalPage(r *request, status int, form views.Form) error {
	page, known := domain.ParseLegalPage(r.Param("slug"))
	if !known {
		return domain.ErrNotFound
	}
	view := views.LegalForm{Page: r.page(r.lang.T("legal.page." + string(page))), Of: page, Form: form}
	for _, code := range i18n.Codes {
		text, err := s.legalText(r, page, code)
		if err != nil {
			return err
		}
		view.Texts = append(view.Texts, text)
	}
	return r.render(status, views.AdminLegalPage(view))
}

// saveLegalPage makes what was typed the page's next version.
func (s *Server) saveLegalPage(r *request) error {
	page, known := domain.ParseLegalPage(r.Param("slug"))
	if !known {
		return domain.ErrNotFound
	}
	bodies := map[string]string{}
	for _, code := range i18n.Codes {
		bodies[code] = r.field(domain.LegalField(code))
	}
	err := s.app.SaveLegal(r.ctx(), r.who, page, r.number("version"), bodies, r.field("asks") == "1")
	return r.answer(err, "done.saved", views.LegalAdminURL(page)+"#save", domain.LegalField(i18n.Codes[0]), s.showLegalPage)
}
