package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/markdown"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// sameTextWindow is how long the same words may not be submitted again.
const sameTextWindow = 5 * time.Minute

// editsWindow is what edits are counted in.
const editsWindow = 24 * time.Hour

// SubmitIdea adds an idea and promotes it for its author. Sending the same form
// twice returns the same idea.
func (a *App) SubmitIdea(ctx context.Context, who domain.Actor, d domain.Draft) (int64, error) {
	if err := domain.Allow(who, domain.SubmitIdea); err != nil {
		return 0, err
	}
	d = tidy(d)
	product, err := a.checkDraft(ctx, who, d, 0)
	if err != nil {
		return 0, err
	}
	community, err := a.store.Reader().Community(ctx, a.now())
	if err != nil {
		return 0, err
	}
	p, err := a.sent(ctx, domain.PartIdea, d.Title+"\n"+d.Body, d.Sent)
	if err != nil {
		return 0, err
	}
	n := a.newIdea(d, product)
	var id, held int64
	err = a.act(ctx, who, domain.SubmitIdea, func(q *store.Tx, who domain.Actor) (err error) {
		// The account's row is held: forms of one member follow one another, and
		// the second of two with one nonce finds the idea of the first.
		if id, held, err = sentBefore(ctx, q.IdeaByNonce, q.HeldByNonce, who, d.Nonce); err != nil || id+held != 0 {
			return err
		}
		if id, held, err = a.submitIdea(ctx, q, community, who, n, d, p); err != nil {
			return err
		}
		return q.DeleteDraft(ctx, who.ID, domain.NewIdeaForm)
	})
	return id, waits(held, err)
}

// newIdea is an idea as it is created, but for who submits it.
func (a *App) newIdea(d domain.Draft, product domain.Product) store.NewIdea {
	n := written(d)
	n.Terms = a.terms(&n)
	n.Status, n.Created, n.Nonce, n.Product = domain.StatusNew, a.now(), d.Nonce, product
	return n
}

// submitIdea creates an idea, or keeps it as a post that waits.
func (a *App) submitIdea(ctx context.Context, q *store.Tx, community *domain.Community, who domain.Actor, n store.NewIdea,
	d domain.Draft, p sent) (id, held int64, err error) {
	if err := a.refuseSameText(ctx, q, who, n.Digest); err != nil {
		return 0, 0, err
	}
	w, err := a.weigh(ctx, q, who, p, d.SpaceID)
	if err != nil {
		return 0, 0, err
	}
	if err := a.spendIn(ctx, q, ideaLimit(community.Settings, who, w.newcomer())); err != nil {
		return 0, 0, err
	}
	if w.hold != "" {
		held, err = a.hold(ctx, q, &w, domain.HeldPost{
			Space: domain.Space{ID: d.SpaceID}, Product: d.Product, Tags: d.Tags, Title: d.Title, Body: d.Body, Language: d.Language, Nonce: d.Nonce,
		})
		return 0, held, err
	}
	if id, err = a.createIdea(ctx, q, community, who, n); err != nil {
		return 0, 0, err
	}
	return id, 0, a.keep(ctx, q, &w, id)
}

// createIdea creates an idea with its author's vote.
func (a *App) createIdea(ctx context.Context, q *store.Tx, community *domain.Community, who domain.Actor, n store.NewIdea) (int64, error) {
	n.Author = domain.MemberRef{ID: who.ID}
	id, err := q.CreateIdea(ctx, n)
	if err != nil {
		return 0, err
	}
	b, err := q.Ballot(ctx, who, id)
	if err != nil {
		return 0, err
	}
	idea, err := q.SetVote(ctx, b, domain.Promote, a.now())
	if err != nil {
		return 0, err
	}
	if err := a.tellOfIdea(ctx, q, id, n); err != nil {
		return 0, err
	}
	return id, a.routeReached(ctx, q, community.Routes, idea)
}

