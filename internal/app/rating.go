package app

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/markdown"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// Rate makes a rating the member's one of a product's current revision. It sets
// the wanted value: sending it again changes nothing, sending another keeps what
// was before in the history. One star takes the same way as five.
func (a *App) Rate(ctx context.Context, who domain.Actor, slug string, d domain.RatingDraft) error {
	if err := domain.Allow(who, domain.RateProduct); err != nil {
		return err
	}
	d.Title, d.Body = text.Line(d.Title), text.Body(d.Body)
	var p domain.Problems
	if domain.CheckRating(&p, d); p.Err() != nil {
		return p.Err()
	}
	settings, err := a.settings(ctx)
	if err != nil {
		return err
	}
	post, err := a.sent(ctx, domain.PartReview, strings.TrimSpace(d.Title+"\n"+d.Body), d.Sent)
	if err != nil {
		return err
	}
	for range 3 { // until the themes do not change meanwhile
		err = a.rate(ctx, settings, who, slug, d, post)
		if !errors.Is(err, errThemesChanged) {
			return err
		}
	}
	return domain.Refuse(domain.Unavailable, "error.unavailable")
}

// errThemesChanged asks to search a text for themes again: their words changed
// between reading them and writing.
var errThemesChanged = errors.New("the themes changed")

func (a *App) rate(ctx context.Context, settings domain.Settings, who domain.Actor, slug string, d domain.RatingDraft, post sent) error {
	id, themes, err := a.store.Reader().ProductToRate(ctx, slug)
	if err != nil {
		return err
	}
	said, err := a.wordsOf(ctx, id, d.Title, d.Body)
	if err != nil {
		return err
	}
	var held int64
	err = a.act(ctx, who, domain.RateProduct, func(q *store.Tx, who domain.Actor) error {
		held = 0
		if err := a.spendIn(ctx, q, use{key("ratings", who.ID), 24 * time.Hour, domain.LimitRatingsDay}.limit(settings)); err != nil {
			return err
		}
		p, err := q.LockProduct(ctx, id)
		switch {
		case err != nil:
			return err
		case p.ThemesVersion != themes:
			return errThemesChanged
		case d.Revision != 0 && d.Revision != p.Revision.ID:
			return &domain.Error{Kind: domain.Conflict, Key: "error.revision_changed", Args: domain.Args{"Revision": p.Revision.Name}}
		}
		if held, err = a.enterRating(ctx, q, domain.RuleOf(settings), p, who, d, said, post); err != nil {
			return err
		}
		return q.DeleteDraft(ctx, who.ID, domain.FormOf("products", id, "rating"))
	})
	return waits(held, err)
}

// enterRating writes a rating of a product whose row is held, or keeps one with new words
// as a post that waits. Stars alone are no post.
func (a *App) enterRating(ctx context.Context, q *store.Tx, rule domain.Rule, p domain.Product, who domain.Actor, d domain.RatingDraft,
	said words, post sent) (held int64, err error) {
	old, err := q.RatingBy(ctx, p.Revision.ID, who.ID)
	first := errors.Is(err, domain.ErrNotFound)
	if err != nil && !first {
		return 0, err
	}
	w := weighing{off: true}
	post.subject = old.ID
	if d.Title+d.Body != "" && (old.Title != d.Title || old.Body != d.Body) {
		if w, err = a.weigh(ctx, q, who, post, 0); err != nil {
			return 0, err
		}
	}
	if w.hold != "" {
		return a.hold(ctx, q, &w, domain.HeldPost{
			About: p.ID, Revision: p.Revision.ID, Stars: d.Stars, Declared: d.Declared, Title: d.Title, Body: d.Body,
		})
	}
	return 0, a.settleRating(ctx, q, rule, p, who, d, said, old, &w)
}

// settleRating writes a rating and what follows from it.
func (a *App) settleRating(ctx context.Context, q *store.Tx, rule domain.Rule, p domain.Product, who domain.Actor, d domain.RatingDraft,
	said words, old domain.Rating, w *weighing) error {
	id, cause, err := a.putRating(ctx, q, &p, who, d, said, old)
	if err != nil || cause == "" {
		return err
	}
	if err := a.keep(ctx, q, w, id); err != nil {
		return err
	}
	_, err = a.settle(ctx, q, rule, p, change{cause: cause})
	return err
}

// words are those of a review as they are kept, with the themes found in them.
type words struct {
	html, language string
	themes         []int64
}

