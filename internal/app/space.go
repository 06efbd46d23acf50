package app

import (
	"context"
	"errors"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// SaveSpace adds a space (ID 0) or changes one that still is at s.Version.
func (a *App) SaveSpace(ctx context.Context, who domain.Actor, s domain.Space) (int64, error) {
	if err := domain.Allow(who, domain.ManageSpaces); err != nil {
		return 0, err
	}
	s.Name, s.Description = text.Line(s.Name), text.Body(s.Description)
	var p domain.Problems
	if domain.CheckSpace(&p, s); p.Err() != nil {
		return 0, p.Err()
	}
	err := a.act(ctx, who, domain.ManageSpaces, func(q *store.Tx, who domain.Actor) (err error) {
		if err := a.checkResponsible(ctx, q, s.Responsible.ID); err != nil {
			return err
		}
		if err := a.checkModerators(ctx, q, s.Moderators); err != nil {
			return err
		}
		verb := "change space"
		if s.ID == 0 {
			verb = "add space"
			s.ID, err = q.CreateSpace(ctx, s, a.now())
		} else {
			err = q.SetSpace(ctx, s)
		}
		if errors.Is(err, domain.ErrNotFound) {
			return domain.Refuse(domain.Conflict, "error.changed")
		}
		if err != nil {
			return err
		}
		if err := q.SetModerators(ctx, s.ID, s.Moderators); err != nil {
			return err
		}
		return a.record(ctx, q, who, verb, "space", s.ID, "")
	})
	a.store.CommunityChanged()
	return s.ID, err
}

// checkResponsible lets only staff be named as responsible.
func (a *App) checkResponsible(ctx context.Context, q *store.Tx, id int64) error {
	if id == 0 {
		return nil
	}
	m, err := q.Member(ctx, id)
	if errors.Is(err, domain.ErrNotFound) || err == nil && !m.Role.Staff() {
		return domain.BadField("responsible", "error.responsible", nil)
	}
	return err
}

// checkModerators lets a space name only those who moderate.
func (a *App) checkModerators(ctx context.Context, q *store.Tx, moderators []domain.MemberRef) error {
	for _, named := range moderators {
		m, err := q.Member(ctx, named.ID)
		if errors.Is(err, domain.ErrNotFound) || err == nil && !domain.May(m.Role, domain.Moderate) {
			return domain.BadField("moderators", "error.space_moderator", nil)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// OpenFirstSpace gives a new installation its first space, so that there is a place
// to write in before anybody makes spaces.
func (a *App) OpenFirstSpace(ctx context.Context) error {
	err := a.store.Tx(ctx, func(q *store.Tx) error {
		_, _, err := a.firstSpace(ctx, q)
		return err
	})
	if domain.KindOf(err) == domain.Invalid { // another replica starts too, and was faster
		return nil
	}
	a.store.CommunityChanged()
	return err
}

// firstSpace finds the installation's first space, and creates it, named in the
// community's language, where there is none.
func (a *App) firstSpace(ctx context.Context, q *store.Tx) (id int64, created bool, err error) {
	if id, err = q.FirstSpace(ctx); err != nil || id != 0 {
		return id, false, err
	}
	settings, err := q.Settings(ctx)
	if err != nil {
		return 0, false, err
	}
	name := i18n.For(settings.Value(domain.Language)).T("space.first")
	id, err = q.CreateSpace(ctx, domain.Space{Name: name}, a.now())
	return id, err == nil, err
}
