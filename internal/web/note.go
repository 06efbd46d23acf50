package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"groundswell/internal/domain"
	"groundswell/views"
)

// addNote writes something about an idea to the staff who read notes.
func (s *Server) addNote(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	d, err := r.commentDraft()
	if err != nil {
		return err
	}
	err = s.app.AddNote(r.ctx(), r.who, id, d)
	return r.answer(err, "done.noted", r.here()+"#staff", "body", keyed(views.NoteForm, s.showIdea))
}

// noteFor reads a note with its idea, for whoever may know of that.
func (s *Server) noteFor(r *request) (n domain.Note, idea domain.Idea, err error) {
	id, err := r.id()
	if err != nil {
		return n, idea, err
	}
	if n, err = s.read.Note(r.ctx(), id); err != nil {
		return n, idea, err
	}
	idea, err = s.read.IdeaFor(r.ctx(), r.who, n.Idea, r.today())
	return n, idea, err
}

// note shows a note with what it said before, and its writer a form to change it.
func (s *Server) note(r *request) error {
	return s.drawNote(r, http.StatusOK, views.Form{}, "")
}

func (s *Server) showNote(r *request, status int, form views.Form) error {
	return s.drawNote(r, status, form, "")
}

func (s *Server) drawNote(r *request, status int, form views.Form, theirs string) error {
	n, idea, err := s.noteFor(r)
	if err != nil {
		return err
	}
	if !form.Sent {
		form.Typed = url.Values{"body": {n.Body}, "version": {fmt.Sprint(n.Version)}}
	}
	page := views.NotePage{Page: r.page(r.lang.T("notes.one")), Idea: idea, Note: n, Form: form, Theirs: theirs}
	if page.History, err = s.read.NoteHistory(r.ctx(), n.ID); err != nil {
		return err
	}
	return r.render(status, views.Note(page))
}

// changeNote keeps an edit. When the note changed meanwhile, the form comes back with
// what was typed beside what is there now.
func (s *Server) changeNote(r *request) error {
	n, _, err := s.noteFor(r)
	if err != nil {
		return err
	}
	d, err := r.commentDraft()
	if err != nil {
		return err
	}
	err = s.app.EditNote(r.ctx(), r.who, n.ID, d)
	var refusal *domain.Error
	if errors.As(err, &refusal) && refusal.Key == "error.note_changed" {
		if n, _, err = s.noteFor(r); err != nil {
			return err
		}
		r.keepTyped()
		r.form.Set("version", fmt.Sprint(n.Version))
		return s.drawNote(r, http.StatusConflict, r.typed(), n.Body)
	}
	return r.answer(err, "done.saved", n.Path(), "body", s.showNote)
}
