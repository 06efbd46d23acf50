package app

import (
	"context"
	"errors"
	"strings"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// waits says that a post waits, if one does.
func waits(held int64, err error) error {
	if err == nil && held != 0 {
		return &domain.Held{ID: held}
	}
	return err
}

// byNonce finds what a form with a nonce became, or 0.
type byNonce func(ctx context.Context, author int64, nonce string) (int64, error)

// sentBefore finds what the same form became when it was sent before.
func sentBefore(ctx context.Context, posts, waiting byNonce, who domain.Actor, nonce string) (id, held int64, err error) {
	if id, err = posts(ctx, who.ID, nonce); err != nil || id != 0 {
		return id, 0, err
	}
	held, err = waiting(ctx, who.ID, nonce)
	return 0, held, err
}

// hold keeps a post that was weighed until a moderator has decided.
func (a *App) hold(ctx context.Context, q *store.Tx, w *weighing, h domain.HeldPost) (int64, error) {
	if err := a.keep(ctx, q, w, 0); err != nil {
		return 0, err
	}
	h.Kind, h.Weighed, h.By, h.For, h.Sent = w.Kind, w.ID, w.By, w.hold, a.now()
	return q.CreateHeld(ctx, h)
}

// ResendHeld changes the words of one's own post that waits or was rejected, which waits
// again. h says which, at which version, and the new words.
func (a *App) ResendHeld(ctx context.Context, who domain.Actor, h domain.HeldPost, s domain.Sending) error {
	have, err := a.store.Reader().Held(ctx, h.ID)
	if err != nil {
		return err
	}
	if err := have.CheckResend(who); err != nil {
		return err
	}
	h.Title, h.Body = text.Line(h.Title), text.Body(h.Body)
	if err := checkHeldWords(have, h); err != nil {
		return err
	}
	p, err := a.sent(ctx, have.Kind, strings.TrimSpace(h.Title+"\n"+h.Body), s)
	if err != nil {
		return err
	}
	p.instead = have.Weighed
	return a.act(ctx, who, domain.OwnAccount, func(q *store.Tx, who domain.Actor) error {
		now, err := q.LockHeld(ctx, h.ID)
		if err != nil {
			return err
		}
		if err := now.CheckResend(who); err != nil {
			return err
		}
		if now.Version != h.Version {
			return domain.Refuse(domain.Conflict, "error.held_changed")
		}
		if err := a.spendIn(ctx, q, use{key("edits", who.ID), editsWindow, domain.LimitEditsDay}.limit(p.settings)); err != nil {
			return err
		}
		w, err := a.weigh(ctx, q, who, p, 0)
		if err != nil {
			return err
		}
		if err := a.leaveCase(ctx, q, now); err != nil {
			return err
		}
		w.hold = now.For
		if err := a.keep(ctx, q, &w, 0); err != nil {
			return err
		}
		now.Title, now.Body, now.Weighed = h.Title, h.Body, w.ID
		return q.SetHeldWords(ctx, now, a.now())
	})
}

// leaveCase takes the old words of a post that waits off the desk.
func (a *App) leaveCase(ctx context.Context, q *store.Tx, h domain.HeldPost) error {
	if h.State != domain.HeldWaiting {
		return nil
	}
	w, err := q.CasePost(ctx, h.Weighed)
	if err != nil || w.Case == 0 {
		return err
	}
	if err := q.LeaveCase(ctx, h.Weighed); err != nil {
		return err
	}
	return a.raiseCase(ctx, q, w.Case)
}

// checkHeldWords notes what is wrong with new words of a post.
func checkHeldWords(have, h domain.HeldPost) error {
	var p domain.Problems
	switch have.Kind {
	case domain.PartIdea:
		domain.CheckDraft(&p, domain.Draft{Title: h.Title, Body: h.Body, SpaceID: have.Space.ID})
	case domain.PartComment:
		domain.CheckComment(&p, h.Body)
	case domain.PartReview:
		domain.CheckRating(&p, domain.RatingDraft{Stars: have.Stars, Title: h.Title, Body: h.Body})
	}
	return p.Err()
}

// WithdrawHeld takes back one's own post that waits or was rejected.
func (a *App) WithdrawHeld(ctx context.Context, who domain.Actor, id int64) error {
	return a.act(ctx, who, domain.OwnAccount, func(q *store.Tx, who domain.Actor) error {
		h, err := q.LockHeld(ctx, id)
		if err != nil {
			return err
		}
		if h.By.ID == who.ID && h.State == domain.HeldWithdrawn {
			return nil // it is as wanted already
		}
		if err := h.CheckResend(who); err != nil {
			return err
		}
		if err := a.leaveCase(ctx, q, h); err != nil {
			return err
		}
		return q.SetHeldState(ctx, id, domain.HeldWithdrawn, 0, h.Reason, a.now())
	})
}

// prepared is a post that waits with what can be made of it before its transaction.
type prepared struct {
	domain.HeldPost
	idea     store.NewIdea
	comment  store.NewComment
	mentions []domain.Mention
	said     words
	themes   int64
}

// prepare makes of a post that waits what it is to become.
func (a *App) prepare(ctx context.Context, id int64) (p prepared, err error) {
	if p.HeldPost, err = a.store.Reader().Held(ctx, id); err != nil {
		return p, err
	}
	author := domain.Actor{ID: p.By.ID, Role: p.By.Role}
	switch p.Kind {
	case domain.PartIdea:
		d := p.draft()
		product, err := a.checkDraft(ctx, author, d, 0)
		if err != nil {
			return p, err
		}
		p.idea = a.newIdea(d, product)
	case domain.PartComment:
		if p.comment, err = writtenComment(domain.CommentDraft{Body: p.Body, Nonce: p.Nonce}); err != nil {
			return p, err
		}
		p.comment.Terms = a.commentTerms(p.comment.HTML, p.comment.Language)
		p.mentions, err = a.mentioned(ctx, p.Body)
	case domain.PartReview:
		if _, p.themes, err = a.store.Reader().ProductToRate(ctx, p.Slug); err != nil {
			return p, err
		}
		p.said, err = a.wordsOf(ctx, p.About, p.Title, p.Body)
	}
	return p, err
}

// draft is the idea that the post was.
func (p *prepared) draft() domain.Draft {
	return domain.Draft{
		Title: p.Title, Body: p.Body, SpaceID: p.Space.ID, Product: p.Product, Tags: p.Tags, Language: p.Language, Nonce: p.Nonce,
	}
}

// publish makes of a post whose row is held what it waits to become, in its author's
// name and at this moment.
func (a *App) publish(ctx context.Context, q *store.Tx, community *domain.Community, p prepared) (id int64, err error) {
	author, err := q.HoldActor(ctx, domain.Actor{ID: p.By.ID, System: true})
	if err != nil {
		return 0, err
	}
	if !author.SignedIn() {
		return 0, domain.Refuse(domain.Conflict, "error.held_author")
	}
	switch p.Kind {
	case domain.PartIdea:
		id, err = a.createIdea(ctx, q, community, author, p.idea)
	case domain.PartComment:
		id, err = a.publishComment(ctx, q, author, p)
	case domain.PartReview:
		id, err = a.publishRating(ctx, q, community, author, p)
	}
	if err != nil {
		return 0, err
	}
	return id, q.SetHeldState(ctx, p.ID, domain.HeldPosted, id, "", a.now())
}

func (a *App) publishComment(ctx context.Context, q *store.Tx, author domain.Actor, p prepared) (id int64, err error) {
	n := p.comment
	n.Author, n.Created = p.By, a.now()
	if p.Above != 0 {
		if n.Idea, n.Above, err = a.holdComment(ctx, q, author, p.Above); err == nil {
			err = domain.CheckAnswered(&n.Above)
		}
	} else {
		n.Idea, err = q.LockIdea(ctx, author, p.About)
	}
	if err != nil {
		return 0, err
	}
	if id, err = a.writeComment(ctx, q, author, n, false); err != nil {
		return 0, err
	}
	return id, q.CreateMentions(ctx, id, p.mentions)
}

func (a *App) publishRating(ctx context.Context, q *store.Tx, community *domain.Community, author domain.Actor, p prepared) (int64, error) {
	product, err := q.LockProduct(ctx, p.About)
	switch {
	case err != nil:
		return 0, err
	case product.ThemesVersion != p.themes:
		return 0, errThemesChanged
	case product.Revision.ID != p.Revision:
		return 0, domain.Refuse(domain.Conflict, "error.held_revision")
	}
	old, err := q.RatingBy(ctx, p.Revision, p.By.ID)
	if err != nil && !errors.Is(err, domain.ErrNotFound) {
		return 0, err
	}
	d := domain.RatingDraft{Stars: p.Stars, Declared: p.Declared, Title: p.Title, Body: p.Body}
	id, cause, err := a.putRating(ctx, q, &product, author, d, p.said, old)
	if err != nil || cause == "" {
		return id, err
	}
	_, err = a.settle(ctx, q, domain.RuleOf(community.Settings), product, change{cause: cause})
	return id, err
}
