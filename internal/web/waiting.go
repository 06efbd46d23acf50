package web

import (
	"net/http"

	"groundswell/internal/domain"
	"groundswell/internal/markdown"
	"groundswell/views"
)

// sending is how the form was sent whose nonce is given.
func (r *request) sending(nonce string) (domain.Sending, error) {
	opened, err := r.server.app.FormOpened(r.ctx(), r.who.ID, nonce)
	return domain.Sending{Network: about(r.ctx()).network.String(), Opened: opened}, err
}

// heldPosts lists what its reader posted that waits or was not let in.
func (s *Server) heldPosts(r *request) error {
	posts, err := s.read.HeldOf(r.ctx(), r.who.ID)
	if err != nil {
		return err
	}
	return r.render(http.StatusOK, views.HeldPosts(views.HeldPostsPage{Page: r.page(r.lang.T("waiting.title")), Posts: posts}))
}

// heldPost shows a post that waits to its author and to moderators; to others there is
// none.
func (s *Server) heldPost(r *request) error { return s.showHeld(r, http.StatusOK, views.Form{}) }

func (s *Server) heldFor(r *request) (h domain.HeldPost, err error) {
	id, err := r.id()
	if err != nil {
		return h, err
	}
	if h, err = s.read.Held(r.ctx(), id); err == nil && !h.VisibleTo(r.who) {
		err = domain.ErrNotFound
	}
	return h, err
}

func (s *Server) showHeld(r *request, status int, form views.Form) error {
	h, err := s.heldFor(r)
	if err != nil {
		return err
	}
	page := views.HeldPage{Page: r.page(r.lang.T("waiting.one")), Held: h, HTML: markdown.Render(h.Body), Form: form}
	if page.May(domain.Moderate) {
		post, err := s.read.CasePost(r.ctx(), h.Weighed)
		if err != nil {
			return err
		}
		page.Found = post.Found
	}
	if !form.Sent {
		nonce, err := s.app.OpenForm(r.ctx(), r.who.ID)
		if err != nil {
			return err
		}
		page.Form = form.With("nonce", nonce)
	}
	return r.render(status, views.Held(page))
}

// resendHeld keeps other words of a post, which waits again.
func (s *Server) resendHeld(r *request) error {
	h, err := s.heldFor(r)
	if err != nil {
		return err
	}
	sent, err := r.sending(r.field("nonce"))
	if err != nil {
		return err
	}
	err = s.app.ResendHeld(r.ctx(), r.who, domain.HeldPost{ID: h.ID, Version: r.number("version"), Title: r.field("title"),
		Body: r.field("body")}, sent)
	return r.answer(err, "done.held", h.Path(), "body", s.showHeld)
}

// withdrawHeld takes one's own post back.
func (s *Server) withdrawHeld(r *request) error {
	if _, err := s.heldFor(r); err != nil {
		return err
	}
	return r.act(s.app.WithdrawHeld, "done.held_withdrawn", views.HeldURL)
}