// wordsOf prepares the words of a review, before any transaction.
func (a *App) wordsOf(ctx context.Context, product int64, title, body string) (words, error) {
	if title == "" && body == "" {
		return words{}, nil
	}
	themes, err := a.store.Reader().Themes(ctx, product)
	if err != nil {
		return words{}, err
	}
	html, language := rendered(title, body)
	return words{html, language, domain.NewMatcher(themes).Find(title+". "+body, language)}, nil
}

// putRating writes a member's rating of the current revision of a product whose
// row is held; old is the one there is, with ID 0 for none. It returns its number and
// what it was: the first, an edit, or "" when it is as wanted already.
func (a *App) putRating(ctx context.Context, q *store.Tx, p *domain.Product, who domain.Actor, d domain.RatingDraft,
	w words, old domain.Rating) (id int64, cause domain.Cause, err error) {
	first := old.ID == 0
	now := a.now().Truncate(time.Millisecond)
	r := old
	r.Product.ID, r.Revision.ID, r.By.ID, r.Stars = p.ID, p.Revision.ID, who.ID, d.Stars
	r.Title, r.Body, r.HTML, r.Language = d.Title, d.Body, w.html, w.language
	r.Staff, r.Declared, r.Removed = who.Role.Staff(), d.Declared, false
	r.Themes = domain.MergeThemes(old.Themes, w.themes)
	if first {
		r.Rated, r.Created = now, now
		if r.Verified, err = q.IsOwner(ctx, p.ID, who.ID); err != nil {
			return 0, "", err
		}
		id, err = q.CreateRating(ctx, p, r, markdown.Version)
		return id, domain.CauseRating, err
	}
	if r.Stars == old.Stars && r.Title == old.Title && r.Body == old.Body && r.Flags == old.Flags {
		return old.ID, "", nil
	}
	r.Edited = now
	if r.Stars != old.Stars || old.Removed {
		r.Rated = now
	}
	if r.Title != old.Title || r.Body != old.Body {
		if err := a.mendReview(ctx, q, r.ID); err != nil {
			return 0, "", err
		}
	}
	return old.ID, domain.CauseEdit, q.SetRating(ctx, p, old, r, markdown.Version, now)
}

// mendReview is mend for the words of a rating whose product's row is held, if they are
// hidden.
func (a *App) mendReview(ctx context.Context, q *store.Tx, id int64) error {
	p, err := q.Post(ctx, domain.PartReview, id)
	if err != nil || p.State != domain.PostHidden {
		return err
	}
	return a.mend(ctx, q, p)
}

// TakeBackRating removes the member's own rating of the current revision; taking
// back what is not there changes nothing.
func (a *App) TakeBackRating(ctx context.Context, who domain.Actor, slug string) error {
	if err := domain.Allow(who, domain.RateProduct); err != nil {
		return err
	}
	rule, err := a.rule(ctx)
	if err != nil {
		return err
	}
	product, err := a.store.Reader().Product(ctx, slug)
	if err != nil {
		return err
	}
	return a.act(ctx, who, domain.RateProduct, func(q *store.Tx, who domain.Actor) error {
		return a.inProduct(ctx, q, rule, product.ID, change{cause: domain.CauseDeletion}, func(p *domain.Product) error {
			old, err := q.RatingBy(ctx, p.Revision.ID, who.ID)
			if errors.Is(err, domain.ErrNotFound) || err == nil && old.Removed {
				return errAsWanted
			}
			if err != nil {
				return err
			}
			r := old
			r.Removed = true
			return q.SetRating(ctx, p, old, r, markdown.Version, a.now())
		})
	})
}

// edit says what a rating shall be whose product's row is held.
type edit func(q *store.Tx, who domain.Actor, r *domain.Rating) error

// changeRating is what staff do to a rating: it holds its product, lets do say what
// the rating shall be, and settles. A removed rating is not found.
func (a *App) changeRating(ctx context.Context, who domain.Actor, action domain.Action, id int64, cause domain.Cause, do edit) error {
	if err := domain.Allow(who, action); err != nil {
		return err
	}
	rule, err := a.rule(ctx)
	if err != nil {
		return err
	}
	seen, err := a.store.Reader().KeptRating(ctx, id)
	if err != nil {
		return err
	}
	return a.act(ctx, who, action, func(q *store.Tx, who domain.Actor) error {
		return a.inProduct(ctx, q, rule, seen.Product.ID, change{cause: cause, by: who}, func(p *domain.Product) error {
			old, err := q.KeptRating(ctx, id)
			if err != nil {
				return err
			}
			if old.Removed {
				return domain.ErrNotFound
			}
			r := old
			r.Themes = slices.Clone(old.Themes)
			if err := do(q, who, &r); err != nil {
				return err
			}
			return q.SetRating(ctx, p, old, r, markdown.Version, a.now())
		})
	})
}

