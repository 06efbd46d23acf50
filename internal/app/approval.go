package app

import (
	"context"
	"errors"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// raiseCase keeps a case's row on the desk as it now is: with the weight of its posts, or
// closed once none waits.
func (a *App) raiseCase(ctx context.Context, q *store.Tx, id int64) error {
	posts, score, err := q.CaseLoad(ctx, id)
	if err != nil {
		return err
	}
	if posts == 0 {
		return q.CloseDeskRow(ctx, domain.DeskApproval, domain.PartCase, id, 0, "", a.now())
	}
	_, err = q.OpenDeskRow(ctx, domain.DeskRow{
		Kind: domain.DeskApproval, Part: domain.PartCase, Subject: id, Created: a.now(),
		Harm: domain.DeskHarm(domain.DeskApproval, score.HarmOf(posts)),
	})
	return err
}

// caseDecision is a decision about posts of a case while it is made.
type caseDecision struct {
	Deskwork
	who       domain.Actor
	community *domain.Community
	ready     map[int64]prepared // by weighed post
}

// readyCase is what is made of a case before the transaction that decides it.
type readyCase struct {
	community *domain.Community
	posts     map[int64]prepared
}

// prepareCase prepares the posts that wait and may be let in.
func (a *App) prepareCase(ctx context.Context, row domain.DeskRow, do domain.DeskDo) (any, error) {
	community, err := a.store.Reader().Community(ctx, a.now())
	if err != nil || do != domain.LetIn && do != domain.LetTrust {
		return readyCase{community: community}, err
	}
	posts, err := a.store.Reader().Undecided(ctx, row.Subject, domain.CaseDecides)
	if err != nil {
		return nil, err
	}
	ready := readyCase{community, map[int64]prepared{}}
	for _, post := range posts {
		if post.Held != 0 {
			if ready.posts[post.ID], err = a.prepare(ctx, post.Held); err != nil {
				return nil, err
			}
		}
	}
	return ready, nil
}

// decideCase decides about the posts of a case, domain.CaseDecides at most: the rest waits
// in a row of its own. Every signal that had found something in a post has its record
// changed.
func (a *App) decideCase(ctx context.Context, q *store.Tx, who domain.Actor, d Deskwork) error {
	ready, made := d.Ready.(readyCase)
	if !made {
		return domain.Refuse(domain.Conflict, "error.desk_decided") // it was decided when it was looked at, and waits again by now
	}
	c := caseDecision{d, who, ready.community, ready.posts}
	posts, err := q.Undecided(ctx, d.Row.Subject, domain.CaseDecides)
	if err != nil {
		return err
	}
	for i := range posts {
		if err := a.decideWeighed(ctx, q, &c, &posts[i]); err != nil {
			return err
		}
	}
	if err := a.raiseCase(ctx, q, d.Row.Subject); err != nil {
		return err
	}
	return a.record(ctx, q, who, string(d.Do)+" posts", "case", d.Row.Subject, "")
}

// decideWeighed decides about one post that nobody has decided.
func (a *App) decideWeighed(ctx context.Context, q *store.Tx, c *caseDecision, post *domain.CasePost) (err error) {
	verdict := domain.SpamPost
	switch c.Do {
	case domain.LetIn, domain.LetTrust:
		verdict = domain.FinePost
		err = a.letIn(ctx, q, c, post)
	default:
		err = a.keepOut(ctx, q, c, post)
	}
	if err != nil {
		return err
	}
	if err := q.SetVerdict(ctx, post.ID, verdict, c.Row.ID); err != nil {
		return err
	}
	return recordSignals(ctx, q, post, verdict, 1)
}

// recordSignals counts a decision, or with step −1 takes it back, for every signal that
// had found something.
func recordSignals(ctx context.Context, q *store.Tx, post *domain.CasePost, v domain.Verdict, step int64) error {
	agreed := int64(0)
	if v == domain.SpamPost {
		agreed = step
	}
	for _, f := range post.Found {
		if err := q.AddRecord(ctx, f.Signal, step, agreed); err != nil {
			return err
		}
	}
	return nil
}

// letIn lets a post in that waits, or leaves one where it is.
func (a *App) letIn(ctx context.Context, q *store.Tx, c *caseDecision, post *domain.CasePost) error {
	if err := a.endRuledSilence(ctx, q, post.By.ID, c.who.ID); err != nil {
		return err
	}
	if c.Do == domain.LetTrust {
		if err := q.SetTrusted(ctx, post.By.ID, a.now()); err != nil {
			return err
		}
	}
	if post.Held == 0 {
		return nil
	}
	h, err := q.LockHeld(ctx, post.Held)
	if err != nil {
		return err
	}
	p, known := c.ready[post.ID]
	if !known || h.State != domain.HeldWaiting || h.Version != p.Version {
		return domain.Refuse(domain.Conflict, "error.held_changed")
	}
	subject, err := a.publish(ctx, q, c.community, p)
	if err != nil {
		return err
	}
	return q.SetWeighedSubject(ctx, post.ID, subject)
}

// keepOut rejects a post that waits, or takes one away, and tells its author why and how
// to object. Of spam a new account writes no more.
func (a *App) keepOut(ctx context.Context, q *store.Tx, c *caseDecision, post *domain.CasePost) error {
	r := domain.Restriction{
		Whom: post.By, Part: post.Kind, Subject: post.Subject, What: domain.TakenAway, Ground: domain.RuleOther,
		Words: post.Title + "\n" + post.Text, Note: c.Words, By: domain.MemberRef{ID: c.who.ID, Role: c.who.Role}, Row: c.Row.ID,
	}
	if c.Do == domain.CallSpam {
		r.Ground = domain.RuleSpam
		if err := a.silenceNew(ctx, q, post, r); err != nil {
			return err
		}
	}
	if post.Held == 0 {
		return a.takeAway(ctx, q, r)
	}
	h, err := q.LockHeld(ctx, post.Held)
	if err != nil {
		return err
	}
	if h.State != domain.HeldWaiting || h.Weighed != post.ID {
		return domain.Refuse(domain.Conflict, "error.held_changed")
	}
	if err := q.SetHeldState(ctx, h.ID, domain.HeldRejected, 0, c.Words, a.now()); err != nil {
		return err
	}
	r.Part, r.Subject, r.What = domain.PartHeld, h.ID, domain.Rejected
	_, err = a.restrict(ctx, q, r)
	return err
}

// silenceNew keeps a new account from writing, for what it wrote.
func (a *App) silenceNew(ctx context.Context, q *store.Tx, post *domain.CasePost, r domain.Restriction) error {
	r.Part, r.Subject, r.What = domain.PartMember, post.By.ID, domain.Silenced
	have, err := q.RestrictionOf(ctx, r.Part, r.Subject, r.What)
	if err != nil || have.InForce(a.now()) && have.ID != 0 || !post.Fresh {
		return err
	}
	_, err = a.restrict(ctx, q, r)
	return err
}

// takeAway takes a public post away. One that is gone already stays gone.
func (a *App) takeAway(ctx context.Context, q *store.Tx, r domain.Restriction) error {
	p, err := a.holdPost(ctx, q, domain.System, r.Part, r.Subject)
	if errors.Is(err, domain.ErrNotFound) || err == nil && p.State == domain.PostDeleted {
		return nil
	}
	if err != nil {
		return err
	}
	return a.restrictPost(ctx, q, p, r)
}

// undoCase takes a decision about posts back: what was rejected waits again, what was
// taken away is back, and what was let in stays where it is; all of them are on the desk.
func (a *App) undoCase(ctx context.Context, q *store.Tx, who domain.Actor, d Deskwork) error {
	posts, err := q.CaseDecided(ctx, d.Row.Subject, d.Row.ID)
	if err != nil {
		return err
	}
	for i := range posts {
		if err := a.undoWeighed(ctx, q, who, &posts[i]); err != nil {
			return err
		}
	}
	return a.record(ctx, q, who, "undo posts", "case", d.Row.Subject, "")
}

func (a *App) undoWeighed(ctx context.Context, q *store.Tx, who domain.Actor, post *domain.CasePost) error {
	if err := recordSignals(ctx, q, post, post.Verdict, -1); err != nil {
		return err
	}
	if err := q.SetVerdict(ctx, post.ID, domain.Undecided, 0); err != nil || post.Verdict == domain.FinePost {
		return err
	}
	if err := a.speakAgain(ctx, q, who, post); err != nil {
		return err
	}
	if post.Held == 0 {
		return a.bringBack(ctx, q, who, post)
	}
	h, err := q.LockHeld(ctx, post.Held)
	if err != nil || h.State != domain.HeldRejected || h.Weighed != post.ID {
		return err // its author has sent other words meanwhile, or took it back
	}
	if err := q.SetHeldState(ctx, h.ID, domain.HeldWaiting, 0, "", a.now()); err != nil {
		return err
	}
	return a.liftOf(ctx, q, domain.PartHeld, h.ID, domain.Rejected, who)
}

// speakAgain lifts the silence that the row brought.
func (a *App) speakAgain(ctx context.Context, q *store.Tx, who domain.Actor, post *domain.CasePost) error {
	r, err := q.RestrictionOf(ctx, domain.PartMember, post.By.ID, domain.Silenced)
	if err != nil || r.ID == 0 || r.Row != post.Row {
		return err
	}
	return a.lift(ctx, q, r, who.ID)
}

// bringBack gives a public post its place again.
func (a *App) bringBack(ctx context.Context, q *store.Tx, who domain.Actor, post *domain.CasePost) error {
	p, err := a.holdPost(ctx, q, domain.System, post.Kind, post.Subject)
	if errors.Is(err, domain.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return a.undoOnPost(ctx, q, who, p, domain.DeskRow{ID: post.Row, Decision: domain.CallSpam})
}

func (a *App) liftOf(ctx context.Context, q *store.Tx, part domain.Part, subject int64, what domain.Restricted, who domain.Actor) error {
	r, err := q.RestrictionOf(ctx, part, subject, what)
	if err != nil || r.ID == 0 {
		return err
	}
	return a.lift(ctx, q, r, who.ID)
}

// LetPostIn says that one post of a case is fine, before the others are decided.
func (a *App) LetPostIn(ctx context.Context, who domain.Actor, weighed int64) error {
	if err := domain.Allow(who, domain.Moderate); err != nil {
		return err
	}
	for range 3 { // until the themes of its product do not change meanwhile
		err := a.letPostIn(ctx, who, weighed)
		if !errors.Is(err, errThemesChanged) {
			return err
		}
	}
	return domain.Refuse(domain.Unavailable, "error.unavailable")
}

func (a *App) letPostIn(ctx context.Context, who domain.Actor, weighed int64) error {
	community, err := a.store.Reader().Community(ctx, a.now())
	if err != nil {
		return err
	}
	seen, err := a.store.Reader().CasePost(ctx, weighed)
	if err != nil {
		return err
	}
	ready := map[int64]prepared{}
	if seen.Held != 0 {
		if ready[weighed], err = a.prepare(ctx, seen.Held); err != nil {
			return err
		}
	}
	return a.act(ctx, who, domain.Moderate, func(q *store.Tx, who domain.Actor) error {
		if err := q.LockWeighed(ctx, weighed); err != nil {
			return err
		}
		post, err := q.CasePost(ctx, weighed)
		if err != nil {
			return err
		}
		if post.Case == 0 || post.Verdict == domain.SpamPost {
			return domain.Refuse(domain.Conflict, "error.desk_decided")
		}
		if post.Verdict == domain.FinePost {
			return nil // it is as wanted already
		}
		c := caseDecision{Deskwork{Do: domain.LetIn}, who, community, ready}
		if err := a.decideWeighed(ctx, q, &c, &post); err != nil {
			return err
		}
		if err := a.raiseCase(ctx, q, post.Case); err != nil {
			return err
		}
		return a.record(ctx, q, who, "approve post", "weighed", weighed, "")
	})
}

// prepareObjection prepares a post that was rejected and may be let in after all.
func (a *App) prepareObjection(ctx context.Context, row domain.DeskRow, do domain.DeskDo) (any, error) {
	told, err := a.store.Reader().Restriction(ctx, row.Subject)
	if err != nil || told.Part != domain.PartHeld || do != domain.RestoreIt {
		return nil, err
	}
	community, err := a.store.Reader().Community(ctx, a.now())
	if err != nil {
		return nil, err
	}
	p, err := a.prepare(ctx, told.Subject)
	return readyCase{community, map[int64]prepared{p.Weighed: p}}, err
}

// releaseHeld lets a post in that was rejected. One that its author has sent again, or
// took back, is where that put it.
func (a *App) releaseHeld(ctx context.Context, q *store.Tx, who domain.Actor, told domain.Restriction, made any) error {
	h, err := q.LockHeld(ctx, told.Subject)
	if err != nil || !told.Lifted.IsZero() {
		return err
	}
	if err := q.LiftRestriction(ctx, told.ID, who.ID, a.now()); err != nil || h.State != domain.HeldRejected {
		return err
	}
	ready, _ := made.(readyCase)
	p, known := ready.posts[h.Weighed]
	if !known || p.Version != h.Version {
		return domain.Refuse(domain.Conflict, "error.held_changed")
	}
	subject, err := a.publish(ctx, q, ready.community, p)
	if err != nil {
		return err
	}
	if err := q.SetWeighedSubject(ctx, h.Weighed, subject); err != nil {
		return err
	}
	return a.reconsider(ctx, q, h.Weighed)
}

// reconsider says that a post was no spam after all, as it stands in the record of the
// signals from now on.
func (a *App) reconsider(ctx context.Context, q *store.Tx, weighed int64) error {
	post, err := q.CasePost(ctx, weighed)
	if err != nil || post.Verdict != domain.SpamPost {
		return err
	}
	if err := recordSignals(ctx, q, &post, domain.SpamPost, -1); err != nil {
		return err
	}
	if err := recordSignals(ctx, q, &post, domain.FinePost, 1); err != nil {
		return err
	}
	return q.SetVerdict(ctx, weighed, domain.FinePost, post.Row)
}

// reconsiderAll does so for all that was weighed of a public post.
func (a *App) reconsiderAll(ctx context.Context, q *store.Tx, part domain.Part, subject int64) error {
	all, err := q.WeighedOf(ctx, part, subject, domain.SpamPost)
	for _, weighed := range all {
		if err := a.reconsider(ctx, q, weighed); err != nil {
			return err
		}
	}
	return err
}
