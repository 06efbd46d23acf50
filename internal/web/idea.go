package web

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
	"groundswell/internal/markdown"
	"groundswell/internal/text"
	"groundswell/views"
)

// idea shows an idea. Stale words in the address lead to today's.
func (s *Server) idea(r *request) error {
	idea, err := s.ideaFor(r)
	if errors.Is(err, domain.ErrNotFound) {
		return s.tombstone(r)
	}
	if err != nil {
		return err
	}
	if r.Request().URL.Path != idea.Path() {
		to := idea.Path()
		if q := r.Request().URL.RawQuery; q != "" {
			to += "?" + q
		}
		return r.Redirect(http.StatusMovedPermanently, to)
	}
	return s.drawIdea(r, http.StatusOK, idea, views.Form{})
}

// tombstone says of a hidden idea that it is, to whoever may not read it.
func (s *Server) tombstone(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	p, err := s.read.Post(r.ctx(), domain.PartIdea, id)
	if err != nil || p.State != domain.PostHidden {
		return errorOr(err, domain.ErrNotFound)
	}
	page := views.SentencePage{Page: r.page(r.lang.T("idea.hidden_title")), Text: r.lang.T("idea.hidden")}
	page.NoIndex = true
	return r.render(http.StatusNotFound, views.Sentence(page))
}

func (s *Server) ideaFor(r *request) (domain.Idea, error) {
	id, err := r.id()
	if err != nil {
		return domain.Idea{}, err
	}
	return s.read.IdeaFor(r.ctx(), r.who, id, r.today())
}

func (s *Server) showIdea(r *request, status int, form views.Form) error {
	idea, err := s.ideaFor(r)
	if err != nil {
		return err
	}
	return s.drawIdea(r, status, idea, form)
}

func (s *Server) drawIdea(r *request, status int, idea domain.Idea, form views.Form) error {
	decisions, err := s.read.Decisions(r.ctx(), idea.ID)
	if err != nil {
		return err
	}
	idea.Tags = i18n.SortByName(r.lang, idea.Tags, func(t domain.Tag) string { return t.Name })
	page := views.IdeaPage{Page: r.page(idea.Title), Idea: idea, Decisions: decisions, Form: form}
	if idea.Merged > 0 {
		if page.Merged, err = s.read.MergedInto(r.ctx(), idea.ID); err != nil {
			return err
		}
	}
	if err := s.addTalk(r, &page); err != nil {
		return err
	}
	page.NoIndex = idea.Removed || idea.Status == domain.StatusArchived || idea.Status == domain.StatusMerged
	page.Page.Space, page.Feed, page.Picture = idea.Space.ID, views.IdeaAtomURL(&idea), views.CardURL(&idea)
	if r.who.Role.Staff() {
		var notes []domain.Note
		if page.Recorded, notes, err = s.read.StaffRecords(r.ctx(), idea.ID); err != nil {
			return err
		}
		if page.May(domain.ReadNotes) {
			page.Notes = notes
		}
	}
	page.Spaces = r.community.Spaces
	if page.Desk, err = s.deskOf(r, idea); err != nil {
		return err
	}
	if !idea.Removed && idea.Status != domain.StatusMerged {
		if page.Similar, err = s.read.SimilarTo(r.ctx(), &idea, r.community); err != nil {
			return err
		}
	}
	page.Description = markdown.Excerpt(idea.HTML, views.DescriptionMax)
	if v, err := domain.ParseVote(r.Request().URL.Query().Get("vote")); err == nil && r.who.SignedIn() {
		page.Wanted = v
	}
	return r.render(status, views.Idea(page))
}

// versions shows what an idea said before.
func (s *Server) versions(r *request) error {
	idea, err := s.ideaFor(r)
	if err != nil {
		return err
	}
	page := views.VersionsPage{Page: r.page(r.lang.T("version.of", "Title", idea.Title)), Idea: idea}
	page.NoIndex = true // the idea's page is the one to find
	if page.History, err = s.read.IdeaHistory(r.ctx(), idea.ID); err != nil {
		return err
	}
	return r.render(http.StatusOK, views.IdeaVersions(page))
}

// newIdea shows the empty form, with the space that the reader came from.
func (s *Server) newIdea(r *request) error {
	nonce, err := s.app.OpenForm(r.ctx(), r.who.ID)
	if err != nil {
		return err
	}
	form := views.Form{Typed: url.Values{"nonce": {nonce}, "space": {r.field("space")}, "title": {r.field("title")},
		"product": {r.field("product")}}}
	return s.showSubmit(r, http.StatusOK, form)
}

func (s *Server) showSubmit(r *request, status int, form views.Form) error {
	return s.showSubmitBeside(r, status, form, nil)
}