// LabelPromotional says that a rating was given for a reward, or takes that back:
// it then is shown with that label and not counted.
func (a *App) LabelPromotional(ctx context.Context, who domain.Actor, id int64, promotional bool) error {
	return a.changeRating(ctx, who, domain.LabelRating, id, domain.CauseLabel, func(q *store.Tx, who domain.Actor, r *domain.Rating) error {
		if r.Promotional == promotional {
			return errAsWanted
		}
		r.Promotional = promotional
		return a.record(ctx, q, who, string(domain.LabelRating), "rating", id, "")
	})
}

// MarkHelpful makes the member's word that a rating helped the wanted one and
// returns how many say so. One's own never helps oneself.
func (a *App) MarkHelpful(ctx context.Context, who domain.Actor, id int64, wanted bool) (helpful int64, err error) {
	if err := domain.Allow(who, domain.MarkHelpful); err != nil {
		return 0, err
	}
	settings, err := a.settings(ctx)
	if err != nil {
		return 0, err
	}
	if err := a.spendVote(settings, who); err != nil {
		return 0, err
	}
	err = a.act(ctx, who, domain.MarkHelpful, func(q *store.Tx, who domain.Actor) error {
		r, err := q.KeptRating(ctx, id)
		switch {
		case err != nil:
			return err
		case r.Removed:
			return domain.ErrNotFound
		case r.By.ID == who.ID:
			return domain.Refuse(domain.Conflict, "error.helpful_own")
		}
		helpful, err = q.SetHelpful(ctx, id, who.ID, wanted)
		return err
	})
	return helpful, err
}

// ReplyToReview publishes the company's answer under a rating, or changes it. first
// says that whoever writes has seen none: an answer that came meanwhile is not
// written over.
func (a *App) ReplyToReview(ctx context.Context, who domain.Actor, id int64, body string, first bool) error {
	if err := domain.Allow(who, domain.ReplyReview); err != nil {
		return err
	}
	body = text.Body(body)
	var p domain.Problems
	if domain.CheckReply(&p, body); p.Err() != nil {
		return p.Err()
	}
	html := markdown.Render(body)
	return a.changeRating(ctx, who, domain.ReplyReview, id, domain.CauseLabel, func(q *store.Tx, who domain.Actor, r *domain.Rating) error {
		if first && r.Reply != nil {
			return domain.Refuse(domain.Conflict, "error.replied_meanwhile")
		}
		r.Reply = &domain.Reply{Body: body}
		if err := q.SetReply(ctx, id, who, body, html, markdown.Version, a.now()); err != nil {
			return err
		}
		if err := q.DeleteDraft(ctx, who.ID, domain.FormOf("reviews", id, "reply")); err != nil {
			return err
		}
		return a.record(ctx, q, who, string(domain.ReplyReview), "rating", id, "")
	})
}

// flagRatings changes a flag on everything a member has rated, product by
// product, and settles each: in the transaction of what changed about the member.
func (a *App) flagRatings(ctx context.Context, q *store.Tx, rule domain.Rule, who domain.Actor, member int64,
	cause domain.Cause, flag func(*domain.Flags)) error {
	seen, err := q.RatingsBy(ctx, member)
	if err != nil {
		return err
	}
	for i, rating := range seen {
		if i > 0 && rating.Product.ID == seen[i-1].Product.ID {
			continue
		}
		p, err := q.LockProduct(ctx, rating.Product.ID)
		if err != nil {
			return err
		}
		ratings, err := q.OwnerRatings(ctx, p.ID, member)
		if err != nil {
			return err
		}
		for _, old := range ratings {
			r := old
			flag(&r.Flags)
			if err := q.SetRating(ctx, &p, old, r, markdown.Version, a.now()); err != nil {
				return err
			}
		}
		if _, err := a.settle(ctx, q, rule, p, change{cause: cause, by: who}); err != nil {
			return err
		}
	}
	return nil
}
