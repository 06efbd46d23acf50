package app

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// SetMail changes of what the actor wants mails.
func (a *App) SetMail(ctx context.Context, who domain.Actor, wish domain.MailWish) error {
	switch wish.Level {
	case domain.MailAll, domain.MailDirect, domain.MailNone:
	default:
		return domain.BadField("mail_level", "error.mail_level", nil)
	}
	return a.actOwn(ctx, who, func(q *store.Tx) error { return q.SetMailWish(ctx, who.ID, wish) })
}

// Unsubscribe ends all mails about what somebody follows, for whoever holds one of these
// mails; domain.ErrNotFound where no mail has the token.
func (a *App) Unsubscribe(ctx context.Context, token string) error {
	l, err := a.store.Reader().LetterByToken(ctx, token)
	if err != nil {
		return err
	}
	return a.store.Tx(ctx, func(q *store.Tx) error {
		q.Quiet()
		return q.EndMail(ctx, l.Member)
	})
}

// write puts an event into the letters of those who hear of it just now and want a mail.
func (a *App) write(ctx context.Context, q *store.Tx, e domain.Event, hear []domain.Hearer) error {
	if a.past {
		return nil
	}
	var now, week []store.NewLetter
	for _, h := range hear {
		if !h.Wish.Mails(e.Kind, h.Direct) {
			continue
		}
		l := store.NewLetter{Member: h.Member, Host: h.Host, Token: strings.ToLower(rand.Text()), Due: a.now()}
		if h.Wish.Weekly {
			l.Due = domain.NextWeekly(a.now())
			week = append(week, l)
		} else {
			now = append(now, l)
		}
	}
	if err := q.AddToLetters(ctx, e.ID, e.Subject(), now, a.now()); err != nil {
		return err
	}
	return q.AddToLetters(ctx, e.ID, domain.Subject{}, week, a.now())
}

// letterLease is how long a sender may take for a batch of letters.
const letterLease = 5 * time.Minute

// TakeLetters takes the letters to a host that may leave now, most at most, to be sent over
// one connection. None leaves while admins have stopped them.
func (a *App) TakeLetters(ctx context.Context, host string, most int64) (taken []domain.Letter, err error) {
	settings, err := a.settings(ctx)
	if err != nil || settings.Value(domain.MailLetters) != "on" {
		return nil, err
	}
	now := a.now().Truncate(time.Millisecond)
	err = a.store.Tx(ctx, func(q *store.Tx) error {
		q.Quiet()
		taken = nil
		due, err := q.DueLetters(ctx, host, now, most)
		if err != nil {
			return err
		}
		if due, err = putOffLetters(ctx, q, due, now); err != nil {
			return err
		}
		may, err := q.SpendLetters(ctx, host, int64(len(due)), settings.Number(domain.MailHostMinute), now)
		if err != nil {
			return err
		}
		for _, l := range due[:may] {
			ours, err := q.SealLetter(ctx, &l, now.Add(letterLease))
			if err != nil {
				return err
			}
			if ours {
				taken = append(taken, l)
			}
		}
		return nil
	})
	return taken, err
}

// putOffLetters lets those of some letters wait that follow too soon on one about the same,
// and returns the others.
func putOffLetters(ctx context.Context, q *store.Tx, due []domain.Letter, now time.Time) (leave []domain.Letter, err error) {
	for _, l := range due {
		var after time.Time
		if !l.Sealed {
			if after, err = q.LetterAfter(ctx, l); err != nil {
				return nil, err
			}
		}
		if !after.After(now) {
			leave = append(leave, l)
		} else if err := q.PutOffLetter(ctx, l, after); err != nil {
			return nil, err
		}
	}
	return leave, nil
}

// LetterSent notes that the mail server took a letter, or that there was none to be sent.
func (a *App) LetterSent(ctx context.Context, l domain.Letter, outcome domain.LetterOutcome) error {
	return a.store.Tx(ctx, func(q *store.Tx) error {
		q.Quiet()
		_, err := q.EndLetter(ctx, l, outcome, "", a.now())
		return err
	})
}

