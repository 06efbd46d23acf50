package web

import (
	"net/http"
	"strconv"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/views"
)

// object objects to a restriction of one's own.
func (s *Server) object(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	form := keyed("restriction-"+strconv.FormatInt(id, 10), s.showRestrictions)
	return r.answer(s.app.Object(r.ctx(), r.who, id, r.field("words")), "done.objected", views.RestrictionURL(id), "words", form)
}

// objectionForm shows one statement to whoever has the link of its letter.
func (s *Server) objectionForm(r *request) error {
	return s.showObjection(r, http.StatusOK, views.Form{})
}

func (s *Server) showObjection(r *request, status int, form views.Form) error {
	token := r.field("token")
	told, err := s.read.RestrictionByToken(r.ctx(), app.HashToken(token))
	if err != nil {
		return err
	}
	page := views.ObjectionPage{Page: r.page(r.lang.T("restrictions.title")), Told: told, Token: token, Form: form}
	return r.render(status, views.Objection(page))
}

// objectByLink objects for whoever has the link.
func (s *Server) objectByLink(r *request) error {
	token := r.field("token")
	return r.answer(s.app.ObjectByLink(r.ctx(), token, r.field("words")), "done.objected", views.ObjectionURL(token), "words", s.showObjection)
}

// addTold reads the statements that somebody objects to on a page of the desk.
func (s *Server) addTold(r *request, cases []*views.DeskCase) error {
	var ids []int64
	for _, c := range cases {
		if c.Kind == domain.DeskObjection {
			ids = append(ids, c.Subject)
		}
	}
	told, err := s.read.RestrictionsByID(r.ctx(), ids)
	for _, c := range cases {
		if c.Kind == domain.DeskObjection {
			c.Told = told[c.Subject]
		}
	}
	return err
}
