package app

import (
	"context"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// act is how verbs write for somebody. Whoever asks was looked up when the request
// came, and may have been demoted, suspended or signed out since: the transaction
// takes the account's row, asks the policy again with the role of this moment, and
// hands the actor of this moment to do. It refuses with domain.SignInFirst or
// domain.Forbidden, or with domain.ErrTerms, and then nothing is written.
func (a *App) act(ctx context.Context, who domain.Actor, action domain.Action, do func(q *store.Tx, who domain.Actor) error) error {
	if err := domain.Allow(who, action); err != nil {
		return err
	}
	if err := a.underTerms(ctx, who, action); err != nil {
		return err
	}
	return a.store.Tx(ctx, func(q *store.Tx) error {
		who, err := q.HoldActor(ctx, who)
		if err != nil {
			return err
		}
		if err := domain.Allow(who, action); err != nil {
			return err
		}
		return do(q, who)
	})
}
