package web

import (
	"net/http"
	"strings"

	"groundswell/internal/domain"
	"groundswell/views"
)

// space lists the ideas of a space.
func (s *Server) space(r *request) error {
	space, err := r.spaceBySlug(r.Param("slug"))
	if err != nil {
		return err
	}
	page := views.Feed{Page: r.page(space.Name), Space: &space}
	page.SpaceFace = space.Face
	page.Description, page.Page.Space, page.Feed = space.Description, space.ID, views.AtomURL("/spaces/"+space.Slug)
	return s.list(r, page, domain.IdeaFilter{SpaceID: space.ID})
}

// spaceBySlug finds a space among those that every page has at hand.
func (r *request) spaceBySlug(slug string) (domain.Space, error) {
	for _, s := range r.community.Spaces {
		if s.Slug == slug {
			return s, nil
		}
	}
	return domain.Space{}, domain.ErrNotFound
}

// spaces lists all spaces.
func (s *Server) spaces(r *request) error {
	return r.render(http.StatusOK, views.SpaceList(r.page(r.lang.T("nav.spaces")), r.community.Spaces))
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
	if err := s.read.AddModerators(r.ctx(), spaces.Items); err != nil {
		return err
	}
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
	var moderators []domain.MemberRef
	for _, member := range r.ticked("moderator-") {
		moderators = append(moderators, domain.MemberRef{ID: member})
	}
	id, err = s.app.SaveSpace(r.ctx(), r.who, domain.Space{
		ID: id, Name: r.field("name"), Slug: strings.TrimSpace(r.field("slug")), Description: r.field("description"),
		Responsible: domain.MemberRef{ID: r.number("responsible")}, Version: r.number("version"),
		FirstPosts: r.count("first_posts"), Moderators: moderators,
	})
	return r.answer(err, "done.saved", r.toRow("space", id), "name", s.showSpaces)
}
