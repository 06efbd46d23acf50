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
	"groundswell/views"
)

// addTalk reads the comments that an idea's page shows.
func (s *Server) addTalk(r *request, page *views.IdeaPage) (err error) {
	query := r.Request().URL.Query()
	page.Order = domain.ParseCommentOrder(query.Get("order"))
	if page.Idea.Comments > 0 && !page.Idea.Removed {
		after := domain.ParseCursor(query.Get("after"))
		page.After = after.String()
		page.Talk, err = s.read.Conversation(r.ctx(), domain.CommentFilter{
			Idea: page.Idea.ID, Merged: mergedIDs(page.Merged), Order: page.Order, After: after,
		})
	}
	return err
}

func mergedIDs(merged []domain.Idea) (ids []int64) {
	for _, i := range merged {
		ids = append(ids, i.ID)
	}
	return ids
}

// commentDraft reads the form of a comment. A form that is sent again has its key.
func (r *request) commentDraft() (domain.CommentDraft, error) {
	nonce := r.field("nonce")
	if len(nonce) < 20 || len(nonce) > 64 {
		nonce = rand.Text()
		r.form.Set("nonce", nonce)
	}
	sent, err := r.sending(nonce)
	return domain.CommentDraft{Body: r.field("body"), Official: r.field("official") == "1", Nonce: nonce,
		Version: r.number("version"), Sent: sent}, err
}

// addComment begins a thread and shows it.
func (s *Server) addComment(r *request) error {
	idea, err := s.ideaFor(r)
	if err != nil {
		return err
	}
	d, err := r.commentDraft()
	if err != nil {
		return err
	}
	id, err := s.app.AddComment(r.ctx(), r.who, idea.ID, d)
	return r.answer(err, "done.commented", views.PostedURL(&idea, &domain.Comment{ID: id}), "body", keyed(views.CommentForm, s.showIdea))
}

// comment shows one comment, with what it answers and what answers it.
func (s *Server) comment(r *request) error { return s.showComment(r, http.StatusOK, views.Form{}) }

// commentFor reads a comment with its idea, for whoever may know of both. One that
// went and has no replies is not there, but for those who may read it still.
func (s *Server) commentFor(r *request) (c domain.Comment, err error) {
	id, err := r.id()
	if err != nil {
		return c, err
	}
	if c, err = s.read.Comment(r.ctx(), id); err != nil {
		return c, err
	}
	idea, err := s.read.IdeaFor(r.ctx(), r.who, c.Idea.ID, r.today())
	if err == nil && (idea.Removed || c.Replies == 0 && c.Gone != domain.GoneHidden && !c.ReadableBy(r.who)) {
		err = domain.ErrNotFound
	}
	c.Idea = idea
	return c, err
}

func (s *Server) showComment(r *request, status int, form views.Form) error {
	c, err := s.commentFor(r)
	if err != nil {
		return err
	}
	ctx, after := r.ctx(), domain.ParseCursor(r.Request().URL.Query().Get("after"))
	page := views.CommentPage{Idea: c.Idea, At: c.Idea, Comment: c, After: after.String(), Form: form}
	if c.Idea.Status == domain.StatusMerged {
		shown, err := s.read.CommentsOf(ctx, []int64{c.ID})
		if err != nil {
			return err
		}
		for _, said := range shown { // none where nobody may see the idea that it went into
			page.At = said.Idea
		}
	}
	page.Page = r.page(views.TitleOfComment(i18n.With(ctx, r.lang), &c, &page.At))
	page.NoIndex = true // the idea's page has it
	if c.Parent != 0 {
		above, err := s.read.Comment(ctx, c.Parent)
		if err != nil {
			return err
		}
		page.Above = &above
	}
	if page.Heated, err = s.heated(r, &c); err != nil {
		return err
	}
	replies, err := s.read.Replies(ctx, &c, after.ID)
	if err != nil {
		return err
	}
	page.Replies, page.Next = domain.Grow(replies.Items), replies.Next.String()
	shown := []*domain.Comment{&page.Comment}
	for _, n := range page.Replies {
		shown = append(shown, n.All()...)
	}
	if page.Above != nil {
		shown = append(shown, page.Above)
	}
	if err := s.read.AddMentions(ctx, shown...); err != nil {
		return err
	}
	for _, n := range page.Replies {
		n.Loose = n.Loose && n.Parent != c.ID
	}
	if c.ReadableBy(r.who) {
		page.Description = markdown.Excerpt(c.HTML, views.DescriptionMax)
		if page.History, err = s.read.CommentHistory(ctx, c.ID); err != nil {
			return err
		}
	}
	return r.render(status, views.Comment(page))
}

