package app

import (
	"context"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// silenceFlagged keeps a new account from writing once several people have flagged what it
// posted, by rule: its posts become one row of the desk, and a person decides.
func (a *App) silenceFlagged(ctx context.Context, q *store.Tx, settings domain.Settings, author int64) error {
	if author == 0 {
		return nil
	}
	n, err := q.Flaggers(ctx, author)
	if err != nil || n < domain.SilencingFlaggers {
		return err
	}
	have, err := q.RestrictionOf(ctx, domain.PartMember, author, domain.Silenced)
	if err != nil || have.ID != 0 {
		return err // it is silenced, or was before
	}
	reputation, err := q.Reputation(ctx, author, a.now())
	if err != nil || reputation.Level(settings, a.now()) != domain.TrustNew {
		return err
	}
	_, err = a.restrict(ctx, q, domain.Restriction{
		Whom: domain.MemberRef{ID: author}, Part: domain.PartMember, Subject: author, What: domain.Silenced, Ground: domain.RuleSpam,
	})
	if err != nil {
		return err
	}
	id, err := q.GatherCase(ctx, author)
	if err != nil || id == 0 {
		return err
	}
	return a.raiseCase(ctx, q, id)
}

// endRuledSilence lets an account write again that a rule had silenced, for a person found
// its posts fine.
func (a *App) endRuledSilence(ctx context.Context, q *store.Tx, member, by int64) error {
	r, err := q.RestrictionOf(ctx, domain.PartMember, member, domain.Silenced)
	if err != nil || r.ID == 0 || r.By.ID != 0 {
		return err
	}
	return a.lift(ctx, q, r, by)
}