// tellOfIdea promises to tell those who follow where a new idea was submitted, what it is
// about, or its author; mostly nobody does.
func (a *App) tellOfIdea(ctx context.Context, q *store.Tx, id int64, n store.NewIdea) error {
	followed, err := q.Followed(ctx, domain.Subject{Part: domain.PartSpace, ID: n.Space.ID},
		domain.Subject{Part: domain.PartProduct, ID: n.Product.ID}, domain.Subject{Part: domain.PartMember, ID: n.Author.ID})
	if err != nil || !followed {
		return err
	}
	return a.happened(ctx, q, domain.Event{Kind: domain.EventIdea, Idea: id, Product: n.Product.ID, Object: id, By: n.Author.ID})
}

// tidy trims what a person typed and writes its characters in one way.
func tidy(d domain.Draft) domain.Draft {
	d.Title = text.Line(d.Title)
	d.Body = text.Body(d.Body)
	return d
}

// checkDraft refuses a draft whose words are not acceptable or whose space is
// not one people can choose, and finds the product it is about. have is the one
// that the idea is about already.
func (a *App) checkDraft(ctx context.Context, who domain.Actor, d domain.Draft, have int64) (domain.Product, error) {
	var p domain.Problems
	domain.CheckDraft(&p, d)
	if d.SpaceID != 0 {
		switch _, err := a.store.Reader().Space(ctx, d.SpaceID); {
		case errors.Is(err, domain.ErrNotFound):
			p.Add("space", "error.space_empty", nil)
		case err != nil:
			return domain.Product{}, err
		}
	}
	product, err := a.productNamed(ctx, who, d.Product, have)
	var unknown *domain.Error
	if errors.As(err, &unknown) && unknown.Kind == domain.Invalid {
		p.Add("product", unknown.Fields[0].Key, unknown.Fields[0].Args)
	} else if err != nil {
		return product, err
	}
	return product, p.Err()
}

// written is a draft as it is stored.
func written(d domain.Draft) store.NewIdea {
	html, language := rendered(d.Title, d.Body)
	return store.NewIdea{
		Idea: domain.Idea{
			Title: d.Title, Body: d.Body, HTML: html, Excerpt: markdown.Excerpt(html, excerptLength),
			Language: cmp.Or(d.Language, language), Space: domain.Space{ID: d.SpaceID}, Tags: d.Tags, Version: d.Version,
		},
		HTMLVersion: markdown.Version, Digest: digestOf(d.Title, d.Body),
	}
}

func (a *App) refuseSameText(ctx context.Context, q *store.Tx, who domain.Actor, digest []byte) error {
	if a.unlimited {
		return nil
	}
	id, err := q.IdeaByText(ctx, who.ID, digest, a.now().Add(-sameTextWindow))
	if err == nil && id != 0 {
		return domain.BadField("title", "error.same_text", nil)
	}
	return err
}

// ideaLimit is how many ideas somebody may submit: a newcomer fewer, never more.
func ideaLimit(settings domain.Settings, who domain.Actor, newcomer bool) store.Limit {
	l := use{key("ideas", who.ID), 24 * time.Hour, domain.LimitIdeasDay}.limit(settings)
	if newcomer {
		l.Most = min(l.Most, settings.Number(domain.LimitIdeasFirstDay))
	}
	return l
}

// EditIdea changes the words of one's own idea while it is new and nobody else
// voted. A draft of an older version is refused, so that nothing typed in
// another window is lost.
func (a *App) EditIdea(ctx context.Context, who domain.Actor, id int64, d domain.Draft) error {
	d = tidy(d)
	if err := domain.Allow(who, domain.EditIdea); err != nil {
		return err
	}
	have, err := a.store.Reader().IdeaFor(ctx, who, id, domain.Day(a.now()))
	if err != nil {
		return err
	}
	product, err := a.checkDraft(ctx, who, d, have.Product.ID)
	if err != nil {
		return err
	}
	if err := a.spend(ctx, use{key: key("edits", who.ID), window: 24 * time.Hour, setting: domain.LimitEditsDay}); err != nil {
		return err
	}
	p, err := a.sent(ctx, domain.PartIdea, d.Title+"\n"+d.Body, d.Sent)
	if err != nil {
		return err
	}
	n := written(d)
	n.Terms = a.terms(&n)
	n.ID, n.Product = id, product
	return a.act(ctx, who, domain.EditIdea, func(q *store.Tx, who domain.Actor) error {
		idea, err := q.LockIdea(ctx, who, id)
		if err != nil {
			return err
		}
		if err := domain.CheckEdit(who, &idea); err != nil {
			return err
		}
		if idea.Hidden {
			if err := a.mendIdea(ctx, q, id); err != nil {
				return err
			}
		}
		err = q.SetIdea(ctx, n, a.now())
		if errors.Is(err, domain.ErrNotFound) {
			return domain.Refuse(domain.Conflict, "error.idea_changed")
		} else if err != nil {
			return err
		}
		if err := a.keepEdit(ctx, q, who, p, id); err != nil {
			return err
		}
		return q.DeleteDraft(ctx, who.ID, domain.FormOf("ideas", id, "edit"))
	})
}

