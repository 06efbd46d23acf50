package app

import (
	"context"
	"errors"

	"groundswell/internal/domain"
	"groundswell/internal/markdown"
	"groundswell/internal/store"
)

// EraseAccount takes the actor's name, address, password, sessions and settings away at
// once, after asking for the password, and promises the rest: ideas that nobody else
// voted or commented on go, with texts also what else the member wrote. Votes and
// ratings go on counting. The last admin stays.
func (a *App) EraseAccount(ctx context.Context, who domain.Actor, password string, texts bool) error {
	if _, err := a.proveOwner(ctx, who, "erase_password", password); err != nil {
		return err
	}
	return a.act(ctx, who, domain.OwnAccount, func(q *store.Tx, who domain.Actor) error {
		m, err := q.HoldMember(ctx, who.ID)
		if err != nil {
			return err
		}
		if err := a.keepAnAdmin(ctx, q, m); err != nil {
			return err
		}
		if err := q.EraseMember(ctx, who.ID); err != nil {
			return err
		}
		if err := q.Promise(ctx, domain.EraseTexts{Member: who.ID, Texts: texts}, a.now()); err != nil {
			return err
		}
		return a.record(ctx, q, who, "erase account", "member", who.ID, "")
	})
}

// eraseBatch is how many texts one step of erasing looks at.
const eraseBatch = 50

// The steps of erasing; behind the last comes one for each table.
const (
	eraseIdeas = iota
	eraseComments
	eraseReviews
	eraseTables
)

// EraseTexts does one step of what is promised when an account is erased, and promises
// the next.
func (a *App) EraseTexts(ctx context.Context, t domain.EraseTexts) error {
	next := t
	read := a.store.Reader()
	var err error
	switch {
	case t.Step == eraseIdeas:
		next, err = a.eraseEach(ctx, t, read.OwnIdeas, a.eraseIdea)
	case t.Step == eraseComments && t.Texts:
		next, err = a.eraseEach(ctx, t, read.OwnComments, a.eraseComment)
	case t.Step == eraseReviews && t.Texts:
		next, err = a.eraseEach(ctx, t, read.OwnReviews, a.eraseReview)
	default:
		next.Step, next.After = t.Step+1, 0
	}
	if err != nil {
		return err
	}
	return a.store.Tx(ctx, func(q *store.Tx) error {
		place := t.Step - eraseTables
		if place >= 0 {
			if err := q.EraseIn(ctx, place, t.Member, t.Texts); err != nil {
				return err
			}
		}
		if place+1 >= store.ErasedTables() {
			return nil
		}
		return q.Promise(ctx, next, a.now())
	})
}

// eraseEach does one with the next texts that own lists, and says where to go on.
func (a *App) eraseEach(ctx context.Context, t domain.EraseTexts, own func(context.Context, int64, int64, int) ([]int64, error),
	one func(context.Context, int64, bool) error) (domain.EraseTexts, error) {
	ids, err := own(ctx, t.Member, t.After, eraseBatch)
	if err != nil {
		return t, err
	}
	for _, id := range ids {
		if err := one(ctx, id, t.Texts); err != nil && !errors.Is(err, domain.ErrNotFound) {
			return t, err
		}
	}
	if len(ids) < eraseBatch {
		t.Step, t.After = t.Step+1, 0
	} else {
		t.After = ids[len(ids)-1]
	}
	return t, nil
}

func (a *App) eraseIdea(ctx context.Context, id int64, texts bool) error {
	return a.store.Tx(ctx, func(q *store.Tx) error {
		idea, err := q.LockIdea(ctx, domain.System, id)
		if err != nil || !domain.GoesWithAuthor(&idea, texts) {
			return err
		}
		if !idea.Removed {
			if err := q.SetRemoved(ctx, id, a.now(), false); err != nil {
				return err
			}
		}
		return q.ForgetIdea(ctx, id)
	})
}

func (a *App) eraseComment(ctx context.Context, id int64, _ bool) error {
	return a.store.Tx(ctx, func(q *store.Tx) error {
		_, c, err := a.commentOf(ctx, q, id) // also where the idea was removed: it may come back
		if err != nil {
			return err
		}
		return q.SetGone(ctx, c, domain.DeletedByAuthor, nil)
	})
}

func (a *App) eraseReview(ctx context.Context, id int64, _ bool) error {
	rule, err := a.rule(ctx)
	if err != nil {
		return err
	}
	seen, err := a.store.Reader().KeptRating(ctx, id)
	if err != nil {
		return err
	}
	return a.store.Tx(ctx, func(q *store.Tx) error {
		return a.inProduct(ctx, q, rule, seen.Product.ID, change{cause: domain.CauseEdit}, func(p *domain.Product) error {
			old, err := q.KeptRating(ctx, id)
			if err != nil {
				return err
			}
			r := old
			r.Title, r.Body, r.HTML, r.Themes = "", "", "", domain.MergeThemes(old.Themes, nil)
			return q.SetRating(ctx, p, old, r, markdown.Version, a.now())
		})
	})
}
