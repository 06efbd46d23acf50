package app

import (
	"context"
	"errors"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// Deskwork is a decision about a row of the desk, or its being taken back.
type Deskwork struct {
	Row   domain.DeskRow // as it was before
	Do    domain.DeskDo
	Words string    // of whoever decides; empty where the decision needs none
	At    time.Time // of the decision: by it is found what it lifted, when it is taken back
	Ready any       // what the kind's prepare made of it
}

// deskVerbs are how the rows of a kind are decided and how that is taken back. Both write
// their own audit row; the row of the desk is closed and opened for them, in the same
// transaction.
//
// What costs time, such as rendering, is made by prepare before the transaction. hold takes
// what the row is about before the row itself, as everybody does who brings it to the desk:
// in another order the two would wait for one another.
type deskVerbs struct {
	prepare      func(*App, context.Context, domain.DeskRow, domain.DeskDo) (any, error) // nil: nothing
	hold         func(*App, context.Context, *store.Tx, domain.DeskRow) error            // nil: nothing
	decide, undo func(*App, context.Context, *store.Tx, domain.Actor, Deskwork) error
}

// decided is the one table of kinds and their verbs.
var decided = map[domain.DeskKind]deskVerbs{
	domain.DeskProposal:  {nil, (*App).holdProposal, (*App).decideProposal, (*App).undoProposal},
	domain.DeskBomb:      {nil, nil, (*App).decideBomb, (*App).undoBomb},
	domain.DeskErasure:   {nil, nil, (*App).decideErasure, (*App).undoErasure},
	domain.DeskVotes:     {nil, nil, (*App).decideVotes, (*App).undoVotes},
	domain.DeskFlag:      {nil, (*App).holdRowsPost, (*App).decidePost, (*App).undoPost},
	domain.DeskReport:    {nil, (*App).holdRowsPost, (*App).decidePost, (*App).undoPost},
	domain.DeskObjection: {(*App).prepareObjection, (*App).holdRestricted, (*App).decideObjection, (*App).undoObjection},
	domain.DeskApproval:  {(*App).prepareCase, nil, (*App).decideCase, (*App).undoCase},
}

// DecideRow decides a row of the desk. Of two who decide, the second is told that it is
// decided; the same decision by the same person again changes nothing.
func (a *App) DecideRow(ctx context.Context, who domain.Actor, id int64, do domain.DeskDo, words string) error {
	for range 3 { // until what was prepared does not change meanwhile
		err := a.decideRow(ctx, who, id, do, text.Body(words))
		if !errors.Is(err, errThemesChanged) {
			return err
		}
	}
	return domain.Refuse(domain.Unavailable, "error.unavailable")
}

func (a *App) decideRow(ctx context.Context, who domain.Actor, id int64, do domain.DeskDo, words string) error {
	ready, err := a.prepareRow(ctx, who, id, do)
	if err != nil {
		return err
	}
	return a.act(ctx, who, domain.Moderate, func(q *store.Tx, who domain.Actor) error {
		row, err := q.DeskRow(ctx, id)
		if err != nil {
			return err
		}
		if err := domain.CheckDesk(row.Kind, do, words); err != nil {
			return err
		}
		if !row.Open() && row.ClosedBy.ID == who.ID && row.Decision == do && row.Undone.IsZero() {
			return nil // a repeated request
		}
		if err := a.holdRow(ctx, q, row); err != nil {
			return err
		}
		at := a.now()
		err = q.DecideDeskRow(ctx, id, who.ID, do, at)
		if errors.Is(err, domain.ErrNotFound) {
			return domain.Refuse(domain.Conflict, "error.desk_decided")
		}
		if err != nil {
			return err
		}
		return decided[row.Kind].decide(a, ctx, q, who, Deskwork{row, do, words, at, ready})
	})
}

func (a *App) holdRow(ctx context.Context, q *store.Tx, row domain.DeskRow) error {
	if hold := decided[row.Kind].hold; hold != nil {
		return hold(a, ctx, q, row)
	}
	return nil
}

func (a *App) prepareRow(ctx context.Context, who domain.Actor, id int64, do domain.DeskDo) (any, error) {
	if err := domain.Allow(who, domain.Moderate); err != nil {
		return nil, err
	}
	row, err := a.store.Reader().DeskRow(ctx, id)
	if err != nil || decided[row.Kind].prepare == nil || !row.Open() {
		return nil, err
	}
	return decided[row.Kind].prepare(a, ctx, row, do)
}

// UndoRow takes a decision of anybody back: what it was about waits again.
func (a *App) UndoRow(ctx context.Context, who domain.Actor, id int64) error {
	return a.act(ctx, who, domain.Moderate, func(q *store.Tx, who domain.Actor) error {
		row, err := q.DeskRow(ctx, id)
		if err != nil {
			return err
		}
		if !row.Undoable() {
			return domain.Refuse(domain.Conflict, "error.desk_undo")
		}
		if err := a.holdRow(ctx, q, row); err != nil {
			return err
		}
		err = q.UndoDeskRow(ctx, id, who.ID, a.now())
		if errors.Is(err, domain.ErrNotFound) {
			return domain.Refuse(domain.Conflict, "error.desk_undo")
		}
		if err != nil {
			return err
		}
		if err := decided[row.Kind].undo(a, ctx, q, who, Deskwork{Row: row, Do: row.Decision}); err != nil {
			return err
		}
		row.Created = a.now()
		_, err = q.OpenDeskRow(ctx, row)
		return err
	})
}

// ClaimRow tells the other moderators that one looks at a row, or with false no longer.
// Who claims it has it for domain.DeskClaim.
func (a *App) ClaimRow(ctx context.Context, who domain.Actor, id int64, wanted bool) error {
	return a.act(ctx, who, domain.Moderate, func(q *store.Tx, who domain.Actor) error {
		row, err := q.DeskRow(ctx, id)
		if err != nil {
			return err
		}
		if row.Taken(who, a.now()) {
			return domain.Refuse(domain.Conflict, "error.desk_claimed")
		}
		var by int64
		var at time.Time
		if wanted {
			by, at = who.ID, a.now()
		}
		err = q.ClaimDeskRow(ctx, id, by, at)
		if errors.Is(err, domain.ErrNotFound) {
			return domain.Refuse(domain.Conflict, "error.desk_decided")
		}
		return err
	})
}

// SeeRows notes which rows somebody was shown, so that others know.
func (a *App) SeeRows(ctx context.Context, who domain.Actor, rows []int64) error {
	return a.act(ctx, who, domain.Moderate, func(q *store.Tx, who domain.Actor) error {
		for _, id := range rows[:min(len(rows), domain.DeskPage)] {
			if err := q.SeeDeskRow(ctx, id, who.ID, a.now()); err != nil {
				return err
			}
		}
		return nil
	})
}