// mendIdea is mend for an idea whose row is held.
func (a *App) mendIdea(ctx context.Context, q *store.Tx, id int64) error {
	p, err := q.Post(ctx, domain.PartIdea, id)
	if err != nil {
		return err
	}
	return a.mend(ctx, q, p)
}

// MoveIdea puts an idea into the space that it belongs to; its votes, its queue and what
// is said on it stay.
func (a *App) MoveIdea(ctx context.Context, who domain.Actor, id, space int64) error {
	return a.act(ctx, who, domain.MoveIdea, func(q *store.Tx, who domain.Actor) error {
		idea, err := q.LockIdea(ctx, who, id)
		if err != nil {
			return err
		}
		if _, err := q.Space(ctx, space); errors.Is(err, domain.ErrNotFound) {
			return domain.BadField("space", "error.space_empty", nil)
		} else if err != nil || idea.Space.ID == space {
			return err
		}
		if err := q.MoveIdea(ctx, id, space); err != nil {
			return err
		}
		return a.record(ctx, q, who, string(domain.MoveIdea), "idea", id, fmt.Sprintf("space %d to %d", idea.Space.ID, space))
	})
}

// DeleteIdea takes one's own idea away while nobody else voted or commented.
func (a *App) DeleteIdea(ctx context.Context, who domain.Actor, id int64) error {
	return a.act(ctx, who, domain.DeleteIdea, func(q *store.Tx, who domain.Actor) error {
		idea, err := q.LockIdea(ctx, who, id)
		if err != nil {
			return err
		}
		if err := domain.CheckDelete(who, &idea); err != nil || idea.Removed && !idea.Hidden {
			return err // it is as wanted already
		}
		if err := q.SetRemoved(ctx, id, a.now(), false); err != nil {
			return err
		}
		return a.record(ctx, q, who, string(domain.DeleteIdea), "idea", id, "")
	})
}

// RemoveIdea takes anybody's idea out of sight; its votes stay.
func (a *App) RemoveIdea(ctx context.Context, who domain.Actor, id int64) error {
	return a.removePost(ctx, who, domain.RemoveIdea, domain.PartIdea, id)
}

// RestoreIdea puts a removed or hidden idea back, unless its words went with the account
// of its author.
func (a *App) RestoreIdea(ctx context.Context, who domain.Actor, id int64) error {
	return a.act(ctx, who, domain.RemoveIdea, func(q *store.Tx, who domain.Actor) error {
		p, err := a.holdPost(ctx, q, who, domain.PartIdea, id)
		if err != nil || p.State == domain.PostShown {
			return err // it is as wanted already
		}
		if p.Title == "" {
			return domain.Refuse(domain.Conflict, "error.idea_gone")
		}
		if err := a.checkDecider(ctx, q, who, p); err != nil && p.State != domain.PostDeleted {
			return err
		}
		if err := a.releasePost(ctx, q, p, who.ID, a.now()); err != nil {
			return err
		}
		if p.State == domain.PostDeleted {
			if err := q.SetRemoved(ctx, id, time.Time{}, false); err != nil {
				return err
			}
		}
		return a.record(ctx, q, who, "restore idea", "idea", id, "")
	})
}
