package app

import (
	"context"
	"errors"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// SaveSpace adds a space (ID 0) or changes one that still is at s.Version.
func (a *App) SaveSpace(ctx context.Context, who domain.Actor, s domain.Space) (int64, error) {
	if err := domain.Allow(who, domain.ManageSpaces, nil); err != nil {
		return 0, err
	}
	s.Name, s.Description = text.Line(s.Name), text.Body(s.Description)
	if s.Slug == "" {
		s.Slug = domain.Slug(s.Name)
	}
	var p domain.Problems
	if domain.CheckSpace(&p, s); p.Err() != nil {
		return 0, p.Err()
	}
	err := a.store.Tx(ctx, func(q *store.Tx) (err error) {
		if err := a.checkResponsible(ctx, q, s.Responsible.ID); err != nil {
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
