package app

import (
	"context"
	"errors"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/markdown"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// AddComment begins a thread under an idea. Sending the same form twice returns the
// same comment.
func (a *App) AddComment(ctx context.Context, who domain.Actor, idea int64, d domain.CommentDraft) (int64, error) {
	form := domain.FormOf("ideas", idea, "comments")
	return a.postComment(ctx, who, form, d, func(q *store.Tx, who domain.Actor) (held domain.Idea, above domain.Comment, err error) {
		held, err = q.LockIdea(ctx, who, idea)
		return held, above, err
	})
}

// ReplyToComment answers a comment that stands.
func (a *App) ReplyToComment(ctx context.Context, who domain.Actor, comment int64, d domain.CommentDraft) (int64, error) {
	form := domain.FormOf("comments", comment, "reply")
	return a.postComment(ctx, who, form, d, func(q *store.Tx, who domain.Actor) (domain.Idea, domain.Comment, error) {
		idea, c, err := a.holdComment(ctx, q, who, comment)
		if err == nil {
			err = domain.CheckAnswered(&c)
		}
		return idea, c, err
	})
}

// place holds the row of the idea that a comment is for and finds the comment it
// answers.
type place func(q *store.Tx, who domain.Actor) (domain.Idea, domain.Comment, error)

func (a *App) postComment(ctx context.Context, who domain.Actor, form domain.FormName, d domain.CommentDraft, find place) (int64, error) {
	if err := domain.Allow(who, domain.PostComment); err != nil {
		return 0, err
	}
	n, err := writtenComment(d)
	if err != nil {
		return 0, err
	}
	settings, err := a.settings(ctx)
	if err != nil {
		return 0, err
	}
	mentions, err := a.mentioned(ctx, n.Body)
	if err != nil {
		return 0, err
	}
	n.Terms = a.commentTerms(n.HTML, n.Language)
	p, err := a.sent(ctx, domain.PartComment, n.Body, d.Sent)
	if err != nil {
		return 0, err
	}
	var id, held int64
	err = a.act(ctx, who, domain.PostComment, func(q *store.Tx, who domain.Actor) (err error) {
		// The account's row is held: the second of two forms with one nonce finds the
		// comment of the first.
		if id, held, err = sentBefore(ctx, q.CommentByNonce, q.HeldByNonce, who, d.Nonce); err != nil || id+held != 0 {
			return err
		}
		n := n
		n.Author, n.Created = domain.MemberRef{ID: who.ID}, a.now()
		if n.Idea, n.Above, err = find(q, who); err != nil {
			return err
		}
		if err := a.checkHeated(ctx, q, who, &n.Above); err != nil {
			return err
		}
		w, err := a.weigh(ctx, q, who, p, n.Idea.Space.ID)
		if err != nil {
			return err
		}
		if err := a.spendComment(ctx, q, settings, who, w.newcomer()); err != nil {
			return err
		}
		if id, held, err = a.enterComment(ctx, q, who, n, d, mentions, &w); err != nil {
			return err
		}
		return q.DeleteDraft(ctx, who.ID, form)
	})
	return id, waits(held, err)
}

// checkHeated refuses a reply that comes too soon in a thread with flags. above is what it
// answers; ID 0: it begins a thread.
func (a *App) checkHeated(ctx context.Context, q *store.Tx, who domain.Actor, above *domain.Comment) error {
	if above.ID == 0 || a.unlimited {
		return nil
	}
	h, err := q.Heated(ctx, above, who.ID, a.now().Add(-domain.HeatedMemory))
	if err != nil {
		return err
	}
	return domain.CheckHeated(h, a.now())
}

// enterComment writes a comment that was weighed, or keeps it as a post that waits.
func (a *App) enterComment(ctx context.Context, q *store.Tx, who domain.Actor, n store.NewComment, d domain.CommentDraft,
	mentions []domain.Mention, w *weighing) (id, held int64, err error) {
	if w.hold != "" {
		if err := domain.CheckDiscuss(&n.Idea); err != nil {
			return 0, 0, err
		}
		held, err = a.hold(ctx, q, w, domain.HeldPost{Space: n.Idea.Space, About: n.Idea.ID, Above: n.Above.ID, Body: n.Body, Nonce: d.Nonce})
		return 0, held, err
	}
	if id, err = a.writeComment(ctx, q, who, n, d.Official); err != nil {
		return 0, 0, err
	}
	if err := q.CreateMentions(ctx, id, mentions); err != nil {
		return 0, 0, err
	}
	return id, 0, a.keep(ctx, q, w, id)
}

// writtenComment is a draft as it is stored, but for who posts it where.
func writtenComment(d domain.CommentDraft) (store.NewComment, error) {
	body := text.Body(d.Body)
	var p domain.Problems
	if domain.CheckComment(&p, body); p.Err() != nil {
		return store.NewComment{}, p.Err()
	}
	html, language := rendered("", body)
	return store.NewComment{Body: body, HTML: html, HTMLVersion: markdown.Version, Language: language, Nonce: d.Nonce}, nil
}

// writeComment adds a comment to an idea whose row is held. Whoever posts one has seen
// those before it.
func (a *App) writeComment(ctx context.Context, q *store.Tx, who domain.Actor, n store.NewComment, official bool) (int64, error) {
	if err := domain.CheckDiscuss(&n.Idea); err != nil {
		return 0, err
	}
	if official {
		if err := a.checkAnswers(ctx, q, who, n.Idea); err != nil {
			return 0, err
		}
		n.Official = who.Role
	}
	id, err := q.CreateComment(ctx, n)
	if err != nil {
		return 0, err
	}
	if official {
		if err := a.record(ctx, q, who, string(domain.AnswerOfficially), "comment", id, ""); err != nil {
			return 0, err
		}
	}
	kind := domain.EventComment
	if official {
		kind = domain.EventAnswer
	}
	if err := a.happened(ctx, q, domain.Event{Kind: kind, Idea: n.Idea.ID, Product: n.Idea.Product.ID, Object: id, By: who.ID}); err != nil {
		return 0, err
	}
	return id, q.SetVisit(ctx, n.Idea.ID, who.ID, id)
}

// checkAnswers refuses an answer in the company's name by whoever may not give one. An
// engineer who answers about the idea of another queue is told so beside the words.
func (a *App) checkAnswers(ctx context.Context, q *store.Tx, who domain.Actor, idea domain.Idea) error {
	if err := domain.Allow(who, domain.AnswerOfficially); err != nil || idea.Place.Queue == 0 {
		return err
	}
	queue, err := q.QueueByID(ctx, idea.Place.Queue)
	if err != nil {
		return err
	}
	if domain.CheckDecides(who, queue) != nil {
		return domain.BadField("official", "error.not_your_queue", domain.Args{"Queue": queue.Name})
	}
	return nil
}

// spendComment counts a comment: there is time between two, more of it and fewer
// comments a day for a newcomer.
func (a *App) spendComment(ctx context.Context, q *store.Tx, settings domain.Settings, who domain.Actor, newcomer bool) error {
	gap := domain.LimitCommentsGap
	if newcomer {
		gap = domain.LimitCommentsFirstDayGap
		day := use{key("comments", who.ID), 24 * time.Hour, domain.LimitCommentsFirstDay}
		if err := a.spendIn(ctx, q, day.limit(settings)); err != nil {
			return err
		}
	}
	seconds := time.Duration(settings.Number(gap))
	return a.spendIn(ctx, q, store.Limit{Key: key("comment", who.ID), Most: 1, Window: seconds * time.Second})
}

// holdComment holds the row of a comment's idea, and reads both as they now are. A
// removed idea has no comments, for anybody.
func (a *App) holdComment(ctx context.Context, q *store.Tx, who domain.Actor, id int64) (domain.Idea, domain.Comment, error) {
	c, err := q.Comment(ctx, id)
	if err != nil {
		return domain.Idea{}, c, err
	}
	idea, err := q.LockIdea(ctx, who, c.Idea.ID)
	if err != nil {
		return idea, c, err
	}
	if idea.Removed {
		return idea, c, domain.ErrNotFound
	}
	c, err = q.Comment(ctx, id)
	c.Idea = idea
	return idea, c, err
}

// onComment does something with a comment whose idea's row is held.
func (a *App) onComment(ctx context.Context, who domain.Actor, action domain.Action, id int64,
	do func(q *store.Tx, who domain.Actor, c domain.Comment) error) error {
	return a.act(ctx, who, action, func(q *store.Tx, who domain.Actor) error {
		_, c, err := a.holdComment(ctx, q, who, id)
		if err != nil {
			return err
		}
		return do(q, who, c)
	})
}

// EditComment changes the words of one's own comment and keeps those it had. A draft
// of an older version is refused, so that nothing typed in another window is lost.
func (a *App) EditComment(ctx context.Context, who domain.Actor, id int64, d domain.CommentDraft) error {
	if err := domain.Allow(who, domain.EditComment); err != nil {
		return err
	}
	n, err := writtenComment(d)
	if err != nil {
		return err
	}
	mentions, err := a.mentioned(ctx, n.Body)
	if err != nil {
		return err
	}
	if err := a.spend(ctx, use{key: key("edits", who.ID), window: 24 * time.Hour, setting: domain.LimitEditsDay}); err != nil {
		return err
	}
	p, err := a.sent(ctx, domain.PartComment, n.Body, d.Sent)
	if err != nil {
		return err
	}
	terms := a.commentTerms(n.HTML, n.Language)
	return a.onComment(ctx, who, domain.EditComment, id, func(q *store.Tx, who domain.Actor, c domain.Comment) error {
		if err := domain.CheckEditComment(who, &c); err != nil {
			return err
		}
		if c.Body == n.Body {
			return nil // it is as wanted already
		}
		terms := terms
		if c.Gone == domain.GoneHidden {
			terms = nil // nobody finds it
			if err := a.mendComment(ctx, q, id); err != nil {
				return err
			}
		}
		c.Body, c.HTML, c.Language, c.Version = n.Body, n.HTML, n.Language, d.Version
		err := q.SetComment(ctx, c, n.HTMLVersion, terms, a.now())
		if errors.Is(err, domain.ErrNotFound) {
			return domain.Refuse(domain.Conflict, "error.comment_changed")
		}
		if err != nil {
			return err
		}
		if err := q.SetMentions(ctx, id, mentions); err != nil {
			return err
		}
		if err := a.keepEdit(ctx, q, who, p, id); err != nil {
			return err
		}
		return q.DeleteDraft(ctx, who.ID, domain.FormOf("comments", id, "edit"))
	})
}

// mendComment is mend for a comment whose idea's row is held.
func (a *App) mendComment(ctx context.Context, q *store.Tx, id int64) error {
	p, err := q.Post(ctx, domain.PartComment, id)
	if err != nil {
		return err
	}
	return a.mend(ctx, q, p)
}

// DeleteComment takes one's own comment away. Where replies stand below it, its place
// stays.
func (a *App) DeleteComment(ctx context.Context, who domain.Actor, id int64) error {
	return a.onComment(ctx, who, domain.DeleteComment, id, func(q *store.Tx, who domain.Actor, c domain.Comment) error {
		if c.Gone == domain.DeletedByAuthor && c.WrittenBy(who) {
			return nil // it is as wanted already
		}
		if err := domain.CheckOwnComment(who, &c); err != nil {
			return err
		}
		return q.SetGone(ctx, c, domain.DeletedByAuthor, nil)
	})
}

// RemoveComment takes anybody's comment out of sight; what answers it stays.
func (a *App) RemoveComment(ctx context.Context, who domain.Actor, id int64) error {
	return a.removePost(ctx, who, domain.RemoveComment, domain.PartComment, id)
}

// RestoreComment puts back a comment that was removed or hidden. What its author deleted
// stays deleted.
func (a *App) RestoreComment(ctx context.Context, who domain.Actor, id int64) error {
	return a.onComment(ctx, who, domain.RemoveComment, id, func(q *store.Tx, who domain.Actor, c domain.Comment) error {
		switch c.Gone {
		case domain.NotGone:
			return nil // it is as wanted already
		case domain.RemovedByStaff, domain.GoneHidden:
		default:
			return domain.Refuse(domain.Conflict, "error.comment_gone")
		}
		p, err := q.Post(ctx, domain.PartComment, id)
		if err != nil {
			return err
		}
		if err := a.checkDecider(ctx, q, who, p); err != nil {
			return err
		}
		if err := a.releasePost(ctx, q, p, who.ID, a.now()); err != nil {
			return err
		}
		return a.record(ctx, q, who, "restore comment", "comment", id, "")
	})
}

// SetOfficial makes one's own comment the company's answer, or a comment like any
// other.
func (a *App) SetOfficial(ctx context.Context, who domain.Actor, id int64, wanted bool) error {
	return a.onComment(ctx, who, domain.AnswerOfficially, id, func(q *store.Tx, who domain.Actor, c domain.Comment) error {
		if err := domain.CheckOwnComment(who, &c); err != nil {
			return err
		}
		if err := a.checkAnswers(ctx, q, who, c.Idea); err != nil || c.Official == wanted {
			return err
		}
		role, verb := domain.Role(""), "take back official answer"
		if wanted {
			role, verb = who.Role, string(domain.AnswerOfficially)
		}
		if err := q.SetOfficial(ctx, id, role); err != nil {
			return err
		}
		return a.record(ctx, q, who, verb, "comment", id, "")
	})
}

// ExtendIdea lifts a comment into its idea, or takes it back: the idea's author decides
// that, or a moderator.
func (a *App) ExtendIdea(ctx context.Context, who domain.Actor, id int64, wanted bool) error {
	return a.onComment(ctx, who, domain.ExtendIdea, id, func(q *store.Tx, who domain.Actor, c domain.Comment) error {
		if err := domain.CheckExtend(who, &c.Idea); err != nil {
			return err
		}
		if err := domain.CheckAnswered(&c); err != nil || c.Extended.IsZero() != wanted {
			return err
		}
		by, at, verb := int64(0), time.Time{}, "take back extension"
		if wanted {
			by, at, verb = who.ID, a.now(), string(domain.ExtendIdea)
		}
		if err := q.SetExtension(ctx, id, by, at); err != nil || c.Idea.Author.ID == who.ID {
			return err
		}
		return a.record(ctx, q, who, verb, "comment", id, "")
	})
}

// FindHelpful makes the member's word that a comment helped the wanted one and returns
// how many say so. One's own never helps oneself.
func (a *App) FindHelpful(ctx context.Context, who domain.Actor, id int64, wanted bool) (helpful int64, err error) {
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
	err = a.onComment(ctx, who, domain.MarkHelpful, id, func(q *store.Tx, who domain.Actor, c domain.Comment) error {
		if c.WrittenBy(who) {
			return domain.Refuse(domain.Conflict, "error.helpful_own_comment")
		}
		if err := domain.CheckAnswered(&c); err != nil {
			return err
		}
		helpful, err = q.SetCommentHelpful(ctx, id, who.ID, wanted)
		return err
	})
	return helpful, err
}