// heated is how the thread of a comment stands for a member who replies.
func (s *Server) heated(r *request, c *domain.Comment) (domain.Heated, error) {
	if !r.who.SignedIn() {
		return domain.Heated{}, nil
	}
	return s.read.Heated(r.ctx(), c, r.who.ID, s.now().Add(-domain.HeatedMemory))
}

// replyForm is the form in which a comment is answered: alone for HTMX, else on the
// comment's page.
func (s *Server) replyForm(r *request) error {
	c, err := s.commentFor(r)
	if err != nil {
		return err
	}
	if !r.htmx() {
		return r.redirect(c.Path() + "#reply")
	}
	heated, err := s.heated(r, &c)
	if err != nil {
		return err
	}
	return r.render(http.StatusOK, views.ReplyForm(r.page(""), &c, heated))
}

// replyToComment answers a comment and shows the answer.
func (s *Server) replyToComment(r *request) error {
	c, err := s.commentFor(r)
	if err != nil {
		return err
	}
	d, err := r.commentDraft()
	if err != nil {
		return err
	}
	id, err := s.app.ReplyToComment(r.ctx(), r.who, c.ID, d)
	return r.answer(err, "done.commented", views.PostedURL(&c.Idea, &domain.Comment{ID: id, Parent: c.ID}), "body", s.showComment)
}

// editComment shows one's own comment as a form.
func (s *Server) editComment(r *request) error {
	c, err := s.commentFor(r)
	if err != nil {
		return err
	}
	if err := domain.CheckEditComment(r.who, &c); err != nil {
		return err
	}
	return s.drawWords(r, http.StatusOK, c, views.Form{Typed: url.Values{"body": {c.Body}, "version": {fmt.Sprint(c.Version)}}}, "")
}

func (s *Server) showWords(r *request, status int, form views.Form) error {
	c, err := s.commentFor(r)
	if err != nil {
		return err
	}
	return s.drawWords(r, status, c, form, "")
}

func (s *Server) drawWords(r *request, status int, c domain.Comment, form views.Form, theirs string) error {
	page := views.EditCommentPage{Page: r.page(r.lang.T("comment.change_title")), Comment: c, Form: form, Theirs: theirs}
	return r.render(status, views.EditComment(page))
}

// changeComment keeps an edit. When the comment changed meanwhile, the form comes back
// with what was typed beside what is there now.
func (s *Server) changeComment(r *request) error {
	c, err := s.commentFor(r)
	if err != nil {
		return err
	}
	d, err := r.commentDraft()
	if err != nil {
		return err
	}
	err = s.app.EditComment(r.ctx(), r.who, c.ID, d)
	var refusal *domain.Error
	if errors.As(err, &refusal) && refusal.Key == "error.comment_changed" {
		if c, err = s.commentFor(r); err != nil {
			return err
		}
		r.form.Set("version", fmt.Sprint(c.Version))
		return s.drawWords(r, http.StatusConflict, c, r.typed(), c.Body)
	}
	return r.answer(err, "done.saved", c.Path(), "body", s.showWords)
}

// deleteComment takes one's own comment away, and leads to its idea.
func (s *Server) deleteComment(r *request) error {
	c, err := s.commentFor(r)
	if err != nil {
		return err
	}
	return r.act(s.app.DeleteComment, "done.comment_deleted", c.Idea.Path()+"#comments")
}

// removeComment takes anybody's comment out of sight.
func (s *Server) removeComment(r *request) error {
	return r.act(s.app.RemoveComment, "done.comment_removed", r.here())
}

// restoreComment puts a removed comment back.
func (s *Server) restoreComment(r *request) error {
	return r.act(s.app.RestoreComment, "done.saved", r.here())
}

// findHelpful sets whether the member found a comment helpful. HTMX gets the button
// alone.
func (s *Server) findHelpful(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	wanted := r.field("helpful") == "1"
	helpful, err := s.app.FindHelpful(r.ctx(), r.who, id, wanted)
	if err != nil {
		return err
	}
	c := domain.Comment{ID: id, Helpful: helpful}
	if !r.htmx() {
		return r.redirect(views.AtComment(r.cameFrom(c.Path()), id))
	}
	return r.render(http.StatusOK, views.HelpfulButton(r.page(""), views.HelpfulComment(&c, wanted)))
}

// extendIdea lifts a comment into its idea, or takes it back.
func (s *Server) extendIdea(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	if err := s.app.ExtendIdea(r.ctx(), r.who, id, r.field("wanted") == "1"); err != nil {
		return err
	}
	return r.done("done.saved", views.AtComment(r.cameFrom(r.here()), id))
}

// setOfficial makes one's own comment the company's answer, or takes that back.
func (s *Server) setOfficial(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	err = s.app.SetOfficial(r.ctx(), r.who, id, r.field("wanted") == "1")
	return r.answer(err, "done.saved", r.here(), "official", s.showComment)
}
