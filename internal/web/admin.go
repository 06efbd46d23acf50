package web

import (
	"net/http"
	"net/url"
	"strings"

	"groundswell/internal/domain"
	"groundswell/internal/mail"
	"groundswell/views"
)

func (s *Server) admin(r *request) error { return r.redirect("/admin/people") }

// adminPeople lists accounts, or the one with an address.
func (s *Server) adminPeople(r *request) error {
	ctx := r.ctx()
	page := views.People{Page: r.page(r.lang.T("admin.people")), Email: mail.NormalAddress(r.field("email"))}
	page.Role, _ = domain.ParseRole(r.field("role"))
	var err error
	if page.Email != "" {
		var m domain.Member
		if m, err = s.read.MemberByEmail(ctx, page.Email); err == nil {
			page.Members = []domain.Member{m}
		} else if domain.KindOf(err) == domain.NotFound {
			err = nil
		}
	} else {
		var found domain.Page[domain.Member]
		found, err = s.read.Members(ctx, domain.MemberFilter{Role: page.Role, After: domain.ParseCursor(r.field("after")), Limit: domain.PageSize})
		page.Members, page.Next = found.Items, found.Next.String()
	}
	if err != nil {
		return err
	}
	return r.render(http.StatusOK, views.AdminPeople(page))
}

func (s *Server) setRole(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	if err := s.app.SetRole(r.ctx(), r.who, id, domain.Role(r.field("role"))); err != nil {
		return err
	}
	return r.done("done.saved", r.here())
}

func (s *Server) suspend(r *request) error { return r.act(s.app.Suspend, "done.saved", r.here()) }

func (s *Server) reinstate(r *request) error { return r.act(s.app.Reinstate, "done.saved", r.here()) }

func (s *Server) adminSpaces(r *request) error {
	return s.showSpaces(r, http.StatusOK, views.Form{})
}

func (s *Server) showSpaces(r *request, status int, form views.Form) error {
	formID, err := r.idOrNew()
	if err != nil {
		return err
	}
	staff, err := s.read.Staff(r.ctx())
	if err != nil {
		return err
	}
	spaces, err := s.read.Spaces(r.ctx())
	if err != nil {
		return err
	}
	page := views.Spaces{Page: r.page(r.lang.T("admin.spaces")), Spaces: spacesByName(r.lang, spaces), Staff: membersByName(r.lang, staff), Form: form, FormID: formID}
	return r.render(status, views.AdminSpaces(page))
}

// saveSpace adds a space, or changes the one in the address.
func (s *Server) saveSpace(r *request) error {
	id, err := r.idOrNew()
	if err != nil {
		return err
	}
	_, err = s.app.SaveSpace(r.ctx(), r.who, domain.Space{
		ID: id, Name: r.field("name"), Slug: strings.TrimSpace(r.field("slug")), Description: r.field("description"),
		Responsible: domain.MemberRef{ID: r.number("responsible")}, Version: r.number("version"),
	})
	return r.answer(err, "done.saved", r.here(), "name", s.showSpaces)
}

func (s *Server) adminTags(r *request) error { return s.showTags(r, http.StatusOK, views.Form{}) }

// tagPage is how many tags a page of the list shows.
const tagPage = 100

func (s *Server) showTags(r *request, status int, form views.Form) error {
	tags, err := s.read.Tags(r.ctx(), domain.ParseCursor(r.Request().URL.Query().Get("after")), tagPage)
	if err != nil {
		return err
	}
	page := views.Tags{Page: r.page(r.lang.T("admin.tags")), Tags: tags.Items, Next: tags.Next.String(), Form: form}
	return r.render(status, views.AdminTags(page))
}

// saveTag adds a tag, or renames the one in the address.
func (s *Server) saveTag(r *request) error {
	id, err := r.idOrNew()
	if err != nil {
		return err
	}
	err = s.app.SaveTag(r.ctx(), r.who, id, r.field("name"))
	return r.answer(err, "done.saved", r.here(), "name", s.showTags)
}

func (s *Server) deleteTag(r *request) error { return r.act(s.app.DeleteTag, "done.saved", r.here()) }

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
	return r.answer(err, "done.saved", r.here(), "name", s.showSettings)
}

// deadJobs is how many given-up jobs a page shows: a hundred drew as long as four pages
// of anything else.
const deadJobs = 25

func (s *Server) adminJobs(r *request) error {
	jobs, err := s.read.DeadJobs(r.ctx(), domain.ParseCursor(r.field("after")), deadJobs)
	if err != nil {
		return err
	}
	return r.render(http.StatusOK, views.AdminJobs(r.page(r.lang.T("admin.jobs")), jobs))
}

func (s *Server) reviveJob(r *request) error { return r.act(s.app.ReviveJob, "done.saved", r.here()) }