// showSubmitBeside shows the form with ideas like the one in it.
func (s *Server) showSubmitBeside(r *request, status int, form views.Form, similar []domain.Idea) error {
	page := views.Submit{Page: r.page(r.lang.T("idea.submit")), Form: form, Spaces: r.community.Spaces,
		Products: r.community.Products, Similar: similar}
	return r.render(status, views.SubmitIdea(page))
}

// draft reads the form of an idea.
func (r *request) draft() (domain.Draft, error) {
	var p domain.Problems
	d := domain.Draft{
		Title: r.field("title"), Body: r.field("body"), SpaceID: r.number("space"), Product: r.field("product"),
		Tags:     domain.ParseTags(&p, text.Line(r.field("tags"))),
		Language: r.field("language"), Nonce: r.field("nonce"), Version: r.number("version"),
	}
	return d, p.Err()
}

// submitIdea adds an idea and shows it.
func (s *Server) submitIdea(r *request) error {
	d, err := r.draft()
	var id int64
	if len(d.Nonce) < 20 || len(d.Nonce) > 64 {
		d.Nonce = rand.Text()
		r.form.Set("nonce", d.Nonce)
	}
	if err == nil {
		similar, err := s.askSimilar(r, d)
		if err != nil {
			return err
		}
		if len(similar) > 0 {
			return s.showSubmitBeside(r, http.StatusOK, r.typed(), similar)
		}
	}
	if err == nil {
		d.Sent, err = r.sending(d.Nonce)
	}
	if err == nil {
		id, err = s.app.SubmitIdea(r.ctx(), r.who, d)
	}
	return r.answer(err, "done.submitted", domain.IdeaPath(id), "title", s.showSubmit)
}

// editIdea shows one's own idea as a form.
func (s *Server) editIdea(r *request) error {
	idea, err := s.ideaFor(r)
	if err != nil {
		return err
	}
	if err := domain.CheckEdit(r.who, &idea); err != nil {
		return err
	}
	product := idea.Product.Slug
	if idea.Product.ID != 0 && !idea.Product.NamedTo(r.who) {
		product = domain.SameProduct
	}
	return s.showEdit(r, http.StatusOK, views.Form{Typed: url.Values{
		"title": {idea.Title}, "body": {idea.Body}, "space": {fmt.Sprint(idea.Space.ID)}, "tags": {domain.TagNames(idea.Tags)},
		"version":  {fmt.Sprint(idea.Version)},
		"language": {idea.Language}, "product": {product},
	}})
}

func (s *Server) showEdit(r *request, status int, form views.Form) error {
	return s.showEditBeside(r, status, form, nil)
}

// showEditBeside shows the form of an edit beside the idea as somebody else left it.
func (s *Server) showEditBeside(r *request, status int, form views.Form, theirs *domain.Idea) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	page := views.Submit{
		Page: r.page(r.lang.T("idea.edit")), Form: form, Spaces: r.community.Spaces, Products: r.community.Products,
		ID: id, Theirs: theirs,
	}
	return r.render(status, views.SubmitIdea(page))
}

// changeIdea keeps an edit. When the idea changed meanwhile, the form comes back
// with what was typed beside what is there now.
func (s *Server) changeIdea(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	d, err := r.draft()
	if err == nil {
		d.Sent, err = r.sending("")
	}
	if err == nil {
		err = s.app.EditIdea(r.ctx(), r.who, id, d)
	}
	var refusal *domain.Error
	if errors.As(err, &refusal) && refusal.Key == "error.idea_changed" {
		theirs, err := s.ideaFor(r)
		if err != nil {
			return err
		}
		r.keepTyped()
		r.form.Set("version", fmt.Sprint(theirs.Version))
		return s.showEditBeside(r, http.StatusConflict, r.typed(), &theirs)
	}
	return r.answer(err, "done.saved", domain.IdeaPath(id), "title", s.showEdit)
}

// deleteIdea takes one's own idea away.
func (s *Server) deleteIdea(r *request) error { return r.act(s.app.DeleteIdea, "done.deleted", "/") }

// moveIdea puts an idea into another space.
func (s *Server) moveIdea(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	err = s.app.MoveIdea(r.ctx(), r.who, id, r.number("space"))
	return r.answer(err, "done.idea_moved", r.here(), "space", s.showIdea)
}

// removeIdea takes anybody's idea out of sight.
func (s *Server) removeIdea(r *request) error {
	return r.act(s.app.RemoveIdea, "done.removed", r.here())
}

// restoreIdea puts a removed idea back.
func (s *Server) restoreIdea(r *request) error {
	return r.act(s.app.RestoreIdea, "done.saved", r.here())
}
