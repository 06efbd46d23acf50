package app

import (
	"context"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/search"
	"groundswell/internal/store"
)

// holdPost holds the row that a post depends on, and reads the post as it now is. A post
// on something that is not there for whoever asks is not found.
func (a *App) holdPost(ctx context.Context, q *store.Tx, who domain.Actor, part domain.Part, id int64) (domain.Post, error) {
	var err error
	switch part {
	case domain.PartIdea:
		_, err = q.LockIdea(ctx, who, id)
	case domain.PartComment:
		var c domain.Comment
		if c, err = q.Comment(ctx, id); err == nil {
			_, err = q.LockIdea(ctx, who, c.Idea.ID)
		}
	case domain.PartReview:
		err = q.HoldReview(ctx, id)
	default:
		err = domain.ErrNotFound
	}
	if err != nil {
		return domain.Post{}, err
	}
	return q.Post(ctx, part, id)
}

// settlePost lets a post whose row is held be shown, hidden or removed as the restrictions
// say that are in force now; p is the post before they changed. What its author deleted
// stays deleted. It is the one way in which posts go out of sight, and back.
func (a *App) settlePost(ctx context.Context, q *store.Tx, p domain.Post) error {
	wanted := domain.PostShown
	for what, state := range map[domain.Restricted]domain.PostState{domain.Hidden: domain.PostHidden, domain.TakenAway: domain.PostRemoved} {
		r, err := q.RestrictionOf(ctx, p.Part, p.ID, what)
		if err != nil {
			return err
		}
		if r.ID != 0 && wanted != domain.PostRemoved {
			wanted = state
		}
	}
	if p.State == wanted || p.State == domain.PostDeleted && wanted != domain.PostRemoved {
		return nil
	}
	switch p.Part {
	case domain.PartIdea:
		at := time.Time{}
		if wanted != domain.PostShown {
			at = a.now()
		}
		return q.SetRemoved(ctx, p.ID, at, wanted == domain.PostHidden)
	case domain.PartReview:
		return q.SetReviewGone(ctx, p.ID, wanted)
	}
	return a.setCommentState(ctx, q, p, wanted)
}

func (a *App) setCommentState(ctx context.Context, q *store.Tx, p domain.Post, wanted domain.PostState) error {
	_, c, err := a.commentOf(ctx, q, p.ID)
	if err != nil {
		return err
	}
	var terms []search.Token
	if wanted == domain.PostShown {
		terms = a.commentTerms(c.HTML, c.Language)
	}
	return q.SetGone(ctx, c, domain.Gone(wanted), terms)
}

// commentOf reads a comment with its idea, of which the row is held.
func (a *App) commentOf(ctx context.Context, q *store.Tx, id int64) (domain.Idea, domain.Comment, error) {
	c, err := q.Comment(ctx, id)
	if err != nil {
		return domain.Idea{}, c, err
	}
	c.Idea, err = q.LockIdea(ctx, domain.System, c.Idea.ID)
	return c.Idea, c, err
}

// restrictPost hides or removes a post whose row is held, and states it to its author, if
// an account wrote it. by is nobody where a rule does.
func (a *App) restrictPost(ctx context.Context, q *store.Tx, p domain.Post, r domain.Restriction) error {
	if p.Author.ID == 0 { // an import named nobody, and nobody is told
		return q.SetReviewGone(ctx, p.ID, domain.PostState(r.What))
	}
	r.Whom.ID, r.Part, r.Subject, r.Words = p.Author.ID, p.Part, p.ID, p.Words
	if _, err := a.restrict(ctx, q, r); err != nil {
		return err
	}
	return a.settlePost(ctx, q, p)
}

// releasePost lifts what restricts a post whose row is held: by a person, or with 0 by a
// rule. Which those were is found by the moment.
func (a *App) releasePost(ctx context.Context, q *store.Tx, p domain.Post, by int64, at time.Time) error {
	if p.Author.ID == 0 {
		return q.SetReviewGone(ctx, p.ID, domain.PostShown)
	}
	told, err := q.RestrictionsOn(ctx, p.Part, p.ID)
	if err != nil {
		return err
	}
	for _, r := range told {
		if err := a.liftAt(ctx, q, r, by, at); err != nil {
			return err
		}
	}
	return a.settlePost(ctx, q, p)
}

// mend notes that the author changes a hidden post, which happens once. What a rule hid
// is back after domain.PostReturns; what a person hid comes to the desk again.
func (a *App) mend(ctx context.Context, q *store.Tx, p domain.Post) error {
	told, err := q.RestrictionOf(ctx, p.Part, p.ID, domain.Hidden)
	if err != nil {
		return err
	}
	if told.ID == 0 || !told.Edited.IsZero() {
		return domain.Refuse(domain.Conflict, "error.mended")
	}
	if err := q.SetRestrictionEdited(ctx, told.ID, a.now()); err != nil {
		return err
	}
	if told.By.ID == 0 {
		return q.Promise(ctx, domain.ReturnPost{Restriction: told.ID}, a.now().Add(domain.PostReturns))
	}
	return a.openFlagged(ctx, q, p, 0, domain.FlagOther)
}

// ReturnPost shows a post again that a rule hid and its author mended, unless a person
// decided about it meanwhile.
func (a *App) ReturnPost(ctx context.Context, restriction int64) error {
	return a.store.Tx(ctx, func(q *store.Tx) error {
		told, err := q.Restriction(ctx, restriction)
		if err != nil {
			return err
		}
		p, err := a.holdPost(ctx, q, domain.System, told.Part, told.Subject)
		if err != nil {
			return err
		}
		if told, err = q.Restriction(ctx, restriction); err != nil || !told.Lifted.IsZero() || told.By.ID != 0 {
			return err
		}
		if err := a.lift(ctx, q, told, 0); err != nil {
			return err
		}
		return a.settlePost(ctx, q, p)
	})
}

// removePost removes a post for a moderator, who states no more than that it breaks a
// house rule; the desk does it with the ground of the flags.
func (a *App) removePost(ctx context.Context, who domain.Actor, action domain.Action, part domain.Part, id int64) error {
	return a.act(ctx, who, action, func(q *store.Tx, who domain.Actor) error {
		p, err := a.holdPost(ctx, q, who, part, id)
		switch {
		case err != nil:
			return err
		case p.State == domain.PostRemoved:
			return nil // it is as wanted already
		case p.State == domain.PostDeleted && part == domain.PartComment:
			return domain.Refuse(domain.Conflict, "error.comment_gone")
		}
		by := domain.MemberRef{ID: who.ID, Role: who.Role}
		if err := a.restrictPost(ctx, q, p, domain.Restriction{What: domain.TakenAway, Ground: domain.RuleOther, By: by}); err != nil {
			return err
		}
		return a.record(ctx, q, who, string(action), string(part), id, "")
	})
}
