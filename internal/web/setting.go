package web

import (
	"net/http"
	"net/url"

	"groundswell/internal/domain"
	"groundswell/views"
)

func (s *Server) adminSettings(r *request) error {
	settings, err := s.read.Settings(r.ctx())
	if err != nil {
		return err
	}
	form := views.Form{Typed: url.Values{}}
	for _, setting := range domain.Catalogue {
		form.Typed.Set(setting.Key, settings.Value(setting.Key))
	}
	return s.showSettings(r, http.StatusOK, form)
}

func (s *Server) showSettings(r *request, status int, form views.Form) error {
	return r.render(status, views.AdminSettings(views.SettingsPage{Page: r.page(r.lang.T("admin.settings")), Form: form}))
}

// saveSettings keeps all settings of the form, or none.
func (s *Server) saveSettings(r *request) error {
	values := domain.Settings{}
	for key := range r.form {
		values[key] = r.field(key)
	}
	err := s.app.SetSettings(r.ctx(), r.who, values)
	return r.answer(err, "done.saved", r.here()+"#save", "name", s.showSettings)
}
