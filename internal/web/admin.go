package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
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
		found, err = s.read.Members(ctx, domain.MemberFilter{Role: page.Role, After: r.after(), Limit: domain.PageSize})
		page.Members, page.After, page.Next = found.Items, r.after().String(), found.Next.String()
	}
	if err != nil {
		return err
	}
	return r.render(http.StatusOK, views.AdminPeople(page))
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// formsPage is how many rows that are forms a page shows.
const formsPage = 50

// behind is the part of a sorted list that follows the row with an id; from the start
// where no row has it.
func behind[T any](all []T, after domain.Cursor, id func(*T) int64) domain.Page[T] {
	start := 1 + slices.IndexFunc(all, func(row T) bool { return id(&row) == after.ID })
	return domain.Cut(all[start:min(len(all), start+formsPage+1)], formsPage, func(row *T) domain.Cursor { return domain.Cursor{ID: id(row)} })
}

// after is where the page of a list begins that the request shows or its form is on.
func (r *request) after() domain.Cursor { return domain.ParseCursor(r.field("after")) }

// toRow is the address of the page that a form is on, at the row that it changed.
func (r *request) toRow(name string, id int64) string {
	return views.RowURL(r.here(), r.after().String(), name, id)
}

func (s *Server) adminSpaces(r *request) error {
	return s.showSpaces(r, http.StatusOK, views.Form{})
}

func (s *Server) showSpaces(r *request, status int, form views.Form) error {
	id, err := r.idOrNew()
	if err != nil {
		return err
	}
	staff, err := s.read.Staff(r.ctx())
	if err != nil {
		return err
	}
	all, err := s.read.Spaces(r.ctx())
	if err != nil {
		return err
	}
	spaces := behind(spacesByName(r.lang, all), r.after(), func(s *domain.Space) int64 { return s.ID })
	page := views.Spaces{
		Page: r.page(r.lang.T("admin.spaces")), Spaces: spaces.Items, Staff: membersByName(r.lang, staff),
		After: r.after().String(), Next: spaces.Next.String(), Form: form.Keyed(itoa(id)),
	}
	return r.render(status, views.AdminSpaces(page))
}

// saveSpace adds a space, or changes the one in the address.
func (s *Server) saveSpace(r *request) error {
	id, err := r.idOrNew()
	if err != nil {
		return err
	}
	id, err = s.app.SaveSpace(r.ctx(), r.who, domain.Space{
		ID: id, Name: r.field("name"), Slug: strings.TrimSpace(r.field("slug")), Description: r.field("description"),
		Responsible: domain.MemberRef{ID: r.number("responsible")}, Version: r.number("version"),
	})
	return r.answer(err, "done.saved", r.toRow("space", id), "name", s.showSpaces)
}

func (s *Server) adminTags(r *request) error { return s.showTags(r, http.StatusOK, views.Form{}) }

// tagPage is how many tags a page of the list shows.
const tagPage = 100

func (s *Server) showTags(r *request, status int, form views.Form) error {
	id, err := r.idOrNew()
	if err != nil {
		return err
	}
	tags, err := s.read.Tags(r.ctx(), r.after(), tagPage)
	if err != nil {
		return err
	}
	page := views.Tags{
		Page: r.page(r.lang.T("admin.tags")), Tags: tags.Items, After: r.after().String(), Next: tags.Next.String(), Form: form.Keyed(itoa(id)),
	}
	return r.render(status, views.AdminTags(page))
}

// saveTag adds a tag, or renames the one in the address.
func (s *Server) saveTag(r *request) error {
	id, err := r.idOrNew()
	if err != nil {
		return err
	}
	err = s.app.SaveTag(r.ctx(), r.who, id, r.field("name"))
	return r.answer(err, "done.saved", r.toRow("tag", id), "name", s.showTags)
}

func (s *Server) deleteTag(r *request) error {
	return r.act(s.app.DeleteTag, "done.tag_deleted", r.toRow("tag", 0))
}

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

// deadJobs is how many given-up jobs a page shows: a hundred drew as long as four pages
// of anything else.
const deadJobs = 25

func (s *Server) adminJobs(r *request) error {
	jobs, err := s.read.DeadJobs(r.ctx(), r.after(), deadJobs)
	if err != nil {
		return err
	}
	page := views.Jobs{Page: r.page(r.lang.T("admin.jobs")), Jobs: jobs.Items, After: r.after().String(), Next: jobs.Next.String()}
	return r.render(http.StatusOK, views.AdminJobs(page))
}

func (s *Server) reviveJob(r *request) error {
	return r.act(s.app.ReviveJob, "done.job_revived", r.here())
}