// LetterFailed notes why a letter was not taken. hard: the mailbox is not there; soft: the
// server has something against the mailbox for now; otherwise it says nothing of the
// address. What is no hard refusal is tried again.
func (a *App) LetterFailed(ctx context.Context, l domain.Letter, kind domain.ReturnKind, said string) error {
	return a.store.Tx(ctx, func(q *store.Tx) error {
		q.Quiet()
		if kind != domain.ReturnHard && l.Attempts < domain.LetterAttempts {
			return q.DelayLetter(ctx, l, said, a.now().Add(domain.JobBackoff(int(l.Attempts))))
		}
		outcome := domain.LetterFailed
		if kind == domain.ReturnHard {
			outcome = domain.LetterRefused
		}
		if ended, err := q.EndLetter(ctx, l, outcome, said, a.now()); err != nil || !ended {
			return err
		}
		return a.bounced(ctx, q, l.Member, kind)
	})
}

// GiveBackLetters puts letters back that could not be tried.
func (a *App) GiveBackLetters(ctx context.Context, letters []domain.Letter) error {
	return a.store.Tx(ctx, func(q *store.Tx) error {
		q.Quiet()
		for _, l := range letters {
			if err := q.GiveBackLetter(ctx, l, a.now().Add(domain.LetterRest)); err != nil {
				return err
			}
		}
		return nil
	})
}

// bounced adds what came back to what came back before.
func (a *App) bounced(ctx context.Context, q *store.Tx, member int64, kind domain.ReturnKind) error {
	if kind.Weight() == 0 {
		return nil
	}
	if _, err := q.HoldMember(ctx, member); err != nil {
		return err
	}
	_, b, err := q.MailWish(ctx, member)
	if err != nil {
		return err
	}
	return q.SetBounces(ctx, member, b.With(kind.Weight(), a.now()))
}

// Returned notes that a mail came back, once for each letter. One that somebody complained
// of ends the mails to them; too many complaints end those to everybody, and the admins are
// told. What belongs to no letter is passed over.
func (a *App) Returned(ctx context.Context, r domain.Returned) error {
	l, err := a.store.Reader().LetterByToken(ctx, r.Token)
	if errors.Is(err, domain.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	outcome := domain.LetterReturned
	if r.Kind == domain.ReturnComplaint {
		outcome = domain.LetterComplained
	}
	stopped := false
	err = a.store.Tx(ctx, func(q *store.Tx) error {
		first, err := q.ReturnLetter(ctx, l, outcome, r.Said)
		if err != nil || !first {
			return err
		}
		if r.Kind != domain.ReturnComplaint {
			return a.bounced(ctx, q, l.Member, r.Kind)
		}
		if err := q.EndMail(ctx, l.Member); err != nil {
			return err
		}
		stopped, err = a.stopLetters(ctx, q)
		return err
	})
	if stopped {
		a.store.CommunityChanged()
	}
	return err
}

// stopLetters ends all letters when too many of those since they were last let go are
// complained of, and promises to tell the admins.
func (a *App) stopLetters(ctx context.Context, q *store.Tx) (bool, error) {
	since, err := q.SettingChanged(ctx, domain.MailLetters)
	if err != nil {
		return false, err
	}
	if week := a.now().Add(-domain.ComplaintWindow); since.Before(week) {
		since = week
	}
	complaints, sent, err := q.Complaints(ctx, since)
	if err != nil || !domain.TooManyComplaints(complaints, sent) {
		return false, err
	}
	settings, err := q.Settings(ctx)
	if err != nil || settings.Value(domain.MailLetters) != "on" {
		return false, err
	}
	if err := q.SetSetting(ctx, domain.MailLetters, "off", a.now()); err != nil {
		return false, err
	}
	if err := a.record(ctx, q, domain.Actor{}, "set setting", "setting", 0, domain.MailLetters); err != nil {
		return false, err
	}
	staff, err := q.Staff(ctx)
	for _, m := range staff {
		if err == nil && m.Role == domain.Admin {
			err = q.Promise(ctx, domain.SendNotice{Member: m.ID, Email: m.Email, Notice: domain.NoticeLettersStopped}, a.now())
		}
	}
	return true, err
}
