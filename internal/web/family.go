package web

import (
	"net/http"
	"strings"

	"groundswell/internal/domain"
	"groundswell/views"
)

func (s *Server) adminFamilies(r *request) error {
	return s.showFamilies(r, http.StatusOK, views.Form{})
}

func (s *Server) showFamilies(r *request, status int, form views.Form) error {
	id, err := r.idOrNew()
	if err != nil {
		return err
	}
	all, err := s.read.Families(r.ctx())
	if err != nil {
		return err
	}
	families := behind(familiesByName(r.lang, all), r.after(), func(f *domain.Family) int64 { return f.ID })
	page := views.FamiliesAdmin{
		Page: r.page(r.lang.T("admin.families")), Families: families.Items, After: r.after().String(), Next: families.Next.String(),
		Form: form.Keyed(itoa(id)),
	}
	return r.render(status, views.AdminFamilies(page))
}

// saveFamily adds a family, or changes the one in the address.
func (s *Server) saveFamily(r *request) error {
	id, err := r.idOrNew()
	if err != nil {
		return err
	}
	id, err = s.app.SaveFamily(r.ctx(), r.who, domain.Family{
		ID: id, Name: r.field("name"), Slug: strings.TrimSpace(r.field("slug")), Shape: r.field("shape"), Version: r.number("version"),
	})
	return r.answer(err, "done.saved", r.toRow("family", id), "name", s.showFamilies)
}
