package web

import (
	"net/http"

	"groundswell/internal/domain"
	"groundswell/views"
)

// tag lists the ideas that carry a tag.
func (s *Server) tag(r *request) error {
	tag, err := s.read.TagBySlug(r.ctx(), r.Param("slug"))
	if err != nil {
		return err
	}
	page := views.Feed{Page: r.page(r.lang.T("tag.title", "Tag", tag.Name)), Tag: &tag}
	page.Feed = views.AtomURL("/tags/" + tag.Slug)
	return s.list(r, page, domain.IdeaFilter{Tag: &tag})
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

// mergeTag makes the tag in the address one with another.
func (s *Server) mergeTag(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	err = s.app.MergeTags(r.ctx(), r.who, id, r.field("into"))
	return r.answer(err, "done.tags_merged", r.toRow("tag", 0), "into", s.showTags)
}
